extension ByteBuffer {
  /// Appends text that can't become markup, in an element or in a quoted attribute, whatever it contains.
  mutating func append(html text: String) {
    for byte in Sanitizer.visible(text).utf8 {
      switch byte {
      case UInt8(ascii: "&"): append("&amp;")
      case UInt8(ascii: "<"): append("&lt;")
      case UInt8(ascii: ">"): append("&gt;")
      case UInt8(ascii: "\""): append("&quot;")
      case UInt8(ascii: "'"): append("&#39;")
      default: append(byte)
      }
    }
  }

  /// `<p>text</p>`, where the tag may have attributes of our own.
  mutating func append(_ tag: StaticString, html text: String, _ end: StaticString) {
    append(tag)
    append(html: text)
    append(end)
  }
}
