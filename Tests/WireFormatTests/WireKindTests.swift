import JSONText
import Testing
import WireFormat

@Suite struct WireKindTests {
  /// The kinds of a text's records.
  private func kinds(_ text: String) throws -> [WireKind?] {
    var kinds: [WireKind?] = []
    try forEachRecord(text) { kinds.append(WireKind.of($0)) }
    return kinds
  }

  @Test(
    "§12 by the key of a collection, in every container",
    arguments: [
      ("users", WireKind.user), ("groups", .group), ("group_memberships", .groupMembership),
      ("tickets", .ticket), ("audits", .audit), ("ticket_audits", .audit), ("comments", .comment),
      ("triggers", .trigger), ("macros", .macro), ("automations", .automation), ("brands", .brand),
      ("organizations", .organization), ("views", .view), ("queues", .queue), ("custom_queues", .queue),
      ("schedules", .schedule), ("satisfaction_ratings", .satisfactionRating),
      ("ticket_fields", .ticketField),
      ("ticket_forms", .ticketForm), ("custom_statuses", .customStatus),
      ("trigger_categories", .triggerCategory), ("sessions", .session), ("accounts", .account),
    ])
  func collections(key: String, kind: WireKind) throws {
    let list = "[{\"id\":1},{\"id\":2}]"
    let containers = [
      "{\"\(key)\":\(list)}",
      "{\"\(key)\":\(list),\"count\":2,\"next_page\":null,\"previous_page\":null}",
      "{\"count\":2,\"next_page\":null,\"\(key)\":\(list)}",
      "{\"\(key)\":\(list),\"meta\":{\"has_more\":false},\"links\":{\"next\":null}}",
      "{\"meta\":{\"has_more\":true,\"after_cursor\":\"x\"},\"\(key)\":\(list)}",
      "{\"\(key)\":\(list),\"end_of_stream\":true,\"after_cursor\":\"x\",\"after_url\":\"https://x\"}",
      "\n{\n \"\(key)\" : [ {\"id\":1} ,\n {\"id\":2} ]\n}\n",
    ]
    for text in containers { #expect(try kinds(text) == [kind, kind], "\(text)") }
    #expect(try kinds("{\"\(key)\":[]}") == [])
    #expect(WireKind.collectionKeys.contains(key))
    #expect(!WireKind.singularKeys.contains(key))
  }

  @Test("§12 by the key of a single object", arguments: WireKind.allCases)
  func single(kind: WireKind) throws {
    #expect(try kinds("{\"\(kind.rawValue)\":{\"id\":1}}") == [kind])
    #expect(try kinds("{\"\(kind.rawValue)\":{\"id\":1},\"sessionctl\":{\"status\":\"away\"}}") == [kind])
    #expect(WireKind.byKey[kind.rawValue] == kind)
    #expect(WireKind.byKey[kind.collectionKey] == kind)
  }

  @Test("§12 a single custom queue has a name of its own") func customQueue() throws {
    #expect(try kinds("{\"custom_queue\":{\"id\":\"01J\"}}") == [.queue])
  }

  @Test("§12 NDJSON and bare arrays of wrapped and bare objects") func mixtures() throws {
    let lines = """
      {"user":{"id":1}}
      {"ticket":{"id":1}}
      {"id":3,"ticket_id":1,"events":[]}
      {"users":[{"id":4}]}
      """
    #expect(try kinds(lines) == [.user, .ticket, .audit, .user])
    #expect(
      try kinds(
        "[{\"id\":1,\"requester_id\":2,\"status\":\"open\"},{\"id\":2,\"name\":\"A\",\"role\":\"agent\"}]")
        == [.ticket, .user])
  }

  @Test(
    "§12 bare objects by their address",
    arguments: [
      ("https://example.zendesk.com/api/v2/tickets/1.json", WireKind.ticket),
      ("https://example.zendesk.com/api/v2/users/1.json", .user),
      ("https://example.zendesk.com/api/v2/groups/1.json", .group),
      ("https://example.zendesk.com/api/v2/group_memberships/1.json", .groupMembership),
      ("https://example.zendesk.com/api/v2/tickets/1/audits/2.json", .audit),
      ("https://example.zendesk.com/api/v2/triggers/1.json", .trigger),
      ("https://example.zendesk.com/api/v2/automations/1.json", .automation),
      ("https://example.zendesk.com/api/v2/macros/1.json", .macro),
      ("https://example.zendesk.com/api/v2/organizations/1.json", .organization),
      ("https://example.zendesk.com/api/v2/brands/1.json", .brand),
      ("https://example.zendesk.com/api/v2/ticket_fields/1.json", .ticketField),
      ("https://example.zendesk.com/api/v2/ticket_forms/1.json", .ticketForm),
      ("https://example.zendesk.com/api/v2/satisfaction_ratings/1.json", .satisfactionRating),
      ("https://example.zendesk.com/api/v2/custom_statuses/1.json", .customStatus),
    ])
  func addresses(url: String, kind: WireKind) throws {
    #expect(try kinds("{\"id\":1,\"url\":\"\(url)\"}") == [kind])
  }

  @Test(
    "§12 bare objects by their members",
    arguments: [
      (#"{"id":1,"ticket_id":2,"events":[],"author_id":3}"#, WireKind.audit),
      (#"{"id":1,"ticket_id":2,"score":"good"}"#, .satisfactionRating),
      (#"{"id":1,"body":"x","public":true,"author_id":2,"created_at":"2026-01-01T00:00:00Z"}"#, .comment),
      (#"{"id":1,"requester_id":2,"status":"open","subject":"x"}"#, .ticket),
      (#"{"id":1,"user_id":2,"group_id":3}"#, .groupMembership),
      (#"{"id":1,"title":"x","conditions":{},"actions":[]}"#, .trigger),
      (#"{"id":"01J","name":"x","definition":{},"priority":1}"#, .queue),
      (#"{"id":1,"name":"x","intervals":[],"time_zone":"UTC"}"#, .schedule),
      (#"{"id":1,"name":"x","role":"end-user"}"#, .user),
      (#"{"id":1,"name":"x","email":"x@example.com"}"#, .user),
      (#"{"id":1,"title":"x","actions":[],"restriction":{}}"#, .macro),
      (#"{"id":1,"name":"x","subdomain":"x","brand_url":"https://x"}"#, .brand),
      (#"{"id":1,"name":"x","domain_names":[]}"#, .organization),
      (#"{"id":1,"name":"x","deleted":false}"#, .group),
    ])
  func members(text: String, kind: WireKind) throws {
    #expect(try kinds(text) == [kind])
    #expect(try kinds("[\(text),\(text)]") == [kind, kind])
  }

  @Test("An address that names no kind leaves it to the members") func foreignAddress() throws {
    for url in ["https://example.com/x/1", "https://example.zendesk.com/api/v2", "", "v2/v2"] {
      #expect(try kinds("{\"id\":1,\"url\":\"\(url)\",\"name\":\"x\",\"role\":\"agent\"}") == [.user])
    }
    #expect(try kinds("{\"id\":1,\"url\":5,\"name\":\"x\",\"deleted\":false}") == [.group])
  }

  @Test func whatNothingTellsIsUnknown() throws {
    #expect(try kinds("{\"id\":1}") == [nil])
    #expect(try kinds("{}") == [nil])
    #expect(try kinds("{\"name\":\"x\"}") == [nil])
  }
}
