import CommandGrammar
import JSONText
import Testing

/// Macros with whole commands: managed, applied, and before an end (§9).
@Suite struct MacroTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  private func events(_ ticket: String) -> [JSONValue] {
    machine.run("ticket", "history", ticket, "--json").items.last?["events"]?.array ?? []
  }

  private func outbox() -> [JSONValue] { machine.run("outbox", "list", "--json").items }

  @Test("applying is one update: the text, the changes, the macro's name, and then the triggers, once")
  func apply() throws {
    try machine.succeed(
      "trigger", "create", "--title", "Count", "--if", "current_tags includes greeted", "--do",
      "priority urgent", "-q")
    try machine.succeed(
      "macro", "create", "--title", "Greet", "--do", "comment_value Dear {{ticket.requester.first_name}}",
      "--do",
      "current_tags greeted", "--do", "assignee_id current_user", "-q")
    let content = machine.content()
    let preview = machine.run(
      "macro", "apply", "Greet", "--ticket", "1004", "--preview", "--as", "601", "--json")
    #expect(preview.code == .done, "\(preview)")
    #expect(machine.content() == content)
    let shown = machine.run("macro", "apply", "Greet", "--ticket", "1004", "--preview", "--as", "601").text
    #expect(shown.contains("\npublic reply: Dear Carla\n"))
    #expect(shown.contains("\npriority: none → urgent (by Count)\n"))
    let run = machine.run("macro", "apply", "Greet", "--ticket", "1004", "--as", "601", "--json")
    #expect(run.code == .done, "\(run)")
    #expect(run.item["changes"] == preview.item["changes"])
    #expect(run.item["messages"] == 1)
    let events = events("1004")
    #expect(events.contains { $0["type"] == "AgentMacroReference" && $0["macro_title"] == "Greet" })
    #expect(events.contains { $0["type"] == "Comment" && $0["body"] == "Dear Carla" && $0["public"] == true })
    let ticket = machine.ticket(1004)
    #expect(ticket["assignee_id"] == 601)
    #expect(ticket["priority"] == "urgent")
    #expect(outbox().map { $0["kind"] } == ["message"])
    #expect(outbox().first?["to"] == "4")
    #expect(outbox().first?["body"] == "Dear Carla")
    #expect(machine.logged.last == "macro apply")
  }

  @Test(
    "an internal note goes to nobody, and after an end a reply goes by e-mail to who has an address, else it is a note (E11)"
  ) func notes() throws {
    try machine.succeed(
      "macro", "create", "--title", "Note", "--do", "comment_value For us", "--do",
      "comment_mode_is_public false", "-q")
    try machine.succeed("macro", "create", "--title", "Reply", "--do", "comment_value For you", "-q")
    try machine.succeed("macro", "apply", "Note", "--ticket", "1001", "-q")
    #expect(events("1001").contains { $0["body"] == "For us" && $0["public"] == false })
    try machine.succeed("session", "end", "1", "-q")
    try machine.succeed("macro", "apply", "Reply", "--ticket", "1001", "-q")
    #expect(events("1001").contains { $0["body"] == "For you" && $0["public"] == true })
    #expect(outbox().map { $0["kind"] } == ["email"])
    try machine.succeed("session", "end", "2", "-q")
    try machine.succeed("macro", "apply", "Reply", "--ticket", "1002", "-q")
    #expect(events("1002").contains { $0["body"] == "For you" && $0["public"] == false })
    #expect(outbox().count == 1)
  }

  @Test("77: who it is not for can't apply it, by group and by user") func restrictions() throws {
    try machine.take([Wire.wrapped("group_membership", Wire.membership(1, user: 602, group: 702))])
    try machine.succeed(
      "macro", "create", "--title", "Billing", "--group", "Billing", "--do", "priority high", "-q")
    try machine.succeed(
      "macro", "create", "--title", "Mine", "--user", "ana@example.com", "--do", "priority low", "-q")
    #expect(machine.run("macro", "apply", "Billing", "--ticket", "1001", "--as", "601").code == .notPermitted)
    #expect(machine.run("macro", "apply", "Mine", "--ticket", "1001", "--as", "602").code == .notPermitted)
    #expect(machine.run("macro", "apply", "Billing", "--ticket", "1001", "--as", "602").code == .done)
    #expect(machine.run("macro", "apply", "Mine", "--ticket", "1001", "--as", "601").code == .done)
    #expect(machine.run("session", "end", "1", "--macro", "Billing", "--as", "601").code == .notPermitted)
    #expect(machine.session(1)["state"] == "active")
    #expect(
      machine.run("macro", "create", "--title", "x", "--do", "priority low", "--as", "601").code
        == .notPermitted)
  }

  @Test(
    "rich text is written as text: lines, links with their addresses, entities, and Liquid that compares",
    arguments: [
      ("<p>one</p><div>two</div>three<ul><li>a</li><li>b</li></ul>end", "one\ntwo\nthree\na\nb\nend"),
      (
        #"See <a class="x" href="https://example.com/?a=1&amp;b=2">our page</a>."#,
        "See our page (https://example.com/?a=1&b=2)."
      ),
      ("<A HREF='mailto:help@example.com'>help@example.com</A>", "help@example.com"),
      ("Don&#39;t &#x26; &hellip; &amp;lt; AT&T", "Don't & … &lt; AT&T"),
      ("<style>p {}</style>x<!-- <b>y</b> -->z", "xz"),
      (#"<p title="a>b">{% if ticket.id > 3 and 1 < 2 %}2 < 3{% endif %}</p>"#, "2 < 3"),
      ("a&#27;[31m&#0;b&#10;c", "a&#27;[31m&#0;b\nc"),
      (
        #"See <a href="https://x.example>here</a>, <b>call</b> &amp; wait"#,
        "See here (https://x.example), call & wait"
      ),
      ("if a <b &amp; c", "if a <b & c"),
      ("{{<strong>ticket.id</strong>}} <p {% if ticket.id > 3 %}class='a'{% endif %}>x</p>", "1001 \nx"),
    ])
  func richText(html: String, text: String) throws {
    try machine.succeed("macro", "create", "--title", "Rich", "--do", "comment_value_html \(html)", "-q")
    try machine.succeed("macro", "apply", "Rich", "--ticket", "1001", "-q")
    let comments = events("1001").filter { $0["type"] == "Comment" }
    #expect(comments.map { $0["body"]?.string } == [text])
  }

  @Test("65: a file with another kind of rule is called what it is, under its key and as 'show' prints it")
  func otherKind() throws {
    let trigger =
      #"{"trigger":{"title":"T","conditions":{"all":[{"field":"status","operator":"is","value":"open"}]},"actions":[{"field":"priority","value":"low"}]}}"#
    for noun in ["macro", "queue", "messaging-trigger"] {
      let run = machine.run(noun, "create", "-", input: trigger)
      #expect(run.code == .badInput, "\(run)")
      let kind = noun == "messaging-trigger" ? "messaging trigger" : noun
      #expect(run.errors.contains("line 1: this is a trigger, not a \(kind)\n"), "\(run)")
    }
    try machine.succeed("macro", "create", "--title", "M", "--do", "priority low", "-q")
    let shown = machine.run("trigger", "create", "-", input: machine.run("macro", "show", "M", "--json").text)
    #expect(shown.code == .badInput)
    #expect(shown.errors.contains("line 1: this is a macro, not a trigger\n"), "\(shown)")
    #expect(machine.run("trigger", "create", "-", input: trigger).code == .done)
  }

  @Test(
    "a macro is checked as a trigger is, with its own actions and without those that it can't have",
    arguments: [
      ("status closed", "action 1: a macro can't set the status closed"),
      ("status new", "action 1: a macro can't set the status new"),
      ("statos open", "action 1: there is no action 'statos'; did you mean 'status'?"),
      ("coment_value x", "action 1: there is no action 'coment_value'; did you mean 'comment_value'?"),
      ("bogus x", "action 1: there is no action 'bogus'\n"),
      ("comment_mode_is_public maybe", "action 1: 'comment_mode_is_public' takes true or false"),
      ("comment_value {% if %}", "action 1: its text can't be read as Liquid"),
    ])
  func problems(action: String, sentence: String) {
    let run = machine.run("macro", "create", "--title", "Wrong", "--do", action)
    #expect(run.code == .usage, "\(run)")
    #expect(run.errors.contains(sentence), "\(run.errors)")
    #expect(machine.run("macro", "create", "--title", "x", "--if", "status is open").code == .usage)
  }

  @Test("wire 9: the channel's own text goes out, whatever the order in which the texts stand")
  func textsByChannel() throws {
    func record(_ id: Int, _ actions: String) -> String {
      #"{"macro":{"id":\#(id),"title":"M\#(id)","active":true,"actions":[\#(actions)],"restriction":null}}"#
    }
    func text(_ channel: String, _ text: String) -> String {
      #"{"field":"comment_value","value":["channel:\#(channel)","\#(text)"]}"#
    }
    let (web, chat, all) = (text("web", "By mail"), text("chat", "In chat"), text("all", "Anywhere"))
    try machine.take([
      record(31, "\(web),\(chat)"), record(32, "\(chat),\(web)"), record(33, "\(all),\(web)"),
      record(34, #"{"field":"comment_value","value":"ONE"},{"field":"comment_value","value":"TWO"}"#),
      record(35, "\(chat),\(chat)"),
    ])
    func said(_ macro: Int, on ticket: Int) throws -> String? {
      try machine.succeed("macro", "apply", "\(macro)", "--ticket", "\(ticket)", "-q")
      let events = machine.run("ticket", "history", "\(ticket)", "--json").items.last?["events"]?.array ?? []
      return events.last { $0["type"] == "Comment" }?["body"]?.string
    }
    #expect(try said(31, on: 1001) == "In chat")
    #expect(try said(32, on: 1001) == "In chat")
    #expect(try said(33, on: 1001) == "Anywhere")
    try machine.succeed("session", "end", "1", "-q")
    #expect(try said(31, on: 1001) == "By mail")
    #expect(try said(32, on: 1001) == "By mail")
    #expect(try said(33, on: 1001) == "By mail")
    // Which of several is meant can't be told: kept, and barred.
    let shown = machine.run("macro", "list", "--json").items
    for id in [34, 35] {
      let macro = shown.first { $0["id"]?.integer == Int64(id) }
      #expect(macro?["active"] == false)
      #expect(macro?["problems"]?.array?.first?.text.contains("several 'comment_value'") == true)
    }
    let made = machine.run(
      "macro", "create", "--title", "Two", "--do", "comment_value ONE", "--do", "comment_value TWO")
    #expect(made.code == .usage, "\(made)")
    #expect(made.errors.contains("several 'comment_value'"))
  }

  @Test("the wire format comes in and goes out word for word, as it occurs in the wild") func wire() throws {
    let records = [
      #"{"id":25,"title":"Close and Save","active":true,"position":42,"actions":[],"restriction":{},"description":"x"}"#,
      #"{"id":26,"title":"Mine","active":true,"actions":[{"field":"group_id","value":"current_groups"},{"field":"comment_value","value":["channel:all","Hi"]}],"restriction":{"type":"User","id":601}}"#,
      #"{"id":27,"title":"Odd","active":true,"actions":[{"field":"brandnew","value":1}],"restriction":null}"#,
    ]
    try machine.take(records.map { Wire.wrapped("macro", $0) })
    let shown = machine.run("macro", "list", "--json").items
    #expect(shown.map { $0["active"] } == [true, true, false])
    #expect(shown.last?["problems"]?.array?.count == 1)
    try machine.take([Wire.wrapped("group_membership", Wire.membership(1, user: 601, group: 702))])
    try machine.succeed("macro", "apply", "26", "--ticket", "1001", "--as", "601", "-q")
    #expect(machine.ticket(1001)["group_id"] == 702)
    let lines = machine.run("export", "--type", "macro").text
    #expect(lines.contains(records[0]))
    let fresh = try TestMachine.withStore()
    #expect(fresh.run(["import", "-", "-q"], input: machine.run("export").output).code == .done)
    #expect(fresh.run("export", "--type", "macro").text == lines)
    #expect(machine.run("macro", "apply", "27", "--ticket", "1001").code == .no)
    #expect(machine.run("macro", "delete", "25").code == .no)
    try machine.succeed("macro", "disable", "25", "-q")
    try machine.succeed("macro", "delete", "25", "-q")
  }

  @Test(
    "ending with a macro: its message first, on messaging, all of it and the end one update, once per session"
  )
  func end() throws {
    try machine.take([
      Wire.wrapped(
        "user",
        Wire.user(
          502, [("name", "Otto"), ("locale", "de-AT"), ("updated_at", "2026-07-15T09:00:00Z")]))
    ])
    try machine.succeed("recipe", "install", "notify-before-end", "--yes", "-q")
    try machine.succeed(
      "trigger", "create", "--title", "Count", "--if", "messaging_session_state value ended", "--do",
      "current_tags counted", "-q")
    let words = ["session", "end", "1", "2", "--macro", "Notice before the end", "--yes", "--json"]
    let plan = machine.run(words + ["--dry-run"])
    let run = machine.run(words)
    #expect(run.code == .done, "\(run)")
    #expect(plan.json["effects"] == run.json["effects"])
    #expect(run.json["effects"]?["messages"] == 2)
    #expect(run.items.allSatisfy { $0["triggers_fired"]?.array?.map { $0["title"] } == ["Count"] })
    let events = events("1001")
    #expect(
      events.filter { $0["type"] == "Comment" }.map { $0["body"] } == [
        "I am ending this conversation now. A new reply starts a new conversation and a new ticket."
      ])
    #expect(events.contains { $0["type"] == "MessagingSessionEnded" && $0["reason"] == "agent_ended" })
    #expect(
      self.events("1002").contains { $0["body"]?.string?.hasPrefix("Ich beende diese Konversation") == true })
    #expect(self.events("1002").contains { $0["macro_title"] == "Notice before the end (de)" })
    #expect(outbox().map { $0["to"] } == ["1", "2"])
    let again = machine.run(words)
    #expect(again.json["already_ended"] == 2)
    #expect(outbox().count == 2)
    #expect(machine.run("doctor").code == .done)
  }

  @Test("a conversation that is still with the AI agent gets the message too") func withoutTicket() throws {
    try machine.succeed("recipe", "install", "notify-before-end", "--yes", "-q")
    let run = machine.run("session", "end", "50", "--macro", "Notice before the end", "--json")
    #expect(run.code == .done, "\(run)")
    #expect(outbox().map { $0["to"] } == ["50"])
  }

  @Test(
    "conditions see the comment as it was sent: rendered, in the customer's language, public or not, or none")
  func conditions() throws {
    func trigger(_ tag: String, _ condition: String) throws {
      try machine.succeed(
        "trigger", "create", "--title", tag, "--if", condition, "--do", "current_tags \(tag)", "-q")
    }
    try trigger("carla", "comment_includes_word includes Carla")
    try trigger("raw", "comment_includes_word includes requester")
    try trigger("silent", "comment_includes_word not_includes Bye")
    try trigger("german", "comment_includes_word is Auf Wiedersehen")
    try trigger("public", "comment_is_public is true")
    try trigger("private", "comment_is_public is false")
    for (title, text) in [("Bye", "Bye {{ticket.requester.name}}"), ("Bye (de)", "Auf Wiedersehen")] {
      try machine.succeed("macro", "create", "--title", title, "--do", "comment_value \(text)", "-q")
    }
    try machine.take([
      Wire.wrapped(
        "user",
        Wire.user(503, [("name", "Phoebe"), ("locale", "de-AT"), ("updated_at", "2026-07-15T09:00:00Z")])),
      Wire.wrapped(
        "ticket", Wire.ticket(1010, [("via", ["channel": "web"]), ("from_messaging_channel", false)])),
    ])
    try machine.succeed("session", "end", "4", "--routing-channel", "unchanged", "-q")
    // 1001 Carla in the conversation, 1003 Phoebe in German, 1004 has ended before, and gets nothing (E1).
    let words = ["session", "end", "1", "3", "4", "--macro", "Bye", "--yes", "--json"]
    let dry = machine.run(words + ["--dry-run"])
    let run = machine.run(words)
    #expect(dry.json["items"] == run.json["items"])
    #expect(machine.ticket(1001)["tags"] == ["vip", "billing", "carla", "public"])
    #expect(machine.ticket(1003)["tags"] == ["vip", "silent", "german", "public"])
    #expect(machine.ticket(1004)["tags"] == ["late", "silent"])
    // Otto can't be reached on a ticket that has no conversation: it becomes an internal note (E11).
    try machine.succeed("macro", "apply", "Bye", "--ticket", "1010", "-q")
    #expect(machine.ticket(1010)["tags"] == ["private"])
  }

  @Test("64: an edit that says nothing changes nothing, and is not logged") func emptyEdit() throws {
    try machine.succeed("macro", "create", "--title", "Greet", "--do", "comment_value Hello", "-q")
    let content = machine.content()
    let run = machine.run("macro", "edit", "Greet")
    #expect(run.code == .usage)
    #expect(run.errors.contains("'macro edit' needs to know what to change"))
    #expect(machine.content() == content)
    try machine.succeed("macro", "disable", "Greet", "-q")
    #expect(machine.run("macro", "delete", "Greet").errors == "deleted Greet\n")
  }

  @Test("a macro is for groups or for one agent: both are refused, and 'none' of one leaves the other")
  func oneRestriction() throws {
    func restriction(_ words: String...) -> JSONValue? {
      machine.run(["macro", "edit", "M", "--json"] + words)
      return machine.run("macro", "show", "M", "--json").item["restriction"]
    }
    let content = machine.content()
    let both = ["--group", "Support", "--user", "ana@example.com"]
    let create = machine.run(["macro", "create", "--title", "M", "--do", "priority low"] + both)
    #expect(create.code == .usage)
    #expect(create.errors.contains("--group can't be combined with --user: a macro is for groups or for one"))
    #expect(machine.content() == content)
    try machine.succeed("macro", "create", "--title", "M", "--do", "priority low", "--group", "Support", "-q")
    let edit = machine.run("macro", "edit", "M", "--group", "Billing", "--user", "ana@example.com")
    #expect(edit.code == .usage && edit.errors.contains("can't be combined"), "\(edit)")
    let ana: JSONValue = ["type": "User", "id": 601]
    #expect(restriction("--group", "none", "--user", "ana@example.com") == ana)
    #expect(restriction("--group", "Billing", "--user", "none")?["ids"] == [702])
    #expect(restriction("--user", "ana@example.com") == ana)
    #expect(restriction("--user", "none", "--group", "none") == .null)
  }

  @Test("a text that comes out blank is not sent: the history says so, and no reply is counted") func blank()
    throws
  {
    let machine = try TestMachine.withAccount()
    try machine.does(
      "macro create --title Blank --do 'comment_value {{ticket.nothing}}' --do 'priority high' -q")
    let before = machine.item("session show 1")["last_activity_at"]
    try machine.does("macro apply Blank --ticket 1001 -q")
    #expect(machine.run("outbox", "list", "--json").items.isEmpty)
    #expect(machine.item("session show 1")["last_activity_at"] == before)
    #expect(machine.item("ticket show 1001")["priority"] == "high")
    let history = machine.run("ticket", "history", "1001").text
    #expect(history.contains("writes nothing here: its text is blank"), "\(history)")
    try machine.does("session remind --ticket 1001 --idle-for 1m --macro Blank --even-if-stalled --yes -q")
    #expect(machine.run("outbox", "list", "--json").items.isEmpty)
  }
}
