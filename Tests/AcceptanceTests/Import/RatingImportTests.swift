import CommandGrammar
import JSONText
import Testing

/// Satisfaction ratings as the public API has them: taken in, told, exported, and never told twice (§12).
@Suite struct RatingImportTests {
  private static func rating(
    _ id: Int64, ticket: Int64 = 1001, _ score: String = "good", comment: String? = nil,
    at: String = "2026-07-15T06:00:00Z"
  ) -> String {
    let value: JSONValue = [
      "url": .string("https://example.com/api/v2/satisfaction_ratings/\(id).json"), "id": .integer(id),
      "assignee_id": 601, "group_id": 701, "requester_id": 501, "ticket_id": .integer(ticket),
      "score": .string(score), "created_at": "2026-07-15T05:30:00Z", "updated_at": .string(at),
      "comment": comment.map(JSONValue.string) ?? .null, "reason": "Other", "reason_id": 5,
    ]
    return value.text
  }

  private func score(_ machine: TestMachine, _ ticket: Int64 = 1001) -> String {
    machine.ticket(ticket)["satisfaction_score"]?.string ?? "-"
  }

  private func history(_ machine: TestMachine, _ ticket: Int64 = 1001) -> [String] {
    machine.run("ticket", "history", "\(ticket)", "--fields", "who,what", "--json").items.compactMap {
      item in
      item["what"]?.string.map { "\(item["who"]?.string ?? "-"): \($0)" }
    }
  }

  @Test("§12 a rating comes in whatever it is wrapped in, and conditions, history and the ticket tell it")
  func containers() throws {
    let record = Self.rating(62, comment: "Great")
    let forms = [
      Wire.collection("satisfaction_ratings", [record]), Wire.wrapped("satisfaction_rating", record), record,
    ]
    for form in forms {
      let machine = try TestMachine.withAccount()
      let run = machine.run(["import", "-", "--json"], input: Array(form.utf8))
      #expect(run.items.first?["type"] == "satisfaction_rating", "\(run)")
      #expect(run.items.first?["created"] == 1)
      #expect(score(machine) == "good_with_comment")
      #expect(history(machine).last == "Carla: rated good_with_comment: Great")
      try machine.succeed(
        "trigger", "create", "--title", "Thanks", "--if", "satisfaction_score is good_with_comment", "--do",
        "priority low", "-q")
      #expect(machine.run("trigger", "test", "Thanks", "--ticket", "1001").code == .done)
      #expect(machine.run("trigger", "test", "Thanks", "--ticket", "1002").code == .no)
      #expect(machine.run("doctor").code == .done)
    }
  }

  @Test("§12 a ticket that names its own rating first is a ticket")
  func ticketWithRatingFirst() throws {
    let machine = try TestMachine.withStore()
    try machine.take([
      """
      {"satisfaction_rating":{"id":62,"score":"bad","comment":"slow"},"id":7,"via":{"channel":"line"},\
      "status":"solved","requester_id":501,"created_at":"2026-07-14T10:00:00Z"}
      """
    ])
    #expect(score(machine, 7) == "bad_with_comment")
  }

  @Test("a rating before its ticket waits for it; the ticket's own word on an offer does not undo the answer")
  func beforeTicket() throws {
    let machine = try TestMachine.withStore()
    try machine.take([Self.rating(62, ticket: 8, "bad", comment: "slow")])
    #expect(machine.run("ticket", "show", "8").code == .no)
    try machine.take([
      Wire.wrapped(
        "ticket",
        Wire.ticket(
          8, [("updated_at", "2026-07-15T09:00:00Z"), ("satisfaction_rating", ["score": "offered"])]))
    ])
    #expect(score(machine, 8) == "bad_with_comment")
    #expect(machine.run("doctor").code == .done)
  }

  @Test(
    "an older record changes nothing, a newer one does, and of two ratings the later one counts, in any order"
  )
  func order() throws {
    let machine = try TestMachine.withAccount()
    try machine.take([Self.rating(62, "good", at: "2026-07-15T06:00:00Z")])
    try machine.take([Self.rating(62, "bad", at: "2026-07-15T05:59:59Z")])
    #expect(score(machine) == "good")
    try machine.take([Self.rating(62, "bad", at: "2026-07-15T06:00:01Z")])
    #expect(score(machine) == "bad")
    try machine.take([
      Self.rating(61, "good", at: "2026-07-15T05:00:00Z"),
      Self.rating(60, "offered", at: "2026-07-15T09:00:00Z"),
    ])
    #expect(score(machine) == "bad")
    let again = machine.run(
      ["import", "-", "--json"], input: Array(Self.rating(62, "bad", at: "2026-07-15T06:00:01Z").utf8))
    #expect(again.items.first?["unchanged"] == 1)
  }

