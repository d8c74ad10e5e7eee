import CommandGrammar
import JSONText
import Testing

/// §12: what a record is taken for, and what becomes of what has no place here.
@Suite struct KindTests {
  private static let times = #""created_at":"2026-01-01T00:00:00Z","updated_at":"2026-08-02T00:00:00Z""#

  @Test(
    "wire 1: a record is never taken for another kind, whose people it would overwrite",
    arguments: [
      (
        #"{"url":"https://acme.example/api/v2/users/601/identities/20.json","id":601,"user_id":601,"type":"email","value":"kim@example.net",\#(times)}"#,
        "identity"
      ),
      (
        #"[{"url":"https://acme.example/api/v2/recipient_addresses/33.json","id":601,"name":"Sales","email":"sales@example.com",\#(times)}]"#,
        "recipient_address"
      ),
      (#"{"requests":[{"id":601,"requester_id":601,"status":"open","subject":"x",\#(times)}]}"#, "request"),
      (
        #"{"url":"https://acme.example/api/v2/users/601/sessions/601.json","id":601,"user_id":601,"authenticated_at":"2026-01-01T00:00:00Z"}"#,
        "user_session"
      ),
      (
        #"{"sessions":[{"id":601,"user_id":601,"authenticated_at":"2026-01-01T00:00:00Z","last_seen_at":"2026-01-01T00:00:00Z"}]}"#,
        "user_session"
      ),
      (
        #"{"side_conversations":[{"id":"8566255a","ticket_id":1,"subject":"x","participants":[]}]}"#,
        "side_conversation"
      ),
      (
        #"{"url":"https://acme.example/api/v2/custom_objects/order/triggers/27.json","id":27,"title":"x","conditions":{"all":[]},"actions":[],\#(times)}"#,
        "object_trigger"
      ),
      (#"{"id":33,"name":"Sales","email":"sales@example.com",\#(times)}"#, "unknown"),
    ])
  func neverAnother(text: String, kind: String) throws {
    let machine = try TestMachine.withAccount()
    let before = machine.content()
    let run = machine.run("import", "-", "--json", input: text)
    #expect(run.code == .done, "\(run)")
    #expect(
      run.items == [
        [
          "type": .string(kind), "created": 0, "updated": 0, "unchanged": 0, "skipped": 1, "failed": 0,
          "mended": 0,
        ]
      ])
    #expect(machine.content() == before)
  }

  @Test("wire 4: a kind without a place is named and no longer keeps its file out")
  func skipped() throws {
    let machine = try TestMachine.withStore()
    let metric = #"{"ticket_metric":{"id":1,"ticket_id":7,"created_at":"2026-01-01T00:00:00Z"}}"#
    let run = machine.run("import", "-", input: "\(Wire.ticket(7))\n\(metric)\n")
    #expect(run.code == .done)
    #expect(run.errors == "standard input: skipped 1 ticket_metric: not used\n")
    #expect(machine.active == [1])

    let beside = #"{"tickets":[\#(Wire.ticket(8))],"novelties":[{"id":1},{"id":2}],"facets":null,"n":[1]}"#
    let counted = machine.run("import", "-", "--json", input: beside)
    #expect(counted.items.map { $0["skipped"] } == [0, 2])
    #expect(counted.errors.contains("skipped 2 records of unknown kind"))
    let told = machine.run("import", "--explain", "-", "--json", input: beside).items
    #expect(told.map { $0["key"] } == ["tickets", "novelties"] && told.map { $0["records"] } == [1, 2])

    let many = #"{"ticket_metrics":[{"id":1},{"id":2}],"tags":["a","b","c"],"deleted_users":[],"count":0}"#
    let more = machine.run("import", "-", "--json", "--keep-going", input: many)
    #expect(more.code == .done)
    #expect(more.items.map { $0["type"] } == ["ticket_metric", "tag"])
    #expect(more.items.map { $0["skipped"] } == [2, 3])
    #expect(more.items.map { $0["failed"] } == [0, 0])
    for format in ["table", "json", "ndjson", "csv", "tsv"] {
      let formatted = machine.run("import", "-", "--format", format, input: many)
      #expect(formatted.code == .done)
      #expect(formatted.text.contains("ticket_metric"), "\(format)")
    }
  }

  @Test(
    "wire 4: what is no answer of the service's, or an error, is refused with what it says",
    arguments: [
      ("{}", "an empty object, which is not a record"), ("7", "expected an object, found a number"),
      (
        #"{"error":"RecordNotFound","description":"Not found"}"#,
        "an error instead of records: RecordNotFound: Not found"
      ),
      (
        #"{"error":{"title":"Forbidden","message":"You can't"}}"#,
        "an error instead of records: Forbidden: You can't"
      ),
      (#"{"errors":[{"code":"InvalidX","title":"No X","detail":"none"}]}"#, "InvalidX: No X: none"),
      (#"{"error":"Couldn't authenticate you"}"#, "Couldn't authenticate you"),
    ])
  func refused(text: String, sentence: String) throws {
    let machine = try TestMachine.withStore()
    let run = machine.run("import", "-", "--json", input: text)
    #expect(run.code == .badInput)
    #expect(run.errors.contains("standard input, line 1: "))
    #expect(run.errors.contains(sentence), "\(run)")
    #expect(run.items.map { $0["failed"] } == [1])
  }

  @Test("wire 5: each file is its own transaction; all are tried, and those that are refused are named")
  func files() throws {
    let machine = try TestMachine.withStore()
    let bad = try machine.file("bad.json", Wire.tickets(Wire.ticket(1), "{\"id\":2}"))
    let good = try machine.file("good.json", Wire.tickets(Wire.ticket(3)))
    let worse = try machine.file("worse.json", "nonsense\n")
    let run = machine.run("import", bad, good, worse, "--json")
    #expect(run.code == .badInput)
    #expect(run.errors.contains("\(bad), \(worse) were not imported; fix them"), "\(run)")
    #expect(machine.run("ticket", "list", "--json").json.integers("items", "id") == [3])
    #expect(run.items.map { $0["type"] } == ["ticket", "unknown"])
    #expect(run.items.map { $0["created"] } == [1, 0])
    #expect(run.items.map { $0["failed"] } == [1, 1])
  }

  @Test("meets 4: what stands beside a single one goes in as well")
  func beside() throws {
    let machine = try TestMachine.withStore()
    let audit = Wire.audit(900, ticket: 7, by: 502, at: "2026-07-15T06:00:00Z")
    let run = machine.run(
      "import", "-", "--json",
      input: "{\"ticket\":\(Wire.ticket(7)),\"audit\":\(audit),\"users\":[\(Wire.user(502))],\"foo\":[{}]}")
    #expect(run.code == .done)
    #expect(run.items.map { $0["type"] } == ["user", "ticket", "audit", "unknown"])
    // Whom the ticket had named already, is filled in.
    #expect(run.items.map { $0["created"] } == [0, 1, 1, 0] && run.items.first?["updated"] == 1)
    #expect(
      machine.run("session", "list", "--json").items.map { $0["last_activity_at"] } == [
        "2026-07-15T06:00:00Z"
      ])
  }

  @Test("meets 5: search results are what they say, and --as-type speaks for those that say nothing")
  func search() throws {
    let machine = try TestMachine.withStore()
    let group = #"{"id":701,"name":"A","created_at":"2026-01-01T00:00:00Z","result_type":"group"}"#
    let other = #"{"id":5,"title":"An article","result_type":"article"}"#
    let run = machine.run(
      "import", "-", "--json", input: "{\"results\":[\(group),\(other)],\"facets\":null,\"count\":2}")
    #expect(run.code == .done)
    #expect(run.items.map { $0["type"] } == ["group", "article"])
    let bare = #"{"results":[{"id":702,"name":"B"}]}"#
    #expect(
      machine.run("import", "-", "--json", "--as-type", "group", input: bare).items.map { $0["created"] } == [
        1
      ])
  }

  @Test("wire 15: Singer's and Airbyte's envelopes are opened, a single's key may hold a list")
  func envelopes() throws {
    let machine = try TestMachine.withStore()
    let lines = """
      {"type":"SCHEMA","stream":"groups","schema":{"properties":{}},"key_properties":["id"]}
      {"type":"RECORD","stream":"groups","record":{"id":701,"name":"A"},"time_extracted":"2026-01-01T00:00:00Z"}
      {"type":"RECORD","record":{"stream":"groups","data":{"id":702,"name":"B"},"emitted_at":1}}
      {"type":"RECORD","stream":"ticket_metrics","record":{"id":1}}
      {"type":"STATE","value":{"bookmarks":{}}}
      {"group":[{"id":703,"name":"C"}]}
      """
    let run = machine.run("import", "-", "--json", input: lines)
    #expect(run.code == .done, "\(run)")
    #expect(run.items.map { $0["type"] } == ["group", "ticket_metric", "stream_message"])
    #expect(run.items.map { $0["created"] } == [3, 0, 0])
    #expect(run.items.map { $0["skipped"] } == [0, 1, 2])
  }

  @Test("Our own documents of rules and histories are taken back where their items are the API's")
  func ownDocuments() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed(
      "trigger", "create", "--title", "Mine", "--if", "current_tags includes x", "--do", "current_tags y",
      "-q")
    let document = machine.run("trigger", "list", "--json").text
    let other = try TestMachine.withStore()
    let run = other.run("import", "-", "--json", input: document)
    #expect(run.code == .done, "\(run)")
    #expect(other.run("trigger", "list", "--json").text.contains("\"Mine\""))
    // A list of sessions is none of the API's.
    let sessions = machine.run("session", "list", "--json").text
    #expect(other.run("import", "-", input: sessions).errors.contains("of a list of this program"))
  }

