import JSONText
import Testing

@Suite struct RecordTests {
  @Test func membersAndSlices() throws {
    let index = RecordIndex()
    let record = try index.scan(
      Array(
        #" {"id": 360017421099, "s":"a\"b\u00e9", "t":true, "n":null, "f":[1,"x",{"k":2}], "via":{"channel":"web","source":{"rel":null}}} "#
          .utf8))
    #expect(record.count == 6)
    #expect(record.offset == 1)
    #expect(record.member("id")?.integer() == 360_017_421_099)
    #expect(record.member("id")?.string() == nil)
    #expect(record.member("s")?.string() == "a\"bé")
    #expect(record.member("s")?.text == #""a\"b\u00e9""#)
    #expect(record.member("s")?.integer() == nil)
    #expect(record.member("t")?.bool == true)
    #expect(record.member("n")?.isNull == true)
    #expect(record.member("n")?.bool == nil)
    #expect(record.member("none") == nil)
    let key = "via"
    #expect(record.member(key)?.kind == .object)
    #expect(record.member("via")?.member("channel")?.equals("web") == true)
    #expect(record.member("via")?.member("source")?.member("rel")?.isNull == true)
    #expect(record.member("via")?.member(key) == nil)
    var elements: [String] = []
    record.member("f")?.forEachElement { elements.append($0.text) }
    #expect(elements == ["1", "\"x\"", "{\"k\":2}"])
    #expect(record.member("f")?.value == [1, "x", ["k": 2]])
    var keys: [String] = []
    record.forEachMember { key, _ in keys.append(key.string() ?? "") }
    #expect(keys == ["id", "s", "t", "n", "f", "via"])
  }

  @Test func walkingStopsAtAnError() throws {
    struct Stop: Error {}
    let index = RecordIndex()
    let record = try index.scan(Array(#"{"a":[1,2,3],"b":{}}"#.utf8))
    var seen = 0
    #expect(throws: Stop.self) {
      try record.member("a")?.forEachElement { _ in
        seen += 1
        if seen == 2 { throw Stop() }
      }
    }
    #expect(seen == 2)
    record.member("b")?.forEachElement { _ in seen += 1 }
    record.member("b")?.forEachMember { _, _ in seen += 1 }
    #expect(seen == 2)
  }

  @Test(arguments: [
    ("0", 0), ("-0", 0), ("-1", -1), ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
    ("9223372036854775808", nil), ("-9223372036854775809", nil), ("12345678901234567890", nil), ("1.0", nil),
    ("1e3", nil), ("true", nil), ("\"1\"", nil), ("null", nil),
  ])
  func integers(_ text: String, _ value: Int64?) throws {
    let index = RecordIndex()
    let record = try index.scan(Array("{\"v\":\(text)}".utf8))
    #expect(record.member("v")?.integer() == value)
  }

  @Test func escapedKeysAreTheSameKeys() throws {
    let index = RecordIndex()
    let record = try index.scan(Array(#"{"\u0069d":1,"\ud83d\ude00":2,"a\/b":3}"#.utf8))
    #expect(record.member("id")?.integer() == 1)
    #expect(record.member("😀")?.integer() == 2)
    #expect(record.member("a/b")?.integer() == 3)
    #expect(record.member("\\u0069d") == nil)
    for text in [#"{"\u0069d":1,"id":2}"#, #"{"id":1,"\u0069d":2}"#, #"{"\u0069d":1,"i\u0064":2}"#] {
      #expect(throws: JSONError.self) { try index.scan(Array(text.utf8)) }
    }
  }

  @Test func wideObjects() throws {
    let index = RecordIndex()
    for count in [0, 1, 63, 64, 65, 127, 128, 129, 5_000, 3] {
      let members = (0..<count).map { "\"member-number-\($0)\":\($0)" }
      let record = try index.scan(Array("{\(members.joined(separator: ","))}".utf8))
      #expect(record.count == count)
      for number in 0..<count {
        #expect(record.member("member-number-\(number)")?.integer() == Int64(number))
      }
      #expect(record.member("member-number-\(count)") == nil)
      guard count > 0 else { continue }
      let again = members + ["\"member-number-\(count / 2)\":0"]
      #expect(throws: JSONError.self) { try index.scan(Array("{\(again.joined(separator: ","))}".utf8)) }
    }
  }

  @Test func keysOfEveryLength() throws {
    let index = RecordIndex()
    for length in 0..<40 {
      let key = String("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST".prefix(length))
      let record = try index.scan(Array("{\"\(key)x\":1,\"\(key)\":2,\"\(key)y\":3}".utf8))
      #expect(record.member(key)?.integer() == 2)
      #expect(record.member(key + "y")?.integer() == 3)
      #expect(record.member(key + "z") == nil)
    }
  }

  @Test(arguments: [
    ("", 0, "an empty text"), ("[1]", 0, "expected an object, found an array"),
    (" 5", 1, "expected an object, found a number"), ("{\"a\":1}x", 7, "text after the value"),
    ("{\"a\":1,\"a\":1}", 7, "a duplicate key \"a\""), ("{\"a\":1", 6, "the document ends inside an object"),
  ])
  func refused(_ text: String, offset: Int, reason: String) {
    let index = RecordIndex()
    #expect(throws: JSONError(offset: offset, reason: reason)) { try index.scan(Array(text.utf8)) }
  }

  @Test func nestedDuplicatesPass() throws {
    let index = RecordIndex()
    let record = try index.scan(Array(#"{"a":{"b":1,"b":2}}"#.utf8))
    #expect(record.member("a")?.member("b")?.integer() == 1)
    #expect(record.member("a")?.value["b"] == 1)
  }
}
