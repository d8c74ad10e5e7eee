import Placeholders
import Testing

@Suite struct TemplateFilterTests {
  @Test(arguments: [
    ("unknown | default: 'x'", "x"), ("ticket.empty | default: 'x'", "x"),
    ("ticket.id | default: 'x'", "4711"),
    ("false | default: 'x'", "x"), ("false | default: 'x', allow_false: true", "false"),
    ("unknown | default", ""),
    ("ticket.requester.name | upcase", "ZOË ÅNGSTRÖM"), ("'ÀB' | downcase", "àb"),
    ("'hello WORLD' | capitalize", "Hello world"), ("'' | capitalize", ""),
    ("' a b ' | strip | append: '|'", "a b|"), ("' a ' | lstrip", "a "), ("' a ' | rstrip", " a"),
    ("'abc' | append: 'd' | prepend: '_'", "_abcd"), ("1 | append: 2", "12"),
    ("'Ground control' | truncate: 9", "Ground..."), ("'Ground' | truncate: 6", "Ground"),
    ("'Ground' | truncate: 5, ''", "Groun"), ("'Ground' | truncate: 0", "..."),
    ("'Grün!' | truncate: 4, '…'", "Grü…"),
    ("'👨‍👩‍👧 family' | truncate: 3, ''", ""), ("'x👨‍👩‍👧' | truncate: 3, ''", "x"),
    ("'a b  c d' | truncatewords: 3", "a b c..."), ("'a b' | truncatewords: 3", "a b"),
    ("'a b c' | truncatewords: 1, '…'", "a…"),
    ("'a.b.c' | replace: '.', '-'", "a-b-c"), ("'a.b.c' | replace_first: '.', '-'", "a-b.c"),
    ("'a.b.c' | replace_last: '.', '-'", "a.b-c"), ("'aaa' | replace: 'aa', 'b'", "ba"),
    ("'abc' | replace: '', 'x'", "abc"), ("'a.b.c' | remove: '.'", "abc"),
    ("'a.b.c' | remove_first: '.'", "ab.c"),
    ("'a.b.c' | remove_last: '.'", "a.bc"), ("'a.b' | replace: '.'", "ab"),
    ("ticket.hostile | escape", "{{ticket.id}} {% if %} &lt;b&gt;&quot;x&quot;&lt;/b&gt; &amp; &#39;y&#39;"),
    ("'<' | h", "&lt;"), ("'&lt; & &#39; &x' | escape_once", "&lt; &amp; &#39; &amp;x"),
    ("'a b&ü' | url_encode", "a+b%26%C3%BC"), ("'a+b%26%C3%BC%' | url_decode", "a b&ü%"),
    ("'<p>a<br/>b</p><script>x</script><!-- > -->c <' | strip_html", "abc <"),
    ("ticket.comments_formatted | newline_to_br", "----<br />\nAnn: first"),
    ("ticket.comments_formatted | strip_newlines", "----Ann: first"),
    ("ticket.title | size", "18"), ("ticket.list | size", "4"), ("unknown | size", "0"),
    ("'abcdef' | slice: 2", "c"), ("'abcdef' | slice: -3, 2", "de"), ("'abc' | slice: 9", ""),
    ("'abc' | slice: -9", ""), ("ticket.list | slice: 1, 2 | join: ','", "a,c"),
    ("'a,b,,c,,' | split: ',' | join: '|'", "a|b||c"), ("' a  b ' | split: ' ' | join: '|'", "a|b"),
    ("'abc' | split: '' | reverse | join: ''", "cba"), ("'abc' | split: 'x' | join: '|'", "abc"),
    ("ticket.list | join", "b a c a"), ("ticket.list | sort | join: ''", "aabc"),
    ("ticket.list | uniq | join: ''", "bac"), ("ticket.list | first", "b"), ("ticket.list | last", "a"),
    ("ticket.comments | map: 'body' | join: ' '", "first second third"),
    ("ticket.comments | where: 'body', 'second' | map: 'body'", "second"),
    ("ticket.comments | sort: 'body' | reverse | map: 'body' | first", "third"),
    ("ticket.list | concat: ticket.list | size", "8"), ("ticket.comments | map: 'x' | compact | size", "0"),
    ("7 | plus: 2", "9"), ("'7' | minus: 2.5", "4.5"), ("'08' | plus: 0", "8"), ("'x' | plus: 1", "1"),
    ("7 | divided_by: 2", "3"), ("-7 | divided_by: 2", "-4"), ("7 | divided_by: 2.0", "3.5"),
    ("7 | divided_by: 0", ""), ("7 | divided_by: 0.0", ""), ("-7 | modulo: 3", "2"), ("7 | modulo: 0", ""),
    ("3 | times: 4", "12"), ("-5 | abs", "5"), ("1.2 | ceil", "2"), ("1.8 | floor", "1"),
    ("1.5 | round", "2"),
    ("1.2345 | round: 2", "1.23"), ("5 | at_least: 7", "7"), ("5 | at_most: 3", "3"),
    ("9223372036854775807 | plus: 1", "9.223372036854776e+18"),
    ("-9223372036854775808 | abs", "9.223372036854776e+18"),
    ("-9223372036854775808 | divided_by: -1", "9.223372036854776e+18"),
    ("-9223372036854775808 | modulo: -1", "0"),
  ])
  func filters(expression: String, output: String) throws {
    #expect(try SampleTicket.render("{{ \(expression) }}") == output)
  }

