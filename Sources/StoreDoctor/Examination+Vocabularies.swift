import CivilTime
import GRDB
import SessionModel
import SessionStore
import StoreEngine

extension Examination {
  /// Closed sets of words are stored as integers; another one would be read as some word that it is not. Times are those
  /// that can be written, with a year of four digits. Both are told in one walk over each table.
  func vocabularies() throws -> [Finding] {
    var (words, times): ([String], [String]) = ([], [])
    for table in try Self.ownTables() {
      let conditions = try Self.impossible(db, in: table)
      if conditions.isEmpty { continue }
      for breach in try breaches(in: table, conditions) {
        if Self.isMoment(String(breach.split(separator: ".").last ?? "")) {
          times.append(breach)
        } else {
          words.append(breach)
        }
      }
    }
    return [
      words.isEmpty
        ? .ok("vocabularies", "every stored code is known")
        : .problem("vocabularies", "unknown: \(words.joined(separator: ", "))"),
      times.isEmpty
        ? .ok("times", "every stored time can be written")
        : .problem("times", "outside the years 0 to 9999: \(times.joined(separator: ", "))"),
    ]
  }

  /// For columns of a table, by SQL, what a row fulfils that can't be right there: a code that is none, a time that can't
  /// be written. Columns that the table does not have are left out.
  package static func impossible(_ db: Database, in table: String) throws -> [(
    column: String, isBroken: String
  )] {
    let columns = try StoredColumn.all(db, of: table).map(\.name)
    let codes = codes.first { $0.table == table }?.columns ?? []
    return
      (codes.map { column, codes in (column, "NOT (\(isAmong(codes, column)))") }
      + words.filter { $0.table == table }.map {
        ($0.column, "\($0.column) NOT IN (\($0.words.map { "'\($0)'" }.joined(separator: ", ")))")
      }
      + columns.filter(isMoment).map {
        ($0, "\($0) NOT BETWEEN \(Instant.earliest.seconds) AND \(Instant.latest.seconds)")
      }).filter { columns.contains($0.0) }
  }

  private static func isMoment(_ column: String) -> Bool {
    column == "at" || ["_at", "_since", "_until"].contains(where: column.hasSuffix)
  }

  /// Most codes follow each other, and two comparisons cost SQLite a small part of what a list does.
  private static func isAmong(_ codes: [Int], _ column: String) -> String {
    var ranges: [ClosedRange<Int>] = []
    for code in codes.sorted() {
      if let last = ranges.last, code == last.upperBound + 1 {
        ranges[ranges.count - 1] = last.lowerBound...code
      } else {
        ranges.append(code...code)
      }
    }
    return ranges.map { "\(column) BETWEEN \($0.lowerBound) AND \($0.upperBound)" }.joined(separator: " OR ")
  }

  private static func codes<Words: Vocabulary>(of words: Words.Type) -> [Int] {
    Words.allCases.map(\.rawValue)
  }

  private static let flag = [0, 1]

  /// Sets of words that are stored as such.
  private static let words: [(table: String, column: String, words: [String])] = [
    ("outbox", "rule_kind", RuleReference.Kind.allCases.map(\.rawValue)),
    ("retention", "kind", PrunedKind.allCases.map(\.rawValue)),
    ("rule_firing", "kind", RuleReference.Kind.allCases.map(\.rawValue)),
    ("imported_kind", "kind", ImportedKind.allCases.map(\.rawValue) + ["queue"]),
    ("local_id", "kind", ImportedKind.allCases.map(\.rawValue) + ["queue", "queue_key"]),
  ]

  private static let codes: [(table: String, columns: [(String, [Int])])] = [
    (
      "session",
      [
        ("state", codes(of: SessionState.self)), ("last_sender", codes(of: Sender.self)),
        ("end_reason", codes(of: EndReason.self)), ("ended_by_kind", codes(of: Actor.Kind.self)),
        ("ended_via", codes(of: Via.self)),
      ]
    ),
    (
      "ticket",
      [
        ("status", codes(of: TicketStatus.self)), ("priority", codes(of: Priority.self)),
        ("routing_channel", codes(of: RoutingChannel.self)),
        ("assigned_channel", codes(of: RoutingChannel.self)),
        ("satisfaction", codes(of: SatisfactionScore.self)), ("commented_sender", codes(of: Sender.self)),
        ("origin", codes(of: Origin.self)),
      ]
    ),
    (
      "user",
      [
        ("role", codes(of: Role.self)), ("suspended", flag), ("agent_status", codes(of: AgentStatus.self)),
        ("local_role", codes(of: Role.self)), ("bar", [0] + AssignmentBar.allCases.map(\.rawValue)),
        ("origin", codes(of: Origin.self)),
      ]
    ),
    ("group_membership", [("origin", codes(of: Origin.self))]),
    ("audit", [("form", flag), ("via", codes(of: Via.self))]),
    ("agent_group", [("deleted", flag), ("origin", codes(of: Origin.self))]),
    ("feature", [("audience", codes(of: FeatureAudience.self)), ("enabled", flag)]),
    ("schedule", [("origin", codes(of: Origin.self))]),
    ("ticket_trigger", [("active", flag), ("origin", codes(of: Origin.self))]),
    ("queue", [("origin", codes(of: Origin.self))]),
    ("queue_ticket", [("priority", codes(of: Priority.self)), ("is_chosen", flag)]),
    ("messaging_trigger", [("active", flag), ("origin", codes(of: Origin.self))]),
    ("macro", [("active", flag), ("origin", codes(of: Origin.self))]),
    ("satisfaction_rating", [("origin", codes(of: Origin.self))]),
    ("message", [("form", MessageForm.allCases.map(\.rawValue))]),
    ("outbox", [("kind", codes(of: OutboxKind.self)), ("state", codes(of: OutboxState.self))]),
    ("remote_job", [("state", [0, 1, 2])]),
    (
      "past_session",
      [("end_reason", codes(of: EndReason.self)), ("satisfaction", codes(of: SatisfactionScore.self))]
    ),
    (
      "past_facts",
      [
        ("ended_by_kind", codes(of: Actor.Kind.self)), ("status", codes(of: TicketStatus.self)),
        ("priority", codes(of: Priority.self)),
      ]
    ),
    (
      "remote_ticket",
      [("state", codes(of: PushedTicket.State.self)), ("seen_by", codes(of: PushedTicket.Sight.self))]
    ),
    ("remote_trigger", [("action", codes(of: RemoteTrigger.Action.self))]),
  ]
}
