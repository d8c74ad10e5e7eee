import CommandGrammar
import JSONText
import Testing

/// A command that changes things: first its dry run, then the run itself, and whether the one told the truth.
///
/// Three things have to agree: what the dry run prints, what the run prints, and what is then different in the store, which
/// is read plainly, column by column.
struct Foresight {
  enum Command: String, CaseIterable {
    case end = "session end"
    case remind = "session remind"
    case macro = "macro apply"
    case rules = "rules apply"
    case routing = "routing run"
    case closeSolved = "ticket close-solved"
    case prune
    /// Whatever people do with one ticket or conversation.
    case deed
    /// F3
    case disable = "feature disable"
  }

  let command: Command
  let words: [String]
  /// What makes a dry run of it.
  var flag = "--dry-run"

  /// What is wrong, in words; nothing where all agree.
  func faults(on machine: TestMachine) throws -> [String] {
    let before = try StorePlainly(machine)
    let bytes = try machine.bytes(of: machine.store)
    let dry = machine.run(words + ["--json", flag])
    var faults: [String] = []
    if try machine.bytes(of: machine.store) != bytes { faults.append("the dry run changed the store") }
    let real = machine.run(words + ["--json"])
    let after = try StorePlainly(machine)
    if dry.code != real.code || told(dry) != told(real) || Self.errors(dry) != Self.errors(real) {
      faults.append("the dry run is not the run")
    }
    // What is refused as a whole has no document.
    if !real.json.isNull {
      faults += differences(from: before, to: after, real)
    } else if before.rows != after.rows {
      faults.append("it was refused, and something is different")
    }
    if command == .rules, real.code == .done {
      let again = machine.run(words + ["--json", "--dry-run"])
      if again.items.contains(where: { $0["change"] != "deleted" }) {
        faults.append("it is not applied: \(again)")
      }
    }
    return faults.map { "\($0)\n\(dry)\n\(real)" }
  }

  /// The document without what must differ: that it is a dry run, the archive that only a run writes, and the file's size.
  private func told(_ run: Run) -> String {
    var text = run.text
    for key in ["dry_run", "preview"] { text = text.replacing("\"\(key)\":true", with: "\"\(key)\":false") }
    guard command == .prune, case .object(var object)? = run.json["item"] else { return text }
    for key in ["dry_run", "archive", "file_bytes", "free_bytes"] { object[key] = nil }
    return JSONValue.object(object).text
  }

  /// Without the words that say that nothing was changed.
  private static func errors(_ run: Run) -> [String] {
    run.errors.split(separator: "\n").filter {
      $0 != "dry run: nothing was changed" && $0 != "nothing was changed (--dry-run)"
    }.map { String($0.hasPrefix("dry run: ") ? $0.dropFirst(9) : $0) }
  }

  // MARK: What is different

