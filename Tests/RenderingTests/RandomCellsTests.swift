import CivilTime
import TestSupport
import Testing

@testable import Rendering

/// Whatever the cells contain, programs can read the result.
@Suite struct RandomCellsTests {
  @Test func `ndjson of random cells is valid JSON, a line a row`() throws {
    var generator = SplitMix(seed: 42)
    let rows = (0..<1000).map { _ in Self.row(&generator) }
    let text = try SampleTable.print(.ndjson, rows: rows)
    let lines = text.lines.dropLast()
    #expect(lines.count == rows.count)
    for line in lines {
      #expect(JSONCheck.isValid(line), "\(line)")
      #expect(!line.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
    }
    let document = try SampleTable.print(.json, rows: rows)
    #expect(JSONCheck.isValid(String(document.dropLast())))
  }

  @Test func `tsv of random cells has a column for every field`() throws {
    var generator = SplitMix(seed: 43)
    let rows = (0..<500).map { _ in Self.row(&generator) }
    let lines = try SampleTable.print(.tsv, rows: rows).lines.dropLast()
    #expect(lines.count == 501)
    #expect(lines.allSatisfy { $0.utf8.count { $0 == 9 } == 11 })
  }

  private static func row(_ generator: inout SplitMix) -> [Cell] {
    let object: Cell =
      Bool.random(using: &generator)
      ? .null : .object([plain(&generator), plain(&generator), plain(&generator)])
    let list = (0..<Int.random(in: 0...3, using: &generator)).map { _ in plain(&generator) }
    return (0..<7).map { _ in plain(&generator) } + [
      .list(list), object, .json(Array("[null, {\"\":\n1}]".utf8)),
    ]
  }

  private static func plain(_ generator: inout SplitMix) -> Cell {
    switch Int.random(in: 0...7, using: &generator) {
    case 0: .null
    case 1: .integer(Int64(truncatingIfNeeded: generator.next()))
    case 2: .real(Double(bitPattern: generator.next()))
    case 3: .bool(Bool.random(using: &generator))
    case 4: .instant(Instant(Int64(truncatingIfNeeded: generator.next())))
    case 5: .span(Int64(truncatingIfNeeded: generator.next()))
    default: .text(text(&generator))
    }
  }

  private static func text(_ generator: inout SplitMix) -> String {
    let limits: [UInt32] = [0x80, 0x100, 0x2100, 0x11_0000]
    var text = ""
    for _ in 0..<Int.random(in: 0...30, using: &generator) {
      let limit = limits.randomElement(using: &generator)!
      if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator)) {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

/// A checker of RFC 8259's grammar that shares nothing with the writer.
struct JSONCheck {
  private var rest: Substring.UnicodeScalarView

  static func isValid(_ text: String) -> Bool {
    var check = JSONCheck(rest: Substring(text).unicodeScalars)
    guard check.value() else { return false }
    check.space()
    return check.rest.isEmpty
  }

  private mutating func space() {
    while let next = rest.first, " \t\n\r".unicodeScalars.contains(next) { rest.removeFirst() }
  }

  private mutating func take(_ word: String) -> Bool {
    guard rest.starts(with: word.unicodeScalars) else { return false }
    rest.removeFirst(word.unicodeScalars.count)
    return true
  }

  private mutating func value() -> Bool {
    space()
    switch rest.first {
    case "{": return sequence("{", "}") { $0.member() }
    case "[": return sequence("[", "]") { $0.value() }
    case "\"": return string()
    case "t": return take("true")
    case "f": return take("false")
    case "n": return take("null")
    default: return number()
    }
  }

  private mutating func member() -> Bool {
    space()
    guard string() else { return false }
    space()
    return take(":") && value()
  }

  private mutating func sequence(
    _ open: String, _ close: String, _ element: (inout JSONCheck) -> Bool
  ) -> Bool {
    guard take(open) else { return false }
    space()
    if take(close) { return true }
    repeat {
      guard element(&self) else { return false }
      space()
    } while take(",")
    return take(close)
  }

  private mutating func string() -> Bool {
    guard take("\"") else { return false }
    while let next = rest.popFirst() {
      switch next {
      case "\"": return true
      case "\\":
        guard let escape = rest.popFirst() else { return false }
        if escape == "u" {
          let digits = rest.prefix(4)
          guard digits.count == 4, digits.allSatisfy(\.properties.isASCIIHexDigit) else { return false }
          rest.removeFirst(4)
        } else if !"\"\\/bfnrt".unicodeScalars.contains(escape) {
          return false
        }
      default: if next.value < 0x20 { return false }
      }
    }
    return false
  }

  private mutating func number() -> Bool {
    var text = ""
    while let next = rest.first, "+-.0123456789eE".unicodeScalars.contains(next) {
      text.unicodeScalars.append(next)
      rest.removeFirst()
    }
    return text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil
  }
}
