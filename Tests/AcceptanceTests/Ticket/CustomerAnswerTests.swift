import CommandGrammar
import JSONText
import Testing

/// The customer's e-mails to a ticket, and what is learned of customers (E2, E11, E13, E16).
@Suite struct CustomerAnswerTests {
  private let machine: TestMachine

  init() throws {
    machine = try TestMachine.withAccount()
  }

  private func answer(_ id: Int64, _ words: String...) -> Run {
    machine.run(["ticket", "reply", "\(id)", "--from", "customer", "--message", "By mail"] + words)
  }

  /// How often a ticket was solved and reopened; an export leaves out what never happened.
  private func reopens(_ id: Int64) -> Int64 {
    let line = machine.run("export").lines.first { $0["ticket"]?["id"]?.integer == id }
    return line?["sessionctl"]?["details"]?["reopens"]?.integer ?? 0
  }

  @Test("promise 7: after the end the customer goes on by e-mail, with the old ticket")
  func afterTheEnd() throws {
    try machine.succeed(
      "trigger", "create", "--title", "mailed", "--if", "current_via_id is email", "--if", "role is end_user",
      "--if", "requester_id is current_user", "--if", "comment_is_public is true", "--if",
      "comment_includes_word includes mail", "--if", "update_type is Change", "--do", "current_tags mailed",
      "-q")
    try machine.succeed("session", "end", "1", "-q")
    try machine.succeed("ticket", "update", "1001", "--status", "solved", "-q")
    let session = machine.sessionItself(1)
    machine.now = machine.now.advanced(by: 60)
    let run = answer(1001, "--as", "ana@example.com")
    #expect(
      run.code == .done
        && run.errors == "recorded the customer's e-mail to ticket 1001, which is open again\n")
    #expect(machine.ticket(1001)["status"] == "open")
    #expect(machine.ticket(1001)["tags"] == ["vip", "billing", "mailed"])
    #expect(reopens(1001) == 1)
    // No activity, no new session, and no message of the conversation.
    #expect(machine.sessionItself(1) == session)
    #expect(machine.run("conversation", "list", "--user", "501", "--json").items.count == 2)
    #expect(machine.run("conversation", "show", "1", "--json").item["messages"]?.array?.count == 1)
    let audit = try #require(machine.run("ticket", "history", "1001", "--json").items.last)
    #expect(audit["author_id"] == 501 && audit["via"]?["channel"] == "email")
    #expect(audit["events"]?.array?.first?["body"] == "By mail")
    let entry = try #require(
      machine.run("log", "list", "--json").items.first { $0["command"] == "ticket reply" })
    #expect(entry["actor_id"] == 601)
    #expect(machine.run("outbox", "list", "--json").items.isEmpty)
    // And voice, where a number is known.
    let channels = machine.ticket(1001)["composer"]?["channels"]?.array ?? []
    #expect(
      channels.filter { $0["enabled"] == true }.compactMap { $0["channel"]?.string } == [
        "email", "voice", "internal_note",
      ])
  }

  @Test(
    "E16: an e-mail reopens what waits, and leaves new and open as they are",
    arguments: [
      ("new", "new", 0), ("open", "open", 0), ("pending", "open", 0), ("hold", "open", 0),
      ("solved", "open", 1),
    ])
  func reopening(_ status: String, _ after: String, _ count: Int64) throws {
    try machine.take([
      Wire.wrapped(
        "ticket",
        Wire.ticket(
          1020, [("requester_id", 501), ("status", .string(status)), ("via", ["channel": "whatsapp"])]))
    ])
    #expect(answer(1020).code == .done)
    #expect(machine.ticket(1020)["status"]?.string == after)
    #expect(reopens(1020) == count)
  }

  @Test("While the session is active it is recorded too, as a public message of the customer's (§1)")
  func whileActive() throws {
    machine.now = machine.now.advanced(by: 60)
    #expect(answer(1001).code == .done)
    #expect(machine.session(1)["last_activity_at"] == "2026-07-15T10:01:00Z")
    #expect(machine.session(1)["last_sender"] == "customer")
    #expect(machine.session(1)["state"] == "active")
    // A ticket that never had a session takes it as well.
    #expect(answer(1005).code == .done)
  }

  @Test("A customer's mail to a closed ticket is refused, and says what to do")
  func closed() throws {
    let before = machine.content()
    let run = answer(1006)
    #expect(run.code == .no)
    #expect(
      run.errors.contains("ticket 1006 is closed and never changes again")
        && run.errors.contains("conversation start --user 502") && run.errors.contains("follow-up"))
    #expect(machine.content() == before)
  }

  @Test("Who has no address, or is suspended, has sent none")
  func impossible() throws {
    let without = answer(1002)
    #expect(without.code == .no && without.errors.contains("user edit 502 --email"), "\(without)")
    try machine.succeed("user", "edit", "502", "--email", "otto@example.net", "-q")
    #expect(answer(1002).code == .done)
    try machine.take([
      Wire.wrapped(
        "user",
        Wire.user(
          503,
          [
            ("name", "Phoebe"), ("email", "p@example.net"), ("suspended", true),
            ("updated_at", "2026-07-15T09:59:00Z"),
          ]))
    ])
    #expect(answer(1003).code == .notPermitted)
    #expect(answer(999).code == .no)
    #expect(machine.run("ticket", "reply", "1001", "--from", "ai-agent", "--message", "x").code == .usage)
  }

  @Test("user edit learns an address and a number, and the composer follows")
  func learning() throws {
    try machine.succeed("session", "end", "2", "-q")
    func composer() -> JSONValue { machine.ticket(1002)["composer"] ?? .null }
    #expect(composer()["default"] == "internal_note")
    let run = machine.run(
      "user", "edit", "502", "--email", "otto@example.net", "--phone", "+43 1 5", "--name", "Otto K", "--json"
    )
    #expect(run.item["email"] == "otto@example.net" && run.item["phone"] == "+43 1 5")
    #expect(composer()["default"] == "public_reply")
    #expect(composer()["channels"]?.array?.filter { $0["enabled"] == true }.count == 3)
    #expect(machine.ticket(1002)["requester_name"] == "Otto K")
    let mail = try machine.succeed("ticket", "reply", "1002", "--message", "Until eight.")
    #expect(mail.errors.contains("1 e-mail"))
    try machine.succeed("user", "edit", "otto@example.net", "--email", "none", "-q")
    #expect(composer()["default"] == "internal_note")
    let same = try machine.succeed("user", "edit", "502", "--phone", "+43 1 5")
    #expect(same.errors.contains("nothing changed"))
    // An older record of the feed takes none of it back.
    try machine.take([
      Wire.wrapped("user", Wire.user(502, [("name", "Otto"), ("updated_at", "2026-07-15T09:00:00Z")]))
    ])
    #expect(machine.run("user", "show", "502", "--json").item["phone"] == "+43 1 5")
  }

  @Test("An address that two customers have: it says which one gets the conversation")
  func shared() throws {
    let run = try machine.succeed("user", "edit", "503", "--email", "Carla@example.net")
    #expect(
      run.errors.contains(
        "2 customers have Carla@example.net: a conversation that is started with this address belongs to Phoebe (user 503)"
      ))
    let start = try machine.succeed(
      "conversation", "start", "--user-email", "carla@example.net", "--message", "Hi", "--json")
    #expect(start.item["user_id"] == 503)
    #expect(start.errors.contains("belongs to Phoebe (user 503); name another by id"))
    #expect(
      machine.run("conversation", "start", "--user", "carla@example.net", "--message", "Hi", "--json").item[
        "user_id"]
        == 503)
    let ingest = machine.run(
      ["conversation", "ingest", "-"],
      input: Array(
        #"{"event_id":"1","type":"start","conversation":"c","user_email":"carla@example.net","message":"Hi"}"#
          .utf8))
    #expect(
      ingest.code == .done && ingest.errors.contains("belongs to Phoebe (user 503); name another by id"))
    let byID = machine.run("conversation", "start", "--user", "501", "--message", "Hi", "--json")
    #expect(byID.item["user_id"] == 501 && byID.errors.isEmpty)
    let shown = machine.run("user", "show", "501", "--json").item
    #expect(shown["address_shared_with"] == [503] && shown["gets_conversations"] == false)
    #expect(machine.run("user", "show", "carla@example.net", "--json").item["id"] == 503)
    #expect(
      machine.run("user", "list", "--email", "carla@example.net", "--json").json.integers("items", "id") == [
        501, 503,
      ])
  }

  @Test(
    "Bad edits change nothing",
    arguments: [
      (["503"], ExitCode.usage), (["503", "--email", "nonsense"], .usage),
      (["503", "--phone", "abc"], .usage),
      (["503", "--email", "ana@example.com"], .no), (["601", "--phone", "1"], .no),
      (["999", "--phone", "1"], .no),
      (["nobody@example.net", "--phone", "1"], .no), (["503", "--phone", "1", "--as", "501"], .notPermitted),
    ])
  func badEdits(_ words: [String], _ code: ExitCode) {
    let before = machine.content()
    let run = machine.run(["user", "edit"] + words)
    #expect(run.code == code, "\(run)")
    #expect(machine.content() == before)
  }

  @Test("user list has customers and staff, by role, sorted and limited")
  func list() {
    #expect(
      machine.run("user", "list", "--json").json.integers("items", "id") == [1, 501, 502, 503, 601, 602])
    #expect(
      machine.run("user", "list", "--role", "agent", "--json").json.integers("items", "id") == [601, 602])
    #expect(
      machine.run("user", "list", "--role", "end-user", "--sort", "name:desc", "--limit", "2", "--json").json
        .integers("items", "id") == [503, 502])
  }
}
