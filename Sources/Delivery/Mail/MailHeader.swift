import CivilTime

/// Texts as mail headers carry them.
enum MailHeader {
  /// RFC 5322 asks for at most 78 bytes a line, RFC 2047 for at most 76 in one with encoded words.
  private static let lineLength = 76
  /// RFC 2047, 2: an encoded word has at most 75 characters, of which `=?utf-8?B?` and `?=` are twelve.
  private static let encodedRoom = 63 / 4 * 3

  /// A subject: as it is where it is plain and folds at its spaces, else in encoded words.
  ///
  /// - Parameter used: the bytes that stand on the first line already
  static func unstructured(_ text: String, after used: Int) -> String {
    let text = oneLine(text)
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard isPlain(text), words.allSatisfy({ !$0.isEmpty && $0.utf8.count < lineLength - 10 }) else {
      return text.isEmpty ? "" : encoded(text, after: used)
    }
    var folded = ""
    var length = used
    for word in words {
      if !folded.isEmpty {
        let folds = length + 1 + word.utf8.count > lineLength
        folded += folds ? "\n " : " "
        length = folds ? 1 : length + 1
      }
      folded += word
      length += word.utf8.count
    }
    return folded
  }

  /// A name before an address: quoted, or in encoded words, which must not be quoted (RFC 2047, 5).
  static func phrase(_ text: String, after used: Int) -> String {
    let text = oneLine(text)
    guard isPlain(text), text.utf8.count < 60 else { return encoded(text, after: used) }
    let escaped = text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    return "\"\(escaped)\""
  }

  /// `Wed, 15 Jul 2026 10:00:00 +0000`
  static func date(_ moment: Instant) -> String {
    let moment = min(max(moment, Instant.earliest), Instant.latest)
    let civil = CivilDateTime(wallSeconds: moment.seconds)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let date = civil.date
    let year = String(repeating: "0", count: max(0, 4 - String(date.year).count)) + String(date.year)
    return "\(days[date.weekday]), \(date.day) \(months[date.month - 1]) \(year) "
      + "\(two(civil.hour)):\(two(civil.minute)):\(two(civil.second)) +0000"
  }

  /// Line ends, tabs and other control characters become spaces, those in a row one; none at the ends.
  private static func oneLine(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    var isSpaced = true
    for scalar in text.unicodeScalars {
      let isControl =
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || [0x2028, 0x2029].contains(scalar.value)
      if isControl {
        if !isSpaced { line.append(" ") }
        isSpaced = true
      } else {
        line.append(scalar)
        isSpaced = scalar == " "
      }
    }
    while line.last == " " { line.removeLast() }
    return String(line)
  }

  /// ASCII that no reader takes for an encoded word.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
  }

  /// Encoded words, each of whole characters, a line for each.
  private static func encoded(_ text: String, after used: Int) -> String {
    var words: [String] = []
    var piece: [UInt8] = []
    var room = max(12, (lineLength - used - 12) / 4 * 3)
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      if piece.count + bytes.count > room {
        words.append("=?utf-8?B?\(Base64.text(piece))?=")
        piece = []
        room = encodedRoom
      }
      piece += bytes
    }
    words.append("=?utf-8?B?\(Base64.text(piece))?=")
    return words.joined(separator: "\n ")
  }
}
