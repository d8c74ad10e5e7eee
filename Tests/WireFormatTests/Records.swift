import JSONText
import Testing
import WireFormat

/// The records of a text, read as an import reads it; each is good until the next one is asked for.
func forEachRecord(_ text: String, _ body: (JSONRecord) throws -> Void) throws {
  let reader = JSONRecordReader(
    Array(text.utf8), collectionKeys: RecordKind.keys, singularKeys: RecordKind.keys)
  while true {
    switch try reader.next() {
    case .record(let record): try body(record)
    case .failure(let line, _, let reason, _):
      Issue.record("line \(line): \(reason)")
      return
    case .end: return
    }
  }
}

/// What `decode` makes of the one record of a text.
func decoded<Value>(
  _ text: String, _ decode: (JSONRecord) throws(WireProblem) -> Value
) throws -> Value {
  var result: Result<Value, WireProblem>?
  try forEachRecord(text) { record in
    #expect(result == nil)
    do throws(WireProblem) {
      result = .success(try decode(record))
    } catch { result = .failure(error) }
  }
  return try #require(result).get()
}

/// The sentence with which `decode` refuses the one record of a text, nil if it does not.
func sentence<Value>(_ text: String, _ decode: (JSONRecord) throws(WireProblem) -> Value) throws -> String? {
  do {
    _ = try decoded(text, decode)
    return nil
  } catch let problem as WireProblem { return problem.message }
}

/// An object with some members replaced, added, or (nil) left out.
func object(_ members: [(String, String)], _ changes: (String, String?)...) -> String {
  var members = members
  for (key, value) in changes {
    members.removeAll { $0.0 == key }
    if let value { members.append((key, value)) }
  }
  return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
}
