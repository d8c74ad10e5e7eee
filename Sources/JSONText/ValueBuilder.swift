/// Makes values of slices, in one recursive walk over text that has been validated.
///
/// `JSONSlice.forEachElement` would scan each nested level anew; this goes over every byte once.
struct ValueBuilder {
  let start: Bytes
  let refusesDuplicates: Bool
  /// The first duplicate key.
  var error: JSONError?

  init(start: Bytes, refusesDuplicates: Bool) {
    self.start = start
    self.refusesDuplicates = refusesDuplicates
  }

  mutating func value(_ slice: JSONSlice) -> JSONValue {
    var scanner = ByteScanner(start: slice.start, end: slice.start + slice.count)
    return build(slice.start, &scanner).value
  }

  private mutating func build(_ place: Bytes, _ scanner: inout ByteScanner) -> (value: JSONValue, end: Bytes)
  {
    switch place.pointee {
    case Byte.openBrace: return object(place, &scanner)
    case Byte.openBracket: return array(place, &scanner)
    default:
      let end = scanner.value(place, depth: 0) ?? scanner.end
      return (scalar(JSONSlice(start: place, count: end - place)), end)
    }
  }

  private func scalar(_ slice: JSONSlice) -> JSONValue {
    switch slice.kind {
    case .string: return .string(slice.string() ?? "")
    case .bool: return .bool(slice.bool ?? false)
    case .number:
      let isMinusZero = slice.count == 2 && slice.bytes.elementsEqual("-0".utf8)
      if !isMinusZero, let integer = slice.integer() { return .integer(integer) }
      return .number(slice.text)
    case .null, .array, .object: return .null
    }
  }

  private mutating func array(_ first: Bytes, _ scanner: inout ByteScanner) -> (value: JSONValue, end: Bytes)
  {
    var elements: [JSONValue] = []
    var place = scanner.afterSpace(first + 1)
    while place.pointee != Byte.closeBracket {
      let (element, end) = build(place, &scanner)
      elements.append(element)
      place = scanner.afterSpace(end)
      if place.pointee == Byte.comma { place = scanner.afterSpace(place + 1) }
    }
    return (.array(elements), place + 1)
  }

  private mutating func object(_ first: Bytes, _ scanner: inout ByteScanner) -> (value: JSONValue, end: Bytes)
  {
    var members: [JSONObject.Member] = []
    var seen = Set<[UInt8]>()
    var place = scanner.afterSpace(first + 1)
    while place.pointee == Byte.quote {
      guard let afterKey = scanner.string(place + 1), let content = scanner.afterColon(afterKey) else {
        break
      }
      let key = JSONSlice(start: place, count: afterKey - place).string() ?? ""
      if refusesDuplicates && !seen.insert(Array(key.utf8)).inserted && error == nil {
        error = JSONError(offset: place - start, reason: "a duplicate key \"\(key)\"")
      }
      let (value, end) = build(content, &scanner)
      members.append(JSONObject.Member(key: key, value: value))
      place = scanner.afterSpace(end)
      if place.pointee == Byte.comma { place = scanner.afterSpace(place + 1) }
    }
    return (.object(JSONObject(members)), place + 1)
  }
}
