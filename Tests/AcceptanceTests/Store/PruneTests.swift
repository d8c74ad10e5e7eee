import CommandGrammar
import Foundation
import JSONText
import Testing

/// `prune`: what is over leaves, first into an archive, and nothing that counts is lost with it.
@Suite struct PruneTests {
  private let machine: TestMachine

  /// Conversations of every kind, closed in July; half a year later.
  init() throws {
    machine = try TestMachine.withAccount()
    try machine.does("schedule create --name Days --zone UTC --open 'mon-fri 09:00-17:00' -q")
    try machine.succeed("settings", "set", "account.default_schedule", "Days", "-q")
    try machine.does("trigger create --title Bye --if 'update_type is Change' --do 'current_tags bye' -q")
    try machine.succeed("conversation", "ingest", "-", "-q", input: Self.feed)
    for ticket in ["1001", "1003"] {
      try machine.succeed("ticket", "reply", ticket, "--message", "Soon.", "--as", "601", "-q")
    }
    try machine.succeed("session", "end", "--all", "--as", "601", "--yes", "-q")
    try machine.succeed("session", "end", "--all", "--without-ticket", "--yes", "-q")
    machine.now = machine.now.advanced(by: 3600)
    for ticket in ["1001", "1002", "1004", "900000000000000"] {
      try machine.succeed("ticket", "update", ticket, "--status", "closed", "-q")
    }
    // That to 1003 still waits.
    try machine.succeed("outbox", "ack", "1", "-q")
    machine.now = machine.now.advanced(by: 180 * 86_400)
  }

  private static let feed = """
    {"event_id":"a1","type":"start","at":"2026-07-15T08:00:00Z","conversation":"a","user_name":"Alma","user_email":"alma@example.net","channel":"whatsapp","message":"Hello"}
    {"event_id":"a2","type":"handoff","at":"2026-07-15T08:01:00Z","conversation":"a","group":"Support"}
    {"event_id":"a3","type":"say","at":"2026-07-15T08:02:00Z","conversation":"a","from":"agent","agent":"601","message":"Hi"}
    {"event_id":"b1","type":"start","at":"2026-07-15T08:00:00Z","conversation":"b","user":501,"channel":"line","message":"Hm"}
    """

  private var archive: String { "\(machine.folder)/archive.ndjson" }

  @discardableResult
  private func prune(_ more: String...) -> Run {
    machine.run(["prune", "--ended-before", "90d"] + more + ["--json"])
  }

  /// Everything that reports say, with groupings and filters.
  private func reports() -> [String] {
    let asked = [
      "ended --by day,reason", "ended --by agent,tag", "ended --by channel --group Support",
      "ended --tag vip",
      "ended --by ended-by --during 2026-07", "end-time --by hour-of-day", "routing-change-time", "csat",
      "outside-hours --by weekday", "open-ended", "agents", "agents --last 365d", "triggers", "queues",
    ]
    return asked.map {
      machine.run(["report"] + $0.split(separator: " ").map(String.init) + ["--format", "csv"]).text
    }
  }

  @Test("Reports say the same after a prune and after the archive is back, and the export is the same bytes")
  func roundTrip() throws {
    let (reportsBefore, before) = (reports(), machine.run("export").output)
    let outbox = machine.run("outbox", "list", "--json").text
    let foreseen = prune("--dry-run")
    let run = prune("--archive", archive, "--yes")
    #expect(run.code == .done, "\(run)")
    #expect(run.item["conversations"] == 7 && run.item["ingested_events"] == 4, "\(run)")
    for key in ["conversations", "tickets", "history_entries", "ingested_events", "outbox_messages", "held"] {
      #expect(run.item[key] == foreseen.item[key], "\(key)")
    }
    #expect(reports() == reportsBefore)
    #expect(machine.run("doctor").code == .done)
    #expect(machine.run("ticket", "list", "--json").items.allSatisfy { $0["status"] != "closed" })
    #expect(prune("--yes").item["conversations"] == 0)

    for _ in 1...2 {
      try machine.succeed("import", archive, "-q")
      #expect(reports() == reportsBefore)
      #expect(machine.run("export").output == before)
      #expect(machine.run("outbox", "list", "--json").text == outbox)
    }
    #expect(machine.run("doctor").code == .done)
    // The next ids go on where they were.
    let made = try machine.succeed(
      "conversation", "start", "--user", "501", "--channel", "line", "--message", "x", "--json")
    #expect(made.item["session_id"] == 8, "\(made)")
  }

  @Test("A part of an archive is taken back and not counted twice either")
  func part() throws {
    let before = reports()
    prune("--archive", archive, "--yes")
    let lines = String(decoding: try machine.bytes(of: archive), as: UTF8.self).split(separator: "\n")
    let some = lines.filter { $0.hasPrefix("{\"sessionctl_archive\"") || $0.contains("1001") }
    try machine.succeed("import", "-", "-q", input: some.joined(separator: "\n"))
    #expect(machine.ticket(1001)["status"] == "closed")
    #expect(reports() == before)
  }

