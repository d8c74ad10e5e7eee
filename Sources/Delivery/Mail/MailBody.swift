/// A message's text in the shortest encoding that survives every mail program (RFC 2045).
struct MailBody {
  let encoding: String
  let bytes: [UInt8]

  /// RFC 2045, 6.7: without the line's end.
  private static let lineLength = 76

  init(_ text: String) {
    let lines = MailBody.lines(of: text)
    if lines.allSatisfy(MailBody.isPlain) {
      encoding = "7bit"
      bytes = MailBody.joined(lines, [0x0A])
      return
    }
    let quoted = MailBody.joined(lines.map(MailBody.quotedPrintable), [0x0A])
    // The canonical form has CRLF.
    let plain = MailBody.joined(lines, [0x0D, 0x0A])
    // Where most of it is not Latin, base64 is half as long.
    if quoted.count <= plain.count * 3 / 2 {
      encoding = "quoted-printable"
      bytes = quoted
    } else {
      encoding = "base64"
      let text = Array(Base64.text(plain).utf8)
      let starts = stride(from: 0, to: text.count, by: MailBody.lineLength)
      bytes = MailBody.joined(
        starts.map { Array(text[$0..<min($0 + MailBody.lineLength, text.count)]) }, [0x0A])
    }
  }

  private static func joined(_ lines: [[UInt8]], _ end: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    for line in lines {
      bytes += line
      bytes += end
    }
    return bytes
  }

  /// CRLF, CR and LF all end a line; the last one needs no end.
  private static func lines(of text: String) -> [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    var before: UInt8 = 0
    for byte in text.utf8 {
      switch byte {
      case 0x0A where before == 0x0D: break
      case 0x0A, 0x0D: lines.append([])
      default: lines[lines.count - 1].append(byte)
      }
      before = byte
    }
    if lines.count > 1, lines[lines.count - 1].isEmpty { lines.removeLast() }
    return lines
  }

  /// Short, visible ASCII that no program on the way changes: a line of one dot ends the input of a `sendmail` that
  /// was not told `-i`, a mailbox writes `>From`, and spaces at a line's end get lost.
  private static func isPlain(_ line: [UInt8]) -> Bool {
    line.count <= 78 && line.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 }
      && line.first != UInt8(ascii: ".") && !line.starts(with: Array("From ".utf8))
      && line.last != 0x20 && line.last != 0x09
  }

  private static func quotedPrintable(_ line: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    var length = 0
    for (index, byte) in line.enumerated() {
      let isLast = index == line.count - 1
      let isSpace = byte == 0x20 || byte == 0x09
      let isFragile =
        index == 0 && (byte == UInt8(ascii: ".") || line.starts(with: Array("From ".utf8)))
      let isPlain =
        ((0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") && !isFragile) || (isSpace && !isLast)
      let piece: [UInt8] =
        isPlain ? [byte] : [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      if length + piece.count > lineLength - (isLast ? 0 : 1) {
        encoded += [UInt8(ascii: "="), 0x0A]
        length = 0
        // A dot or a From at the beginning of a soft line is as fragile as at that of a hard one.
        if piece == [UInt8(ascii: ".")] || piece == [UInt8(ascii: "F")] {
          encoded += [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
          length = 3
          continue
        }
      }
      encoded += piece
      length += piece.count
    }
    return encoded
  }
}

/// RFC 4648, 4; without Foundation, which would double the program.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group = 0
      for index in 0..<3 { group = group << 8 | (index < count ? Int(bytes[start + index]) : 0) }
      for index in 0..<4 {
        text.append(index <= count ? alphabet[(group >> (18 - 6 * index)) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
