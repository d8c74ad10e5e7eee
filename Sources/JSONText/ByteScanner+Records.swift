/// Objects whose members are noted: records and their envelopes.
extension ByteScanner {
  /// A key and where it stands.
  struct Key {
    var start: Bytes
    var end: Bytes
    var hash: UInt32
    var isEscaped: Bool

    var text: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: end - start) }
  }

  /// Scans an object and notes its members in `table`, with places counted from the object's first byte.
  mutating func record(_ first: Bytes, depth: Int = 1, into table: inout MemberTable) -> Bytes? {
    members(first, depth: depth, into: &table) { scanner, _, place in
      scanner.value(place, depth: depth)
    }
  }

  /// Scans an object that may be a record, may be wrapped around one or may be a collection of many.
  ///
  /// The first member whose key is one of `keys` and whose value fits decides. What has an `id` of its own, or a
  /// name, is a record, whatever its members are called: tickets hold an object under `satisfaction_rating`, and a
  /// list of `comments` may stand in front of the `id`. So an object is looked through to its end if that is within
  /// `lookahead` bytes; the rest of a longer collection may be longer than memory. Of a wrapped record both objects'
  /// members are noted.
  ///
  /// - Returns: the object's end; nil without a fault for a collection
  mutating func envelope(
    _ first: Bytes, keys: EnvelopeKeys, lookahead: Int, isWhole: Bool, outer: inout MemberTable,
    inner: inout MemberTable
  ) -> Bytes? {
    envelope = .bare
    var collection: (name: String, elements: Bytes, fault: Fault?)?
    var isWrapped = false
    let end = members(first, depth: 1, into: &outer) { scanner, key, place in
      let byte = place.pointee
      guard byte == Byte.openBracket || byte == Byte.openBrace, let name = keys.name(of: key) else {
        return scanner.value(place, depth: 1)
      }
      let isDecided = collection != nil || isWrapped
      if byte == Byte.openBracket && name.isCollection {
        if isDecided {
          scanner.hasMoreRecords = true
        } else {
          collection = (name.text, place + 1, scanner.fault)
        }
        return scanner.value(place, depth: 1)
      }
      guard byte == Byte.openBrace && name.isSingular else { return scanner.value(place, depth: 1) }
      if isDecided {
        scanner.hasMoreRecords = true
        return scanner.value(place, depth: 1)
      }
      isWrapped = true
      guard let end = scanner.record(place, depth: 2, into: &inner) else { return nil }
      scanner.envelope = .wrapped(name.text, start: place, end: end)
      return end
    }
    let isRecord = outer.view.hasNameOfItsOwn
    if end != nil, isRecord { envelope = .bare }
    guard let collection, !isRecord else { return end }
    // Its end may come into sight with more of the text.
    let wantsMore = fault?.effect == .textEnded && !isWhole && self.end - first < lookahead
    if end == nil && wantsMore { return nil }
    fault = collection.fault
    envelope = .collection(collection.name, elements: collection.elements)
    return nil
  }

  /// Scans an object, leaving each value to `value`, and notes its members in `table`.
  @inline(__always)
  private mutating func members(
    _ first: Bytes, depth: Int, into table: inout MemberTable,
    value: (inout ByteScanner, Key, Bytes) -> Bytes?
  ) -> Bytes? {
    table.reset(base: first)
    var place = afterSpace(first + 1)
    if place.pointee == Byte.closeBrace { return place + 1 }
    while true {
      sawEscape = false
      guard let afterKey = key(place) else { return nil }
      let key = noted(from: place + 1, to: afterKey - 1, seed: table.seed)
      guard let content = afterColon(afterKey), let after = value(&self, key, content) else { return nil }
      let member = Member(
        keyStart: UInt32(truncatingIfNeeded: key.start - first),
        keyEnd: UInt32(truncatingIfNeeded: key.end - first),
        valueStart: UInt32(truncatingIfNeeded: content - first),
        valueEnd: UInt32(truncatingIfNeeded: after - first), hash: key.hash, keyIsEscaped: key.isEscaped)
      if !table.append(member) { noteDuplicate(key) }
      place = afterSpace(after)
      if place.pointee == Byte.closeBrace { return place + 1 }
      guard place.pointee == Byte.comma else {
        return stop(place, "expected ',' or '}'", inside: "an object")
      }
      place = afterSpace(place + 1)
    }
  }

  /// A key that has just been scanned, with its hash.
  @inline(__always)
  func noted(from start: Bytes, to end: Bytes, seed: UInt64) -> Key {
    if sawEscape { return escapedKey(from: start, to: end, seed: seed) }
    let hash = KeyHash.hash(padded: start, count: end - start, seed: seed)
    return Key(start: start, end: end, hash: hash, isEscaped: false)
  }

  @inline(never)
  private func escapedKey(from start: Bytes, to end: Bytes, seed: UInt64) -> Key {
    let bytes = unescaped(UnsafeBufferPointer(start: start, count: end - start))
    let hash = bytes.withUnsafeBufferPointer { KeyHash.hash($0, seed: seed) }
    return Key(start: start, end: end, hash: hash, isEscaped: true)
  }

  @inline(never)
  private mutating func noteDuplicate(_ key: Key) {
    note(key.start - 1, "a duplicate key \"\(String(decoding: key.text.prefix(60), as: UTF8.self))\"")
  }
}
