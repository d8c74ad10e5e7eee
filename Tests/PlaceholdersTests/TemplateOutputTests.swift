import Placeholders
import Testing

@Suite struct TemplateOutputTests {
  @Test(arguments: [
    ("", ""),
    ("no placeholders { } }} %}", "no placeholders { } }} %}"),
    ("Ticket #{{ticket.id}}: {{ ticket.title }}", "Ticket #4711: Where is my order?"),
    ("{{ticket.requester.first_name}} {{ticket.ticket_field_123}}", "Zoë blue"),
    ("{{ticket.custom_fields.99}}{{ ticket['custom_fields'][\"99\"] }}", "ninenine"),
    ("{{current_user.name}}: {{satisfaction.rating_section}}", "Agent Smith: How was it?"),
    ("{{ticket.comments_formatted}}", "----\nAnn: first"),
    (
      "{{ratio}} {{ticket.is_public}} {{12}} {{- 3}} {{-3}} {{ -3 }} {{'a'}} {{\"b'\"}}",
      "2.5 true 1233 -3 a b'"
    ),
    // Unknown ones, and dynamic content, render empty.
    ("[{{unknown.path}}][{{dc.greeting}}][{{}}][{{ }}][{{ticket.größe}}]", "[][][][][]"),
    ("[{{nil}}][{{blank}}][{{empty}}][{{true}}]", "[][][][true]"),
    // Values are data.
    ("{{ticket.hostile}}", "{{ticket.id}} {% if %} <b>\"x\"</b> & 'y'"),
    // A no-break space from an editor
    ("{{\u{A0}ticket.id\u{A0}}}", "4711"),
    ("{{ticket.list}}", "baca"),
    (
      "{{ticket.comments.size}} {{ticket.comments.first.body}} {{ticket.comments.last.body}}", "3 first third"
    ),
    (
      "{{ticket.comments[1].body}} {{ticket.comments[-1].author.name}} [{{ticket.comments[9].body}}]",
      "second Ann []"
    ),
    ("{{ticket.title.size}}", "18"),
  ])
  func placeholders(template: String, output: String) throws {
    #expect(try SampleTicket.render(template) == output)
  }

  @Test(arguments: [
    ("a  {{- ticket.id -}}  b", "a4711b"),
    ("a \n {{- ticket.id }} b", "a4711 b"),
    ("a {{ ticket.id -}} \n b", "a 4711b"),
    ("a {%- if true -%} b {%- endif -%} c", "abc"),
    ("a {% if true %} b {% endif %} c", "a  b  c"),
    ("a {%- comment -%} x {%- endcomment -%} c", "ac"),
    ("a {% comment %} x {% endcomment %} c", "a  c"),
    ("a {%- raw -%} {{x}} {%- endraw -%} c", "a{{x}}c"),
    ("{{ticket.id-}} x", "4711x"),
  ])
  func whitespaceControl(template: String, output: String) throws {
    #expect(try SampleTicket.render(template) == output)
  }

  @Test(arguments: [
    ("{% raw %}{{ticket.id}} {% if %}{% endraw %}!", "{{ticket.id}} {% if %}!"),
    ("{% comment %}{{ broken {% nonsense %}{% endcomment %}!", "!"),
    ("{% comment %}{% comment %}a{% endcomment %}b{% endcomment %}!", "!"),
    ("{% # a remark {{ %}!", "!"),
    ("{% assign who = ticket.requester.name | upcase %}{{who}}", "ZOË ÅNGSTRÖM"),
    ("{{x}}{% assign x = 1 %}{{x}}{% assign x = x | plus: 1 %}{{x}}", "12"),
    ("{% capture line %}#{{ticket.id}} {{ticket.status}}{% endcapture %}{{line | downcase}}", "#4711 open"),
    ("{% echo ticket.id | plus: 1 %}", "4712"),
  ])
  func tags(template: String, output: String) throws {
    #expect(try SampleTicket.render(template) == output)
  }

