import CommandGrammar
import JSONText
import StoreEngine
import StoreExchange
import Testing
import WireFormat

/// Export → import into a fresh store → export gives the same bytes.
@Suite struct RoundTripTests {
  /// Imports an export into a fresh store and exports that.
  private func again(_ export: [UInt8]) throws -> [UInt8] {
    let fresh = try TestMachine.withStore(plan: "support_team")
    let taken = fresh.run(["import", "-", "-q"], input: export)
    #expect(taken.code == .done, "\(taken)")
    #expect(fresh.run("doctor").code == .done)
    return fresh.run("export").output
  }

  @Test("§12: replies, macros and conversations come back as the same bytes") func words() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("feature", "enable", "--for", "end-users", "-q")
    try machine.succeed("macro", "create", "--title", "Bye", "--do", "comment_value Goodbye.", "-q")
    try machine.succeed("ticket", "reply", "1001", "--message", "Soon.", "-q")
    try machine.succeed("session", "end", "2", "3", "--macro", "Bye", "-q", "--yes")
    try machine.succeed("conversation", "say", "4", "--from", "customer", "--message", "Thank you", "-q")
    try machine.succeed("conversation", "handoff", "50", "-q")
    let export = machine.run("export").output
    #expect(try again(export) == export)
  }

  @Test("what was imported, ended, changed and made here comes back without loss")
  func everything() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed(
      "agent", "create", "--name", "Nadia", "--email", "nadia@example.com", "--status", "away",
      "--email-capacity", "3", "-q")
    try machine.succeed("group", "create", "Night", "--agent", "nadia@example.com", "--agent", "601", "-q")
    try machine.succeed("session", "end", "1", "50", "--yes", "-q")
    try machine.succeed(
      "session", "end", "3", "--as", "601", "--routing-channel", "unchanged", "--note", "bye", "-q")
    try machine.succeed(
      "ticket", "update", "1002", "--agent", "nadia@example.com", "--group", "Night", "--tag", "moved",
      "--routing-channel", "email", "-q")
    try machine.succeed("ticket", "update", "1004", "--status", "closed", "-q")
    try machine.succeed("settings", "set", "account.timezone", "Europe/Berlin", "-q")
    try machine.succeed("settings", "set", "account.name", "Bohne & Söhne", "-q")
    let export = machine.run("export").output
    #expect(try again(export) == export)
    #expect(try again(try again(export)) == export)
  }

  @Test("an untouched import comes out word for word, unknown keys and odd spacing on one line included")
  func wordForWord() throws {
    let machine = try TestMachine.withStore()
    let records = [
      "{\"user\":{\"id\":501 , \"name\":\"J\\u00f6rg\\/\", \"created_at\":\"2026-01-01T01:00:00+01:00\",\"role\":\"end-user\",\"user_fields\":{\"x\":[1e3,-0.10]},\"tags\":[]}}",
      "{\"ticket\":{\"zz\":{\"a\":null},\"id\":7,\"status\":\"open\",\"created_at\":\"2026-01-01T00:00:00.5Z\",\"tags\":[\"b\",\"a\"],\"via\":{\"channel\":\"line\",\"source\":{}},\"custom_fields\":[{\"id\":1,\"value\":\"\"}]}",
      "{\"audit\":{\"id\":8,\"ticket_id\":7,\"created_at\":\"2026-01-02T00:00:00Z\",\"author_id\":501,\"events\":[{\"id\":9,\"type\":\"Brandnew\",\"x\":{}}]}}",
    ]
    try machine.take(records.map { $0.hasPrefix("{\"ticket\"") ? $0 + "}" : $0 })
    let lines = machine.run("export").text.split(separator: "\n").map(String.init)
    #expect(lines.contains(records[0]))
    #expect(lines.contains { $0.hasPrefix(records[1]) })
    #expect(lines.contains(records[2]))
    let export = machine.run("export").output
    #expect(try again(export) == export)
  }

  @Test("a member that changed here is replaced in the document, all others stay as they were written")
  func changed() throws {
    let machine = try TestMachine.withStore()
    let ticket =
      "{\"unknown\":[ 1,2 ],\"id\":7,\"status\":\"new\",\"tags\":[\"b\"],\"created_at\":\"2026-01-01T00:00:00Z\",\"updated_at\":\"2026-01-01T00:00:00Z\",\"via\":{\"channel\":\"line\"}}"
    try machine.take([Wire.wrapped("ticket", ticket)])
    try machine.succeed("ticket", "update", "7", "--status", "open", "--tag", "c", "-q")
    let line = machine.run("export", "--type", "ticket").text
    #expect(
      line.hasPrefix(
        "{\"ticket\":{\"unknown\":[ 1,2 ],\"id\":7,\"status\":\"open\",\"tags\":[\"b\",\"c\"],\"created_at\":\"2026-01-01T00:00:00Z\",\"updated_at\":\"2026-07-15T10:00:00Z\",\"via\":{\"channel\":\"line\"}},\"sessionctl\":"
      ), "\(line)")
  }

  @Test("--type exports one type; an empty store exports its account, its admin and the standard trigger")
  func types() throws {
    let machine = try TestMachine.withAccount()
    let counts = [
      ("account", 1), ("group", 2), ("user", 6), ("group_membership", 0), ("ticket", 6), ("session", 1),
      ("audit", 3), ("trigger", 1),
    ]
    for (type, count) in counts {
      let lines = machine.run("export", "--type", type).lines
      #expect(lines.count == count)
      #expect(lines.allSatisfy { $0[type] != nil })
    }
    #expect(machine.run("export").lines.count == counts.map(\.1).reduce(0, +))
    #expect(try TestMachine.withStore().run("export").lines.count == 3)
  }

  @Test("of everything and of each kind, an export counts as many lines as it writes") func counted() throws {
    let machine = try TestMachine.filled()
    try machine.take([
      #"{"ticket_event":{"id":890,"ticket_id":1001,"timestamp":1784070000,"updater_id":501,"child_events":[]}}"#,
      #"{"conversation_log_event":{"id":"01A","ticket_id":1001,"type":"Messaging::ConversationMessage","author":"#
        + #"{"type":"user"},"created_at":"2026-07-15T06:30:00Z","content":{"type":"text","text":"Hello?"}}}"#,
    ])
    // A schedule holds its holidays.
    let left: Set<WireKind?> = [.holiday, .archive, .outboxMessage, .logEntry]
    let store = try Store.open(machine.store, Store.Options(readOnly: true))
    defer { try? store.close() }
    try store.read { reader in
      for kind in [nil] + WireKind.allCases {
        var count = 0
        try reader.forEachExportLine(kind) { _ in count += 1 }
        #expect(try reader.exportLineCount(kind) == count, "\(kind?.rawValue ?? "everything")")
        #expect((count == 0) == left.contains(kind), "\(kind?.rawValue ?? "everything")")
      }
    }
  }

  @Test("the demonstration account makes the round trip too, ends included")
  func demo() throws {
    let machine = try TestMachine()
    try machine.succeed("demo", "--fill-only", "--sessions", "60", "--store", machine.store, "-q")
    let export = machine.run("export").output
    #expect(try again(export) == export)
    try machine.succeed("session", "end", "--all", "--yes", "-q")
    let ended = machine.run("export").output
    #expect(ended != export)
    #expect(try again(ended) == ended)
  }

  @Test("settings of a store that has its own are never overwritten by an import, which says so")
  func account() throws {
    let machine = try TestMachine.withAccount()
    let export = machine.run("export", "--type", "account").output
    try machine.succeed("settings", "set", "account.name", "Mine", "-q")
    let run = machine.run(["import", "-"], input: export)
    #expect(run.code == .done)
    #expect(run.errors.contains("the account record was left out: plan, switches and settings stay"))
    #expect(machine.run("settings", "get", "account.name").text == "Mine\n")
  }
}