  /// Where what was told is not what is different now.
  private func differences(from before: StorePlainly, to after: StorePlainly, _ run: Run) -> [String] {
    var faults: [String] = []
    func expect(_ what: String, _ told: JSONValue?, _ seen: Int) {
      if told?.integer != Int64(seen) {
        faults.append("\(what): told \(told?.text ?? "nothing"), seen \(seen)")
      }
    }
    func effects(_ told: JSONValue) {
      for (kind, name) in [(1, "emails"), (2, "surveys"), (3, "webhooks"), (4, "messages")] {
        expect(name, told[name], after.outbox[kind, default: 0] - before.outbox[kind, default: 0])
      }
    }
    let ended = after.sessions.filter { $0.value == "1" && before.sessions[$0.key] == "0" }.count
    let closed = after.tickets.filter {
      $0.value["status"] == "closed" && before.tickets[$0.key]?["status"] == "solved"
    }
    switch command {
    case .end:
      expect("ended", run.json["ended"], ended)
      effects(run.json["effects"] ?? .null)
      expect("left routing", run.json["effects"]?["became_unroutable"], after.leftRouting(since: before))
      expect("firings", .integer(Int64(Self.firings(run))), after.firings - before.firings)
    case .routing:
      effects(run.json["effects"] ?? .null)
      expect("left routing", run.json["effects"]?["became_unroutable"], after.leftRouting(since: before))
      expect("firings", .integer(Int64(Self.firings(run))), after.firings - before.firings)
    case .remind:
      effects(run.json["effects"] ?? .null)
      expect("left routing", run.json["effects"]?["became_unroutable"], after.leftRouting(since: before))
    case .macro:
      effects(run.item)
      let isTold = run.item["changes"]?.array?.isEmpty == false
      if isTold != (after.rows["audit"] != before.rows["audit"]) {
        faults.append("the history has no such entry")
      }
    case .closeSolved:
      expect("closed", run.item["closed"], closed.count)
      expect("ended", run.item["sessions_ended"], ended)
    case .prune:
      for (name, table) in [
        ("conversations", "session"), ("tickets", "ticket"), ("outbox_messages", "outbox"),
        ("ratings", "satisfaction_rating"),
      ] {
        expect(name, run.item[name], (before.rows[table] ?? 0) - (after.rows[table] ?? 0))
      }
      // The run has an entry of its own, if it did anything.
      let own = (after.lastEntry > before.lastEntry) ? 1 : 0
      expect(
        "log entries", run.item["log_entries"],
        (before.rows["log_entry"] ?? 0) - (after.rows["log_entry"] ?? 0) + own)
    case .rules, .deed, .disable: break
    }
    return faults
  }

  private static func firings(_ run: Run) -> Int {
    run.items.reduce(0) { $0 + ($1["triggers_fired"]?.array?.count ?? 0) }
  }
}

/// What a store has, read with nothing of the program in between.
private struct StorePlainly {
  let tickets: [Int64: PlainTicket]
  /// 0 active, 1 ended
  let sessions: [String: String]
  /// By kind.
  let outbox: [Int: Int]
  let firings: Int
  /// Of each table.
  let rows: [String: Int]
  let lastEntry: Int

  init(_ machine: TestMachine) throws {
    func pairs(_ sql: String) throws -> [(String, String)] {
      try machine.column(sql).map { line in
        let parts = line.split(separator: "|", maxSplits: 1).map(String.init)
        return (parts[0], parts[1])
      }
    }
    tickets = try machine.plainTickets()
    sessions = Dictionary(uniqueKeysWithValues: try pairs("SELECT id, state FROM session"))
    outbox = Dictionary(
      uniqueKeysWithValues: try pairs("SELECT kind, count(*) FROM outbox GROUP BY kind").map {
        (Int($0.0)!, Int($0.1)!)
      })
    firings = Int(
      try machine.column("SELECT coalesce(sum(fired), 0) FROM rule_firing WHERE kind = 'trigger'")[0])!
    lastEntry = Int(try machine.column("SELECT coalesce(max(id), 0) FROM log_entry")[0])!
    let tables = [
      "session", "ticket", "outbox", "log_entry", "audit", "satisfaction_rating", "ticket_trigger", "queue",
      "macro",
    ]
    rows = Dictionary(
      uniqueKeysWithValues: try tables.map { table in
        (table, Int(try machine.column("SELECT count(*) FROM \(table)")[0])!)
      })
  }

  /// E4: tickets that were in a queue and are in none, although nobody has them and they are not done; and those whose
  /// session has ended meanwhile, so that nothing finds them once nobody has them.
  func leftRouting(since before: StorePlainly) -> Int {
    tickets.filter { id, ticket in
      guard let old = before.tickets[id], !["closed", "deleted"].contains(ticket["status"]) else {
        return false
      }
      let isOut = ticket["messaging_session_state"] == "ended" && ticket["routing_channel"] == "messaging"
      if isOut && old["messaging_session_state"] == "active" { return true }
      return old["queue"] != nil && ticket["queue"] == nil && ticket["assignee_id"] == nil
        && ["new", "open"].contains(ticket["status"])
    }.count
  }
}
