/// The steps between records, by the container that is open. Each returns nil if there is nothing to report yet.
extension JSONRecordReader {
  func topLevel() throws -> Step? {
    guard let byte = try window.skipSpace() else { return .end }
    if byte == Byte.openBracket {
      open(Place(container: .array, isBehindValue: false))
      return nil
    }
    return try readValue(startingWith: byte, under: nil, index: nil, isEnvelope: true)
  }

  func element() throws -> Step? {
    let last = places.count - 1
    let line = window.lineNumber(at: window.position)
    guard var byte = try window.skipSpace() else { return cutOff("an array", line: line) }
    if byte == Byte.closeBracket, places[last].isBehindValue || places[last].nextIndex == 0 {
      close()
      return nil
    }
    if places[last].isBehindValue {
      guard byte == Byte.comma else { return broken("expected ',' or ']'") }
      window.position += 1
      let line = window.lineNumber(at: window.position)
      guard let next = try window.skipSpace() else { return cutOff("an array", line: line) }
      byte = next
    }
    let place = places[last]
    places[last].nextIndex += 1
    places[last].isBehindValue = true
    if !place.isDelivered {
      if byte == Byte.openBrace, let key = place.key { passesUnnamed?(key) }
      return try passValue()
    }
    // The elements of an array at the top are what the lines of NDJSON are, envelopes included.
    return try readValue(
      startingWith: byte, under: place.key, index: place.nextIndex, isEnvelope: place.key == nil)
  }

  /// The next member of an object that is known to be a collection.
  func member() throws -> Step? {
    var line = window.lineNumber(at: window.position)
    guard let byte = try window.skipSpace() else { return cutOff("an object", line: line) }
    if byte == Byte.closeBrace {
      close()
      return nil
    }
    guard byte == Byte.comma else { return broken("expected ',' or '}'") }
    window.position += 1
    line = window.lineNumber(at: window.position)
    guard try window.skipSpace() != nil else { return cutOff("an object", line: line) }
    let (name, key): (EnvelopeKeys.Name?, ByteScanner.Key)
    switch try readKey() {
    case .failure(let step): return step
    case .key(let found, let written): (name, key) = (found, written)
    }
    let opening = window.current.pointee
    if opening == Byte.openBracket {
      // One whose key says nothing is passed over element by element, for it may be as long as any.
      let isCollection = name?.isCollection == true
      open(
        Place(
          container: .array, key: name?.text ?? String(decoding: unescaped(key.text), as: UTF8.self),
          isDelivered: isCollection, isBehindValue: false))
      return nil
    }
    if opening == Byte.openBrace, let name, name.isSingular {
      return try readValue(startingWith: opening, under: name.text, index: nil, isEnvelope: false)
    }
    return try passValue()
  }

  private func open(_ place: Place) {
    window.position += 1
    places.append(place)
  }

  private func close() {
    window.position += 1
    places.removeLast()
  }

  /// Reports the end of the input between values, for the line of the last byte that says something.
  private func cutOff(_ container: String, line: Int) -> Step {
    isFinished = true
    return .failure(
      line: line, index: openIndex, reason: "the document ends inside \(container)", recoverable: false)
  }

  private func broken(_ reason: String) -> Step {
    fail(at: window.position, index: openIndex, reason, recoverable: false)
  }

  /// The index of the element last begun in the innermost array.
  private var openIndex: Int? {
    guard let place = places.last, place.container == .array, place.nextIndex > 0 else { return nil }
    return place.nextIndex - 1
  }
}
