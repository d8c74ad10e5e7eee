/// Reading one value from the window, which is filled until the value is there whole.
extension JSONRecordReader {
  /// Reads a value that should be a record.
  func readValue(startingWith byte: UInt8, under key: String?, index: Int?, isEnvelope: Bool) throws -> Step?
  {
    let isObject = byte == Byte.openBrace
    let scan = try scanWhole { scanner, first in
      guard isObject else { return scanner.value(first, depth: 0) }
      if !isEnvelope { return scanner.record(first, into: &own) }
      return scanner.envelope(
        first, keys: keys, lookahead: lookahead,
        isWhole: window.isAtEnd || window.isFull, outer: &outer, inner: &own)
    }
    if isEnvelope { surroundings = [:] }
    if case .collection(let name, let elements) = scan.scanner.envelope {
      noteSurroundings()
      passUnnamedLists(before: elements)
      return enterCollection(name, elements, fault: scan.scanner.fault, index: index)
    }
    guard let end = scan.end, isObject || scan.scanner.fault == nil || !places.isEmpty else {
      return unreadable(scan.scanner, index: index)
    }
    if end - window.current > recordLimit { return unreadable(scan.scanner, index: index) }
    let first = window.current
    window.position = window.position(of: end)
    if let fault = scan.scanner.fault {
      try passesOver?(key, UnsafeBufferPointer(start: first, count: end - first), false)
      return fail(at: window.position(of: fault.place), index: index, fault.reason, recoverable: true)
    }
    guard isObject else {
      if let key, let takesValue, takesValue(key, JSONSlice(start: first, count: end - first)) { return nil }
      try passesOver?(key, UnsafeBufferPointer(start: first, count: end - first), false)
      let kind = JSONKind(firstByte: byte).phrase
      return fail(
        at: window.position(of: first), index: index, "expected an object, found \(kind)", recoverable: true)
    }
    switch scan.scanner.envelope {
    case .wrapped(let name, let start, let innerEnd):
      passUnnamedLists(before: scan.scanner.hasMoreRecords ? innerEnd : end)
      if scan.scanner.hasMoreRecords {
        // What stands beside it is read as the members of a collection are.
        noteSurroundings()
        window.position = window.position(of: innerEnd)
        places.append(Place(container: .collection, isBehindValue: true))
      }
      return .record(
        record(
          from: start, to: innerEnd, key: name, index: index, own: own.view, outer: outer.view,
          envelope: scan.scanner.hasMoreRecords
            ? nil : UnsafeBufferPointer(start: first, count: end - first)))
    case .bare, .collection:
      let view = isEnvelope ? outer.view : own.view
      return .record(record(from: first, to: end, key: key, index: index, own: view, outer: nil))
    }
  }

  /// Keeps what an envelope says of all its records, as far as that was read.
  private func noteSurroundings() {
    for key in Self.tellingKeys {
      if let text = key.withUTF8Buffer({ outer.view.value(of: $0) })?.string() {
        surroundings["\(key)"] = text
      }
    }
    // Pages name their neighbours, whose addresses are theirs but for the place.
    let links: StaticString = "links"
    guard let links = links.withUTF8Buffer({ outer.view.value(of: $0) }) else { return }
    if let text = links.member("next")?.string() ?? links.member("prev")?.string() {
      surroundings["links"] = text
    }
  }

  /// Tells of the objects in the envelope's lists that nobody knows, up to where reading goes on.
  private func passUnnamedLists(before end: Bytes) {
    let view = outer.view
    guard let passesUnnamed else { return }
    for index in 0..<view.count {
      let member = view.members[index]
      let value = view.value(of: member)
      guard value.kind == .array, view.base + Int(member.valueEnd) <= end,
        let key = view.key(of: member).string(),
        keys.name(of: key) == nil
      else { continue }
      value.forEachElement { if $0.kind == .object { passesUnnamed(key) } }
    }
  }

  private static let tellingKeys: [StaticString] = ["url", "schema", "stream"]

  /// Reads a value that is of no interest, to see where it ends.
  func passValue() throws -> Step? {
    let scan = try scanWhole { $0.value($1, depth: 0) }
    guard let end = scan.end, end - window.current <= recordLimit else {
      return unreadable(scan.scanner, index: nil)
    }
    window.position = window.position(of: end)
    return scan.scanner.fault.map {
      fail(at: window.position(of: $0.place), index: nil, $0.reason, recoverable: true)
    }
  }

