/// One object of an input, validated, with its top-level members at hand.
///
/// It is a look at the reader's memory: it and every slice taken from it are good until the next record is read.
public struct JSONRecord {
  /// The key of the collection or of the envelope it came under (`tickets`, `ticket`), nil for a bare object.
  public let kindKey: String?
  /// The line of its first byte, counted from 1.
  public let line: Int
  /// Its place in its array, counted from 0; nil outside of arrays.
  public let index: Int?
  /// Its first byte's place in the input, counted from 0.
  public let offset: Int
  /// The object exactly as written.
  public let bytes: UnsafeBufferPointer<UInt8>

  let own: MemberView
  let outer: MemberView?
  /// The envelope exactly as written, where there is one and the record is the only one in it.
  public let envelope: UnsafeBufferPointer<UInt8>?
  /// Whose memory it looks at, so that this is not released before.
  let owner: AnyObject

  /// The number of its members.
  public var count: Int { own.count }

  /// The value of a member.
  public func member(_ key: StaticString) -> JSONSlice? {
    key.withUTF8Buffer { own.value(of: $0) }
  }

  /// The value of a member.
  @_disfavoredOverload
  public func member(_ key: String) -> JSONSlice? {
    var key = key
    return key.withUTF8 { own.value(of: $0) }
  }

  /// The value of a member beside a wrapped record: of `{"ticket": {…}, "sessionctl": {…}}` that of `sessionctl`.
  public func companion(_ key: StaticString) -> JSONSlice? {
    key.withUTF8Buffer { outer?.value(of: $0) }
  }

  /// The text of a member of the envelope around it, a collection's too: its `url`, `schema` or `stream`;
  /// under `links` the address of a page beside it.
  ///
  /// Of a collection longer than what is looked ahead only what stands before its records is known.
  public func surrounding(_ key: String) -> String? {
    if let text = companion(key)?.string() { return text }
    return (owner as? JSONRecordReader)?.surroundings[key]
  }

  /// The value of a member beside a wrapped record.
  @_disfavoredOverload
  public func companion(_ key: String) -> JSONSlice? {
    var key = key
    return key.withUTF8 { outer?.value(of: $0) }
  }

  /// Calls `body` with each member in the order of the text.
  public func forEachMember(_ body: (_ key: JSONSlice, _ value: JSONSlice) throws -> Void) rethrows {
    try own.forEach(body)
  }

  /// Calls `body` with each member of the envelope besides the record itself.
  public func forEachCompanion(_ body: (_ key: JSONSlice, _ value: JSONSlice) throws -> Void) rethrows {
    try outer?.forEach { key, value in
      if value.start != bytes.baseAddress { try body(key, value) }
    }
  }

  /// The record as a slice, to walk through or to keep by its `value`.
  public var slice: JSONSlice { JSONSlice(start: own.base, count: bytes.count) }
}

extension MemberView {
  func forEach(_ body: (_ key: JSONSlice, _ value: JSONSlice) throws -> Void) rethrows {
    for index in 0..<count { try body(key(of: members[index]), value(of: members[index])) }
  }
}
