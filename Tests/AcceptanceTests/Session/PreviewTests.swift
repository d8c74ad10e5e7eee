import JSONText
import Testing

/// The dry run and the question show whom a run is about, and which rules it sets off.
@Suite struct PreviewTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  @Test("a dry run says the selection in words, whom it would end, and since when they are idle")
  func whom() {
    let run = machine.run("session", "end", "--idle-for", "4h", "--dry-run")
    #expect(
      run.text == """
        would end 2 of 2 idle ≥ 4h (0 e-mails, 0 surveys)
        selected: idle ≥ 4h

        SESSION  TICKET  CUSTOMER  SUBJECT      AGENT       IDLE FOR
              1    1001  Carla     Ticket 1001  Ana Lima          5h
              3    1003  Phoebe    Ticket 1003  Ben Okafor     1d 2h

        """)
    #expect(
      machine.run("session", "end", "--idle-for", "4h", "--dry-run", "-q").text.split(separator: "\n").count
        == 1)
    #expect(
      machine.run("session", "end", "--idle-for", "90d", "--even-if-stalled", "--dry-run").text == """
        would end 0 of 0 idle ≥ 90d (0 e-mails, 0 surveys)
        selected: idle ≥ 90d

        """)
  }

  @Test("which rule would fire how often, and what it would send")
  func rules() throws {
    for (title, action) in [
      ("Tell them", "notification_user [\"requester_id\",\"Over\",\"It is over.\"]"),
      ("Tag", "current_tags ended"),
    ] {
      try machine.succeed(
        "trigger", "create", "--title", title, "--if", "messaging_session_ended_reason value agent_ended",
        "--do", action, "-q")
    }
    let text = machine.run("session", "end", "--all", "--dry-run").text
    #expect(text.contains("RULE                 FIRES  E-MAILS  SURVEYS  WEBHOOKS  MESSAGES\n"))
    #expect(text.contains("trigger 2 Tell them      4        2        0         0         0\n"), "\(text)")
    #expect(text.contains("trigger 3 Tag            4        0        0         0         0\n"), "\(text)")
    // A macro is applied and does not fire.
    try machine.succeed(
      "macro", "create", "--title", "Bye", "--do", "comment_value Goodbye.", "-q")
    let end = machine.run("session", "end", "1", "--macro", "Bye", "--dry-run").text
    #expect(end.contains("macro 1 Bye              -        0        0         0         1\n"), "\(end)")
  }

  @Test("of many only the first ten are shown, and how many more there are")
  func many() throws {
    try machine.take((2000..<2020).map { Wire.wrapped("ticket", Wire.ticket($0)) })
    let text = machine.run("session", "end", "--all", "--dry-run").text
    #expect(text.contains("\n… and 14 more (--dry-run --format table lists all)\n"))
    #expect(text.split(separator: "\n").count == 14)
  }

  @Test("the question stands below the same, and everything active is asked for by its number")
  func question() {
    let run = machine.run("session", "end", "--idle-for", "4h", input: "y\n", terminals: .all)
    #expect(run.errors.hasPrefix("selected: idle ≥ 4h\n\nSESSION  TICKET  CUSTOMER"))
    let all = machine.run("session", "end", "--all", input: "y\n", terminals: .all)
    #expect(all.code == .no)
    #expect(
      all.errors.contains(
        "selected: all, but for 1 session that has no ticket yet (--without-ticket)\n"), "\(all.errors)")
    #expect(all.errors.contains("? Type 2 to do it: nothing was ended\n"))
    #expect(machine.active == [2, 4, 50])
    let typed = machine.run("session", "end", "--all", input: "2\n", terminals: .all)
    #expect(typed.code == .done)
    #expect(machine.active == [50])
  }

  @Test("a list of everything says which of it --all would end") func everything() {
    let run = machine.run("session", "list", "--all")
    #expect(
      run.errors
        == "'session end --all' would end 4 sessions: the active ones that have a ticket\n")
    #expect(machine.run("session", "list", "--all", "--json").errors.isEmpty)
    #expect(machine.run("session", "list", "--all", "--group", "Support").errors.isEmpty)
  }

  @Test("hostile names stay harmless in the preview") func hostile() throws {
    try machine.take([
      Wire.wrapped(
        "user", Wire.user(501, [("name", "Bad\u{1B}[31mName"), ("updated_at", "2026-07-15T09:00:00Z")]))
    ])
    for run in [
      machine.run("session", "end", "--idle-for", "4h", "--dry-run"),
      machine.run("session", "end", "--idle-for", "4h", input: "n\n", terminals: .all),
    ] {
      #expect(!run.text.contains("\u{1B}") && !run.errors.contains("\u{1B}"))
    }
  }
}

