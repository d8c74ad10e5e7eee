import CommandGrammar
import JSONText
import Testing

/// A conversation's own life, which is not its session's (§1, E14).
@Suite struct ConversationLifeTests {
  private let machine: TestMachine

  init() throws {
    machine = try TestMachine.withAccount()
  }

  private func conversation(_ id: Int64) -> JSONValue {
    machine.run("conversation", "show", "\(id)", "--json").item
  }

  private func ids(_ words: String...) -> [Int64] {
    machine.run(["conversation", "list", "--json"] + words).json.integers("items", "id")
  }

  @Test("promise 10: a conversation ends when its ticket is closed, not when its session ends")
  func ownLife() throws {
    #expect(conversation(1)["state"] == "open" && conversation(1)["session_state"] == "active")
    machine.now = machine.now.advanced(by: 60)
    try machine.succeed("session", "end", "1", "-q")
    var item = conversation(1)
    #expect(item["state"] == "open" && item["ended_at"] == .null)
    #expect(item["session_state"] == "ended" && item["session_ended_at"] == "2026-07-15T10:01:00Z")
    #expect(item["end_reason"] == "agent_ended")
    for status in ["pending", "hold", "solved"] {
      try machine.succeed("ticket", "update", "1001", "--status", status, "-q")
      #expect(conversation(1)["state"] == "open", "\(status)")
    }
    machine.now = machine.now.advanced(by: 60)
    let run = try machine.succeed("ticket", "update", "1001", "--status", "closed")
    #expect(run.errors == "updated ticket 1001, which closes its conversation\n")
    item = conversation(1)
    #expect(item["state"] == "closed" && item["ended_at"] == "2026-07-15T10:02:00Z")
    #expect(item["session_ended_at"] == "2026-07-15T10:01:00Z")
  }

  @Test("E14: closing the ticket of an active session ends both")
  func closedWhileActive() throws {
    let run = try machine.succeed("ticket", "update", "1001", "--status", "closed")
    #expect(run.errors == "updated ticket 1001, which closes its conversation, and its session has ended\n")
    let item = conversation(1)
    #expect(item["state"] == "closed" && item["session_state"] == "ended")
    #expect(item["end_reason"] == "ticket_closed" && item["ended_at"] == item["session_ended_at"])
  }

  @Test("Without a ticket it ends with its session")
  func withoutTicket() throws {
    #expect(conversation(50)["state"] == "open")
    try machine.succeed("session", "end", "50", "-q")
    let item = conversation(50)
    #expect(item["state"] == "closed" && item["ended_at"] == item["session_ended_at"])
    #expect(item["ended_at"] == "2026-07-15T10:00:00Z")
  }

  @Test("What was closed or deleted elsewhere is closed here", arguments: ["closed", "deleted"])
  func closedElsewhere(_ status: String) throws {
    try machine.take([
      Wire.wrapped(
        "ticket",
        Wire.ticket(
          1001,
          [("requester_id", 501), ("status", .string(status)), ("updated_at", "2026-07-15T09:30:00Z")]))
    ])
    let item = conversation(1)
    #expect(item["state"] == "closed" && item["ended_at"] == "2026-07-15T09:30:00Z")
    #expect(conversation(5)["state"] == "closed" && conversation(5)["session_ended_at"] == .null)
  }

  @Test("--state selects by the conversation's own state, --session-state by its session's")
  func selection() throws {
    try machine.succeed("session", "end", "2", "50", "--yes", "-q")
    #expect(ids() == [1, 2, 3, 4, 5, 50])
    #expect(ids("--state", "open") == [1, 2, 3, 4])
    #expect(ids("--state", "closed") == [5, 50])
    #expect(ids("--state", "open", "--session-state", "ended") == [2])
    #expect(ids("--session-state", "active") == [1, 3, 4])
    #expect(ids("--state", "closed", "--sort", "ended_at:desc").first == 50)
    #expect(ids("--sort", "state:desc").prefix(2) == [5, 50])
    let wrong = machine.run("conversation", "list", "--state", "active")
    #expect(wrong.code == .usage && wrong.errors.contains("open, closed"), "\(wrong.errors)")
  }

  @Test("The view says the same as the list")
  func view() throws {
    try machine.succeed("session", "end", "2", "50", "--yes", "-q")
    try machine.succeed("ticket", "update", "1003", "--status", "closed", "-q")
    let told = machine.run("conversation", "list", "--json").items.map { item in
      ["id", "state", "ended_at", "session_state", "session_ended_at"].map { key in
        item[key]?.string ?? item[key]?.integer.map(String.init) ?? "-"
      }.joined(separator: "|")
    }
    #expect(
      try machine.column(
        "SELECT conversation_id, state, ended_at, session_state, session_ended_at FROM report_conversations ORDER BY 1"
      ) == told)
  }

  @Test("close-solved prints a document, and closes conversations")
  func closeSolved() throws {
    try machine.succeed("session", "end", "4", "-q")
    let run = machine.run(
      "ticket", "close-solved", "--after", "30m", "--json", "--now", "2026-07-15T11:00:00Z")
    #expect(run.code == .done && run.errors.isEmpty, "\(run)")
    #expect(run.json["schema"] == "sessionctl.ticket-close-solved/1")
    #expect(run.item == ["closed": 1, "sessions_ended": 0, "after": 1800])
    #expect(conversation(4)["state"] == "closed")
    #expect(conversation(4)["ended_at"] == "2026-07-15T11:00:00Z")
    let again = machine.run(
      "ticket", "close-solved", "--after", "30m", "--json", "--now", "2026-07-15T12:00:00Z")
    #expect(again.item["closed"] == 0)
  }
}
