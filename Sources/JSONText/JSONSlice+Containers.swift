/// Walking through arrays and objects in place.
///
/// These scan the container again, which for the few small ones that matter of a record is cheaper than noting the
/// extents of all values of all records.
extension JSONSlice {
  /// Calls `body` with each element of an array; does nothing for other kinds.
  public func forEachElement(_ body: (JSONSlice) throws -> Void) rethrows {
    guard kind == .array else { return }
    var scanner = ByteScanner(start: start, end: start + count)
    var place = scanner.afterSpace(start + 1)
    while place.pointee != Byte.closeBracket {
      guard let after = scanner.value(place, depth: 0) else { return }
      try body(JSONSlice(start: place, count: after - place))
      place = scanner.afterSpace(after)
      if place.pointee == Byte.comma { place = scanner.afterSpace(place + 1) }
    }
  }

  /// Calls `body` with each member of an object, the key as a string's slice; does nothing for other kinds.
  public func forEachMember(_ body: (_ key: JSONSlice, _ value: JSONSlice) throws -> Void) rethrows {
    try walkMembers { key, value in
      try body(key, value)
      return true
    }
  }

  /// The first member of an object with the given key.
  public func member(_ key: StaticString) -> JSONSlice? {
    key.withUTF8Buffer { firstMember($0) }
  }

  /// The first member of an object with the given key.
  @_disfavoredOverload
  public func member(_ key: String) -> JSONSlice? {
    var key = key
    return key.withUTF8 { firstMember($0) }
  }

  private func firstMember(_ wanted: UnsafeBufferPointer<UInt8>) -> JSONSlice? {
    var found: JSONSlice?
    walkMembers { key, value in
      guard key.withText({ sameBytes($0, wanted) }) == true else { return true }
      found = value
      return false
    }
    return found
  }

  /// Walks through the members until `body` returns false.
  private func walkMembers(_ body: (_ key: JSONSlice, _ value: JSONSlice) throws -> Bool) rethrows {
    guard kind == .object else { return }
    var scanner = ByteScanner(start: start, end: start + count)
    var place = scanner.afterSpace(start + 1)
    while place.pointee != Byte.closeBrace {
      guard let afterKey = scanner.string(place + 1), let content = scanner.afterColon(afterKey),
        let after = scanner.value(content, depth: 0)
      else { return }
      let key = JSONSlice(start: place, count: afterKey - place)
      guard try body(key, JSONSlice(start: content, count: after - content)) else { return }
      place = scanner.afterSpace(after)
      if place.pointee == Byte.comma { place = scanner.afterSpace(place + 1) }
    }
  }
}