/// What sessions' documents say of their tickets.
@Suite struct SessionMatterTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  @Test("list and show know the requester, the subject, and what the ticket is by now")
  func fields() {
    let item = machine.session(1)
    #expect(
      item["requester_id"] == 501 && item["requester_name"] == "Carla" && item["subject"] == "Ticket 1001"
        && item["status"] == "open" && item["assignee_name"] == "Ana Lima" && item["group_name"] == "Support"
        && item["tags"]?.array == ["vip", "billing"], "\(item.text)")
    #expect(machine.run("session", "list", "--json").items.first == item)
    // Without a ticket all of it is null.
    let early = machine.session(50)
    let names = [
      "requester_id", "requester_name", "subject", "status", "priority", "assignee_id", "assignee_name",
      "group_id", "group_name", "tags",
    ]
    #expect(names.allSatisfy { early[$0] == .null })
  }

  @Test("the table tells people whom a session is with, the AI agent's too")
  func table() throws {
    try machine.succeed(
      "conversation", "start", "--user-name", "Alma", "--channel", "line", "--message", "Hello", "-q")
    let text = machine.run("session", "list").text
    #expect(text.hasPrefix("ID  TICKET  CUSTOMER  SUBJECT      STATUS   AGENT"), "\(text)")
    #expect(text.split(separator: "\n").contains { $0.contains("-  Alma") })
  }

  @Test(
    "what is about the ticket sorts",
    arguments: [
      ("requester_name", ["1", "4", "2", "50", "3"]), ("assignee_name:desc", ["3", "1", "2", "4", "50"]),
      ("group_name", ["2", "50", "3", "1", "4"]), ("subject:desc", ["4", "3", "2", "1", "50"]),
      ("status", ["50", "2", "1", "3", "4"]), ("requester_id", ["50", "1", "4", "2", "3"]),
    ])
  func sorts(key: String, order: [String]) {
    let run = machine.run(
      "session", "list", "--sort", key, "--fields", "id", "--format", "tsv", "--no-headers")
    #expect(run.text.split(separator: "\n").map(String.init) == order)
  }

  @Test("formats for programs have the further columns at their end") func columns() {
    let header = machine.run("session", "list", "--format", "tsv").text.split(separator: "\n").first ?? ""
    #expect(
      header.split(separator: "\t").map(String.init) == [
        "id", "conversation_id", "ticket_id", "channel", "state", "started_at", "last_activity_at",
        "last_sender", "ended_at", "end_reason", "ended_by.type", "ended_by.id", "ended_by.name",
        "requester_id", "requester_name", "subject", "status", "priority", "assignee_id", "assignee_name",
        "group_id", "group_name", "tags",
      ])
  }
}

/// A ticket's number where a session's is wanted, and the other way round.
@Suite struct OtherNumberTests {
  @Test(
    "the number that was probably meant is said",
    arguments: [
      ("session end 1001", "no session 1001; did you mean --ticket 1001?"),
      ("session show 1001", "no session 1001; did you mean 1, the session of ticket 1001?"),
      ("conversation show 1001", "no conversation 1001; did you mean 1, the session of ticket 1001?"),
      (
        "conversation say 1001 --from customer --message x",
        "no conversation 1001; did you mean 1, the session of ticket 1001?"
      ),
      ("ticket show 3", "no ticket 3; did you mean 1003, the ticket of session 3?"),
      ("ticket update 3 --tag x", "no ticket 3; did you mean 1003, the ticket of session 3?"),
      ("routing explain 3", "no ticket 3; did you mean 1003, the ticket of session 3?"),
      ("session show 9", "no session 9 (see 'sessionctl session list --all')"),
      ("ticket show 50", "no ticket 50 (see 'sessionctl ticket list')"),
    ])
  func meant(line: String, sentence: String) throws {
    let run = try TestMachine.withAccount().run(line.split(separator: " ").map(String.init))
    #expect(run.code == .no)
    #expect(run.errors.contains("sessionctl: \(sentence)\n"), "\(run.errors)")
  }
}