  @Test("an answer that was noted here counts against older records, and a later record against it")
  func againstLocal() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("ticket", "rate", "1001", "bad", "--comment", "slow", "-q")
    try machine.take([Self.rating(62, "good", at: "2026-07-15T06:00:00Z")])
    #expect(score(machine) == "bad_with_comment")
    try machine.take([Self.rating(63, "good", at: "2026-07-15T11:00:00Z")])
    #expect(score(machine) == "good")
  }

  @Test("what an audit tells of an answer is not told once more by its record")
  func toldOnce() throws {
    let machine = try TestMachine.withAccount()
    try machine.take([
      Self.rating(62, comment: "Great"),
      Wire.wrapped(
        "audit",
        Wire.audit(
          9101, ticket: 1001, by: 501, at: "2026-07-15T06:00:00Z",
          events: [["id": 9102, "type": "SatisfactionRating", "score": "good", "body": "Great"]])),
    ])
    #expect(history(machine).filter { $0.contains("rated") } == ["Carla: rated good: Great"])
    try machine.succeed("ticket", "rate", "1001", "bad", "-q")
    #expect(
      history(machine).filter { $0.contains("rated") } == ["Carla: rated good: Great", "Carla: rated bad"])
    #expect(machine.run("ticket", "history", "1001", "--json").json["count"] == 3)
  }

  @Test(
    "a wrong rating keeps its file out and names the place",
    arguments: [
      ("\"score\":\"good\"", "\"score\":\"splendid\"", "score: expected one of unoffered, offered, bad"),
      ("\"score\":\"good\",", "", "score: expected one of"),
      ("\"score\":\"good\"", "\"score\":5", "score: expected one of"),
      ("\"ticket_id\":1001", "\"ticket_id\":0", "ticket_id: expected an id"),
      ("\"ticket_id\":1001,", "", "ticket_id: expected an id"),
      (
        "\"created_at\":\"2026-07-15T05:30:00Z\"", "\"created_at\":\"yesterday\"",
        "created_at: expected an RFC 3339 time"
      ),
      ("\"comment\":null", "\"comment\":{}", "comment: expected a text"),
    ])
  func wrong(part: String, other: String, expected: String) throws {
    let machine = try TestMachine.withAccount()
    let record = Self.rating(62)
    let parts = record.split(separator: part)
    try #require(parts.count == 2)
    let before = machine.content()
    let run = machine.run(
      ["import", "-"], input: Array(Wire.wrapped("satisfaction_rating", parts.joined(separator: other)).utf8))
    #expect(run.code == .badInput)
    #expect(run.errors.contains("satisfaction_rating 62: \(expected)"), "\(run)")
    #expect(machine.content() == before)
  }

  @Test("a known rating stays with its ticket")
  func moved() throws {
    let machine = try TestMachine.withAccount()
    try machine.take([Self.rating(62)])
    let run = machine.run(
      ["import", "-"], input: Array(Self.rating(62, ticket: 1002, at: "2026-07-15T08:00:00Z").utf8))
    #expect(run.code == .badInput)
    #expect(run.errors.contains("ticket_id: this rating is known to be of ticket 1001, not of 1002"))
  }

  @Test("a hostile comment reaches no terminal alive")
  func hostile() throws {
    let machine = try TestMachine.withAccount()
    try machine.take([Self.rating(62, comment: "\u{1B}]0;owned\u{07}\u{202E}bad\r\nSubject: x")])
    let shown = machine.run("ticket", "history", "1001", terminals: .all)
    #expect(shown.code == .done)
    for byte: UInt8 in [0x1B, 0x07, 0x0D] { #expect(!shown.output.contains(byte)) }
    #expect(!shown.text.contains("\u{202E}"))
    let export = machine.run("export").output
    let fresh = try TestMachine.withStore()
    #expect(fresh.run(["import", "-", "-q"], input: export).code == .done)
    #expect(fresh.run("export").output == export)
  }

  @Test(
    "export → import → export loses no rating: imported, replaced, made here, offered, told by the ticket alone"
  )
  func roundTrip() throws {
    let machine = try TestMachine.withAccount()
    try machine.take([
      Self.rating(62, comment: "Great"), Self.rating(63, ticket: 1002, "offered"),
      Self.rating(64, ticket: 1003, "good"), Self.rating(65, ticket: 99, "bad"),
      Wire.wrapped(
        "ticket",
        Wire.ticket(
          1008,
          [
            ("status", "solved"),
            ("satisfaction_rating", ["id": 70, "score": "good", "comment": "by the ticket"]),
          ])),
    ])
    try machine.succeed("ticket", "rate", "1003", "bad", "--comment", "on second thoughts", "-q")
    try machine.succeed("ticket", "rate", "1004", "good", "-q")
    try machine.succeed("ticket", "rate", "1004", "bad", "-q")
    try machine.succeed("ticket", "rate", "1008", "good", "-q")
    let tickets: [Int64] = [1001, 1002, 1003, 1004, 1008]
    let scores = ["good_with_comment", "offered", "bad_with_comment", "bad", "good"]
    #expect(tickets.map { score(machine, $0) } == scores)
    let export = machine.run("export").output
    let ratings = machine.run("export", "--type", "satisfaction_rating").lines
    #expect(ratings.compactMap { $0["satisfaction_rating"]?["id"]?.integer }.prefix(4) == [62, 63, 64, 65])
    #expect(ratings.count == 7)
    let fresh = try TestMachine.withStore()
    let taken = fresh.run(["import", "-", "-q"], input: export)
    #expect(taken.code == .done, "\(taken)")
    #expect(tickets.map { score(fresh, $0) } == scores)
    #expect(history(fresh) == history(machine))
    #expect(history(fresh, 1003) == history(machine, 1003))
    #expect(fresh.run("export").output == export)
    #expect(fresh.run("doctor").code == .done)
    // The same export again changes nothing, in either store.
    for store in [fresh, machine] {
      #expect(store.run(["import", "-", "-q"], input: export).code == .done)
      #expect(store.run("export").output == export)
    }
  }

  @Test("the exported ticket says itself how it was rated")
  func inTicket() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("ticket", "rate", "1004", "good", "--comment", "Quick", "-q")
    let ticket = machine.run("export", "--type", "ticket").lines.first { $0["ticket"]?["id"] == 1004 }
    #expect(ticket?["ticket"]?["satisfaction_rating"] == ["id": 1, "score": "good", "comment": "Quick"])
  }

  @Test("a rating made here is never overwritten by another with its id")
  func localID() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("ticket", "rate", "1004", "good", "-q")
    let run = machine.run(["import", "-"], input: Array(Self.rating(1, ticket: 1004, "bad").utf8))
    #expect(run.code == .badInput)
    #expect(run.errors.contains("a different satisfaction_rating with this id was created here"))
  }

  @Test("with --run-triggers an answer is an update that the rules follow, and no other rating is")
  func runsTriggers() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed(
      "trigger", "create", "--title", "Unhappy", "--if", "satisfaction_score value bad_with_comment", "--do",
      "current_tags unhappy", "-q")
    try machine.succeed(
      "trigger", "create", "--title", "Any", "--if", "status less_than closed", "--do", "priority urgent",
      "-q")
    let ratings = [
      Self.rating(62, "bad", comment: "slow"), Self.rating(63, ticket: 1003, "unoffered"),
      Self.rating(64, ticket: 77, "bad", comment: "slow"),
    ]
    let run = machine.run(
      ["import", "-", "--run-triggers", "-q"], input: Array(ratings.joined(separator: "\n").utf8))
    #expect(run.code == .done, "\(run)")
    #expect(machine.ticket(1001)["tags"] == ["vip", "billing", "unhappy"])
    #expect(machine.ticket(1001)["priority"] == "urgent")
    #expect(machine.ticket(1003)["priority"] == .null)
    let again = machine.run(
      ["import", "-", "--run-triggers", "-q"], input: Array(ratings.joined(separator: "\n").utf8))
    #expect(again.code == .done)
    #expect(history(machine).filter { $0.contains("tags") }.count == 1)
  }
}
