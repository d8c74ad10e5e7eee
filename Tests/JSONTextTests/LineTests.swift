import JSONText
import TestSupport
import Testing

@Suite struct LineTests {
  private func compacted(_ text: String) -> String {
    Array(text.utf8).withUnsafeBufferPointer { String(decoding: JSONLine.compacted($0), as: UTF8.self) }
  }

  @Test(arguments: [
    ("", ""), ("{}", "{}"), (" \n\t\r{ } \n", "{}"), ("[ 1 ,\r\n\t-2.5e3 ]", "[1,-2.5e3]"),
    ("{\n  \"a\" : [ true , null ]\n}", "{\"a\":[true,null]}"),
    // Nothing in a string is white space between tokens.
    ("{ \"a b\" : \"c  d\\n \" }", "{\"a b\":\"c  d\\n \"}"),
    // A quote that is escaped does not end the string, one behind an escaped backslash does.
    ("[ \"a\\\" b\" , 1 ]", "[\"a\\\" b\",1]"), ("[ \"a\\\\\" , 1 ]", "[\"a\\\\\",1]"),
    ("[ \"\\\\\\\" x\" , \" \" ]", "[\"\\\\\\\" x\",\" \"]"),
    ("[ \"\" , \"\\u0020\" , \"ü 😀 é\" ]", "[\"\",\"\\u0020\",\"ü 😀 é\"]"),
  ])
  func whiteSpaceBetweenTokens(text: String, expected: String) {
    #expect(compacted(text).utf8.elementsEqual(expected.utf8))
    #expect(compacted(expected).utf8.elementsEqual(expected.utf8))
  }

  /// Compacting a value written with random white space gives the value written without.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func randomLayouts(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<300 {
      let tokens = value(&random, depth: 0)
      let tight = tokens.joined()
      let loose = tokens.map { space(&random) + $0 }.joined() + space(&random)
      #expect(compacted(loose).utf8.elementsEqual(tight.utf8))
      #expect(try JSONValue.parse(Array(loose.utf8)) == JSONValue.parse(Array(tight.utf8)))
    }
  }

  private func space(_ random: inout SplitMix) -> String {
    (0..<Int.random(in: 0...3, using: &random)).map { _ in
      [" ", "\n", "\t", "\r"].randomElement(using: &random)!
    }.joined()
  }

  private func value(_ random: inout SplitMix, depth: Int) -> [String] {
    let count = Int.random(in: 0...3, using: &random)
    switch Int.random(in: 0..<(depth > 3 ? 3 : 5), using: &random) {
    case 0: return [["true", "false", "null"].randomElement(using: &random)!]
    case 1: return ["\(Int.random(in: -99...99, using: &random))"]
    case 2: return [string(&random)]
    case 3:
      let elements = (0..<count).map { _ in value(&random, depth: depth + 1) }
      return ["["] + Array(elements.joined(separator: [","])) + ["]"]
    default:
      // The number keeps a key from being there twice.
      let members = (0..<count).map { number in
        ["\"\(number)\(string(&random).dropFirst())", ":"] + value(&random, depth: depth + 1)
      }
      return ["{"] + Array(members.joined(separator: [","])) + ["}"]
    }
  }

  private func string(_ random: inout SplitMix) -> String {
    let parts = (0..<Int.random(in: 0...5, using: &random)).map { _ in
      ["a", " ", "\\\\", "\\\"", "\\n", "{", "]", ",", "é", "  "].randomElement(using: &random)!
    }
    return "\"\(parts.joined())\""
  }
}
