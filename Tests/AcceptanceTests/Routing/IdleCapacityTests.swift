import CivilTime
import CommandGrammar
import JSONText
import Testing

/// C4: sessions whose customer has gone quiet give their place back.
@Suite struct IdleCapacityTests {
  private let machine: TestMachine

  /// Ana can take one messaging ticket, and has Al's.
  init() throws {
    machine = try TestMachine.withStore()
    try machine.succeed("feature", "enable", "-q")
    try machine.succeed("group", "create", "Support", "-q")
    try machine.succeed(
      "agent", "create", "--email", "ana@example.com", "--name", "Ana", "--group", "Support",
      "--messaging-capacity", "1", "-q")
    try talk("Al")
    try machine.succeed("routing", "run", "-q")
  }

  private func talk(_ name: String) throws {
    let start = machine.run("conversation", "start", "--user-name", name, "--message", "Hi", "--json")
    try machine.succeed(
      "conversation", "handoff", "\(start.item["conversation_id"]?.integer ?? 0)", "--group", "Support", "-q")
  }

  private func wait(minutes: Int64) { machine.now = machine.now.advanced(by: minutes * 60) }

  /// What every command that tells loads says of Ana's; they agree, and doctor with them.
  private func load() throws -> [Int64] {
    let shown = machine.run("agent", "show", "ana@example.com", "--json").item
    let listed = machine.run("agent", "list", "--json").items.first { $0["email"] == "ana@example.com" }
    let report = machine.run("report", "capacity", "--json").items.first {
      $0["agent"] == shown["id"] && $0["channel"] == "messaging"
    }
    #expect(listed?["messaging_load"] == shown["messaging_load"])
    #expect(listed?["idle_sessions"] == shown["idle_sessions"])
    #expect(report?["load"] == shown["messaging_load"])
    let doctor = machine.run("doctor", "--json")
    #expect(doctor.items.first { $0["check"] == "loads" }?["result"] == "ok", "\(doctor)")
    return [shown["messaging_load"]?.integer ?? -1, shown["idle_sessions"]?.integer ?? -1]
  }

  @Test("off by default; then a customer's silence gives the place back, and their next word takes it again")
  func silence() throws {
    wait(minutes: 60)
    #expect(try load() == [1, 0])
    try machine.succeed("settings", "set", "capacity.idle_after", "5m", "-q")
    #expect(try load() == [0, 1])
    try machine.succeed("conversation", "say", "1", "--message", "Still here", "-q")
    #expect(try load() == [1, 0])
    // Just so long is long enough.
    wait(minutes: 5)
    #expect(try load() == [0, 1])
    // The agent's own word is not the customer's.
    try machine.succeed(
      "ticket", "reply", "1", "--as", "ana@example.com", "--message", "Anything else?", "-q")
    #expect(try load() == [0, 1])
    try machine.succeed("conversation", "say", "1", "--message", "No", "-q")
    wait(minutes: 1)
    try machine.succeed("ticket", "reply", "1", "--as", "ana@example.com", "--message", "Bye", "-q")
    #expect(try load() == [1, 0])
    wait(minutes: 4)
    #expect(try load() == [0, 1])
    // Derived, not stored: without the setting all of them count again.
    try machine.succeed("settings", "set", "capacity.idle_after", "off", "-q")
    #expect(try load() == [1, 0])
  }

  @Test("routing uses the place, routing explain says so, and a run never gives more than there is room for")
  func routing() throws {
    for name in ["Bo", "Cy"] { try talk(name) }
    func canTake() -> JSONValue? {
      machine.run("routing", "explain", "2", "--json").item["agents"]?.array?.first { $0["name"] == "Ana" }?[
        "can_take"]
    }
    wait(minutes: 10)
    #expect(canTake() == false)
    #expect(machine.run("routing", "run").text.hasPrefix("assigned 0 of 2"))
    try machine.succeed("settings", "set", "capacity.idle_after", "3m", "-q")
    #expect(canTake() == true)
    #expect(machine.run("routing", "run").text.hasPrefix("assigned 1 of 2"))
    #expect(try load() == [0, 2])
    try machine.succeed("conversation", "say", "2", "--message", "Hello?", "-q")
    #expect(try load() == [1, 1])
    #expect(machine.run("routing", "run").text.hasPrefix("assigned 0 of 1"))
  }

  @Test(
    "off, or 3 to 15 minutes",
    arguments: [("off", "off"), ("3m", "3m"), ("15m", "15m"), ("10", "10m"), ("OFF", "off")])
  func taken(typed: String, stored: String) {
    #expect(machine.run("settings", "set", "capacity.idle_after", typed).code == .done)
    #expect(machine.run("settings", "get", "capacity.idle_after").text == stored + "\n")
  }

  @Test("anything else is refused: 64", arguments: ["2m", "16m", "90s", "1h", "soon", "", "-5", "5m30s"])
  func refused(typed: String) {
    let run = machine.run(["settings", "set", "capacity.idle_after", "--", typed])
    #expect(run.code == .usage, "\(run)")
    #expect(run.errors.contains("takes off, or 3m to 15m"), "\(run)")
  }

  @Test("imported talk counts: a comment of the customer before an agent's") func imported() throws {
    let account = try TestMachine.withAccount()
    try account.take([
      Wire.wrapped("audit", Wire.audit(9101, ticket: 1001, by: 501, at: "2026-07-15T09:56:00Z")),
      Wire.wrapped("audit", Wire.audit(9111, ticket: 1001, by: 601, at: "2026-07-15T09:59:00Z")),
    ])
    func load() -> JSONValue? { account.run("agent", "show", "601", "--json").item["messaging_load"] }
    try account.succeed("settings", "set", "capacity.idle_after", "5m", "-q")
    #expect(load() == 1)
    #expect(account.run("doctor").code == .done)
    try account.succeed("settings", "set", "capacity.idle_after", "4m", "-q")
    #expect(load() == 0)
    #expect(account.run("doctor").code == .done)
  }
}
