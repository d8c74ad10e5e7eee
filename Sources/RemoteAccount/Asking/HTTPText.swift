/// An answer as curl writes it: heads of answers on the way, the last head, an empty line, the body.
enum HTTPText {
  /// nil if it is no HTTP.
  static func answer(_ bytes: [UInt8]) -> RemoteAnswer? {
    var rest = bytes[...]
    while let (status, headers, end) = head(rest) {
      rest = rest[end...]
      // 100 Continue and its kin come before the answer itself.
      if (100...199).contains(status) { continue }
      return RemoteAnswer(status: status, headers: AnswerHeaders(headers), body: Array(rest))
    }
    return nil
  }

  private static func head(_ bytes: ArraySlice<UInt8>) -> (Int, [(String, String)], Int)? {
    guard bytes.starts(with: "HTTP/".utf8) else { return nil }
    var place = bytes.startIndex
    var status: Int?
    var headers: [(String, String)] = []
    while let feed = bytes[place...].firstIndex(of: 0x0A) {
      var line = bytes[place..<feed]
      if line.last == 0x0D { line = line.dropLast() }
      place = feed + 1
      if line.isEmpty { return status.map { ($0, headers, place) } }
      let text = String(decoding: line, as: UTF8.self)
      if status == nil {
        let words = text.split(separator: " ")
        guard words.count > 1, let number = Int(words[1]), (100...599).contains(number) else { return nil }
        status = number
      } else if let colon = text.firstIndex(of: ":") {
        let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        headers.append((String(text[..<colon]), String(value)))
      }
    }
    return nil
  }
}
