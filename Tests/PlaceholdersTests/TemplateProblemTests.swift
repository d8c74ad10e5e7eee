import Placeholders
import Testing

@Suite struct TemplateProblemTests {
  @Test(arguments: [
    ("{{ a", "line 1, column 1: '{{' has no '}}'"),
    ("ok\nä {{ a }", "line 2, column 8: expected '}}', found '}'"),
    ("{% if a", "line 1, column 1: '{%' has no '%}'"),
    ("{% if a %}x", "line 1, column 1: '{% if %}' has no '{% endif %}'"),
    ("x{% for a in b %}", "line 1, column 2: '{% for %}' has no '{% endfor %}'"),
    ("{% if %}{% endif %}", "line 1, column 7: expected a value, found '%}'"),
    ("{% endif %}", "line 1, column 4: 'endif' is outside the block it belongs to"),
    ("{% if a %}{% endfor %}", "line 1, column 14: 'endfor' is outside the block it belongs to"),
    ("{% else %}", "line 1, column 4: 'else' is outside the block it belongs to"),
    ("{% if a %}{% else %}{% else %}{% endif %}", "line 1, column 24: 'else' comes after 'else'"),
    ("{% if a %}{% else %}{% elsif b %}{% endif %}", "line 1, column 24: 'elsif' comes after 'else'"),
    ("{% for a in b %}{% else %}{% else %}{% endfor %}", "line 1, column 30: 'else' comes after 'else'"),
    ("{% break %}", "line 1, column 4: 'break' is outside the block it belongs to"),
    ("{% when 1 %}", "line 1, column 4: 'when' is outside the block it belongs to"),
    ("{% frobnicate x %}", "line 1, column 4: unknown tag 'frobnicate'"),
    ("{% include 'x' %}", "line 1, column 4: the tag 'include' of Liquid is not supported here"),
    ("{% render '/etc/passwd' %}", "line 1, column 4: the tag 'render' of Liquid is not supported here"),
    ("{%%}", "line 1, column 3: expected the name of a tag, found '%}'"),
    ("{{ a | frob }}", "line 1, column 8: unknown filter 'frob'"),
    ("{{ a | }}", "line 1, column 8: expected the name of a filter, found '}}'"),
    ("{{ a | truncate: 1, 2, 3 }}", "line 1, column 8: the filter 'truncate' takes 0 to 2 arguments"),
    ("{{ a | date }}", "line 1, column 8: the filter 'date' takes 1 argument"),
    ("{{ a | upcase: 1 }}", "line 1, column 8: the filter 'upcase' takes no argument"),
    ("{{ a | replace_first: 1 }}", "line 1, column 8: the filter 'replace_first' takes 2 arguments"),
    ("{{ a b }}", "line 1, column 6: expected '}}', found 'b'"),
    ("{{ a. }}", "line 1, column 6: expected a name after the dot, found ' '"),
    ("{{ a[1 }}", "line 1, column 8: expected ']', found '}}'"),
    ("{{ 'a }}", "line 1, column 4: a text has no closing quotation mark"),
    ("{{ “a” }}", "line 1, column 4: curly quotation marks don't enclose texts; use \" or '"),
    (
      "{% if a = 1 %}{% endif %}",
      "line 1, column 9: '=' is not a comparison; use == != < > <= >= or contains"
    ),
    (
      "{% if a | size > 1 %}{% endif %}",
      "line 1, column 9: a condition can't have filters; assign the filtered value first"
    ),
    ("{% if (a) %}{% endif %}", "line 1, column 7: expected a value, found '(a)'"),
    ("{% assign a.b = 1 %}", "line 1, column 11: expected a name without dots, found '.b'"),
    ("{% assign a %}", "line 1, column 13: expected '=', found '%}'"),
    ("{% for a of b %}", "line 1, column 10: expected 'in', found 'of'"),
    (
      "{% for a in b step:2 %}", "line 1, column 15: expected 'limit:', 'offset:' or 'reversed', found 'step'"
    ),
    ("{% for a in (1-2) %}", "line 1, column 15: expected '..', found '-2)'"),
    ("{% raw %}", "line 1, column 1: '{% raw %}' has no '{% endraw %}'"),
    (
      "{% comment %}{% comment %}{% endcomment %}",
      "line 1, column 1: '{% comment %}' has no '{% endcomment %}'"
    ),
    ("{{#if a}}", "line 1, column 3: expected a value, found '#if'"),
  ])
  func problems(template: String, description: String) {
    #expect(SampleTicket.problem(template)?.description == description)
  }

  /// What a problem quotes is short, whatever stands there.
  @Test func quotesAreCut() throws {
    let problem = try #require(SampleTicket.problem("{% \(String(repeating: "x", count: 5000)) %}"))
    #expect(problem.message.count < 100)
  }
}
