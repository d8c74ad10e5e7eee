import JSONText
import Testing
import WireFormat

@Suite struct RecordKindTests {
  /// The names of the kinds of a text's records.
  private func kinds(_ text: String) throws -> [String?] {
    var kinds: [String?] = []
    try forEachRecord(text) { kinds.append(RecordKind.of($0).kind?.name) }
    return kinds
  }

  @Test(
    "§12 by the key of a collection, in every container",
    arguments: RecordKind.all.flatMap { kind in
      ([kind.plural] + kind.otherKeys).filter { RecordKind.of(key: $0) == kind }.map { ($0, kind.name) }
    })
  func collections(key: String, kind: String) throws {
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
  }

  @Test("§12 by the key of a single one, alone or in a list", arguments: RecordKind.all.map(\.name))
  func single(kind: String) throws {
    #expect(try kinds("{\"\(kind)\":{\"id\":1}}") == [kind])
    #expect(try kinds("{\"\(kind)\":{\"id\":1},\"sessionctl\":{\"status\":\"away\"}}") == [kind])
    #expect(try kinds("{\"\(kind)\":[{\"id\":1}]}") == [kind])
  }

  @Test("The table names no kind twice, and every kind with a place is in it") func table() {
    let names = RecordKind.all.map(\.name)
    #expect(Set(names).count == names.count)
    for kind in WireKind.allCases {
      #expect(kind.record.name == kind.rawValue)
      #expect(kind.record.wire == kind)
    }
    for kind in RecordKind.all {
      #expect(RecordKind.of(key: kind.name) == kind, "\(kind.name)")
      for sign in kind.signs { #expect(!sign.isEmpty, "\(kind.name)") }
    }
  }

  @Test("§12 NDJSON and bare arrays of wrapped and bare objects") func mixtures() throws {
    let lines = """
      {"user":{"id":1}}
      {"ticket":{"id":1}}
      {"id":3,"ticket_id":1,"events":[]}
      {"users":[{"id":4}]}
      """
    #expect(try kinds(lines) == ["user", "ticket", "audit", "user"])
    #expect(
      try kinds(
        "[{\"id\":1,\"requester_id\":2,\"status\":\"open\"},{\"id\":2,\"name\":\"A\",\"role\":\"agent\"}]")
        == ["ticket", "user"])
  }

  @Test("a bare user is a line of our own list only if it has just its members")
  func whole() throws {
    let ours = #""id":1,"name":"A","email":null,"phone":null,"role":"agent","suspended":false,"locale":null"#
    let lines = """
      {\(ours)}
      {\(ours),"created_at":"2026-01-01T00:00:00Z"}
      {\(ours.replacing(#","suspended":false"#, with: ""))}
      {"users":[{\(ours)}]}
      """
    #expect(try kinds(lines) == ["sessionctl_document", "user", "user", "user"])
  }

  @Test(
    "§12 bare objects by the last collection of their address, and never by one before it",
    arguments: [
      ("tickets/1.json", "ticket"), ("users/1.json", "user"), ("groups/1.json", "group"),
      ("group_memberships/1.json", "group_membership"), ("tickets/1/audits/2.json", "audit"),
      ("triggers/1.json", "trigger"), ("automations/1.json", "automation"), ("macros/1.json", "macro"),
      ("organizations/1.json", "organization"), ("brands/1.json", "brand"),
      ("ticket_fields/1.json", "ticket_field"), ("ticket_forms/1.json", "ticket_form"),
      ("satisfaction_ratings/1.json", "satisfaction_rating"), ("custom_statuses/1.json", "custom_status"),
      ("queues/01HG80ATNNZK1N7XRFVKX48XD6.json", "queue"),
      ("trigger_categories/10026.json", "trigger_category"),
      ("business_hours/schedules/9.json", "schedule"), ("users/10/identities/20.json", "identity"),
      ("recipient_addresses/33.json", "recipient_address"), ("requests/33.json", "request"),
      ("requests/33/comments/4.json", "comment"), ("tickets/1/comments/4.json", "comment"),
      ("tickets/1/side_conversations/8566255a-ece5-11e8-857d-493066fa7b17.json", "side_conversation"),
      ("users/12345/sessions/3432.json", "user_session"),
      ("custom_objects/order/triggers/27.json", "object_trigger"),
      ("custom_objects/car/records/01GCSJW391QVSC80GYDH7E93Q6.json", "custom_object_record"),
      ("custom_objects/01GC0617DV48CAXK6WA4DW51HD.json", "custom_object"),
      ("help_center/en-us/articles/360.json", "article"),
      ("help_center/articles/360/comments/7.json", "article_comment"),
      ("community/posts/360/comments/7.json", "post_comment"),
      ("slas/policies/36.json", "sla_policy"), ("group_slas/policies/01HG.json", "group_sla_policy"),
      ("triggers/261303831/revisions/1.json", "trigger_revision"),
      ("ticket_fields/1/options/10002.json", "custom_field_option"), ("locales/en-US.json", "locale"),
      ("users/10/shoes/20.json", nil), ("users/10/shoes", nil), ("users/10/shoes.json?page=2", nil),
      ("tickets/7/related.json", nil), ("shoes/1.json", nil), ("help_center/users/1.json", nil),
    ] as [(String, String?)])
  func addresses(path: String, kind: String?) throws {
    // With the members of a ticket and of a user, which must not count.
    let members = "\"id\":1,\"requester_id\":2,\"status\":\"open\",\"name\":\"x\",\"role\":\"agent\""
    for host in ["https://example.zendesk.com/api/v2", "https://support.example.com/api/v2"] {
      #expect(try kinds("{\(members),\"url\":\"\(host)/\(path)\"}") == [kind])
    }
  }

