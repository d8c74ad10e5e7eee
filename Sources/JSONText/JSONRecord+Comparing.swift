/// Comparing a record with another one about the same thing, and filling it up from that.
extension JSONRecord {
  /// Whether the other record has every member of this one and says the same in it, however either was written.
  public func tellsNothing(beyond other: JSONRecord) -> Bool {
    for position in 0..<own.count {
      let member = own.members[position]
      guard let known = other.value(named: own.key(of: member)), known.says(own.value(of: member)) else {
        return false
      }
    }
    return true
  }

  /// Whether two records say the same in a member; one that is not there says no more than null.
  public func agrees(with other: JSONRecord, in member: String) -> Bool {
    switch (self.member(member), other.member(member)) {
    case (nil, nil): true
    case (let one?, let two?): one.says(two)
    case (let one?, nil), (nil, let one?): one.isNull
    }
  }

  /// Whether it is written in these very bytes.
  public func isWritten(as text: UnsafeBufferPointer<UInt8>) -> Bool { sameBytes(bytes, text) }

  /// The text of this record with the members at its end that only another one has; nil when there are none.
  public func filled(from other: JSONRecord) -> [UInt8]? {
    var missing: [Member] = []
    for position in 0..<other.own.count {
      let member = other.own.members[position]
      if value(named: other.own.key(of: member)) == nil { missing.append(member) }
    }
    guard !missing.isEmpty else { return nil }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + other.bytes.count)
    // Directly behind the last member, so that a closing brace on its own line stays there.
    let end = own.count == 0 ? 1 : Int(own.members[own.count - 1].valueEnd)
    text.append(contentsOf: bytes[..<end])
    for (place, member) in missing.enumerated() {
      if place > 0 || own.count > 0 { text.append(Byte.comma) }
      text.append(contentsOf: other.own.key(of: member).bytes)
      text.append(Byte.colon)
      text.append(contentsOf: other.own.value(of: member).bytes)
    }
    text.append(contentsOf: bytes[end...])
    return text
  }

  private func value(named key: JSONSlice) -> JSONSlice? {
    key.withText { own.value(of: $0) } ?? nil
  }
}

extension JSONSlice {
  /// Whether it is the same value, whatever white space and escapes it is written with.
  public func says(_ other: JSONSlice) -> Bool {
    sameBytes(bytes, other.bytes) || (kind == other.kind && value == other.value)
  }
}

extension RecordIndex {
  /// Scans another text of a record: it keeps that one's place in the input and what stood beside it.
  public func scan(_ text: [UInt8], insteadOf record: JSONRecord) throws(JSONError) -> JSONRecord {
    let scanned = try scan(text)
    return JSONRecord(
      kindKey: record.kindKey, line: record.line, index: record.index, offset: record.offset,
      bytes: scanned.bytes, own: scanned.own, outer: record.outer, envelope: record.envelope,
      owner: Owners(self, record.owner))
  }

  /// Both of whose memory is looked at.
  private final class Owners {
    let one: AnyObject
    let other: AnyObject

    init(_ one: AnyObject, _ other: AnyObject) {
      self.one = one
      self.other = other
    }
  }
}
