import CommandGrammar
import JSONText
import Testing

/// What `trigger test` supposes of the update that it is asked about.
@Suite struct TriggerTrialTests {
  private let machine: TestMachine

  /// Al's WhatsApp ticket 1 is new and in the group Support.
  init() throws {
    machine = try TestMachine.withSupport()
    try machine.talk(channel: "whatsapp")
  }

  private func rule(_ title: String, _ conditions: String...) throws {
    let words = conditions.flatMap { ["--if", $0] }
    let run = machine.run(
      ["trigger", "create", "--title", title, "--do", "current_tags x", "--inactive"] + words)
    guard run.code == .done else { throw Unexpected(run) }
  }

  private func test(_ line: String) -> Run { machine.tries("trigger test \(line) --ticket 1 --json") }
  private func supposed(_ line: String) -> JSONValue { test("1 \(line)").item["supposed"] ?? .null }

  @Test("E12: an agent solves the ticket on messaging, which the standard survey is met by")
  func standardSurvey() {
    let open = test("1 --as ana@x.com")
    #expect(open.code == .no)
    #expect(open.item["all"]?.array?.map { $0["holds"] } == [true, true, false, true])
    #expect(open.item["all"]?[1]?["actual"] == "whatsapp")
    #expect(test("1 --as ana@x.com --status solved").code == .done)
    #expect(test("1 --as ana@x.com --status solved --routing-channel email").code == .no)
    #expect(machine.ticket(1)["status"] == "new")
  }

  @Test("who makes it, how, and with which comment, as it is really done")
  func whoAndHow() throws {
    let note = supposed("--as ana@x.com --note 'To all'")
    #expect(note["author_id"] == 2 && note["author_role"] == "agent" && note["channel"] == "whatsapp")
    #expect(note["comment"] == "To all" && note["comment_is_public"] == false)
    #expect(supposed("--comment Hello")["comment_is_public"] == true)
    #expect(supposed("")["comment"] == .null)
    let customer = supposed("--as al@y.net --comment 'Where is it?'")
    #expect(customer["author_role"] == "end_user" && customer["channel"] == "whatsapp")
    #expect(supposed("--via email")["channel"] == "email")
    try machine.does("session end 1 -q")
    #expect(supposed("--as ana@x.com --note x")["channel"] == "api")
  }

  @Test("a creation is the customer's, through the ticket's channel, with its first comment, whoever asks")
  func creation() throws {
    try rule(
      "Begun", "update_type is Create", "current_via_id is whatsapp", "comment_includes_word includes hello",
      "comment_is_public is true", "role is end_user", "status value new")
    let begun = test("Begun --event created")
    #expect(begun.code == .done, "\(begun)")
    #expect(begun.item["supposed"]?["author_id"] == 3)
    #expect(test("Begun").code == .no)
    #expect(test("Begun --event created --comment Goodbye").code == .no)
    #expect(test("Begun --event created --as ana@x.com").item["all"]?[4]?["holds"] == false)
    try rule("Before", "update_type is Create", "assignee_id value_previous requester_id")
    #expect(test("Before --event created").code == .no)
  }

  @Test(
    "an end has the reason that it really has",
    arguments: [
      ("", "agent_ended"), ("--reason inactivity_ended", "inactivity_ended"),
      ("--reason channel_changed", "channel_changed"), ("--reason ticket_closed", "ticket_closed"),
      ("--reason trigger_ended", "trigger_ended"), ("--reason end_user_ended", "end_user_ended"),
      ("--as al@y.net", "end_user_ended"),
    ])
  func reasons(words: String, reason: String) throws {
    try machine.does("feature enable --for end-users -q")
    try rule("Why", "messaging_session_ended_reason value \(reason)", "messaging_session_state value ended")
    let run = test("Why --event session-ended \(words)")
    #expect(run.code == .done, "\(run)")
    #expect(run.item["supposed"]?["reason"]?.string == reason)
    // E12: it does not come in through messaging.
    if !["trigger_ended", "end_user_ended"].contains(reason) {
      #expect(run.item["supposed"]?["channel"] == "api", "\(run)")
    }
  }

  @Test("where no trigger would run it is not met, and the remark says why")
  func noneWouldRun() throws {
    try rule("Always", "status is_not deleted")
    #expect(test("Always").code == .done)
    #expect(test("Always").item["remark"] == .null)
    try machine.does("ticket update 1 --priority high -q")
    let same = test("Always --priority high")
    #expect(same.code == .no)
    #expect(same.item["remark"] == "nothing would change, so no trigger runs")
    try machine.does("session end 1 -q")
    let ended = test("Always --event session-ended")
    #expect(ended.code == .no && ended.item["remark"]?.string?.contains("has already ended") == true)
    try machine.does("ticket update 1 --status closed -q")
    let closed = test("Always")
    #expect(closed.code == .no && closed.item["remark"] == "ticket 1 is closed: no trigger runs")
  }

  @Test("what could not happen is refused as it would be itself")
  func impossible() throws {
    try machine.does("session end 1 -q")
    try machine.talk("Otto", email: nil)
    try machine.does("session end 2 -q")
    let lost = machine.tries("trigger test 1 --ticket 2 --comment Hello")
    #expect(lost.code == .notPermitted && lost.errors.contains("no e-mail address"), "\(lost)")
    let stranger = machine.tries("trigger test 1 --ticket 1 --as 4 --comment Hello")
    #expect(stranger.code == .notPermitted && stranger.errors.contains("is not the requester"), "\(stranger)")
    #expect(machine.tries("trigger test 1 --ticket 1 --via moon").code == .no)
    try machine.does("feature disable -q")
    #expect(
      test("1 --event session-ended").code == .notPermitted || test("1 --event session-ended").code == .no)
  }

  @Test(
    "64: what makes no sense together is said",
    arguments: [
      "--reason agent_ended", "--event created --status solved", "--event session-ended --comment x",
      "--event session-ended --priority low", "--as al@y.net --status solved", "--event created --note x",
      "--event session-ended --reason tired",
    ])
  func nonsense(words: String) {
    let run = test("1 \(words)")
    #expect(run.code == .usage, "\(run)")
  }
}
