import Placeholders
import Testing

@Suite struct TemplateConditionTests {
  @Test(arguments: [
    // Only nothing and false are false.
    ("ticket.id", true), ("0", true), ("ticket.empty", true), ("ticket.assignee.name", false), ("nil", false),
    ("false", false), ("ticket.is_private", false), ("unknown", false), ("ticket.no_list", true),
    ("ticket.id == 4711", true), ("ticket.id==4711", true), ("ticket.id != 4711", false),
    ("ticket.id <> 4712", true), ("ticket.id == '4711'", false), ("4711.0 == ticket.id", true),
    ("ticket.id < 4712", true), ("ticket.id >= 4711", true), ("ticket.id <= 4710", false),
    ("ticket.id > 4710.5", true), ("ratio == 2.5", true),
    ("ticket.status == 'Open'", true), ("ticket.status == \"open\"", false),
    ("ticket.status < 'Pending'", true),
    ("ticket.status < 5", false), ("ticket.status >= 5", false), ("nil < 5", false), ("nil <= nil", false),
    ("unknown == nil", true), ("unknown == null", true), ("ticket.empty == nil", false),
    ("unknown == false", false), ("ticket.is_public == true", true), ("unknown == unknown.too", true),
    ("ticket.empty == empty", true), ("unknown == empty", false), ("ticket.no_list == empty", true),
    ("ticket.empty == blank", true), ("unknown == blank", true), ("ticket.spaces == blank", true),
    ("ticket.is_private == blank", true), ("ticket.status != blank", true), ("blank == ticket.empty", true),
    ("ticket.id == blank", false), ("ticket.id != empty", true), ("ticket.id < blank", false),
    ("ticket.tags contains 'vip'", true), ("ticket.tags contains 'VIP'", false),
    ("ticket.list contains 'c'", true), ("ticket.list contains 'd'", false), ("unknown contains 'x'", false),
    ("ticket.tags contains unknown", false), ("ticket.id contains 4", false),
    ("ticket.tags contains ''", true),
    ("true and false", false), ("true or false", true),
    // From the right: true or (true and false); false and (true or true)
    ("true or true and false", true), ("false and true or true", false), ("true and false or true", true),
    ("ticket.id == 1 or ticket.status == 'Open' and ticket.tags contains 'surge'", true),
    ("orange == nil and android == nil", true),
    ("'é' == 'e\u{301}'", false),
  ])
  func conditions(condition: String, holds: Bool) throws {
    let branches = "{% if \(condition) %}yes{% else %}no{% endif %}"
    #expect(try SampleTicket.render(branches) == (holds ? "yes" : "no"))
    #expect(
      try SampleTicket.render("{% unless \(condition) %}no{% else %}yes{% endunless %}")
        == (holds ? "yes" : "no"))
  }

  @Test(arguments: [
    ("{% if false %}a{% elsif true %}b{% elsif true %}c{% else %}d{% endif %}!", "b!"),
    ("{% if false %}a{% elsif false %}b{% else %}d{% endif %}!", "d!"),
    ("{% if false %}a{% elsif false %}b{% endif %}!", "!"),
    ("{% unless true %}a{% elsif true %}b{% endunless %}!", "b!"),
    ("{% if true %}{% if false %}a{% else %}b{% endif %}c{% else %}d{% endif %}", "bc"),
    ("{% case ticket.status %}{% when 'New' %}n{% when 'Open' %}o{% else %}e{% endcase %}!", "o!"),
    ("{% case ticket.status %} {% when 'New', 'Open' %}o{% else %}e{% endcase %}!", "o!"),
    ("{% case ticket.status %}{% when 'New' or 'Open' %}o{% endcase %}!", "o!"),
    ("{% case ticket.status %}skipped{% when 'x' %}o{% else %}e{% endcase %}!", "e!"),
    (
      "{% case unknown %}{% when nil %}nil{% endcase %}{% case ticket.empty %}{% when blank %}b{% endcase %}",
      "nilb"
    ),
    ("{% case 1 %}{% endcase %}!", "!"),
  ])
  func branches(template: String, output: String) throws {
    #expect(try SampleTicket.render(template) == output)
  }
}