  @Test("What `show --json` prints of a rule makes another one; what it prints of something else is named")
  func shownDocuments() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed(
      "trigger", "create", "--title", "Mine", "--if", "current_tags includes x", "--do", "current_tags y",
      "-q")
    let id = try #require(
      machine.run("trigger", "list", "--json").items.first { $0["title"] == "Mine" }?["id"]?.integer)
    let shown = machine.run("trigger", "show", "\(id)", "--json").text
    let other = try TestMachine.withStore()
    let made = other.run("trigger", "create", "-", "--json", input: shown)
    #expect(made.code == .done && made.item["title"] == "Mine", "\(made)")
    #expect(!other.run("export", "--type", "trigger").text.contains("problems"))
    for wrong in [
      shown.replacingOccurrences(of: "sessionctl.trigger/1", with: "sessionctl.session/1"), "{\"items\":[]}",
    ] {
      let refused = other.run("trigger", "create", "-", input: wrong)
      #expect(refused.code == .badInput, "\(refused)")
      #expect(["no rule", "not a trigger"].contains { refused.errors.contains($0) }, "\(refused)")
    }
  }

  @Test("A list that we print makes one thing where it holds one, and is refused where it holds more: 65")
  func shownLists() throws {
    let machine = try TestMachine.withAccount()
    let makers: [(noun: String, make: (String) -> String, sentence: String)] = [
      ("trigger", { "--title \($0) --if 'current_tags includes x' --do 'current_tags y'" }, "one rule"),
      ("macro", { "--title \($0) --do 'current_tags y'" }, "one rule"),
      (
        "messaging-trigger",
        { "--title \($0) --event message_sent --if 'message contains x' --do 'add_tags y'" }, "one rule"
      ),
      ("queue", { "--name \($0) --if 'priority is urgent' --primary Support" }, "one queue"),
      ("schedule", { "--name \($0) --zone UTC --open 'mon 09:00-10:00'" }, "one schedule"),
    ]
    for (noun, make, sentence) in makers {
      let other = try TestMachine.withAccount()
      for name in ["One", "Two"] { try machine.does("\(noun) create \(make(name)) -q") }
      // Standard rules are in every store.
      let list = machine.run(noun, "list", "--json")
      let refused = other.run(noun, "create", "-", input: list.text)
      #expect(refused.code == .badInput, "\(refused)")
      #expect(refused.errors.contains("expected \(sentence), found another"), "\(refused)")
      for shown in [machine.run(noun, "show", "Two", "--json").text, try Self.last(of: list)] {
        let made = other.run(noun, "create", "-", "--json", input: shown)
        #expect(made.code == .done, "\(made)")
        #expect((made.item["title"] ?? made.item["name"]) == "Two")
        try other.does("\(noun) \(noun == "queue" || noun == "schedule" ? "delete" : "disable") Two -q")
        if noun != "queue", noun != "schedule" { try other.does("\(noun) delete Two -q") }
      }
    }
  }

  /// The same list with its last item alone.
  private static func last(of list: Run) throws -> String {
    var document = try #require(list.json.object)
    document["items"] = .array([try #require(list.items.last)])
    return JSONValue.object(document).text
  }

  @Test(
    "A suspended ticket under a ticket's key, as a failed recovery answers, is named; a broken ticket is wrong"
  )
  func suspendedUnderTicket() throws {
    let machine = try TestMachine.withStore()
    let answer =
      #"{"ticket":[{"id":9,"cause":"From a support address","cause_id":22,"content":"x","recipient":"a@example.com","ticket_id":9,"subject":"x",\#(Self.times)}]}"#
    let run = machine.run("import", "-", "--json", input: answer)
    #expect(run.code == .done && run.items.map { $0["type"] } == ["suspended_ticket"], "\(run)")
    let broken = answer.replacingOccurrences(
      of: "\"id\":9,", with: "\"id\":9,\"requester_id\":1,\"status\":\"ajar\",")
    #expect(machine.run("import", "-", input: broken).code == .badInput)
  }
}
