import GRDB
import SessionModel

extension Examination {
  /// Closed sets of words are stored as integers; another one would be read as some word that it is not.
  func vocabularies() throws -> Finding {
    var broken: [String] = []
    for (table, columns) in Self.codes {
      broken += try breaches(
        in: table, columns.map { column, codes in (column, "NOT (\(Self.isAmong(codes, column)))") })
    }
    return broken.isEmpty
      ? .ok("vocabularies", "every stored code has its word")
      : .problem("vocabularies", "without a word: \(broken.joined(separator: ", "))")
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
        ("satisfaction", codes(of: SatisfactionScore.self)), ("origin", codes(of: Origin.self)),
      ]
    ),
    (
      "user",
      [
        ("role", codes(of: Role.self)), ("suspended", flag), ("agent_status", codes(of: AgentStatus.self)),
        ("origin", codes(of: Origin.self)),
      ]
    ),
    ("agent_group", [("deleted", flag), ("origin", codes(of: Origin.self))]),
    ("feature", [("audience", codes(of: FeatureAudience.self)), ("enabled", flag)]),
    ("schedule", [("origin", codes(of: Origin.self))]),
    ("ticket_trigger", [("active", flag), ("origin", codes(of: Origin.self))]),
    ("queue", [("origin", codes(of: Origin.self))]),
    ("queue_ticket", [("priority", codes(of: Priority.self)), ("is_chosen", flag)]),
    ("messaging_trigger", [("active", flag), ("origin", codes(of: Origin.self))]),
    ("macro", [("active", flag), ("origin", codes(of: Origin.self))]),
    ("satisfaction_rating", [("origin", codes(of: Origin.self))]),
    ("outbox", [("kind", codes(of: OutboxKind.self)), ("state", codes(of: OutboxState.self))]),
  ]
}
