import JSONText
import TestSupport
import Testing

@Suite struct ValueTests {
  @Test func kindsAndAccessors() throws {
    let value = try JSONValue.parse(
      #" {"id": 7, "big": 12345678901234567890, "tags": ["a", null, true], "x": {"y": -1.50}, "z": "\u00e9\n"} "#
    )
    #expect(value["id"]?.integer == 7)
    #expect(value["big"] == .number("12345678901234567890"))
    #expect(value["tags"]?[0]?.string == "a")
    #expect(value["tags"]?[1]?.isNull == true)
    #expect(value["tags"]?[2]?.bool == true)
    #expect(value["tags"]?[3] == nil)
    #expect(value["x"]?["y"] == .number("-1.50"))
    #expect(value["z"]?.string == "é\n")
    #expect(value["none"] == nil)
    #expect(value.object?.keys == ["id", "big", "tags", "x", "z"])
  }

  @Test(arguments: [
    ("9223372036854775807", JSONValue.integer(.max)), ("-9223372036854775808", .integer(.min)),
    ("9223372036854775808", .number("9223372036854775808")),
    ("-9223372036854775809", .number("-9223372036854775809")),
    ("99999999999999999999", .number("99999999999999999999")), ("-0", .number("-0")), ("0", .integer(0)),
    ("1.0", .number("1.0")), ("1e2", .number("1e2")),
    ("1000000000000000000000", .number("1000000000000000000000")),
  ])
  func numbers(_ text: String, _ value: JSONValue) throws {
    #expect(try JSONValue.parse(text) == value)
    #expect(value.text == text)
  }

  @Test func duplicatesMayBeAllowed() throws {
    let text = #"{"a":1,"b":2,"a":3}"#
    let value = try JSONValue.parse(text, allowingDuplicateKeys: true)
    #expect(value["a"] == 1)
    #expect(value.text == text)
  }

  @Test func normalFormsDiffer() throws {
    let composed = JSONValue.string("\u{E9}")
    let decomposed = JSONValue.string("e\u{301}")
    #expect(composed != decomposed)
    #expect(composed.string == decomposed.string)
    let value = try JSONValue.parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
    #expect(value["e\u{301}"] == 2)
    #expect(Set([composed, decomposed]).count == 2)
  }

  @Test func objectsAreChangedInPlace() {
    var object = JSONObject([("a", 1), ("b", [true, "x"])])
    object["a"] = 2
    object["c"] = ["d": .null]
    object["b"] = nil
    #expect(JSONValue.object(object).text == #"{"a":2,"c":{"d":null}}"#)
    #expect(object != JSONObject([("c", ["d": .null]), ("a", 2)]))
  }

  @Test func randomValuesSurvive() throws {
    var random = SplitMix(seed: 20_251_122)
    for _ in 0..<2_000 {
      let value = Self.randomValue(depth: 0, &random)
      let text = value.text
      let parsed = try JSONValue.parse(text)
      #expect(parsed == value)
      #expect(parsed.text == text)
      #expect(parsed.hashValue == value.hashValue)
    }
  }

  static func randomValue(depth: Int, _ random: inout SplitMix) -> JSONValue {
    switch Int.random(in: 0..<(depth > 4 ? 6 : 9), using: &random) {
    case 0: return .null
    case 1: return .bool(.random(using: &random))
    case 2:
      return .integer(Int64(truncatingIfNeeded: random.next()) >> Int64.random(in: 0..<64, using: &random))
    case 3:
      return .number(
        "-\(UInt8.random(in: 0...255, using: &random)).25e+\(Int.random(in: 0...9, using: &random))")
    case 4, 5: return .string(randomString(&random))
    case 6, 7:
      return .array(
        (0..<Int.random(in: 0..<5, using: &random)).map { _ in randomValue(depth: depth + 1, &random) })
    default:
      var object = JSONObject()
      for _ in 0..<Int.random(in: 0..<6, using: &random) {
        object[randomString(&random)] = randomValue(depth: depth + 1, &random)
      }
      return .object(object)
    }
  }

  static func randomString(_ random: inout SplitMix) -> String {
    let ranges: [ClosedRange<UInt32>] = [
      0x20...0x7E, 0x20...0x7E, 0x01...0x1F, 0x7F...0x9F, 0xA0...0x7FF, 0x2000...0x206F, 0xE000...0xFFFF,
      0x10000...0x10FFFF,
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0..<20, using: &random) {
      let range = ranges[Int.random(in: 0..<ranges.count, using: &random)]
      if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