  enum KeyStep {
    /// The key as it is known, and as it stands in the window until that is filled again.
    case key(EnvelopeKeys.Name?, ByteScanner.Key)
    case failure(Step)
  }

  /// Reads a key and its colon, up to the first byte of the member's value.
  func readKey() throws -> KeyStep {
    var found: ByteScanner.Key?
    let scan = try scanWhole { scanner, first in
      guard let afterKey = scanner.key(first), let content = scanner.afterColon(afterKey) else { return nil }
      // The first byte of the value belongs to it, for it tells what the member is.
      if content == scanner.end { return scanner.ended("the document ends inside an object") }
      found = scanner.noted(from: first + 1, to: afterKey - 1, seed: KeyHash.seed)
      return content
    }
    guard let content = scan.end, let key = found else {
      return .failure(unreadable(scan.scanner, index: nil))
    }
    window.position = window.position(of: content)
    return .key(keys.name(of: key), key)
  }

  /// Scans from the window's position, reading on as long as the end of the window is met.
  private func scanWhole(
    _ body: (inout ByteScanner, Bytes) -> Bytes?
  ) throws -> (scanner: ByteScanner, end: Bytes?) {
    while true {
      var scanner = ByteScanner(start: window.current, end: window.end)
      scanner.passesLineBreaks = !places.isEmpty
      let end = body(&scanner, scanner.start)
      // A number or a word that touches the end may go on behind it.
      let touchesEnd = end == scanner.end && !JSONKind(firstByte: scanner.start.pointee).isDelimited
      if !(touchesEnd || scanner.fault?.effect == .textEnded) || window.isAtEnd || window.isFull {
        return (scanner, end)
      }
      try window.fill()
    }
  }

  private func enterCollection(
    _ name: String, _ elements: Bytes, fault: ByteScanner.Fault?, index: Int?
  ) -> Step? {
    window.position = window.position(of: elements)
    places.append(Place(container: .collection, isBehindValue: true))
    places.append(Place(container: .array, key: name, isBehindValue: false))
    return fault.map { fail(at: window.position(of: $0.place), index: index, $0.reason, recoverable: true) }
  }

  /// Reports a value whose end is unknown. Only at the top can another be found behind it.
  private func unreadable(_ scanner: ByteScanner, index: Int?) -> Step {
    let isTop = places.isEmpty
    if window.isFull, scanner.fault == nil || scanner.fault?.effect == .textEnded {
      isSkipping = isTop
      return fail(
        at: window.position, index: index, "a record larger than \(limitPhrase)", recoverable: isTop)
    }
    guard let fault = scanner.fault else { preconditionFailure("a value without an end has a fault") }
    // At the end of the text that is where the last line with something on it ends.
    var culprit = fault.place
    while culprit > window.current, isJSONSpace((culprit - 1).pointee), fault.effect == .textEnded {
      culprit -= 1
    }
    guard isTop else {
      return fail(at: window.position(of: culprit), index: index, fault.reason, recoverable: false)
    }
    // If a line that starts a value lies before the fault then reading goes on there, and the line to name is not
    // that good one but the one before, whose value has run on into it.
    let hasValueLine = window.hasValueLine(upTo: fault.place)
    isSkipping = hasValueLine || fault.effect != .textEnded
    let place = hasValueLine ? window.position : window.position(of: culprit)
    return fail(at: place, index: index, fault.reason, recoverable: isSkipping)
  }

  private var limitPhrase: String {
    switch recordLimit {
    case let limit where limit >= 1 << 20 && limit % (1 << 20) == 0: "\(limit >> 20) MiB"
    case let limit where limit >= 1 << 10 && limit % (1 << 10) == 0: "\(limit >> 10) KiB"
    case let limit: "\(limit) bytes"
    }
  }

  private func record(
    from start: Bytes, to end: Bytes, key: String?, index: Int?, own: MemberView, outer: MemberView?,
    envelope: UnsafeBufferPointer<UInt8>? = nil
  ) -> JSONRecord {
    JSONRecord(
      kindKey: key, line: window.lineNumber(at: window.position(of: start)), index: index,
      offset: window.offset(of: start), bytes: UnsafeBufferPointer(start: start, count: end - start),
      own: own, outer: outer, envelope: envelope, owner: self)
  }
}