  @Test(arguments: [
    (
      "{% for c in ticket.comments %}{{c.body}} by {{c.author.name}};{% endfor %}",
      "first by Ann;second by Bob;third by Ann;"
    ),
    ("{% for c in ticket.comments limit:1 offset:1 %}{{c.body}}{% endfor %}", "second"),
    ("{% for c in ticket.comments reversed %}{{c.body}},{% endfor %}", "third,second,first,"),
    ("{% for c in ticket.no_list %}x{% else %}none{% endfor %}", "none"),
    ("{% for c in ticket.unknown %}x{% else %}none{% endfor %}", "none"),
    ("{% for c in ticket.comments offset: 3 %}x{% else %}none{% endfor %}", "none"),
    ("{% for c in ticket.list %}{{c}}{% else %}none{% endfor %}", "baca"),
    ("{% for n in (1..3) %}{{n}}{% endfor %}{% for n in (3..1) %}x{% endfor %}", "123"),
    ("{% for n in (1..9) reversed limit: 2 offset: 3 %}{{n}}{% endfor %}", "54"),
    (
      "{% for n in (9223372036854775806..9223372036854775807) %}{{n}} {% endfor %}",
      "9223372036854775806 9223372036854775807 "
    ),
    (
      "{% for n in (1..9) %}{% if n == 2 %}{% continue %}{% endif %}{% if n > 3 %}{% break %}{% endif %}{{n}}{% endfor %}!",
      "13!"
    ),
    (
      "{% for n in (1..3) %}{{forloop.index}}{{forloop.index0}}{{forloop.rindex}}{{forloop.rindex0}}{{forloop.length}} {% endfor %}",
      "10323 21213 32103 "
    ),
    (
      "{% for n in ticket.list %}{% unless forloop.first %}, {% endunless %}{{n}}{% if forloop.last %}.{% endif %}{% endfor %}",
      "b, a, c, a."
    ),
    ("{% for a in (1..2) %}{% for b in (1..2) %}{{a}}{{b}} {% endfor %}{% endfor %}{{a}}", "11 12 21 22 "),
    (
      "{% for a in (1..2) %}{% for b in (1..3) %}{% if b == 2 %}{% break %}{% endif %}{{b}}{% endfor %}{{a}}{% endfor %}",
      "1112"
    ),
    ("{% for a in (1..2) %}{% capture x %}{{a}}{% break %}{% endcapture %}{% endfor %}[{{x}}]", "[1]"),
    (
      "{% for a in ticket.no_list %}{% else %}{% for b in (1..2) %}{{b}}{% break %}{% endfor %}{% endfor %}",
      "1"
    ),
    ("{% for a in (1..3) %}{{late}}{% assign late = a %}{% endfor %}", "12"),
    (
      "{% for t in ticket.comments %}{% assign i = forloop.index0 %}{{ticket.list[i]}}{{ticket.list[forloop.index]}} {% endfor %}",
      "ba ac ca "
    ),
    (
      "{% assign parts = 'a-b-c' | split: '-' %}{% for p in parts %}<{{p}}>{% endfor %}{{parts[1]}}{{parts.size}}",
      "<a><b><c>b3"
    ),
  ])
  func loops(template: String, output: String) throws {
    #expect(try SampleTicket.render(template) == output)
  }

  @Test func recordedTriggers() throws {
    // The wording of the standard triggers
    let body = """
      Your request ({{ticket.id}}) has been received and is being reviewed by our support staff.

      To add additional comments, reply to this email.
      {{ticket.comments_formatted}}
      """
    #expect(
      try SampleTicket.render(body) == """
        Your request (4711) has been received and is being reviewed by our support staff.

        To add additional comments, reply to this email.
        ----
        Ann: first
        """)
    #expect(
      try SampleTicket.render("[{{ticket.account}}] Re: {{ticket.title}}") == "[] Re: Where is my order?")
  }

  @Test func jsonBodies() throws {
    let template = try Template.compile(
      #"{"t":"{{x}}","u":"{% capture y %}"{{x}}{% endcapture %}{{y}}","n":{{n}}}"#)
    let rendered = template.render(escaping: .json) { $0 == "n" ? 5 : "a\"b\\\n" }
    #expect(rendered.text == #"{"t":"a\"b\\\n","u":"\"a\"b\\\n","n":5}"#)
    #expect(!rendered.isTruncated)
  }
}
