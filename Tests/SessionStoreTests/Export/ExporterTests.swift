import CivilTime
import JSONText
import SessionModel
import TestSupport
import Testing
import WireFormat

@testable import SessionStore
@testable import StoreReports
@testable import StoreEngine

@Suite struct ExporterTests {
  /// A ticket as nobody would write it but somebody might: order, escapes, numbers, unknown members.
  private static let odd = """
    {"unknown":{"deep":[1.50,-0.0,1e5,{"a":null}]},"updated_at":"2026-01-01t02:00:00.25+01:00","id":5,\
    "subject":"Gr\\u00fc\\u00dfe \\/ \\ud83d\\ude00","status":"open","created_at":"2026-01-01T00:00:00Z",\
    "via":{"channel":"whatsapp","source":{"rel":null,"to":{}}},"tags":["a b","c"],"priority":"",\
    "custom_fields":[{"id":1,"value":"x"}],"requester_id":11,"assignee_id":null,"description":"\\n"}
    """

  private func document(_ made: TestStore, _ kind: ImportedKind, _ id: Int64) throws -> String {
    let bytes = try #require(try made.store.read { try StoredDocuments($0.db).document(kind, id: id) })
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    "§12 what was imported comes out word for word",
    arguments: [
      (ImportedKind.ticket, 5, ExporterTests.odd),
      (
        .user, 12,
        #"{"role":"end-user","id":12,"name":"Z\u00f6e","email":"","phone":null,"created_at":"2026-01-01T00:00:00+00:00","x":[]}"#
      ),
      (.user, 13, #"{"id":13,"created_at":"2026-01-01T00:00:00Z","active":true,"suspended":null}"#),
      (.group, 31, #"{"id":31,"created_at":"2026-01-01T00:00:00Z","settings":{"a":1.0}}"#),
      (
        .groupMembership, 41,
        #"{"default":true,"id":41,"user_id":12,"group_id":31,"created_at":"2026-01-01T00:00:00Z"}"#
      ),
      (
        .audit, 70,
        #"{"id":70,"ticket_id":5,"created_at":"2026-01-01T00:00:00Z","author_id":-1,"events":[{"type":"Hologram","n":1.10}],"metadata":{}}"#
      ),
    ] as [(ImportedKind, Int64, String)])
  func wordForWord(kind: ImportedKind, id: Int64, text: String) throws {
    let made = try TestStore()
    try made.take("{\"\(kind.rawValue)\":\(text)}")
    #expect(try document(made, kind, id) == text)
    // Within a collection that is laid out on many lines, only the white space between tokens goes.
    let other = try TestStore()
    let loose = text.split(separator: ",\"", omittingEmptySubsequences: false).joined(separator: " ,\n\t\"")
    try other.take("{\n\"\(WireKind(rawValue: kind.rawValue)!.collectionKey)\": [\n\(loose)\n]}")
    #expect(try document(other, kind, id) == text)
  }

  @Test("§12 only what changed here is another") func patched() throws {
    let made = try TestStore()
    try made.take("{\"ticket\":\(Self.odd)}")
    var request = UpdateRequest.tickets([5], .setStatus(.solved))
    _ = try made.run(request)
    let solved = Self.odd
      .replacing("\"status\":\"open\"", with: "\"status\":\"solved\"")
      .replacing("\"2026-01-01t02:00:00.25+01:00\"", with: "\"2026-01-20T12:00:00Z\"")
    #expect(try document(made, .ticket, 5) == solved)

    try made.take(Wire.group(31), Wire.user(21, role: "agent"))
    request.update.steps = [
      .setAssignee(21), .setGroup(31), .setPriority(.high), .addTags(["d"]), .removeTags(["c"]),
    ]
    _ = try made.run(request)
    let changed =
      solved
      .replacing("\"assignee_id\":null", with: "\"assignee_id\":21")
      .replacing("\"priority\":\"\"", with: "\"priority\":\"high\"")
      .replacing("[\"a b\",\"c\"]", with: "[\"a_b\",\"d\"]")
      .replacing("\"description\":\"\\n\"}", with: "\"description\":\"\\n\",\"group_id\":31}")
    #expect(try document(made, .ticket, 5) == changed)

    // Back to where it was, only what was added stays.
    request.update.steps = [.setAssignee(nil), .setGroup(nil), .setPriority(.none)]
    _ = try made.run(request)
    #expect(
      try document(made, .ticket, 5)
        == solved.replacing("[\"a b\",\"c\"]", with: "[\"a_b\",\"d\"]"))
  }

  @Test("§12 an end leaves the ticket's document but for its time; the rest stands beside it")
  func endedSession() throws {
    let made = try TestStore()
    let ticket = Wire.ticket(5)
    try made.take(ticket)
    _ = try made.run(.end(.sessions(1), reason: .inactivityEnded))
    let time = TestStore.now.rfc3339
    // Open and unassigned, but without a group no queue takes it.
    let waiting = "{\"queue_id\":null,\"eligible_since\":\(Wire.time(1)),\"chosen\":false}"
    let expected = """
      \(ticket.replacing("\"updated_at\":\(Wire.time(1))", with: "\"updated_at\":\"\(time)\"").dropLast()),\
      "sessionctl":{"routing_channel":"email","routing_channel_changed_at":"\(time)",\
      "assigned_channel":null,"commented_at":null,"commenter_id":null,"session":{"id":1,"user_id":11,\
      "channel":"whatsapp","state":"ended","started_at":\(Wire.time(0)),"last_activity_at":\(Wire.time(1)),\
      "last_sender":null,"ended_at":"\(time)","end_reason":"inactivity_ended",\
      "ended_by":{"type":"user","id":1},"ended_via":"api","first_conversation_id":null},"waiting":\(waiting),"source_updated_at":\(Wire.time(1)),"local_fields":[]}}
      """
    #expect(try made.export(.ticket) == [expected])
  }

  @Test(
    "§12 a detail that is set alone is told, and comes back",
    arguments: TicketField.inDetails.map { ("\($0.field.column)", "\"\($0.telling.key)\":") } + [
      ("satisfaction = 2, satisfaction_at", "\"satisfaction_at\":"),
      ("custom field", "\"custom_fields\":[{\"id\":9,\"value\":\"x\"}]"),
    ])
  func details(of column: String, told: String) throws {
    let made = try TestStore()
    try made.take(Wire.ticket(5))
    #expect(try made.export(.ticket).first?.contains("details") == false)
    try made.execute(
      column == "custom field"
        ? "INSERT INTO ticket_custom_field(ticket_id, field_id, value) VALUES (5, 9, 'x')"
        : "UPDATE ticket SET \(column) = 1 WHERE id = 5")
    let line = try #require(try made.export(.ticket).first)
    #expect(line.contains("\"details\":{") && line.contains(told), "\(line)")
    let again = try TestStore()
    try again.take(line)
    #expect(try again.export(.ticket) == [line])
  }

  @Test("§12 a ticket keeps its first channel, also where only its session has changed since")
  func channelOfRecord() throws {
    let made = try TestStore()
    let first = Wire.ticket(5)
    try made.take(first)
    let later = first.replacing("whatsapp", with: "api")
      .replacing("\"updated_at\":\(Wire.time(1))", with: "\"updated_at\":\(Wire.time(2))")
    try made.take(later)
    _ = try made.run(.end(.sessions(1), reason: .inactivityEnded))
    let line = try #require(try made.export(.ticket).first)
    #expect(
      later.contains("api") && line.contains("\"channel\":\"whatsapp\"")
        && !line.contains("\"channel\":\"api\""),
      "\(line)")
    let again = try TestStore()
    try again.take(line)
    #expect(try again.export(.ticket) == [line])
  }