  @Test("One record after the other is known by its address as each alone, whatever came before")
  func manyAddresses() throws {
    let paths = [
      "tickets/1.json", "tickets/2.json", "tickets/2", "users/2.json", "tickets/3/audits/4.json",
      "tickets/3/audits/5.json", "tickets/6.json?page=1", "tickets/count.json", "tickets.json", "macros/7",
      "custom_objects/a/triggers/1.json", "triggers/1.json", "x/1.json", "1.json", "2.json",
    ]
    let records = ["https://e.example.com/api/v2", "https://e.example.com/api/v1"].flatMap { host in
      paths.flatMap { one in
        paths.flatMap { other in
          [one, other].map { "{\"id\":1,\"name\":\"x\",\"role\":\"agent\",\"url\":\"\(host)/\($0)\"}" }
        }
      }
    }
    let opener = RecordOpener()
    func words(_ found: KindRecognition) -> String { "\(found.kind?.name ?? "none") by \(found.basis)" }
    var known: [String] = []
    try forEachRecord(records.joined(separator: "\n")) {
      known.append(words(opener.open($0, order: nil).recognition))
    }
    for (record, told) in zip(records, known) {
      try forEachRecord(record) { #expect(words(RecordKind.of($0)) == told, "\(record)") }
    }
    #expect(known.count == records.count && Set(known).count > 5)
  }

  @Test("The address of a part names what it belongs to") func parents() throws {
    let address = try #require(
      WireAddress("https://acme.example/api/v2/business_hours/schedules/9/holidays/5.json"))
    #expect(address.parents.last?.collection == "schedules")
    #expect(address.parents.last?.id == "9")
    #expect(address.id == "5")
  }

