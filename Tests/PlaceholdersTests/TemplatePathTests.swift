import Placeholders
import Testing

@Suite struct TemplatePathTests {
  @Test(arguments: [
    ("{{ticket.id}}{{ticket.id}}{{ticket.title}}", ["ticket.id", "ticket.title"]),
    ("{% if ticket.status == a.b %}{{ c | append: d.e }}{% endif %}", ["ticket.status", "a.b", "c", "d.e"]),
    (
      "{% for c in ticket.comments limit:n %}{{c.body}}{{forloop.index}}{% endfor %}{{c.x}}",
      ["ticket.comments", "n", "c.x"]
    ),
    (
      "{{ticket.comments[0].body}}{{ticket.comments.first.body}}{{ticket.comments.size}}", ["ticket.comments"]
    ),
    ("{% assign x = a %}{{x}}{{x.y}}", ["a"]),
    ("{{x}}{% assign x = 1 %}", ["x"]),
    ("{{list[index.now]}}", ["index.now", "list"]),
    ("{% comment %}{{a}}{% endcomment %}{% raw %}{{b}}{% endraw %}", []),
    ("{{dc.greeting}}", ["dc.greeting"]),
    ("{% case a %}{% when b %}{% endcase %}", ["a", "b"]),
  ])
  func paths(template: String, paths: [String]) throws {
    #expect(try Template.compile(template).paths == paths)
    #expect(try Template.compile(template).isConstant == paths.isEmpty)
  }

  @Test func eachPathIsResolvedOnce() throws {
    var asked: [String] = []
    let template = try Template.compile("{% for n in (1..9) %}{{b}}{{a}}{{b}}{% endfor %}")
    let rendered = template.render { path in
      asked.append(path)
      return .text(path)
    }
    #expect(rendered.text == String(repeating: "bab", count: 9))
    #expect(asked == ["b", "a"])
  }

  @Test func bufferIsReplaced() throws {
    let template = try Template.compile("<{{a}}>")
    var output = Array("something before".utf8)
    #expect(template.render(values: ["x"], into: &output) == nil)
    #expect(output == Array("<x>".utf8))
    #expect(template.render(values: [7], into: &output) == nil)
    #expect(output == Array("<7>".utf8))
  }

  @Test func templatesAreTheirText() throws {
    let composed = try Template.compile("{{a}} é")
    #expect(try composed == Template.compile("{{a}} é"))
    #expect(try composed != Template.compile("{{a}} e\u{301}"))
    #expect(composed.text == "{{a}} é")
  }
}
