import JSONText
import Testing

/// What an admin sees of records that came in: whom routing passes over, and a move to another store.
@Suite struct DoorTests {
  @Test("an export goes into a fresh store whose admin has another address, and both can act")
  func otherAdmin() throws {
    let machine = try TestMachine.withAccount()
    let export = machine.run("export").text
    let fresh = try TestMachine()
    try fresh.succeed("init", "--plan", "suite-growth", "--admin", "other@example.net", "-q")
    try fresh.succeed("import", "-", "-q", input: export)
    let moved = fresh.run("export").text.split(separator: "\n").filter { !$0.contains("other@example.net") }
    #expect(moved == export.split(separator: "\n"))
    try fresh.succeed("group", "create", "New", "--as", "other@example.net", "-q")
    try fresh.succeed("group", "create", "Newer", "--as", TestMachine.admin, "-q")
    // By now it has a life of its own: nobody is moved aside any more.
    let user =
      "{\"user\":{\"id\":900000000000000,\"name\":\"X\",\"role\":\"agent\",\"created_at\":\"2026-01-01T00:00:00Z\"}}"
    #expect(fresh.run(["import", "-"], input: Array(user.utf8)).code == .badInput)
    #expect(fresh.run("doctor").code == .done)
  }

  @Test("nobody who is gone, and nobody of a deleted group, is assigned to; routing explain says why")
  func gone() throws {
    let machine = try TestMachine.withStore()
    let times = "\"created_at\":\"2026-07-01T00:00:00Z\",\"updated_at\":\"2026-07-01T00:00:00Z\""
    func agent(_ id: Int, _ name: String, _ members: String) -> String {
      "{\"user\":{\"id\":\(id),\"name\":\"\(name)\",\"role\":\"agent\",\(members),\(times)}}\n"
        + "{\"group_membership\":{\"id\":\(id + 100),\"user_id\":\(id),\"group_id\":\(id == 24 ? 6 : 5),\(times)}}"
    }
    try machine.succeed(
      "import", "-", "-q",
      input: [
        "{\"group\":{\"id\":5,\"name\":\"Support\",\"deleted\":false,\(times)}}",
        "{\"group\":{\"id\":6,\"name\":\"Old\",\"deleted\":true,\(times)}}",
        agent(21, "Gone", "\"active\":false"), agent(22, "Light", "\"active\":true,\"role_type\":1"),
        agent(24, "Olga", "\"active\":true"),
        "{\"ticket\":{\"id\":7,\"via\":{\"channel\":\"whatsapp\"},\"status\":\"open\",\"group_id\":5,\"requester_id\":11,\(times)}}",
        "{\"ticket\":{\"id\":8,\"via\":{\"channel\":\"whatsapp\"},\"status\":\"open\",\"group_id\":6,\"requester_id\":11,\(times)}}",
      ].joined(separator: "\n"))
    try machine.succeed("routing", "run", "-q")
    #expect(machine.ticket(7)["assignee_id"] == .null && machine.ticket(8)["assignee_id"] == .null)
    func reasons(_ ticket: Int64) -> [String: String] {
      var reasons: [String: String] = [:]
      for agent in machine.run("routing", "explain", "\(ticket)", "--json").item["agents"]?.array ?? [] {
        reasons[agent["name"]?.string ?? ""] = agent["reason"]?.string
      }
      return reasons
    }
    #expect(reasons(7)["Gone"] == "is no longer in the account")
    #expect(reasons(7)["Light"] == "is a light agent, who can't be given tickets")
    #expect(reasons(8)["Olga"] == "is in Old, which is deleted")
    #expect(machine.run("ticket", "note", "7", "--message", "x", "--as", "21").code == .notPermitted)

    // Somebody who is back is given what waits.
    try machine.succeed("import", "-", "-q", input: agent(21, "Back", "\"active\":true"))
    try machine.succeed("routing", "run", "-q")
    #expect(machine.ticket(7)["assignee_id"] == 21)
  }
}
