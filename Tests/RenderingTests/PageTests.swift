import CivilTime
import TestSupport
import Testing

@testable import Rendering

/// Pages hold what the table holds, are whole, and no text in them becomes anything but text.
@Suite struct PageTests {
  private static let columns = [
    Column("day", .token), Column("agent", .text), Column("median", .span), Column("p90", .span),
  ]
  private static let plan = ChartPlan(
    value: 2, valueName: "median", beyond: 3, beyondName: "p90", time: 0, bucketName: "day", labels: [1])

  private func page(_ rows: [[Cell]], _ words: PageWords, plan: ChartPlan? = Self.plan) throws -> String {
    let memory = MemorySink()
    var words = words
    words.list.chart = plan
    let writer = DocumentWriter(
      format: .html, schema: DocumentSchema("x", Self.columns), sink: ByteSink(memory), terminal: .none,
      now: Instant(0), page: words)
    try writer.begin(count: rows.count)
    for row in rows { try writer.row(row) }
    try writer.finish(footer: [.text("total"), .null, .span(60), .null])
    return memory.text
  }

  private static let hostile = [
    "<script>alert(1)</script>", "\"><svg onload=alert(1)>", "' onmouseover='x", "&lt;i&gt;x", "</title><b>",
    "]]>", "--><!--", "\u{202E}gpj.exe", "\u{1B}[31mred", "a\nb", "", "\u{0}", "javascript:alert(1)",
    "{{7*7}}",
    "</style><script>", "<!DOCTYPE x>", "＜script＞", "\u{FEFF}", "&#x3c;script&#x3e;",
  ]

  /// The tags in their order, `p` and `/p`; attributes are judged apart.
  private func tags(_ page: String) -> [Substring] {
    page.split(separator: "<").dropFirst().map { $0.prefix { !" >\n".contains($0) } }
  }

  @Test("whatever a text holds, the tags are those of harmless texts")
  func hostileTexts() throws {
    func rows(_ text: (Int) -> String) -> [[Cell]] {
      (0..<Self.hostile.count).map { [.token("2026-07-15"), .text(text($0)), .span(10), .span(20)] }
    }
    func words(_ text: String) -> PageWords {
      PageWords(
        text, facts: [(text, text)], list: PageWords.Part(heading: text, note: text, empty: text),
        source: text)
    }
    for hostile in Self.hostile where !hostile.isEmpty {
      let page = try page(rows { Self.hostile[$0] }, words(hostile))
      let plain = try self.page(rows { "name \($0)" }, words("words"))
      #expect(tags(page) == tags(plain), "\(hostile)")
      #expect(!page.contains(hostile) || !hostile.contains { "<>\"'&".contains($0) })
      #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202E}" })
    }
  }

  @Test("nothing is loaded, linked or run, and every element is closed")
  func selfContained() throws {
    let page = try page(
      [[.token("2026-07-15"), .text("Ana"), .span(600), .span(900)]], PageWords("Title", source: "made"))
    for word in ["<script", "http:", "https:", "src=", "href=", "url(", "@import", "<link", " on"]
    where page.replacing("http-equiv", with: "").contains(word) {
      // Words of the texts and of the styles are none of attributes.
      #expect(word == " on" && !page.contains(/<[^>]* on[a-z]+=/), "\(word)")
    }
    #expect(page.contains("default-src 'none'"))
    var open: [Substring] = []
    for tag in tags(page) where !tag.hasPrefix("!") {
      if ["meta", "rect", "line"].contains(where: { tag.hasPrefix($0) }) { continue }
      if tag.hasPrefix("/") { #expect(open.popLast() == tag.dropFirst()) } else { open.append(tag) }
    }
    #expect(open.isEmpty)
  }

  @Test("every row is in the table behind the chart, and the chart is told in words")
  func numbers() throws {
    let rows: [[Cell]] = (1...20).map { day in
      [.token("2026-07-\(day < 10 ? "0" : "")\(day)"), .text("Ana"), .span(Int64(day) * 60), .span(7200)]
    }
    let page = try page(rows, PageWords("Times"))
    for day in 1...20 { #expect(page.contains("<td class=\"n\">\(day)m</td>")) }
    #expect(page.contains("role=\"img\" aria-label=\"Chart: median by day, agent. Columns for 20 days;"))
    #expect(page.contains("<th scope=\"col\" class=\"n\">Median</th>"))
    #expect(page.contains("<th scope=\"row\">2026-07-01</th>"))
    #expect(page.contains("<tfoot>"))
    // Longer tables wait to be opened; a browser prints them all the same.
    #expect(page.contains("<details><summary>"))
    #expect(page.split(separator: "<rect class=\"bar\"").count == 21)
    #expect(page.split(separator: "<rect class=\"beyond\"").count == 21)
    // The largest of all is as high as its strip: 120 pixels.
    #expect(page.contains("height=\"120\""))
  }

  @Test("bars: at most forty are drawn, and the page says so; nothing is a sentence")
  func bars() throws {
    let plan = ChartPlan(value: 2, valueName: "median", labels: [1])
    let many: [[Cell]] = (1...50).map { [.token("x"), .text("agent \($0)"), .span(Int64($0)), .null] }
    let page = try page(many, PageWords("Times"), plan: plan)
    #expect(page.contains("The first 40 of 50 rows; the table has all."))
    #expect(page.split(separator: "<rect class=\"bar\"").count == 41)
    #expect(page.contains("width=\"100%\" y=") == false)
    let none = try self.page([], PageWords("Times", list: PageWords.Part(empty: "No agents.")), plan: plan)
    #expect(none.contains("<p>No agents.</p>") && !none.contains("<svg") && !none.contains("<table"))
  }

  @Test(
    "numbers that can't be drawn are in the table and draw nothing", arguments: [-5, Int64.max, Int64.min, 0])
  func oddNumbers(number: Int64) throws {
    let plan = ChartPlan(value: 2, valueName: "median", beyond: 3, beyondName: "p90", labels: [1])
    for plan in [plan, Self.plan] {
      let page = try page(
        [
          [.token("x"), .text("a"), .span(number), .null], [.token("y"), .text("b"), .null, .span(number)],
        ], PageWords("Times"), plan: plan)
      #expect(!page.contains("nan") && !page.contains("=\"-") && !page.contains("inf"))
    }
  }
}
