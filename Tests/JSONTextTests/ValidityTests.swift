import JSONText
import Testing

/// What is JSON and what is not, with the hard cases of the known test suites.
@Suite struct ValidityTests {
  @Test(arguments: [
    "null", "true", " false ", "0", "-0", "-1", "10", "1.5", "-0.0", "1e9", "1E+9", "0e-0", "123.456e-78",
    "\"\"", "\"a\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0041\\u00e9\\uD83D\\uDE00\"", "\"\u{7F}\"",
    "\"é€😀\"",
    "\"\\u0001\"", "\"\u{FFFF}\u{10FFFF}\"", "[]", "[ ]", "{}", "{ }", "[1,2 , 3]", "[[],[[]],{}]",
    "{\"a\":1,\"b\":{\"a\":2}}", "\t\r\n{\"\":0}\n", "[1e400]", "12345678901234567890", "\"\\uFFFE\"",
    "{\"abcdefgh\":1,\"abcdefghi\":2,\"abcdefghijklmnopq\":3}", "\"12345678\"", "\"1234567\\u0041\"",
  ])
  func valid(_ text: String) {
    #expect(refusal(text) == nil)
    #expect(texts("{\"v\":\(text)}") == ["{\"v\":\(text)}"])
  }

  static let invalidTexts: [(String, Int, String)] = [
    ("", 0, "an empty text"),
    ("  ", 2, "an empty text"),
    ("nul", 0, "expected a value"),
    ("nulll", 0, "expected a value"),
    ("True", 0, "expected a value"),
    ("[NaN]", 1, "expected a value"),
    ("[-Infinity]", 1, "a number without digits"),
    ("[-]", 1, "a number without digits"),
    ("[+1]", 1, "expected a value"),
    ("[.5]", 1, "expected a value"),
    ("[01]", 1, "a number with a leading zero"),
    ("[-012]", 1, "a number with a leading zero"),
    ("[0x10]", 1, "a malformed number"),
    ("[1.]", 1, "a number without digits after its point"),
    ("[1.e3]", 1, "a number without digits after its point"),
    ("[1e]", 1, "a number without digits in its exponent"),
    ("[1e+]", 1, "a number without digits in its exponent"),
    ("[1.5.2]", 1, "a malformed number"),
    ("[1_000]", 1, "a malformed number"),
    ("[1 2]", 3, "expected ',' or ']'"),
    ("[1,]", 3, "expected a value"),
    ("[,1]", 1, "expected a value"),
    ("[1", 2, "the document ends inside an array"),
    ("[1,", 3, "the document ends where a value is expected"),
    ("[", 1, "the document ends where a value is expected"),
    ("]", 0, "expected a value"),
    ("{", 1, "the document ends inside an object"),
    ("{\"a\"", 4, "the document ends inside an object"),
    ("{\"a\":", 5, "the document ends where a value is expected"),
    ("{\"a\":1", 6, "the document ends inside an object"),
    ("{\"a\":1,}", 7, "expected a key in quotes"),
    ("{a:1}", 1, "expected a key in quotes"),
    ("{'a':1}", 1, "expected a key in quotes"),
    ("{1:1}", 1, "expected a key in quotes"),
    ("{\"a\" 1}", 5, "expected ':' after a key"),
    ("{\"a\":1 \"b\":2}", 7, "expected ',' or '}'"),
    ("{\"a\":1]", 6, "expected ',' or '}'"),
    ("[1}", 2, "expected ',' or ']'"),
    ("{\"a\":1,\"a\":2}", 7, "a duplicate key \"a\""),
    ("[{\"b\":{\"a\":1,\"\\u0061\":2}}]", 13, "a duplicate key \"a\""),
    ("1 2", 2, "text after the value"),
    ("{}}", 2, "text after the value"),
    ("[]//", 2, "text after the value"),
    ("[1]\u{A0}", 3, "text after the value"),
    ("\u{FEFF}[]", 0, "expected a value"),
    ("\"", 1, "the document ends inside a string"),
    ("\"a", 2, "the document ends inside a string"),
    ("\"\\", 2, "the document ends inside a string"),
    ("\"\\\"", 3, "the document ends inside a string"),
    ("\"\\u00", 5, "the document ends inside a string"),
    ("\"\\uD83D\\u", 9, "the document ends inside a string"),
    ("\"\\x41\"", 1, "an unknown escape"),
    ("\"\\U0041\"", 1, "an unknown escape"),
    ("\"\\u12G4\"", 1, "an escape without four hexadecimal digits"),
    ("\"\\u\"", 1, "an escape without four hexadecimal digits"),
    ("\"\\u+041\"", 1, "an escape without four hexadecimal digits"),
    ("\"abc\\uD800\"", 4, "a lone surrogate"),
    ("\"\\uDC00\\uD800\"", 1, "a lone surrogate"),
    ("\"\\uD800\\uD800\"", 1, "a lone surrogate"),
    ("\"\\uD800\\u0041\"", 1, "a lone surrogate"),
    ("\"\\uD800\\n\"", 1, "a lone surrogate"),
    ("\"\\uDFFF\"", 1, "a lone surrogate"),
    ("\"a\\u0000b\"", 2, "a NUL character"),
    ("{\"\\u0000\":1}", 2, "a NUL character"),
    ("\"a\u{0}b\"", 2, "a NUL character"),
    ("[1\u{0}]", 2, "a NUL character"),
    ("[]\u{0}", 2, "a NUL character"),
    ("\"a\tb\"", 2, "a control character inside a string"),
    ("\"a\nb\"", 2, "a line break inside a string"),
    ("\"a\u{1F}\"", 2, "a control character inside a string"),
    ("[\u{C}]", 1, "expected a value"),
    ("{\"a\":\"b}", 8, "the document ends inside a string"),
    ("/* c */ 1", 0, "expected a value"),
  ]

