import CommandGrammar
import JSONText
import Testing

/// §12: an upsert by id that respects what is known here.
@Suite struct UpsertTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  private func ticket(_ id: Int64, _ updatedAt: String, _ members: Wire.Members) -> [String] {
    [Wire.wrapped("ticket", Wire.ticket(id, [("updated_at", .string(updatedAt))] + members))]
  }

  @Test("newer data updates, older data does not overwrite newer")
  func newerAndOlder() throws {
    try machine.take(ticket(1001, "2026-07-15T06:00:00Z", [("subject", "newer"), ("requester_id", 501)]))
    #expect(machine.ticket(1001)["subject"] == "newer")
    let content = machine.content()
    try machine.take(ticket(1001, "2026-07-15T05:30:00Z", [("subject", "older"), ("requester_id", 502)]))
    #expect(machine.content() == content)
    try machine.take([
      Wire.wrapped("user", Wire.user(502, [("name", "Otto II"), ("updated_at", "2026-02-01T00:00:00Z")])),
      Wire.wrapped(
        "user", Wire.user(502, [("name", "Otto the Old"), ("updated_at", "2025-02-01T00:00:00Z")])),
    ])
    #expect(machine.ticket(1002)["requester_name"] == "Otto II")
  }

  static let orders: [[Int]] = [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]]

  @Test("references may arrive before what they name, in any order, with the same result", arguments: orders)
  func anyOrder(order: [Int]) throws {
    let lines = [
      Wire.wrapped("user", Wire.user(801, [("name", "Zoë"), ("email", "zoe@example.net")])),
      Wire.wrapped("group", Wire.group(802, "Late")),
      Wire.wrapped("ticket", Wire.ticket(803, [("requester_id", 801), ("group_id", 802)])),
      Wire.wrapped("audit", Wire.audit(804, ticket: 803, by: 801, at: "2026-07-15T08:30:00Z")),
    ]
    // One import each, and all in one.
    for together in [true, false] {
      let machine = try TestMachine.withStore()
      let arranged = order.map { lines[$0] }
      if together { try machine.take(arranged) } else { for line in arranged { try machine.take([line]) } }
      let ticket = machine.ticket(803)
      #expect(ticket["requester_name"] == "Zoë")
      #expect(ticket["group_id"] == 802)
      #expect(ticket["composer"]?["default"] == "messaging")
      #expect(ticket["session"]?["last_activity_at"] == "2026-07-15T08:30:00Z")
      #expect(ticket["session"]?["last_sender"] == "customer")
      #expect(ticket["routing_channel"] == "messaging")
      #expect(machine.run("export").lines.count == 7)
      #expect(machine.run("doctor").code == .done)
    }
  }

  @Test("a thing that is only named is no thing yet: no list, no export has it")
  func placeholders() throws {
    let machine = try TestMachine.withStore()
    try machine.take([
      Wire.wrapped("audit", Wire.audit(804, ticket: 803, by: 801, at: "2026-07-15T08:30:00Z"))
    ])
    #expect(machine.run("ticket", "list", "--json").items.isEmpty)
    #expect(machine.run("ticket", "show", "803").code == .no)
    #expect(machine.run("export", "--type", "ticket").output.isEmpty)
    #expect(machine.active.isEmpty)
  }

  @Test("activity: at the latest public comment if audits are known, else at updated_at; notes don't count")
  func activity() throws {
    func last(_ id: Int64) -> JSONValue? { machine.ticket(id)["session"]?["last_activity_at"] }
    #expect(last(1001) == "2026-07-15T05:00:00Z")
    #expect(last(1003) == "2026-07-14T08:00:00Z")
    let note: JSONValue = ["id": 9502, "type": "Comment", "public": false, "body": "x", "author_id": 601]
    try machine.take([
      // An older comment, a note, a newer ticket: none of them is newer activity where comments are known.
      Wire.wrapped("audit", Wire.audit(9401, ticket: 1001, by: 601, at: "2026-07-15T04:00:00Z")),
      Wire.wrapped(
        "audit", Wire.audit(9501, ticket: 1001, by: 601, at: "2026-07-15T09:00:00Z", events: [note])),
    ])
    try machine.take(ticket(1001, "2026-07-15T09:30:00Z", [("requester_id", 501)]))
    #expect(last(1001) == "2026-07-15T05:00:00Z")
    #expect(machine.session(1)["last_sender"] == "customer")
    // Where no comment is known a newer ticket is activity, by an unknown sender.
    try machine.take(ticket(1003, "2026-07-15T09:30:00Z", [("requester_id", 503)]))
    #expect(last(1003) == "2026-07-15T09:30:00Z")
    #expect(machine.session(3)["last_sender"] == .null)
    try machine.take([
      Wire.wrapped("audit", Wire.audit(9601, ticket: 1001, by: 601, at: "2026-07-15T09:45:00Z"))
    ])
    #expect(last(1001) == "2026-07-15T09:45:00Z")
    #expect(machine.session(1)["last_sender"] == "agent")
  }

  @Test("E14: closed elsewhere ends an active session with ticket_closed; deleted ends it without a reason")
  func closedAndDeleted() throws {
    try machine.take(ticket(1001, "2026-07-15T09:00:00Z", [("status", "closed"), ("requester_id", 501)]))
    try machine.take(
      ticket(1002, "2026-07-15T09:00:00Z", [("status", "deleted"), ("via", ["channel": "whatsapp"])]))
    #expect(machine.session(1)["state"] == "ended")
    #expect(machine.session(1)["end_reason"] == "ticket_closed")
    #expect(machine.session(1)["ended_at"] == "2026-07-15T09:00:00Z")
    #expect(machine.session(1)["ended_by"]?["type"] == "system")
    #expect(machine.session(2)["state"] == "ended")
    #expect(machine.session(2)["end_reason"] == .null)
    // Deleted tickets are listed only when asked for; the closed one counts in reports, the deleted does not.
    #expect(!machine.run("ticket", "list", "--json").json.integers("items", "id").contains(1002))
    #expect(
      machine.run("ticket", "list", "--status", "deleted", "--json").json.integers("items", "id") == [1002])
    #expect(
      machine.run("report", "ended", "--by", "reason", "--json").items == [
        ["reason": "ticket_closed", "ended": 1, "routing_channel_changed": 0, "share": .number("100.0")]
      ])
    #expect(machine.run("doctor").code == .done)
  }

  @Test("§3, §12: an import never reactivates a session and never touches a routing channel")
  func neverReactivates() throws {
    try machine.succeed("session", "end", "1", "-q")
    let ended = machine.sessionItself(1)
    try machine.take(
      ticket(1001, "2026-07-15T23:00:00Z", [("status", "open"), ("requester_id", 501), ("subject", "again")]))
    #expect(machine.ticket(1001)["subject"] == "again")
    #expect(machine.ticket(1001)["routing_channel"] == "email")
    #expect(machine.sessionItself(1) == ended)
    // Not by an export's own words for a session either.
    let words = """
      {"ticket":\(Wire.ticket(1001, [("updated_at", "2026-07-15T23:30:00Z")])),"sessionctl":{"routing_channel":"messaging","session":\
      {"id":1,"user_id":501,"channel":"native_messaging","state":"active","started_at":"2026-07-15T00:00:00Z","last_activity_at":"2026-07-15T05:00:00Z"}}}
      """
    try machine.take([words])
    #expect(machine.sessionItself(1) == ended)
    #expect(machine.ticket(1001)["routing_channel"] == "email")
  }

  @Test(
    "an end first seen in an audit ends the session as it says, without running triggers; in either order")
  func endSeenInAudit() throws {
    let end: [JSONValue] = [
      [
        "id": 9702, "type": "MessagingSessionEnded", "reason": "agent_ended",
        "routing_channel_before": "messaging",
        "routing_channel_after": "email",
      ]
    ]
    let audit = Wire.wrapped(
      "audit", Wire.audit(9701, ticket: 1099, by: 601, at: "2026-07-15T08:00:00Z", events: end))
    let ticket = Wire.wrapped("ticket", Wire.ticket(1099, [("requester_id", 501)]))
    for lines in [[audit, ticket], [ticket, audit]] {
      let machine = try TestMachine.withAccount()
      try machine.take(lines)
      let shown = machine.ticket(1099)
      #expect(shown["session"]?["state"] == "ended")
      #expect(shown["session"]?["end_reason"] == "agent_ended")
      #expect(shown["session"]?["ended_at"] == "2026-07-15T08:00:00Z")
      #expect(shown["session"]?["ended_by"]?["name"] == "Ana Lima")
      #expect(shown["routing_channel"] == "email")
    }
  }

  @Test("a channel that this program does not know is messaging if the API says so")
  func newChannel() throws {
    try machine.take([
      Wire.wrapped("ticket", Wire.ticket(1, [("via", ["channel": "brain_wave"])])),
      Wire.wrapped(
        "ticket", Wire.ticket(2, [("via", ["channel": "fax"]), ("from_messaging_channel", false)])),
    ])
    #expect(machine.ticket(1)["session"]?["state"] == "active")
    #expect(machine.ticket(1)["channel"] == "brain_wave")
    #expect(machine.ticket(2)["session"] == .null)
    let run = machine.run("session", "list", "--channel", "brain_wave", "--json")
    #expect(run.items.count == 1)
  }

  @Test(
    "a bad record keeps its whole file out: 65, with file, line or index and what was expected; other files stay"
  )
  func badRecord() throws {
    let content = machine.content()
    let bad = Wire.ticket(31, [("status", "opne")])
    let page = try machine.file("page.json", Wire.tickets(Wire.ticket(30), bad, Wire.ticket(32)))
    let run = machine.run("import", page, "--json")
    #expect(run.code == .badInput)
    let reason =
      "ticket 31: status: expected one of new, open, pending, hold, solved, closed, deleted, found \"opne\""
    #expect(
      run.errors.hasPrefix(
        "sessionctl: \(page), line 1, element 1: \(reason)\nsessionctl: \(page) was not imported; fix it, or import the rest with --keep-going\n"
      ))
    #expect(run.errorDocument["schema"] == "sessionctl.error/1")
    #expect(run.errorDocument["code"] == "bad_input")
    #expect(
      run.items == [
        [
          "type": "ticket", "created": 0, "updated": 0, "unchanged": 0, "skipped": 0, "failed": 1,
          "mended": 0,
        ]
      ])
    #expect(machine.content() == content)

    let lines = try machine.file("lines.ndjson", "\(Wire.ticket(30))\n\n\(bad)\n\(Wire.ticket(32))\n")
    #expect(machine.run("import", lines).errors.hasPrefix("sessionctl: \(lines), line 3: \(reason)\n"))
    #expect(machine.content() == content)

    // The file before it is in, and so is the one after it.
    let good = try machine.file("good.json", Wire.tickets(Wire.ticket(40)))
    let late = try machine.file("late.json", Wire.tickets(Wire.ticket(50)))
    #expect(machine.run("import", good, page, late, "-q").code == .badInput)
    #expect(machine.run("ticket", "show", "40").code == .done)
    #expect(machine.run("ticket", "show", "30").code == .no)
    #expect(machine.run("ticket", "show", "50").code == .done)
  }

  @Test("--keep-going takes the rest, names every bad record, exit 1")
  func keepGoing() throws {
    let text = [
      Wire.ticket(30), Wire.ticket(31, [("status", "opne")]), "{\"ticket\":{\"id\":\"x\"}}", "not json",
      Wire.ticket(32, [("created_at", "yesterday")]), Wire.ticket(33), "{\"id\":",
    ].joined(separator: "\n")
    let run = machine.run("import", "-", "--keep-going", "--json", input: text)
    #expect(run.code == .no)
    #expect(
      run.items == [
        [
          "type": "ticket", "created": 2, "updated": 0, "unchanged": 0, "skipped": 0, "failed": 3,
          "mended": 0,
        ],
        [
          "type": "unknown", "created": 0, "updated": 0, "unchanged": 0, "skipped": 0, "failed": 2,
          "mended": 0,
        ],
      ])
    let places = run.errors.split(separator: "\n").map { $0.split(separator: ":")[1] }
    #expect(places == [2, 3, 4, 5, 7].map { " standard input, line \($0)" })
    #expect(machine.run("ticket", "show", "33").code == .done)
    #expect(machine.logged.last == "import")
  }
}
