import CommandGrammar
import JSONText
import Testing

/// `edit` of triggers, messaging triggers, macros, queues and agents: part by part, in an editor, and what it says.
@Suite struct RuleEditTests {
  private let machine: TestMachine

  init() throws {
    machine = try TestMachine.withAccount()
    machine.environment["TMPDIR"] = machine.folder
    try machine.succeed(
      "trigger", "create", "--title", "T", "--if", "status is open", "--if", "group_id is Support", "--do",
      "priority low", "--do", "notification_user requester \"S\" \"Line one\\nLine two\"", "-q")
    try machine.succeed("macro", "create", "--title", "M", "--do", "priority low", "-q")
    try machine.succeed(
      "messaging-trigger", "create", "--title", "MT", "--event", "message_sent", "--if", "message contains x",
      "--do", "add_tags x", "-q")
    try machine.succeed(
      "queue", "create", "--name", "Q", "--if", "status is open", "--primary", "Support", "-q")
  }

  private func trigger() -> JSONValue { machine.run("trigger", "show", "2", "--json").item }

  private func conditions() -> [String] {
    (trigger()["conditions"]?["all"]?.array ?? []).map {
      "\($0["field"]?.string ?? "") \($0["operator"]?.string ?? "") \($0["value"]?.string ?? "")"
    }
  }