  @Test(arguments: invalidTexts)
  func invalid(_ text: String, offset: Int, reason: String) {
    #expect(refusal(text) == JSONError(offset: offset, reason: reason))
  }

  @Test(arguments: [
    [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE2, 0x82], [0xE2, 0x28, 0xA1],
    [0xE0, 0x80, 0xAF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
    [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE],
    [0xFF],
    [0xF8, 0x88, 0x80, 0x80, 0x80], [0xC3, 0xA9, 0xC3],
  ])
  func notUTF8(_ bytes: [UInt8]) {
    for filler in 0..<10 {
      let text = Array("[\"".utf8) + Array(repeating: 0x61, count: filler) + bytes + Array("\",1]".utf8)
      #expect(refusal(text)?.reason == "text that is not UTF-8")
    }
  }

  @Test func everyCharacterIsRead() throws {
    var scalar: UInt32 = 1
    while scalar <= 0x10FFFF {
      if let character = Unicode.Scalar(scalar) {
        let value = JSONValue.string("x" + String(character))
        #expect(try JSONValue.parse(value.text) == value)
      }
      scalar += scalar < 0x3000 ? 1 : 251
    }
  }

  @Test func depth() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    let reason = "nested deeper than 512 levels"
    #expect(refusal(nested(512)) == nil)
    #expect(refusal(nested(513)) == JSONError(offset: 512, reason: reason))
    #expect(refusal(nested(10_000)) == JSONError(offset: 512, reason: reason))
    #expect(refusal(String(repeating: "{\"a\":", count: 10_000))?.reason == reason)
    #expect(steps("{\"a\":\(nested(511))}\n").count == 1)
    #expect(
      steps("{\"a\":\(nested(10_000))}\n{\"b\":1}") == ["! 1 \(reason)", "- 2:20007 {\"b\":1}"])
    #expect(steps(nested(10_000)) == ["!! 1[0] \(reason)"])
  }
}

extension ValidityTests {
  @Test("a check finds what a reader would, one text after the other")
  func check() throws {
    var check = JSONCheck()
    for text in [
      #"{"a":[1,"ü",null]}"#, "[]", "  \"x\" ", "", "{", "[1] 2", #""\ud800""#, #"{"a":"#, "nul", "[1,]",
    ] {
      let bytes = Array(text.utf8)
      let fault = bytes.withUnsafeBufferPointer { check.fault(in: $0) }
      let value = try? JSONValue.parse(bytes)
      #expect((fault == nil) == (value != nil), "\(text)")
      if let value { #expect(bytes.withUnsafeBufferPointer { check.kind(of: $0) } == value.kind) }
    }
    #expect([0x22, 0xFF, 0x22].withUnsafeBufferPointer { check.fault(in: $0) } != nil)
  }

  @Test(
    "a check refuses a key that an object has twice, as a reader of records does",
    arguments: [
      (#"{"a":1,"b":2,"a":3}"#, "a duplicate key \"a\""), (#"{"a":{"b":1,"b":2}}"#, nil),
      (#"[{"a":1,"a":2}]"#, nil),
    ])
  func doubled(text: String, reason: String?) {
    var check = JSONCheck()
    let bytes = Array(text.utf8)
    #expect(bytes.withUnsafeBufferPointer { check.fault(in: $0) }?.reason == reason)
    guard text.hasPrefix("{") else { return }
    var refusal: String?
    do throws(JSONError) { _ = try RecordIndex().scan(bytes) } catch { refusal = error.reason }
    #expect(refusal == reason)
  }
}