  @Test(
    "§12 bare objects by members that only one kind has",
    arguments: [
      (#"{"id":1,"ticket_id":2,"events":[],"author_id":3}"#, "audit"),
      (#"{"id":1,"ticket_id":2,"score":"good"}"#, "satisfaction_rating"),
      (#"{"id":1,"body":"x","public":true,"author_id":2,"created_at":"2026-01-01T00:00:00Z"}"#, "comment"),
      (#"{"id":1,"requester_id":2,"status":"open","subject":"x"}"#, "ticket"),
      (#"{"id":1,"user_id":2,"group_id":3}"#, "group_membership"),
      (#"{"id":1,"title":"x","description":null,"conditions":{},"actions":[]}"#, "trigger"),
      (#"{"title":"x","conditions":{},"actions":[]}"#, "trigger"),
      (#"{"title":"x","conditions":{},"actions":[],"event":"x"}"#, "messaging_trigger"),
      (#"{"id":1,"name":"x","email":"x@example.com","role":"agent"}"#, "user"),
      (
        #"{"id":1,"requester_id":2,"status":"open","ticket_form_id":3,"custom_status_id":4,"tags":[]}"#,
        "ticket"
      ),
      (#"{"id":1,"ticket_id":2,"child_events":[],"updater_id":3}"#, "ticket_event"),
      (#"{"id":"01J","name":"x","definition":{},"priority":1}"#, "queue"),
      (#"{"id":1,"name":"x","intervals":[],"time_zone":"UTC"}"#, "schedule"),
      (#"{"id":1,"name":"x","role":"end-user"}"#, "user"),
      (#"{"id":1,"title":"x","actions":[],"restriction":{}}"#, "macro"),
      (#"{"id":1,"name":"x","subdomain":"x","brand_url":"https://x"}"#, "brand"),
      (#"{"id":1,"name":"x","domain_names":[]}"#, "organization"),
      (#"{"id":1,"name":"x","deleted":false}"#, "group"),
    ])
  func members(text: String, kind: String) throws {
    #expect(try kinds(text) == [kind])
    #expect(try kinds("[\(text),\(text)]") == [kind, kind])
  }

  @Test(
    "Doubt is no kind: members that several have, or that say nothing",
    arguments: [
      #"{"id":1}"#, "{}", #"{"name":"x"}"#, #"{"id":33,"name":"Sales","email":"sales@example.com"}"#,
      #"{"id":1,"requester_id":2,"status":"open","can_be_solved_by_me":true}"#,
    ])
  func doubt(text: String) throws { #expect(try kinds(text) == [nil]) }

  @Test("A word that the service uses twice is told apart by address or members") func twice() throws {
    #expect(
      try kinds(#"{"session":{"id":1,"user_id":2,"authenticated_at":"2026-01-01T00:00:00Z"}}"#) == [
        "user_session"
      ])
    #expect(
      try kinds(#"{"session":{"id":1,"user_id":2,"started_at":"2026-01-01T00:00:00Z"}}"#) == ["session"])
    #expect(
      try kinds(
        #"{"triggers":[{"id":1,"url":"https://e/api/v2/custom_objects/a/triggers/1.json"},{"id":2}]}"#)
        == ["object_trigger", "trigger"])
    #expect(
      try kinds(
        #"{"comments":[{"id":1,"source_type":"Article","source_id":3,"body":"x"},{"id":2,"body":"x"}]}"#)
        == ["article_comment", "comment"])
    #expect(
      try kinds(#"{"ticket_events":[{"id":1,"instance_id":0,"metric":"reply_time"}]}"#) == [
        "ticket_metric_event"
      ])
  }

  @Test("Search results say what they are; another tool's envelope names its stream") func words() throws {
    #expect(
      try kinds(#"{"results":[{"id":1,"result_type":"user"},{"id":2,"result_type":"ticket"}],"facets":null}"#)
        == ["user", "ticket"])
    #expect(try kinds(#"{"type":"RECORD","stream":"tickets","record":{"id":1}}"#) == ["ticket"])
    #expect(try kinds(#"{"type":"RECORD","stream":"shoes","record":{"id":1}}"#) == [nil])
  }

  @Test("An address that names nothing of the API leaves it to the members") func foreignAddress() throws {
    for url in ["https://example.com/x/1", "https://example.zendesk.com/api/v2", "", "v2"] {
      #expect(try kinds("{\"id\":1,\"url\":\"\(url)\",\"name\":\"x\",\"role\":\"agent\"}") == ["user"])
    }
    #expect(try kinds("{\"id\":1,\"url\":5,\"name\":\"x\",\"deleted\":false}") == ["group"])
  }

  @Test("What stands beside a single one is read as well") func beside() throws {
    #expect(try kinds(#"{"ticket":{"id":1},"audit":{"id":2}}"#) == ["ticket", "audit"])
    #expect(
      try kinds(#"{"ticket":{"id":1},"sessionctl":{},"users":[{"id":2},{"id":3}],"groups":[]}"#)
        == ["ticket", "user", "user"])
    #expect(
      try kinds(#"[{"ticket":{"id":1},"audit":{"id":2}},{"user":{"id":3}}]"#) == ["ticket", "audit", "user"])
  }

  @Test("What has an id is a record, wherever the id stands in it") func sorted() throws {
    let ticket =
      #"{"comments":[{"body":"x"}],"id":7,"requester_id":2,"status":"open","users":[],"user":{"id":1}}"#
    #expect(try kinds(ticket) == ["ticket"])
    #expect(try kinds("[\(ticket),\(ticket)]") == ["ticket", "ticket"])
  }
}
