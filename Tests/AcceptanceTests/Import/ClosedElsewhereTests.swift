import JSONText
import Testing

/// Records that leave something out must not leave a session behind on a ticket that is over.
@Suite struct ClosedElsewhereTests {
  @Test(
    "E14: a newer record that closes or deletes ends the session, whatever it says of the channel",
    arguments: ["\"closed\"", "\"deleted\""],
    ["", "\"via\":null,", "\"via\":{},", "\"via\":{\"channel\":\"email\"},"])
  func closed(status: String, via: String) throws {
    let machine = try TestMachine.withStore()
    func ticket(_ status: String, _ via: String, _ hour: Int) -> String {
      "{\"ticket\":{\"id\":5,\(via)\"subject\":\"s\",\"status\":\(status),\"requester_id\":7,\"created_at\":\"2026-07-01T00:00:00Z\",\"updated_at\":\"2026-07-01T0\(hour):00:00Z\"}}"
    }
    try machine.succeed(
      "import", "-", "-q", input: ticket("\"open\"", "\"via\":{\"channel\":\"whatsapp\"},", 1))
    try machine.succeed("import", "-", "-q", input: ticket(status, via, 2))
    #expect(machine.session(1)["state"] == "ended")
    #expect(machine.session(1)["channel"] == "whatsapp")
    #expect(machine.run("doctor").code == .done)
    let export = machine.run("export").output
    let fresh = try TestMachine.withStore()
    #expect(fresh.run(["import", "-", "-q"], input: export).code == .done)
    #expect(fresh.session(1)["state"] == "ended")
  }

  @Test("a public comment of a bot (author -1) names nobody, and its export can be imported")
  func bot() throws {
    let machine = try TestMachine.withStore()
    let lines = """
      {"ticket":{"id":5,"via":{"channel":"line"},"status":"open","requester_id":7,"created_at":"2026-07-01T00:00:00Z","updated_at":"2026-07-01T01:00:00Z"}}
      {"audit":{"id":9,"ticket_id":5,"author_id":-1,"created_at":"2026-07-01T00:30:00Z","events":[{"id":10,"type":"Comment","public":true,"author_id":-1,"body":"Hi"}]}}
      """
    try machine.succeed("import", "-", "-q", input: lines)
    #expect(machine.session(1)["last_activity_at"] == "2026-07-01T00:30:00Z")
    #expect(machine.session(1)["last_sender"] == .null)
    let export = machine.run("export").output
    let fresh = try TestMachine.withStore()
    #expect(fresh.run(["import", "-", "-q"], input: export).code == .done)
    #expect(fresh.run("export").output == export)
  }
}