  @Test("the difference is printed, with names; programs get the whole rule") func difference() throws {
    let run = machine.run("trigger", "edit", "T", "--if", "status is new", "--do", "priority high")
    #expect(
      run.text == """
        @@ trigger 2 "T" @@
          title T
          active yes
        - if status is open
        - if group_id is Support
        - do priority low
        - do notification_user requester_id: S
        -    | Line one
        -    | Line two
        + if status is new
        + do priority high

        """, "\(run)")
    #expect(machine.run("trigger", "edit", "T", "--title", "U", "--json").item["title"] == "U")
    let log = machine.logged.count
    let same = machine.run("trigger", "edit", "U", "--title", "U")
    #expect(same.code == .done && same.text.isEmpty && same.errors == "nothing changed\n", "\(same)")
    #expect(machine.logged.count == log)
    #expect(
      machine.run("queue", "edit", "Q", "--priority", "5").text.contains("- priority 100\n+ priority 5\n"))
    #expect(
      machine.run("agent", "edit", "601", "--status", "away").text.contains(
        "- status online\n+ status away\n"))
    #expect(
      machine.run("macro", "edit", "M", "--add-do", "status solved").text.contains("+ do status solved\n"))
    #expect(machine.run("trigger", "edit", "U", "--title", "V", "-q").text.isEmpty)
  }

  @Test("one condition or action is added or removed, and the others stay") func parts() throws {
    try machine.succeed(
      "trigger", "edit", "T", "--add-if", "via_id is messaging", "--remove-if", "status is open", "--add-do",
      "current_tags x", "--remove-do", "priority", "-q")
    #expect(conditions() == ["group_id is 701", "via_id is messaging"])
    #expect(trigger()["actions"]?.array?.map { $0["field"] } == ["notification_user", "current_tags"])
    // The field, or the beginning of a list, is enough where there is one.
    try machine.succeed(
      "trigger", "edit", "T", "--remove-if", "via_id", "--remove-do", "notification_user requester",
      "--add-if-any", "status is open", "--add-if-any", "status is new", "-q")
    #expect(conditions() == ["group_id is 701"])
    #expect(trigger()["conditions"]?["any"]?.array?.count == 2)
    let several = machine.run("trigger", "edit", "T", "--remove-if-any", "status")
    #expect(several.code == .usage)
    #expect(several.errors.contains("name one whole: 'status is open', 'status is new'"), "\(several)")
    let none = machine.run("trigger", "edit", "T", "--remove-if", "priority is low")
    #expect(
      none.errors.contains(
        "--remove-if 'priority is low': trigger 'T' has no such condition; it has 'group_id is"),
      "\(none)")
    // What is there already is not added again.
    #expect(machine.run("trigger", "edit", "T", "--add-do", "current_tags x").errors == "nothing changed\n")
    try machine.succeed(
      "queue", "edit", "Q", "--add-primary", "Billing", "--add-if", "via_id is messaging", "-q")
    let queue = machine.run("queue", "show", "Q", "--json").item
    #expect(queue["primary_groups"]?["count"] == 2 && queue["definition"]?["all"]?.array?.count == 2)
    #expect(machine.run("queue", "edit", "Q", "--remove-secondary", "Billing").code == .usage)
    try machine.succeed("queue", "edit", "Q", "--remove-primary", "Support", "-q")
    try machine.succeed("messaging-trigger", "edit", "MT", "--add-do", "add_tags y", "-q")
    #expect(machine.run("messaging-trigger", "show", "MT", "--json").item["actions"]?.array?.count == 2)
    #expect(machine.run("macro", "edit", "M", "--add-if", "status is open").code == .usage)
    #expect(
      machine.run("macro", "edit", "M", "--add-group", "Support").errors.contains("say which with --group"))
    try machine.succeed("macro", "edit", "M", "--group", "Support", "-q")
    let group = machine.run("macro", "edit", "M", "--add-group", "Billing")
    #expect(group.text.contains(#"+ restriction {"groups":["Support","Billing"]}"#), "\(group)")
    #expect(
      machine.run("macro", "edit", "M", "--remove-group", "Support", "--remove-group", "Billing").code
        == .usage)
  }

  @Test("everything that is wrong is said at once, each with its place, and nothing is stored")
  func problems() {
    let content = machine.content()
    let run = machine.run(
      "trigger", "create", "--title", "Wrong", "--if", "end_reason is agent_ended", "--if",
      "group_id is Suport",
      "--if", "status is opend", "--do", "notification_user requester \"S\"", "--do", "proirity low", "--json"
    )
    #expect(run.code == .usage || run.code == .no, "\(run)")
    for sentence in [
      "sessionctl: there are 5 problems, and nothing was stored\n",
      "there is no condition 'end_reason'; did you mean 'messaging_session_ended_reason'?\n",
      "  --if 'group_id is Suport': no group 'Suport'", "did you mean 'Support'?\n",
      "  condition 3 of 'all': 'status' takes",
      "  --do 'notification_user requester \"S\"': it takes a recipient",
      "  action 2: there is no action 'proirity'; did you mean 'priority'?\n",
    ] {
      #expect(run.errors.contains(sentence), "\(sentence) in \(run)")
    }
    #expect(run.errorDocument["message"]?.string?.contains("proirity") == true)
    #expect(machine.content() == content)
    let file = machine.run(
      "trigger", "create", "-",
      input:
        #"{"title":"X","conditions":{"all":[{"field":"a","operator":"is","value":"b"}]},"actions":[{"field":"c","value":"d"}]}"#
    )
    #expect(file.code == .badInput)
    #expect(file.errors.contains("trigger 'X' has 2 problems"), "\(file)")
    #expect(file.errors.contains("'a'") && file.errors.contains("'c'"))
  }

  // MARK: In an editor

  private static let nouns: [(words: [String], from: String, to: String)] = [
    (["trigger", "edit", "T"], "\"low\"", "\"high\""), (["macro", "edit", "M"], "\"low\"", "\"high\""),
    (["messaging-trigger", "edit", "MT"], "\"message_sent\"", "\"conversation_requested\""),
    (["queue", "edit", "Q"], "\"Support\"", "\"Billing\""),
    (["agent", "edit", "601"], "\"Support\"", "\"Billing\""),
  ]

  @Test(
    "without options an editor opens, with names, and what was changed is shown", arguments: nouns.indices)
  func editor(index: Int) throws {
    let (words, from, to) = Self.nouns[index]
    try machine.succeed("agent", "edit", "601", "--group", "Support", "-q")
    let content = machine.content()
    var opened: [String] = []
    // Left as it is, emptied, or left with a failure: nothing changes.
    for (text, status) in [(nil, 0), ("", 0), ("// all gone\n", 0), (nil, 1)] as [(String?, Int32)] {
      machine.editor = { (text ?? $0, status) }
      let run = machine.run(words, terminals: .all)
      #expect(run.code == (status == 0 ? .done : .no) && run.errors.contains("nothing changed"), "\(run)")
    }
    #expect(machine.content() == content)
    machine.editor = { text in
      opened.append(text)
      return (text.replacing(from, with: to), 0)
    }
    let run = machine.run(words, terminals: .all)
    #expect(run.code == .done, "\(run)")
    #expect(run.text.contains("@@ \(words[0].replacing("-", with: " ")) "), "\(run)")
    #expect(opened.count == 1 && opened[0].hasPrefix("// ") && opened[0].contains(from))
    #expect(machine.content() != content)
    // Elsewhere nobody can be asked.
    #expect(machine.run(words).code == .usage)
  }

  @Test("it comes back with what is wrong, as comments, until it is right", arguments: nouns.indices)
  func mistakes(index: Int) throws {
    let (words, from, to) = Self.nouns[index]
    try machine.succeed("agent", "edit", "601", "--group", "Support", "-q")
    var opened: [String] = []
    machine.editor = { text in
      opened.append(text)
      switch opened.count {
      case 1: return (text + "}", 0)
      case 2: return (String(text.dropLast()).replacing(from, with: "\"no such thing\""), 0)
      default: return (text.replacing("\"no such thing\"", with: to), 0)
      }
    }
    let run = machine.run(words, terminals: .all)
    #expect(run.code == .done, "\(run) \(opened)")
    #expect(opened.count == 3)
    #expect(opened.dropFirst().allSatisfy { $0.hasPrefix("// PROBLEM: ") }, "\(opened)")
    #expect(opened[2].contains("no such thing"))
  }

  @Test("who gives up on a mistake keeps what they wrote; who is overtaken is told") func givingUp() throws {
    let content = machine.content()
    machine.editor = { ($0.replacing("\"status\"", with: "\"statos\""), 0) }
    let run = machine.run("trigger", "edit", "T", terminals: .all)
    #expect(run.code == .no)
    #expect(run.errors.contains("there is no condition 'statos'; did you mean 'status'?\n"), "\(run)")
    let path = run.errors.firstMatch(of: #/is kept in (\S+): /#).map { String($0.1) } ?? ""
    #expect(String(decoding: try machine.bytes(of: path), as: UTF8.self).contains("statos"))
    #expect(machine.content() == content)
    machine.editor = { [machine] text in
      machine.run("trigger", "edit", "T", "--title", "Overtaken")
      return (text.replacing("\"low\"", with: "\"high\""), 0)
    }
    let late = machine.run("trigger", "edit", "T", terminals: .all)
    #expect(late.code == .no && late.errors.contains("was changed by somebody else meanwhile"), "\(late)")
    #expect(trigger()["title"] == "Overtaken")
  }

  @Test("trigger fields finds by a part of a name, a value, a description or a label") func fields() {
    func names(_ word: String) -> [String] {
      machine.run("trigger", "fields", word, "--json").items.compactMap { $0["field"]?.string }
    }
    #expect(names("reason") == ["messaging_session_ended_reason"])
    #expect(names("Verteilungskanal").contains("routing_channel"))
    #expect(names("solved").contains("status"))
    #expect(names("SESSION-END") == ["messaging_session_ended_reason"])
    let none = machine.run("trigger", "fields", "resaon")
    #expect(
      none.code == .done && none.errors.contains("did you mean 'messaging_session_ended_reason'?"), "\(none)")
    #expect(
      machine.run("messaging-trigger", "fields", "queue", "--json").items.contains {
        $0["field"] == "queue_size"
      })
  }
}
