import Placeholders
import Testing

@Suite struct TemplateLimitTests {
  @Test(arguments: [
    ("{% if a %}", "{% endif %}"), ("{% for a in b %}", "{% endfor %}"),
    ("{% case a %}{% when 1 %}", "{% endcase %}"), ("{% capture a %}", "{% endcapture %}"),
    ("{% unless a %}", "{% endunless %}"),
  ])
  func nestedBlocks(opening: String, closing: String) {
    func nested(_ depth: Int) -> String {
      String(repeating: opening, count: depth) + "x" + String(repeating: closing, count: depth)
    }
    #expect(SampleTicket.problem(nested(64)) == nil)
    #expect(SampleTicket.problem(nested(65))?.message == "more than 64 nested blocks")
    let roomy = CompileLimits(bytes: 10_000_000)
    #expect(
      SampleTicket.problem(nested(10_000), limits: roomy)?.message == "more than 64 nested blocks")
  }

  @Test func nestedSubscripts() {
    func nested(_ depth: Int) -> String {
      "{{" + String(repeating: "a[", count: depth) + "1" + String(repeating: "]", count: depth) + "}}"
    }
    #expect(SampleTicket.problem(nested(64)) == nil)
    #expect(SampleTicket.problem(nested(65)) != nil)
    #expect(SampleTicket.problem(nested(10_000)) != nil)
  }

  @Test func size() {
    let text = String(repeating: "x", count: 65_536)
    #expect(SampleTicket.problem(text) == nil)
    #expect(
      SampleTicket.problem(text + "x")?.message
        == "the template has 65537 bytes, and at most 65536 are allowed")
    let huge = String(repeating: "{{a}} {% if", count: 1_000_000)
    #expect(SampleTicket.problem(huge)?.message.hasPrefix("the template has 11000000 bytes") == true)
  }

  /// Everything that can be repeated in 64 KiB compiles or is refused in little time.
  @Test(arguments: [
    "{{", "{%", "{{a}}", "{%-", "{% if a %}", "{% comment %}", "{% raw %}", "{% endraw", "{% # ", "a.", "|a",
    "{{a|b:", "{% elsif a %}", "{{a[", "'", "{{'", "{% assign a = b %}", "{{a|upcase}}", "{% comment ",
    "(1..2)", "{%      ",
  ])
  func repetition(piece: String) {
    let text = String(repeating: piece, count: 65_536 / piece.utf8.count)
    _ = SampleTicket.problem(text)
    _ = SampleTicket.problem("{{a" + text.prefix(60_000))
    _ = SampleTicket.problem("{% if a %}" + text.prefix(60_000))
    _ = SampleTicket.problem("{% comment %}" + text.prefix(60_000))
  }

  @Test func outputIsCutAtACharacter() throws {
    let template = try Template.compile("{{a}}")
    func render(_ text: String, _ bytes: Int) -> Rendered {
      template.render(values: [.text(text)], limits: RenderLimits(bytes: bytes))
    }
    #expect(render("abc", 3) == Rendered(text: "abc"))
    #expect(render("abcd", 3) == Rendered(text: "abc", cut: .bytes))
    #expect(render("abcd", 0) == Rendered(text: "", cut: .bytes))
    #expect(render("äöü", 3) == Rendered(text: "ä", cut: .bytes))
    #expect(render("ab👨‍👩‍👧c", 8) == Rendered(text: "ab", cut: .bytes))
    #expect(render("ae\u{301}b", 2) == Rendered(text: "a", cut: .bytes))
    #expect(render("a\r\nb", 2) == Rendered(text: "a", cut: .bytes))
    #expect(render("x" + String(repeating: "e\u{301}", count: 1000), 1000).text.utf8.count == 1000)
    #expect(render("e" + String(repeating: "\u{301}", count: 1000), 500).text == "")
    let huge = render(String(repeating: "x", count: 10_000_000), 1_048_576)
    #expect(huge.text.utf8.count == 1_048_576 && huge.cut == .bytes)
  }

  @Test(arguments: [
    "{% for i in (1..1000000000) %}{% endfor %}",
    "{% for i in (1..1000) %}{% for j in (1..1000) %}{% for k in (1..1000) %}{% endfor %}{% endfor %}{% endfor %}",
    "{% assign x = 'ab' %}{% for i in (1..10000) %}{% assign x = x | append: x %}{% endfor %}",
    "{% assign x = 'ab' %}{% for i in (1..10000) %}{% assign x = x | replace: 'b', 'bbbbbbbbbb' %}{% endfor %}",
    "{% for i in (1..10000) %}{{big | upcase | downcase | escape | strip_html}}{% endfor %}",
    "{% for i in (1..1000000) %}{% if big contains 'aaaaaaaaaaaaaaaaab' %}x{% endif %}{% endfor %}",
    "{% for i in (1..1000000) %}{% if big == blank %}x{% endif %}{% endfor %}",
    "{% for i in (1..1000000) %}{% capture x %}{{big}}{% endcapture %}{% endfor %}",
    "{% assign parts = big | split: '' %}{% for p in parts %}{{p}}{% endfor %}",
    "{% assign parts = big | split: 'a' %}{% assign u = parts | uniq %}{{u.size}}",
    "{% assign l = 'a,b' | split: ',' %}{% for i in (1..100) %}{% assign l = l | concat: l %}{% endfor %}{{l}}",
    "{% for i in (1..1000000) %}{% if big.size == 1 %}{% endif %}{% endfor %}",
    "{% for i in (1..1000000) %}{% for j in (big..1) %}{% endfor %}{% endfor %}",
    "{% for i in (1..1000000) %}{% if blank == big %}{% endif %}{% endfor %}",
    "{% for i in (1..1000000) %}{{ big | truncate: 1000000 | size }}{% endfor %}",
  ])
  func hostileTemplates(template: String) throws {
    let compiled = try Template.compile(template)
    let big = TemplateValue.text(String(repeating: "a", count: 900_000))
    let rendered = compiled.render { _ in big }
    #expect(rendered.isTruncated)
    #expect(rendered.text.utf8.count <= 1_048_576)
  }

  @Test func oneFilterCanNotMakeTooMuch() throws {
    let chain = "{{ 'aa'" + String(repeating: " | replace: 'a', 'aaaaaaaaaa'", count: 1000) + " }}"
    let rendered = try Template.compile(chain).render { _ in .none }
    #expect(rendered.cut == .steps)
    #expect(rendered.text.isEmpty)
  }

  @Test func deepValues() throws {
    var value: TemplateValue = "x"
    for _ in 0..<2000 { value = .list([value]) }
    let template = try Template.compile("{{v}}{% if v == w %}{% endif %}{{v | join | upcase}}")
    #expect(template.render(values: [value, value]).text == "")
  }

  @Test func exactlyEnoughSteps() throws {
    let template = try Template.compile("a{{x}}b")
    #expect(template.render(values: [1], limits: RenderLimits(steps: 3)) == Rendered(text: "a1b"))
    #expect(template.render(values: [1], limits: RenderLimits(steps: 2)) == Rendered(text: "a1", cut: .steps))
    #expect(template.render(values: [1], limits: RenderLimits(bytes: -1, steps: -1)).text == "")
  }
}
