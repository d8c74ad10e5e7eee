/// Judges texts one after the other without keeping anything of them.
public struct JSONCheck: ~Copyable {
  private var text = PaddedText()
  private var members = MemberTable()

  /// Begins with room for 4 KiB, which grows with the longest text judged.
  public init() {}

  /// What a reader of the text would find wrong; nil if it is one valid value, in which, if it is an object, none of its
  /// own keys stands twice.
  public mutating func fault(in bytes: UnsafeBufferPointer<UInt8>) -> JSONError? {
    text.replace(with: bytes)
    var scanner = ByteScanner(start: text.start, end: text.end)
    let first = scanner.afterSpace(text.start)
    do throws(JSONError) {
      if first.pointee == Byte.openBrace {
        try scanner.finish(after: scanner.record(first, into: &members))
      } else {
        _ = try scanner.wholeText()
      }
    } catch { return error }
    return nil
  }

  /// The kind of a text that is valid.
  public func kind(of bytes: UnsafeBufferPointer<UInt8>) -> JSONKind? {
    bytes.first { !isJSONSpace($0) }.map(JSONKind.init(firstByte:))
  }
}
