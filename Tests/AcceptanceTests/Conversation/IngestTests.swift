import CommandGrammar
import Foundation
import JSONText
import Rendering
import TestSupport
import Testing

/// `conversation ingest`: events in order, each once.
@Suite struct IngestTests {
  private let machine: TestMachine

  init() throws {
    machine = try TestMachine.withAccount()
  }

  private func ingest(_ lines: [String], _ more: String...) -> Run {
    machine.run(
      ["conversation", "ingest", "-", "--json"] + more, input: Array(lines.joined(separator: "\n").utf8))
  }

  private func event(_ id: String, _ type: String, _ members: String, at: String = "2026-07-15T09:00:00Z")
    -> String
  {
    "{\"event_id\":\"\(id)\",\"type\":\"\(type)\",\"at\":\"\(at)\",\(members)}"
  }

  private var day: [String] {
    [
      event(
        "e1", "start",
        #""conversation":"a","user_name":"Alma","user_email":"alma@example.net","channel":"whatsapp","message":"Hello""#
      ),
      event("e2", "start", #""conversation":"b","user":501,"message":"Hi""#, at: "2026-07-15T09:00:01Z"),
      event(
        "e3", "say", #""conversation":"a","from":"ai_agent","message":"One moment""#,
        at: "2026-07-15T09:00:02Z"),
      event("e4", "handoff", #""conversation":"a","group":"Support""#, at: "2026-07-15T09:00:03Z"),
      event(
        "e5", "say", #""conversation":"b","from":"customer","message":"Anybody?""#, at: "2026-07-15T09:00:04Z"
      ),
      event(
        "e6", "say", #""conversation":"a","from":"agent","agent":"ana@example.com","message":"Here I am""#,
        at: "2026-07-15T09:00:05Z"),
      event("e7", "end", #""conversation":"a","from":"agent","agent":601"#, at: "2026-07-15T09:00:06Z"),
      event("e8", "say", #""conversation":"a","message":"Wait""#, at: "2026-07-15T09:00:07Z"),
    ]
  }

  /// The latest first; conversation 50 was there before.
  private var latestThree: [JSONValue] {
    Array(
      machine.run("conversation", "list", "--sort", "id:desc", "--limit", "4", "--json").items.dropFirst())
  }

  @Test("Two customers' events interleaved, with an end and a new conversation (E13)")
  func aDay() throws {
    let run = ingest(day)
    #expect(run.code == .done, "\(run)")
    #expect(
      run.item == [
        "taken": 8, "known": 0, "failed": 0, "started": 3, "handed_off": 1, "ended": 1,
        "became_unroutable": 0, "left_routing": ["channel": 0, "group": 0, "tag": 0],
      ])
    let list = latestThree
    #expect(list.compactMap { $0["session_state"]?.string } == ["active", "active", "ended"])
    #expect(list.compactMap { $0["state"]?.string } == ["open", "open", "open"])
    #expect(list.compactMap { $0["messages"]?.integer } == [1, 2, 3])
    #expect(list[2]["user_name"] == "Alma")
    #expect(list[0]["user_id"] == list[2]["user_id"])
    let session = machine.session(try #require(list[2]["id"]?.integer))
    #expect(session["end_reason"] == "agent_ended")
    #expect(session["ended_at"] == "2026-07-15T09:00:06Z")
    #expect(session["last_activity_at"] == "2026-07-15T09:00:05Z")
    #expect(session["ended_by"]?["id"] == 601)
    let ticket = machine.ticket(try #require(list[2]["ticket_id"]?.integer))
    #expect(ticket["routing_channel"] == "email")
    #expect(ticket["updated_at"] == "2026-07-15T09:00:06Z")
  }

  @Test(
    "A rule that asks who makes the update is another one for each agent, and else the same for all",
    arguments: [
      "assignee_id current_user", "current_tags answered",
    ])
  func whoAnswers(action: String) throws {
    try machine.succeed(
      "trigger", "create", "--title", "Answered", "--if", "role is agent", "--if", "update_type is Change",
      "--do", action,
      "-q")
    var lines: [String] = []
    for (conversation, agent) in zip(
      ["a", "b", "c"], ["ana@example.com", "ben@example.com", "ana@example.com"])
    {
      let of = #""conversation":"\#(conversation)""#
      lines += [
        event("\(conversation)1", "start", #"\#(of),"user":501,"message":"Hi""#),
        event("\(conversation)2", "handoff", of),
        event("\(conversation)3", "say", #"\#(of),"from":"agent","agent":"\#(agent)","message":"Here""#),
      ]
    }
    #expect(ingest(lines).code == .done)
    let tickets = latestThree.reversed().compactMap { $0["ticket_id"]?.integer }.map(machine.ticket)
    if action.hasPrefix("assignee") {
      #expect(tickets.map { $0["assignee_id"]?.integer } == [601, 602, 601].map { $0 as Int64? })
    } else {
      #expect(tickets.map { $0["tags"] } == [["answered"], ["answered"], ["answered"]])
    }
  }

  @Test("A file that is sent again changes nothing")
  func twice() throws {
    #expect(ingest(day).code == .done)
    let content = machine.content()
    let run = ingest(day)
    #expect(run.item["known"] == 8)
    #expect(run.item["taken"] == 0)
    #expect(machine.content() == content)
  }

  @Test("In one piece or in many: the same conversations come of it")
  func resumed() throws {
    #expect(ingest(day).code == .done)
    let other = try TestMachine.withAccount()
    for count in 1...day.count {
      _ = other.run(
        ["conversation", "ingest", "-", "-q"], input: Array(day.prefix(count).joined(separator: "\n").utf8))
    }
    #expect(
      other.run("conversation", "list", "--json").output
        == machine.run("conversation", "list", "--json").output)
    #expect(other.run("export", "--type", "audit").output == machine.run("export", "--type", "audit").output)
  }

  @Test("The same event with other content is refused: 65, and what came before it stays")
  func changed() throws {
    #expect(ingest(Array(day.prefix(2))).code == .done)
    let run = ingest([
      day[2], event("e1", "start", #""conversation":"z","user":501,"message":"Other""#), day[3],
    ])
    #expect(run.code == .badInput)
    #expect(run.errors.contains("line 2: event_id: another event with the id 'e1'"))
    #expect(run.item["taken"] == 1)
    let rest = ingest(day, "--keep-going")
    #expect(rest.code == .done)
    #expect(rest.item["known"] == 3)
  }

  @Test("With --keep-going the wrong ones are passed over: 1")
  func keepGoing() {
    let run = ingest(
      [day[0], "{nonsense", day[3], day[3]] + [event("x", "handoff", #""conversation":"a""#)], "--keep-going")
    #expect(run.code == .no, "\(run)")
    #expect(run.item["taken"] == 2)
    #expect(run.item["known"] == 1)
    #expect(run.item["failed"] == 2)
    #expect(run.errors.contains("was already handed over"))
  }

  @Test("An event that comes late is taken, and makes no session older")
  func late() throws {
    #expect(ingest(Array(day.prefix(5))).code == .done)
    let run = ingest([
      event("l", "say", #""conversation":"b","from":"ai_agent","message":"Late""#, at: "2026-07-15T09:00:02Z")
    ])
    #expect(run.code == .done)
    let id = try #require(
      machine.run("conversation", "list", "--user", "501", "--json").items.last?["id"]?.integer)
    #expect(machine.session(id)["last_activity_at"] == "2026-07-15T09:00:04Z")
    #expect(machine.session(id)["last_sender"] == "customer")
    let before = ingest([
      event("m", "say", #""conversation":"b","message":"Too early""#, at: "2026-07-15T08:00:00Z")
    ])
    #expect(before.code == .badInput)
    #expect(before.errors.contains("after this happened"))
  }

  @Test("§12: what comes late in the same run makes no session older, either")
  func lateInOneRun() throws {
    let late = event(
      "l", "say", #""conversation":"b","from":"ai_agent","message":"Late""#, at: "2026-07-15T09:00:02Z")
    #expect(ingest(Array(day.prefix(5)) + [late]).code == .done)
    let id = try #require(
      machine.run("conversation", "list", "--user", "501", "--json").items.last?["id"]?.integer)
    #expect(machine.session(id)["last_activity_at"] == "2026-07-15T09:00:04Z")
    #expect(machine.session(id)["last_sender"] == "customer")
  }

  /// Events of three conversations, a few of which can't be.
  private func anyEvents(_ random: inout SplitMix) -> [String] {
    let keys = ["a", "b", "c"]
    var lines = keys.map {
      event("\($0)0", "start", "\"conversation\":\"\($0)\",\"user\":501,\"message\":\"Hi\"")
    }
    for number in 1...24 {
      let minute = Int.random(in: 1...9, using: &random)
      let (type, more) =
        switch number {
        case 5, 9, 12: ("handoff", "")
        case 11, 17: ("end", #","from":"agent","agent":"ana@example.com""#)
        default:
          (
            "say",
            "\(["", #","from":"ai_agent""#, #","from":"agent","agent":"ana@example.com""#].randomElement(using: &random)!),\"message\":\"m\(number)\""
          )
        }
      lines.append(
        event(
          "\(number)", type, "\"conversation\":\"\(keys.randomElement(using: &random)!)\"\(more)",
          at: "2026-07-15T09:0\(minute):00Z"))
    }
    return lines
  }

  @Test(
    "§1, §12: events in any order come to the same in one run as each in a run of its own", arguments: 1...12)
  func anyOrder(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let lines = anyEvents(&random)
    let other = try TestMachine.withAccount()
    // What rules read has to be there, and what they do has to stay.
    if seed % 2 == 0 {
      for machine in [machine, other] {
        try machine.does(
          #"trigger create --title tell --if 'update_type is Change' --do 'notification_user ["requester_id","So far","{{ticket.comments}}"]' -q"#
        )
        try machine.does(
          "trigger create --title begin --if 'update_type is Create' --do 'priority high' --do 'current_tags new' -q"
        )
        try machine.does(
          "messaging-trigger create --title again --event message_sent --if 'customer_previous_conversations greater_than 1' --do 'add_tags again' -q"
        )
        try machine.does(
          "messaging-trigger create --title many --event message_sent --if 'queue_size greater_than 1' --do 'add_tags many' -q"
        )
      }
    }
    // Known events fill a transaction up, so that the others come in the next.
    var feed = lines
    if seed % 3 == 0 {
      feed.insert(
        contentsOf: Array(repeating: lines[0], count: 4096), at: Int.random(in: 3...24, using: &random))
    }
    _ = ingest(feed, "--keep-going")
    for line in lines {
      other.run(["conversation", "ingest", "-", "--keep-going"], input: Array(line.utf8))
    }
    let shown = ["session", "list", "--state", "any", "--json"]
    #expect(machine.run(shown).text == other.run(shown).text)
    let (one, single) = (
      machine.run("export").text.split(separator: "\n"), other.run("export").text.split(separator: "\n")
    )
    #expect(one.count == single.count)
    for (line, expected) in zip(one, single) { #expect(line == expected) }
    #expect(machine.run("doctor").code == .done)
  }

  @Test("Names are told apart by their bytes, in one transaction as in several")
  func alike() {
    let (composed, combined) = ("\u{e9}", "e\u{301}")
    let run = ingest([
      event(composed, "start", #""conversation":"\#(composed)","user":501,"message":"Hi""#),
      event(combined, "start", #""conversation":"\#(combined)","user":501,"message":"Hi""#),
      event("x", "say", #""conversation":"\#(composed)","message":"One""#),
      event("y", "say", #""conversation":"\#(combined)","message":"Other""#),
    ])
    #expect(run.code == .done, "\(run)")
    #expect(run.item["started"] == 2)
    #expect(latestThree.prefix(2).compactMap { $0["messages"]?.integer } == [2, 2])
  }

  @Test("A result that can't be written: 74, and how much is stored, of all transactions")
  func fullDisk() throws {
    let lines = (1...5000).map {
      event("\($0)", "start", "\"conversation\":\"c\($0)\",\"user\":501,\"message\":\"m\"")
    }
    let run = machine.run(
      ["conversation", "ingest", "-", "--json"], input: Array(lines.joined(separator: "\n").utf8),
      output: MemorySink(room: 0))
    #expect(run.code == .ioFailure, "\(run)")
    #expect(
      run.errors.contains(
        "the result could not be written (No space left on device), but the change is stored: ingested 5000 events (see 'sessionctl log list')"
      ), "\(run)")
  }

  @Test("Where a later transaction fails, how much is stored is said as well")
  func failsLater() throws {
    try machine.tamper(
      "CREATE TRIGGER boom BEFORE INSERT ON ingested_event WHEN new.id = '4500' BEGIN SELECT raise(ABORT, 'boom'); END"
    )
    let lines = (1...5000).map {
      event("\($0)", "start", "\"conversation\":\"c\($0)\",\"user\":501,\"message\":\"m\"")
    }
    let run = ingest(lines)
    #expect(run.code == .storeUnavailable, "\(run)")
    #expect(
      run.errors.contains(
        "what was done until then is stored: ingested 4096 events (see 'sessionctl log list')"), "\(run)")
    #expect(machine.run("log", "list", "--limit", "1").text.contains("ingested 4096 events"))
  }

  @Test("Ctrl-C after several transactions: 130, and how much of it is stored")
  func interrupted() throws {
    let program = try RealProgram(machine, ["conversation", "ingest", "-"], hasInput: true)
    program.send(
      (1...9000).map {
        event("\($0)", "start", "\"conversation\":\"c\($0)\",\"user\":501,\"message\":\"m\"") + "\n"
      }.joined())
    let end = Date().addingTimeInterval(60)
    while Date() < end {
      if machine.run("log", "list", "--limit", "1").text.contains("ingested 8192 events") { break }
      usleep(50_000)
    }
    program.signal(SIGINT)
    let ended = program.wait(atMost: 20)
    #expect(ended.status == ExitCode.interrupted.rawValue)
    #expect(
      ended.errors
        == "sessionctl: interrupted; what was done until then is stored: ingested 8192 events (see 'sessionctl log list'); run the command again for the rest\n"
    )
  }

  @Test(
    "What is wrong with an event is said with its line and member",
    arguments: [
      (#"{"type":"start"}"#, "event_id: expected"),
      (
        #"{"event_id":"x","conversation":"a","type":"dance"}"#,
        "type: expected one of start, say, handoff, end"
      ),
      (
        #"{"event_id":"x","conversation":"a","type":"start","message":"x"}"#,
        "does not say whose conversation it is"
      ),
      (#"{"event_id":"x","conversation":"a","type":"start","user":501}"#, "message: expected a text"),
      (#"{"event_id":"x","conversation":"a","type":"start","user":999,"message":"x"}"#, "no user '999'"),
      (
        #"{"event_id":"x","conversation":"a","type":"start","user":501,"channel":"fax","message":"x"}"#,
        "channel: expected a messaging channel"
      ),
      (#"{"event_id":"x","conversation":"a","type":"say","message":"x"}"#, "'a' is unknown"),
      (
        #"{"event_id":"x","conversation":"a","type":"start","user":501,"message":"\u0001"}"#,
        "message: it contains no text"
      ),
      (
        #"{"event_id":"x","conversation":"a","type":"start","user":501,"at":"yesterday","message":"x"}"#,
        "at: expected an RFC 3339 time"
      ),
      (
        #"{"event_id":"x","conversation":"a","type":"start","user_name":"a\u001bb","message":"x"}"#,
        "user_name: expected a text without control"
      ),
      (
        #"{"event_id":"x","conversation":"a","type":"start","user_email":"a@b\n","message":"x"}"#,
        "user_email: expected an e-mail address"
      ),
    ])
  func wrong(_ line: String, _ reason: String) {
    let before = machine.content()
    let run = ingest([line])
    #expect(run.code == .badInput)
    #expect(run.errors.contains("standard input, line 1: ") && run.errors.contains(reason), "\(run)")
    #expect(machine.content() == before)
  }

  @Test("Rules see events in their order, and what they send is told once")
  func rules() throws {
    try machine.succeed(
      "trigger", "create", "--title", "greet", "--if", "update_type is Create", "--do",
      #"notification_user ["requester_id","Hello","We got: {{ticket.latest_comment}}"]"#, "-q")
    try machine.succeed(
      "trigger", "create", "--title", "angry", "--if", "comment_includes_word includes anybody wait", "--do",
      "current_tags angry", "-q")
    let more = [
      event("f1", "handoff", #""conversation":"b""#, at: "2026-07-15T09:00:08Z"),
      event("f2", "say", #""conversation":"b","message":"I wait""#, at: "2026-07-15T09:00:09Z"),
      event("f3", "say", #""conversation":"b","message":"I left""#, at: "2026-07-15T09:00:10Z"),
    ]
    #expect(ingest(day + more).code == .done)
    let list = latestThree
    let ticket = machine.ticket(try #require(list[1]["ticket_id"]?.integer))
    #expect(ticket["tags"] == ["angry"])
    let export = machine.run("export").text
    #expect(export.contains("We got: Hi\\nAnybody?"))
    #expect(export.contains("We got: Hello"))
  }

  @Test("Suspended and unknown agents say nothing")
  func agents() throws {
    #expect(ingest(Array(day.prefix(4))).code == .done)
    let run = ingest([
      event("x", "say", #""conversation":"a","from":"agent","agent":"nobody@example.com","message":"x""#)
    ])
    #expect(run.code == .badInput)
    #expect(run.errors.contains("no agent 'nobody@example.com'"))
  }

  @Test("An export takes along which events were taken: another store takes none of them again")
  func export() throws {
    #expect(ingest(day).code == .done)
    let export = machine.run("export").output
    let other = try TestMachine.withStore()
    #expect(other.run(["import", "-"], input: export).code == .done)
    for type in ["conversation_key", "ingested_event"] {
      let told = machine.run("export", "--type", type)
      #expect(other.run("export", "--type", type).output == told.output)
      #expect(!told.output.isEmpty)
    }
    let run = other.run(
      ["conversation", "ingest", "-", "--json"], input: Array(day.joined(separator: "\n").utf8))
    #expect(run.item["known"] == 8)
    #expect(run.item["failed"] == 0)
    let more = event("g", "say", #""conversation":"a","message":"And now""#, at: "2026-07-15T09:30:00Z")
    #expect(
      other.run(["conversation", "ingest", "-", "--json"], input: Array(more.utf8)).item["taken"] == 1)
  }

  @Test("sessions that rules end are counted among those that ended; an end of what is over is not")
  func endsByRules()
    throws
  {
    let machine = try TestMachine.withAccount()
    try machine.does(
      "trigger create --title End --if 'update_type is Create' --do 'messaging_session end_session' -q")
    let lines = [
      #"{"event_id":"r1","type":"start","at":"2026-07-15T09:00:00Z","conversation":"r","user_name":"Kim","channel":"native_messaging","message":"Hello"}"#,
      #"{"event_id":"r2","type":"handoff","at":"2026-07-15T09:01:00Z","conversation":"r","group":"Support"}"#,
      #"{"event_id":"r3","type":"end","at":"2026-07-15T09:02:00Z","conversation":"r","from":"agent","agent":"601"}"#,
    ]
    let run = machine.run("conversation", "ingest", "-", "--json", input: lines.joined(separator: "\n"))
    #expect(run.code == .done && run.item["taken"] == 3 && run.item["ended"] == 1, "\(run)")
  }
}
