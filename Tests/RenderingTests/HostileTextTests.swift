import Testing

@testable import Rendering

@Suite struct HostileTextTests {
  /// Every scalar that steers or hides, each between letters.
  static let hostile: String = {
    var text = ""
    let ranges: [ClosedRange<UInt32>] = [0...0xD7FF, 0xE000...0x10FFFF]
    for value in ranges.joined() {
      let scalar = Unicode.Scalar(value)!
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        text.unicodeScalars.append(contentsOf: ["a", scalar])
      default: break
      }
    }
    return text + "z"
  }()

  static func isLive(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: false
    case ..<0x20, 0x7F...0x9F, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
    case 0xE0000...0xE0FFF: true
    default: false
    }
  }

  @Test(arguments: [TerminalFacts.none, SampleTable.terminal(80), SampleTable.terminal(100_000)])
  func `no table has a live control character`(terminal: TerminalFacts) throws {
    let text = Cell.text(Self.hostile)
    let row: [Cell] = [
      text, text, .token(Self.hostile), text, text, text, text, .list([text]), .object([text, text, text]),
      .json(Array("\"\(Self.hostile.filter { $0 != "\\" && $0 != "\"" })\"".utf8)),
    ]
    let names = SampleTable.schema.columns.map(\.name)
    let list = try SampleTable.print(.table, fields: names, rows: [row], terminal: terminal)
    #expect(!list.unicodeScalars.contains(where: Self.isLive))
    let single = try SampleTable.capture(.table, terminal: terminal) { try $0.single(row) }
    #expect(!single.unicodeScalars.contains(where: Self.isLive))
  }

  @Test func `what counts as plain is what is left as it is, a column each`() {
    var plain = 0
    for value in 0...UInt32(0x10FFFF) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = "a\(scalar)b"
      guard let width = Sanitizer.plainWidth(text) else { continue }
      plain += 1
      #expect(width == DisplayWidth.of(text), "U+\(String(value, radix: 16))")
      // The last character takes the text along the longer way.
      #expect(Sanitizer.visible(text + "漢") == text + "漢", "U+\(String(value, radix: 16))")
    }
    #expect(plain == 0x5F + 0x300 - 0xA0 - 1)
    let others = ["", "é\u{7F}", "e\u{301}", "\u{85}", "\u{AD}", "漢", "🙂"]
    #expect(others.map(Sanitizer.plainWidth) == [0] + Array(repeating: nil, count: 6))
  }

  @Test func `between what is replaced, everything stays`() {
    let pieces = ["", "\r\n", "a", "é", "漢\u{301}", "\u{202E}", "\t", "🙂", "\u{1B}"]
    let shown = ["", "⏎", "a", "é", "漢\u{301}", "\\u202e", " ", "🙂", "\\x1b"]
    for first in pieces.indices {
      for second in pieces.indices {
        for third in pieces.indices {
          let order = [first, second, third]
          let text = order.map { pieces[$0] }.joined()
          #expect(Sanitizer.visible(text) == order.map { shown[$0] }.joined())
        }
      }
    }
  }

  @Test func `a hostile text is one line of a table`() throws {
    let schema = DocumentSchema("x", [Column("a", .text)])
    let rows: [[Cell]] = [[.text("a\r\nb\nc\td\re")]]
    let text = try SampleTable.print(.table, headers: false, rows: rows, schema: schema)
    #expect(text == "a⏎b⏎c d\\x0de\n")
  }

  @Test func `standard error has no live control character`() {
    let memory = MemorySink()
    let writer = TerminalWriter(sink: ByteSink(memory), terminal: .none)
    writer.line("no ticket \(Self.hostile)")
    writer.prompt(Self.hostile)
    writer.json(schema: "sessionctl.error/1", [("message", .text("\u{1B}\u{9B}\u{202E}"), .text)])
    #expect(!memory.text.unicodeScalars.contains(where: Self.isLive))
    #expect(memory.text.hasSuffix(#"{"schema":"sessionctl.error/1","message":"\u001b\u009b\u202e"}"# + "\n"))
    #expect(memory.text.lines.count == 3)
  }

  @Test(arguments: [
    ("\u{1B}]0;x\u{7}", "\\x1b]0;x\\x07"), ("a\u{202E}b", "a\\u202eb"), ("a\u{9B}b\u{7F}", "a\\x9bb\\x7f"),
    ("ad\u{200D}min", "ad\\u200dmin"), ("a\u{200B}b", "a\\u200bb"), ("a\u{E0041}", "a\\u{e0041}"),
    ("a\u{FE01}", "a\\ufe01"), ("\u{1F600}\u{FE0F}\u{FE01}", "\u{1F600}\u{FE0F}\\ufe01"), ("\u{AD}", "\\xad"),
    ("\u{3164}", "\\u3164"),
  ])
  func `hidden characters become visible`(text: String, visible: String) {
    #expect(Sanitizer.visible(text) == visible)
  }

  @Test(arguments: ["漢字", "e\u{301}", "👩‍👧", "❤️", "1️⃣", "می‌خواهم", "क्‍ष", "naïve – “ok”", "🇩🇪"])
  func `honest text stays as it is`(text: String) {
    #expect(Array(Sanitizer.visible(text).utf8) == Array(text.utf8))
  }
}