  @Test(arguments: [
    ("ticket.created_at | date: '%Y-%m-%d %H:%M:%S %z'", "2026-03-09 14:05:06 +0100"),
    ("ticket.created_at | date: '%A, %-d %B %y, %-I:%M %p'", "Monday, 9 March 26, 2:05 PM"),
    ("ticket.created_at | date: '%a %b %e %j %u %w %l%P %k'", "Mon Mar  9 068 1 1  2pm 14"),
    (
      "ticket.created_at | date: '%F %T|%D|%R|%r|%c'",
      "2026-03-09 14:05:06|03/09/26|14:05|02:05:06 PM|Mon Mar  9 14:05:06 2026"
    ),
    ("ticket.created_at | date: '%s %Z %^a %_m %% %Q %'", "1773061506 +0100 MON  3 % %Q %"),
    ("ticket.created_at | date: '%G-W%V %n%t|'", "2026-W11 \n\t|"),
    ("ticket.created_at | date: ''", "2026-03-09T14:05:06+01:00"),
    ("'2026-01-15' | date: '%d.%m.%Y %H'", "15.01.2026 00"),
    ("'January 15, 2026' | date: '%F'", "2026-01-15"), ("'15 Jan 2026' | date: '%F'", "2026-01-15"),
    ("'2026-01-15 10:00:00 UTC' | date: '%H %Z'", "10 UTC"),
    ("'2026-01-15 10:00:00 -0330' | date: '%H %z %s'", "10 -0330 1768483800"),
    ("'2026-01-15 10:00' | date: '%R'", "10:00"), ("'2026-01-15T10:00:00.25Z' | date: '%T'", "10:00:00"),
    ("0 | date: '%F'", "1970-01-01"), ("'now' | date: '%H' | plus: 0", "8"),
    ("'today' | date: '%F'", "2026-11-22"),
    ("'soon' | date: '%F'", "soon"), ("unknown | date: '%F'", ""), ("ticket.list | date: '%F'", "baca"),
    ("9223372036854775807 | date: '%F'", "9223372036854775807"), ("'2026-02-30' | date: '%F'", "2026-02-30"),
  ])
  func dates(expression: String, output: String) throws {
    #expect(try SampleTicket.render("{{ \(expression) }}") == output)
  }

  @Test func theClockIsAskedForOnlyWhereNeeded() throws {
    #expect(try Template.compile("{{'now' | date: '%H'}}").slots == ["now"])
    #expect(try Template.compile("{% assign t = 'now' %}{{t | date: '%H'}}").slots == ["now"])
    #expect(
      try Template.compile("{{'now'}}{{ticket.created_at | date: '%H'}}").slots == [
        "now", "ticket.created_at",
      ].suffix(1) + ["now"])
    #expect(try Template.compile("{{'now'}}").slots.isEmpty)
  }
}
