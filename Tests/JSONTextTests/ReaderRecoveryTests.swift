import JSONText
import Testing

/// What is reported of damaged input, and where reading goes on.
@Suite struct ReaderRecoveryTests {
  @Test(arguments: [
    ("{\"a\":1\n{\"b\":2}", ["! 1 expected ',' or '}'", "- 2:7 {\"b\":2}"]),
    ("{\"a\":\n{\"b\":2}\n{\"c\":3}", ["! 1 expected ',' or '}'", "- 2:6 {\"b\":2}", "- 3:14 {\"c\":3}"]),
    ("{\"a\":\"x\n{\"b\":2}", ["! 1 a line break inside a string", "- 2:8 {\"b\":2}"]),
    ("{\"a\":1,,}\n{\"b\":2}", ["! 1 expected a key in quotes", "- 2:10 {\"b\":2}"]),
    ("{\"a\":1} x\n{\"b\":2}", ["- 1:0 {\"a\":1}", "! 1 expected a value", "- 2:10 {\"b\":2}"]),
    ("id,name\n1,x\n{\"b\":2}", ["! 1 expected a value", "- 3:12 {\"b\":2}"]),
    ("{\"a\":1},\n{\"b\":2}", ["- 1:0 {\"a\":1}", "! 1 expected a value", "- 2:9 {\"b\":2}"]),
    (
      "5\n\"x\" null\n{\"b\":2}",
      [
        "! 1 expected an object, found a number", "! 2 expected an object, found a string",
        "! 2 expected an object, found null", "- 3:11 {\"b\":2}",
      ]
    ),
    (
      "{\"a\":\"\\ud800\"} {\"b\":1}\n{\"a\":\"\\u0000\"}",
      ["! 1 a lone surrogate", "- 1:15 {\"b\":1}", "! 2 a NUL character"]
    ),
    ("{\"a\":1,\"a\":2}\n[{\"b\":1}]", ["! 1 a duplicate key \"a\"", "-[0] 2:15 {\"b\":1}"]),
    ("{\n \"a\": [1,,2]\n}\n{\"b\":1}", ["! 2 expected a value", "- 4:17 {\"b\":1}"]),
    ("{\"v\":NaN}\n{\"v\":1}", ["! 1 expected a value", "- 2:10 {\"v\":1}"]),
    ("{\"ticket\":{\"id\":1,\"id\":2}}\n{\"v\":1}", ["! 1 a duplicate key \"id\"", "- 2:27 {\"v\":1}"]),
    ("{\"ticket\":{\"id\":1},\"x\":\"\\udc00\"}\n{\"v\":1}", ["! 1 a lone surrogate", "- 2:33 {\"v\":1}"]),
  ])
  func lines(_ text: String, _ expected: [String]) {
    #expect(steps(text) == expected)
  }

  @Test(arguments: [
    (
      "[{\"a\":\"\\ud800\"},\n{\"a\":\"\\u0000\"},{\"a\":1,\"a\":1},{\"a\":-}, {\"b\":1}]",
      [
        "! 1[0] a lone surrogate", "! 2[1] a NUL character", "! 2[2] a duplicate key \"a\"",
        "! 2[3] a number without digits", "-[4] 2:55 {\"b\":1}",
      ]
    ),
    (
      "{\"tickets\":[5,{\"a\":\"x\ny\"},[],null,{\"b\":1}]}",
      [
        "! 1[0] expected an object, found a number", "! 1[1] a line break inside a string",
        "! 2[2] expected an object, found an array", "! 2[3] expected an object, found null",
        "tickets[4] 2:34 {\"b\":1}",
      ]
    ),
    ("{\"x\":\"\\ud800\",\"tickets\":[{\"b\":1}]}", ["! 1 a lone surrogate", "tickets[0] 1:25 {\"b\":1}"]),
    (
      "{\"tickets\":[{\"b\":1}],\"x\":\"\\ud800\",\"users\":[{\"c\":1}]}",
      ["tickets[0] 1:12 {\"b\":1}", "! 1 a lone surrogate", "users[0] 1:43 {\"c\":1}"]
    ),
    ("[{\"a\":1}\n{\"b\":2}]", ["-[0] 1:1 {\"a\":1}", "!! 2[0] expected ',' or ']'"]),
    ("[{\"a\":1},\n{\"b\":2,,},{\"c\":3}]", ["-[0] 1:1 {\"a\":1}", "!! 2[1] expected a key in quotes"]),
    ("[{\"a\":1},]\n{\"b\":1}", ["-[0] 1:1 {\"a\":1}", "!! 1[1] expected a value"]),
    ("{\"tickets\":[{\"a\":1}],}", ["tickets[0] 1:12 {\"a\":1}", "!! 1 expected a key in quotes"]),
    ("{\"tickets\":[] \"users\":[]}", ["!! 1 expected ',' or '}'"]),
    ("{\"tickets\":[],\"x\":nil}", ["! 1 expected a value"]),
  ])
  func arrays(_ text: String, _ expected: [String]) {
    #expect(steps(text) == expected)
  }

  @Test(arguments: [
    ("{\"a\":1}\n{\"b\":\"x", ["- 1:0 {\"a\":1}", "!! 2 the document ends inside a string"]),
    ("{\"a\":1}\n{\"b\":2\n", ["- 1:0 {\"a\":1}", "!! 2 the document ends inside an object"]),
    ("{\n  \"a\": {\n", ["!! 2 the document ends inside an object"]),
    ("[{\"a\":1},\n{\"b\"", ["-[0] 1:1 {\"a\":1}", "!! 2[1] the document ends inside an object"]),
    ("[{\"a\":1}", ["-[0] 1:1 {\"a\":1}", "!! 1[0] the document ends inside an array"]),
    ("[{\"a\":1},", ["-[0] 1:1 {\"a\":1}", "!! 1[0] the document ends inside an array"]),
    (
      "[{\"a\":1},\n\n{\"b\":1}\n,\n\n",
      [
        "-[0] 1:1 {\"a\":1}", "-[1] 3:11 {\"b\":1}", "!! 4[1] the document ends inside an array",
      ]
    ),
    ("{\"tickets\":[]\n,\n", ["!! 2 the document ends inside an object"]),
    ("[", ["!! 1 the document ends inside an array"]),
    ("{\"tickets\":[{\"a\":1}]", ["tickets[0] 1:12 {\"a\":1}", "!! 1 the document ends inside an object"]),
    ("{\"tickets\":[{\"a\":1}],", ["tickets[0] 1:12 {\"a\":1}", "!! 1 the document ends inside an object"]),
    (
      "{\"tickets\":[{\"a\":1}],\"users",
      ["tickets[0] 1:12 {\"a\":1}", "!! 1 the document ends inside a string"]
    ),
    ("{\"tickets\":[],\"users\":", ["!! 1 the document ends inside an object"]),
    ("{\"ticket\":{\"id\":1}", ["!! 1 the document ends inside an object"]),
    // A good line behind one that is cut is not given up.
    ("{\"a\":[\n{\"b\":2}\n", ["! 1 the document ends inside an array", "- 2:7 {\"b\":2}"]),
  ])
  func cutOff(_ text: String, _ expected: [String]) {
    #expect(steps(text) == expected)
  }

  @Test func nothingFollowsTheEnd() throws {
    let reader = JSONRecordReader(Array("[{]".utf8), collectionKeys: [])
    guard case .failure(_, _, _, let recoverable) = try reader.next() else { return #expect(Bool(false)) }
    #expect(!recoverable)
    for _ in 0..<3 {
      guard case .end = try reader.next() else { return #expect(Bool(false)) }
    }
  }
}