  @Test("What was made here is written from its columns") func madeHere() throws {
    let made = try TestStore()
    try made.addGroup("Größe \"XL\"")
    let agent = Person(
      id: 0, name: "Ada", email: nil, phone: "1", locale: "de", role: .agent, suspended: true,
      status: .offline, messagingCapacity: 0, emailCapacity: 500)
    let id = try made.add(agent)
    try made.store.write { try $0.addMembership(userID: id, groupID: 1, at: Wire.instant(0)) }
    let zero = Wire.time(0)
    #expect(
      try made.export(.group) == [
        "{\"group\":{\"id\":1,\"name\":\"Größe \\\"XL\\\"\",\"deleted\":false,\"created_at\":\(zero),\"updated_at\":\(zero)}}"
      ])
    #expect(
      try made.export(.user).last == """
        {"user":{"id":2,"name":"Ada","email":null,"phone":"1","locale":"de","role":"agent","suspended":true,\
        "created_at":\(zero),"updated_at":\(zero)},"sessionctl":{"status":"offline","messaging_capacity":0,\
        "email_capacity":500,"routing_turn":null,"local_role":"agent","source_updated_at":null,"local_fields":[]}}
        """)
    #expect(
      try made.export(.groupMembership) == [
        "{\"group_membership\":{\"id\":1,\"user_id\":2,\"group_id\":1,\"created_at\":\(zero),\"updated_at\":\(zero)}}"
      ])
  }

  @Test("One kind, and everything in an order in which it can be taken") func kinds() throws {
    let world = World(seed: 5)
    let made = try world.store()
    _ = try made.run(.end(.active))
    let all = try made.export()
    let kinds: [WireKind] = [.account, .group, .user, .groupMembership, .ticket, .session, .audit]
    #expect(try kinds.flatMap { try made.export($0) } == all)
    #expect(try made.export(.trigger).isEmpty)
    for line in all { #expect(!line.contains("\n")) }
    #expect(try made.export(.ticket).count == world.tickets.count)
    #expect(try made.export(.session).count == world.sessions.count { $0.ticket == nil })
  }

  @Test("§12 export, import into a fresh store, export: the same bytes", arguments: 31..<37 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let world = World(seed: seed)
    let made = try world.store()
    try made.take("{\"ticket\":\(Self.odd)}", Wire.audit(90, ticket: 5, at: 2, author: 21, Wire.comment()))
    try made.addGroup("Made here")
    try made.add(Person(id: 0, name: "Here", email: "here@example.com", role: .agent, status: .away))
    for round in 0..<4 {
      var selection = world.randomSelection(&random)
      (selection.sessionIDs, selection.ticketIDs) = (nil, nil)
      let at = TestStore.now.advanced(by: Int64(round))
      _ = try made.run(
        .end(selection, routing: RoutingOverride.allCases.randomElement(using: &random), at: at))
    }
    let some = world.tickets.map(\.id).shuffled(using: &random).prefix(20)
    _ = try made.run(
      .tickets(
        Array(some), .setAssignee(22), .addTags(["edited"]), .setPriority(.urgent),
        .comment(body: "Note: \u{1F600}\n\"…\"", isPublic: false)))
    _ = try made.run(.tickets(Array(some.prefix(5)), .setStatus(.closed)))
    var admin = try #require(try made.store.read { try $0.person(id: 1) })
    admin.name = "Root"
    admin.emailCapacity = 7
    try made.store.write { try $0.update(admin, at: TestStore.now) }
    try made.execute("INSERT INTO routing_turn VALUES (1, 3), (22, 4)")
    if seed.isMultiple(of: 2) {
      try made.store.write { writer in
        try writer.set("routing.mode", to: "messaging")
        try writer.rematchAll(at: TestStore.now)
      }
    }

    let lines = try made.export()
    let fresh = try TestStore(feature: false)
    try fresh.take(all: lines)
    #expect(try fresh.export() == lines)
    // The other store answers as this one does.
    let loads = try [made, fresh].map { try $0.store.read { try $0.loads(at: TestStore.now) } }
    #expect(loads[0] == loads[1])
    let report = try [made, fresh].map { store in
      try store.store.read { reader in
        let request = ReportRequest(.endTime, by: [.day, .reason, .agent], zone: .utc, now: TestStore.now)
        let table = try reader.report(request)
        return (0..<table.count).map { row in
          "\((0..<3).map { table.key(row, $0) }) \((0..<4).map { table.value(row, $0) })"
        }
      }
    }
    #expect(report[0] == report[1])
    // A second time changes nothing.
    #expect(try fresh.take(all: lines).changed == 0)
    #expect(try fresh.export() == lines)
    let problems = try made.problems() + fresh.problems()
    #expect(problems.isEmpty, "\(problems)")
  }
}

extension String {
  /// With the one occurrence of `text` replaced.
  fileprivate func replacing(_ text: String, with other: String) -> String {
    let parts = split(separator: text, omittingEmptySubsequences: false)
    precondition(parts.count == 2, "\(text) is there \(parts.count - 1) times")
    return parts.joined(separator: other)
  }
}
