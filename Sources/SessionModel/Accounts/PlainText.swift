extension String {
  /// Whether the text has characters that control a terminal, a mail header or the direction of writing: no name,
  /// address or setting needs them.
  public var controlsSomething: Bool {
    unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
      default: false
      }
    }
  }

  /// Whether there is nothing to read in the text.
  public var isBlank: Bool { unicodeScalars.allSatisfy { $0.properties.isWhitespace } }

  /// Whether the text is an address with something on both sides of its one `@`, and nothing that could end a
  /// mail header.
  public var isMailAddress: Bool {
    if let answer = isPlainMailAddress { return answer }
    let parts = split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty && !controlsSomething
      && unicodeScalars.allSatisfy {
        !$0.properties.isWhitespace && !"<>,;:\"()".unicodeScalars.contains($0)
      }
  }

  /// The same of ASCII, byte by byte, because a bulk run asks it of every customer that a rule writes to; nil where the
  /// text is more than that.
  private var isPlainMailAddress: Bool? {
    let sign = UInt8(ascii: "@")
    var signs = 0
    for byte in utf8 {
      switch byte {
      case 0x80...: return nil
      case ...0x20, 0x7F: return false
      case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"),
        UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: ")"):
        return false
      case sign: signs += 1
      default: break
      }
    }
    return signs == 1 && utf8.first != sign && utf8.last != sign
  }

  /// Whether two addresses are those of one mailbox, as nearly every server has it: letters of either case are the same.
  public func isSameAddress(as other: String) -> Bool {
    utf8.count == other.utf8.count && lowercased() == other.lowercased()
  }

  /// Whether the text is one tag: tags are separated by spaces.
  public var isTag: Bool {
    !isEmpty && !controlsSomething && unicodeScalars.allSatisfy { !$0.properties.isWhitespace }
  }
}

extension String {
  /// Without the spaces around it.
  package var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
