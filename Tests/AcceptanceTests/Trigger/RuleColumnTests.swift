import JSONText
import Testing

/// The columns of rules say what their documents say, so that csv and `--fields` lack nothing that matters.
@Suite struct RuleColumnTests {
  private let machine: TestMachine

  init() throws { machine = try .withAccount() }

  @Test("for whom a macro is, and what a rule is for, are columns of lists and of single rules") func macro()
    throws
  {
    try machine.does(
      "macro create --title Mine --description 'For me' --user ana@example.com --do 'priority low' -q",
      "macro create --title Ours --do 'priority low' -q",
      "trigger create --title T --description 'What for' --if 'status is open' --do 'priority low' -q")
    let macros = machine.run("macro", "list", "--json", "--fields", "title,restriction,description").items
    let mine = macros.first { $0["title"] == "Mine" }
    #expect(mine?["restriction"] == ["type": "User", "id": 601] && mine?["description"] == "For me")
    let ours = macros.first { $0["title"] == "Ours" }
    #expect(ours?["restriction"] == .null && ours?["description"] == .null)
    for words in [["macro", "list"], ["macro", "show", "Mine"]] {
      let text = machine.run(words + ["--format", "csv"]).text
      #expect(text.prefix { $0 != "\r\n" }.hasSuffix(",problems,description,restriction"), "\(text)")
      #expect(text.contains("For me") && text.contains("601"), "\(text)")
    }
    for words in [["trigger", "list"], ["trigger", "show", "T"]] {
      let text = machine.run(words + ["--format", "csv"]).text
      #expect(text.contains(",description") && text.contains("What for"), "\(text)")
    }
    // People read the same tables as before.
    #expect(!machine.run("macro", "list").text.contains("RESTRICTION"))
  }

  @Test("the table of lint has the ids of queues too") func lint() throws {
    try machine.does(
      "queue create --name First --primary Support -q",
      "queue create --name Second --if 'status is open' --primary Support -q")
    let table = machine.run("trigger", "lint").text.split(separator: "\n")
    let row = table.first { $0.contains("shadowed") }
    #expect(row?.split(separator: " ").first == "2", "\(table)")
    let data = machine.run("trigger", "lint", "--json").items.first { $0["code"] == "shadowed" }
    #expect(data?["trigger_id"] == .null && data?["queue_id"] == "2" && data?["id"] == nil, "\(table)")
  }
}
