import Placeholders
import TestSupport
import Testing

@Suite struct TemplatePropertyTests {
  private static let pieces = [
    "{{", "}}", "{%", "%}", "-", " ", "\n", "a", "ticket.id", "ticket.title", ".", "[", "]", "(", ")", "..",
    "|",
    ":", ",", "'", "\"", "==", "!=", "<", ">", "=", "contains", "and", "or", "0", "-1", "1.5",
    "99999999999999999999", "nil", "blank", "empty", "true", "if", "elsif", "else", "endif", "unless",
    "endunless",
    "case", "when", "endcase", "for", "in", "endfor", "limit", "offset", "reversed", "break", "continue",
    "assign",
    "capture", "endcapture", "comment", "endcomment", "raw", "endraw", "#", "truncate", "replace", "split",
    "join",
    "date", "slice", "default", "sort", "forloop.index", "é", "👨‍👩‍👧", "\u{301}", "\u{A0}", "“", "\0", "@a",
  ]
  private static let wholes = [
    "{% if a %}", "{% endif %}", "{% for x in ticket.list %}", "{% for i in (1..9) %}", "{% endfor %}",
    "{% else %}",
    "{{ x }}", "{{ i | plus: ticket.id }}", "{% assign a = ticket.title | split: ' ' %}",
    "{{ a | join: '-' }}",
    "{% capture c %}", "{% endcapture %}", "{{ c | upcase | truncate: 5 }}", "{% break %}", "{% continue %}",
    "{% case i %}", "{% when 2 %}", "{% endcase %}", "{{- ticket.hostile | escape -}}", "äöü",
    "{{ ticket.list | slice: -2, 9 | sort | first }}", "{{ ticket.created_at | date: '%d.%m.%Y' }}",
  ]

  /// Any text compiles or gives a problem, and what compiles renders within its limits.
  @Test(arguments: 0..<8) func anyTextIsATemplateOrAProblem(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var compiled = 0
    for round in 0..<2500 {
      let source = round.isMultiple(of: 2) ? Self.wholes : Self.pieces
      let text = (0..<Int.random(in: 0...20, using: &random))
        .map { _ in source.randomElement(using: &random)! }.joined()
      guard let template = try? Template.compile(text) else { continue }
      compiled += 1
      let limits = RenderLimits(
        bytes: Int.random(in: 0...60, using: &random), steps: Int.random(in: 0...200, using: &random))
      for escaping in [ValueEscaping.plain, .json] {
        let rendered = template.render(limits: limits, escaping: escaping, SampleTicket.value)
        #expect(rendered.text.utf8.count <= limits.bytes)
        let whole = template.render(escaping: escaping, SampleTicket.value)
        if !rendered.isTruncated { #expect(rendered == whole) }
      }
    }
    #expect(compiled > 50)
  }

  /// Bytes of any kind, made valid, as they come out of a damaged file.
  @Test(arguments: 0..<4) func anyBytes(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<1500 {
      var bytes = Array("{{ a | b: 'c' }}{% if d %}e{% endif %}".utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if let template = try? Template.compile(String(decoding: bytes, as: UTF8.self)) {
        #expect(!template.render(SampleTicket.value).isTruncated)
      }
    }
  }

  /// Text without braces is its own rendering.
  @Test func plainTextStays() throws {
    var random = SplitMix(seed: 9)
    for _ in 0..<500 {
      let text = (0..<30).map { _ in Self.pieces.filter { !$0.hasPrefix("{") }.randomElement(using: &random)!
      }.joined()
      #expect(try Array(SampleTicket.render(text).utf8) == Array(text.utf8))
    }
  }
}
