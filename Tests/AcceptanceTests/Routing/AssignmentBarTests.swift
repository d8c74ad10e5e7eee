import CommandGrammar
import JSONText
import Testing

/// Who is no longer in the account, or may have no tickets, is given none: by hand, by a rule, or by routing.
@Suite struct AssignmentBarTests {
  private static let times = #""created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-02T00:00:00Z""#

  private func machine() throws -> TestMachine {
    let machine = try TestMachine.withAccount()
    try machine.take([
      #"{"user":{"id":691,"name":"Gone","email":"gone@example.com","role":"agent","active":false,\#(Self.times)}}"#,
      #"{"user":{"id":692,"name":"Light","email":"light@example.com","role":"agent","role_type":1,\#(Self.times)}}"#,
      #"{"group_membership":{"id":693,"user_id":691,"group_id":701,\#(Self.times)}}"#,
      #"{"group_membership":{"id":694,"user_id":692,"group_id":701,\#(Self.times)}}"#,
    ])
    return machine
  }

  @Test(
    "by hand: refused, saying why",
    arguments: [("gone@example.com", "is no longer in the account"), ("692", "is a light agent")])
  func byHand(_ agent: String, _ why: String) throws {
    let machine = try machine()
    let before = machine.content()
    let update = machine.run("ticket", "update", "1002", "--agent", agent)
    #expect(update.code == .no && update.errors.contains(why), "\(update)")
    #expect(machine.content() == before)
    try machine.does("conversation start --user-name Kim --message Hello -q")
    let ids = machine.run("conversation", "list", "--json").items.compactMap { $0["id"]?.integer }
    let id = ids.max() ?? 0
    let handoff = machine.run("conversation", "handoff", "\(id)", "--agent", agent)
    #expect(handoff.code == .no && handoff.errors.contains(why), "\(handoff)")
  }

  @Test("by a rule: the rest of it is done, and the history says why not that") func byRule() throws {
    let machine = try machine()
    try machine.does(
      "trigger create --title Give --if 'current_tags includes x' --do 'assignee_id 691' --do 'priority high' -q",
      "ticket update 1002 --tag x -q")
    let ticket = machine.item("ticket show 1002")
    #expect(ticket["assignee_id"] == .null && ticket["priority"] == "high", "\(ticket.text)")
    let history = machine.run("ticket", "history", "1002").text
    #expect(history.contains("agent 691 is no longer in the account"), "\(history)")
    try machine.does(
      "macro create --title Mine --do 'assignee_id current_user' -q",
      "macro apply Mine --ticket 1002 --as light@example.com -q")
    #expect(machine.item("ticket show 1002")["assignee_id"] == .null)
  }

  @Test("the capacity report has no room of theirs") func capacity() throws {
    let machine = try machine()
    try machine.take([
      #"{"user":{"id":695,"name":"Away","email":"away@example.com","role":"agent","suspended":true,\#(Self.times)}}"#
    ])
    let agents = machine.run("report", "capacity", "--json").items.compactMap { $0["agent"]?.integer }
    #expect(agents.contains(601), "\(agents)")
    #expect(Set(agents).isDisjoint(with: [691, 692, 695]), "\(agents)")
  }

  @Test(
    "lint finds a rule that assigns to them", arguments: [(691, "is no longer"), (692, "is a light agent")])
  func lint(id: Int, why: String) throws {
    let machine = try machine()
    try machine.does(
      "trigger create --title Give --if 'current_tags includes x' --do 'assignee_id \(id)' -q",
      "trigger create --title Well --if 'current_tags includes x' --do 'assignee_id 601' -q")
    let found = machine.run("trigger", "lint", "--json").items.filter { $0["code"] == "no_effect" }
    #expect(found.map { $0["title"] } == ["Give"], "\(found)")
    #expect(
      found.first?["finding"]?.string?.hasPrefix("agent \(id), to whom it assigns tickets, \(why)") == true)
  }
}