  @Test("E13: a feed's message under the name of a pruned conversation begins the customer's next one")
  func nextMessage() throws {
    let customer = machine.ticket(900_000_000_000_000)["requester_id"]
    prune("--yes")
    func say(_ id: String, _ from: String, at: String = "2027-01-11T10:00:00Z") -> Run {
      machine.run(
        ["conversation", "ingest", "-", "--json"],
        input: Array(
          #"{"event_id":"\#(id)","type":"say","at":"\#(at)","conversation":"a","from":\#(from),"message":"Me again"}"#
            .utf8))
    }
    #expect(say("x1", #""agent","agent":"601""#).errors.contains("has ended and was pruned"))
    // From before the prune: it was taken then.
    #expect(say("x2", #""customer""#, at: "2026-07-15T09:00:00Z").item["known"] == 1)
    let run = say("x3", #""customer""#)
    #expect(run.item["started"] == 1 && run.item["taken"] == 1, "\(run)")
    let latest = try #require(machine.run("conversation", "list", "--sort", "id:desc", "--json").items.first)
    #expect(latest["user_id"] == customer && latest["channel"] == "whatsapp" && latest["state"] == "open")
    #expect(say("x4", #""customer""#).item["started"] == 0)
    let again = machine.run(["conversation", "ingest", "-", "--json"], input: Array(Self.feed.utf8))
    #expect(again.item["known"] == 4, "\(again)")
    #expect(machine.run("doctor").code == .done)
  }

  @Test(
    "E13: of conversations that follow one another, those that stay are exported as such without the first")
  func chain() throws {
    func say() throws -> JSONValue {
      try machine.succeed("conversation", "say", "1", "--from", "customer", "--message", "Hi", "--json").item
    }
    let second = try say()
    try machine.succeed("session", "end", "\(second["session_id"]?.integer ?? 0)", "--yes", "-q")
    let third = try say()
    prune("--yes")
    let export = machine.run("export").output
    let fresh = try TestMachine.withStore(plan: "support_team")
    fresh.now = machine.now
    #expect(fresh.run(["import", "-", "-q"], input: export).code == .done)
    #expect(fresh.run("export").output == export)
    let said = fresh.run(
      "conversation", "say", "\(second["session_id"]?.integer ?? 0)", "--from", "customer", "--message", "Hi",
      "--json")
    #expect(said.item["session_id"] == third["session_id"], "\(said)")
  }

  @Test("What a message waits for stays, and is counted; the newest message stays in any case")
  func held() throws {
    machine.now = machine.now.advanced(by: -180 * 86_400)
    try machine.succeed("ticket", "update", "1003", "--status", "closed", "-q")
    machine.now = machine.now.advanced(by: 180 * 86_400)
    #expect(prune("--yes").item["held"] == 1)
    #expect(machine.ticket(1003)["status"] == "closed")
    try machine.succeed("outbox", "cancel", "2", "-q")
    #expect(prune("--yes", "--outbox-before", "1d").item["held"] == 1)
    #expect(machine.run("outbox", "list", "--json").items.count == 1)
  }

  @Test("The log and the outbox leave by themselves, and come back with the ids they had")
  func logAndOutbox() throws {
    let (log, count) = (machine.run("log", "list", "--json").items, machine.logged.count)
    let run = machine.run("prune", "--log-before", "90d", "--archive", archive, "--yes", "--json")
    #expect(run.item["log_entries"]?.integer == Int64(count - 1) && run.item["conversations"] == 0, "\(run)")
    #expect(machine.logged.last == "prune")
    for verb in ["show", "revert"] {
      let missing = machine.run("log", verb, "1")
      #expect(missing.code == .no && missing.errors.contains("was pruned"), "\(missing)")
    }
    #expect(machine.run("ticket", "show", "77").errors.contains("was pruned") == false)
    try machine.succeed("import", archive, "-q")
    #expect(Array(machine.run("log", "list", "--json").items.suffix(count)) == log)
    // Another store leaves them alone.
    let other = try TestMachine.withStore(plan: "suite-team")
    let taken = other.run("import", archive, "--json")
    #expect(taken.code == .done, "\(taken)")
    #expect(taken.items.contains { $0["type"] == "log_entry" && $0["created"] == 0 }, "\(taken)")
  }

  @Test("An archive is never written over, and nothing leaves without a yes")
  func refusals() throws {
    let state = machine.content()
    try machine.file("archive.ndjson", "mine")
    #expect(prune("--archive", archive, "--yes").code == .cannotCreate)
    #expect(try machine.bytes(of: archive) == Array("mine".utf8))
    #expect(machine.run("prune").code == .usage)
    let unasked = prune()
    #expect(unasked.code == .usage && unasked.errors.contains("7 conversations"), "\(unasked)")
    let no = machine.run(["prune", "--ended-before", "90d"], input: Array("n\n".utf8), terminals: .all)
    #expect(no.code == .done && no.errors.contains("for good? [y/N]"), "\(no)")
    #expect(prune("--yes", "--as", "601").code == .notPermitted)
    #expect(machine.content() == state)
  }
}
