import JSONText
import Testing

@Suite struct PatchTests {
  @Test(arguments: [
    (#"{ "a" : 1 , "b":2}"#, [("a", "\"x\"")], #"{ "a" : "x" , "b":2}"#),
    (#"{"a":1,"b":{"a":3}}"#, [("b", "[]"), ("a", "{}")], #"{"a":{},"b":[]}"#),
    (#"{"a":1}"#, [("b", "2"), ("c", "null")], #"{"a":1,"b":2,"c":null}"#),
    ("{\n  \"a\": 1\n}\n", [("b", "2"), ("a", "3")], "{\n  \"a\": 3,\"b\":2\n}\n"),
    (#" { } "#, [("a", "1"), ("b", "2")], #" {"a":1,"b":2 } "#),
    (#"{"\u0061":1}"#, [("a", "2")], #"{"\u0061":2}"#),
    (#"{"a":1}"#, [("a", "2"), ("a", "3")], #"{"a":3}"#),
    (#"{"é":1}"#, [("e\u{301}", "2")], "{\"é\":1,\"e\u{301}\":2}"),
    (#"{"a":1}"#, [("q\"", "2")], #"{"a":1,"q\"":2}"#),
    (#"{"a": 1.0 ,"b" :"\u00e9"}"#, [("a", "1.0"), ("b", #""\u00e9""#)], #"{"a": 1.0 ,"b" :"\u00e9"}"#),
    (#"{"a":1}"#, [], #"{"a":1}"#),
  ])
  func replaces(_ text: String, _ replacements: [(String, String)], _ expected: String) throws {
    let patched = try JSONPatch.replacing(
      replacements.map { (key: $0.0, value: Array($0.1.utf8)) }, in: Array(text.utf8))
    #expect(String(decoding: patched, as: UTF8.self).utf8.elementsEqual(expected.utf8))
    #expect(refusal(patched) == nil)
  }

  @Test func inARecord() throws {
    let reader = JSONRecordReader(
      Array(#"{"ticket":{"id":1,"status":"open"},"x":1}"#.utf8), collectionKeys: [], singularKeys: ["ticket"])
    guard case .record(let record) = try reader.next() else { return #expect(Bool(false)) }
    let patched = JSONPatch.replacing([("status", Array("\"closed\"".utf8))], in: record)
    #expect(String(decoding: patched, as: UTF8.self) == #"{"id":1,"status":"closed"}"#)
  }

  @Test func refusesWhatIsNoObject() {
    #expect(throws: JSONError(offset: 0, reason: "expected an object, found an array")) {
      try JSONPatch.replacing([("a", [0x31])], in: Array("[]".utf8))
    }
  }
}
