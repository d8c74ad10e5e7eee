import Rendering
import SessionStore
import StoreEngine
import StoreReports

// Queues at work, and what is counted.

extension DocumentFamily {
  static let routing: [DocumentFamily] = [
    DocumentFamily(
      "queue-tickets",
      [
        "ticket_id": "The ticket", "position": "Its place in the queue: 1 is served next",
        "priority": FieldMeaning("`low`, `normal`, `high` or `urgent`", null: "where it has none"),
        "eligible_since": "Since when it could be routed without a break",
        "routing_channel": "`messaging` or `email`",
        "subject": FieldMeaning("What it is about", null: "where it has none"),
      ]),
    DocumentFamily(
      "routing-run",
      remarks: ["The document of a dry run is that of the real run, but for `dry_run`."],
      [
        "dry_run": "Whether nothing was changed", "waiting": "Tickets that waited",
        "assigned": "Those that an agent has now", "effects": "What follows from it",
        "ticket_id": "The ticket", "queue": "Where it waited",
        "queue.id": "The queue, a text: `standard` is the standard queue", "queue.name": "The queue's name",
        "agent_id": "Who has it now", "agent_name": "Their name", "routing_channel": "`messaging` or `email`",
      ]),
    DocumentFamily(
      "routing-explanation",
      [
        "ticket_id": "The ticket", "eligible": "Whether it can be routed",
        "reasons": "Why it waits there, or why it does not wait, a sentence each",
        "routing_channel": "`messaging` or `email`",
        "queue": FieldMeaning("Where it waits", null: "while it waits in none"),
        "queue.id": "The queue, a text: `standard` is the standard queue", "queue.name": "The queue's name",
        "queue.position": "Its place in the queue: 1 is served next",
        "eligible_since": FieldMeaning(
          "Since when it could be routed without a break", null: "while it can't"),
        "queues": "Every custom queue, in the order in which they are tried",
        "queues[].id": "The queue, a text", "queues[].name": "Its name",
        "queues[].matches": "Whether it takes the ticket",
        "queues[].all": "The conditions that must all hold",
        "queues[].any": "The conditions of which one must hold, if there are any",
        "agents": "Every agent", "agents[].id": "The agent", "agents[].name": "The agent's name",
        "agents[].can_take": "Whether routing could give it to them",
        "agents[].reason": FieldMeaning("Why not", null: "where it could"),
      ]),
  ]

  static let reports: [DocumentFamily] =
    [
      DocumentFamily(
        "report-list",
        [
          "name": "The report's name", "description": "What it shows",
          "measures": "Its numbers, which are fields of its document",
          "groupings": "What it can be grouped by with `--by`",
          "grouping_meanings": "What those groupings are that could be taken for others",
          "grouping_meanings[].grouping": "The grouping",
          "grouping_meanings[].meaning": "What it is",
        ])
    ]
    + SessionReport.allCases.map { report in
      DocumentFamily(
        ["report-\(report.rawValue)"],
        remarks: [
          "An item has the groupings that were asked for with `--by` and no others, then the measures. Empty stretches of time have an item too."
        ],
        meanings: meanings(of: report.measures).merging(
          report.groupings.map { ($0.rawValue, $0.meaning) }, uniquingKeysWith: { $1 }))
    }
    + teamReports.map { report in
      DocumentFamily(
        ["report-\(report.name)"],
        meanings: meanings(of: report.measures).merging(report.words) { $1 })
    }

  /// Measures are declared with their meaning, which is not repeated here.
  private static func meanings(of measures: [ReportMeasure]) -> [String: FieldMeaning] {
    Dictionary(
      uniqueKeysWithValues: measures.map { measure in
        let text = measure.meaning.prefix(1).uppercased() + measure.meaning.dropFirst()
        let unit =
          switch measure.kind {
          case .duration: ", in seconds or the unit of `--unit`"
          case .count, .percent, .age: ""
          }
        return (
          measure.name,
          FieldMeaning(
            text + unit,
            null: measure.kind == .count
              ? (measure.name.hasSuffix("_at") ? "of one that never did" : nil)
              : measure.needsHours
                ? "where nothing is counted, or there are no business hours" : "where nothing is counted")
        )
      })
  }
}

extension ReportGrouping {
  fileprivate var meaning: FieldMeaning {
    switch self {
    case .hour: "The hour in which the session ended, in the reader's time zone: `2026-07-15T09:00+02:00`"
    case .day: "The day on which it ended: `2026-07-15`"
    case .week: "The week in which it ended, from Monday: `2026-W29`"
    case .month: "The month in which it ended: `2026-07`"
    case .reason: FieldMeaning("Why it ended", null: "where it is not known")
    case .agent: FieldMeaning("The agent who has the ticket now", null: "where nobody has it")
    case .endedBy:
      "Who or what ended it, then: `user:` or `trigger:` with the id, or `system`"
    case .group: FieldMeaning("The group the ticket is with now", null: "where it is with none")
    case .channel: "The channel the ticket came in through"
    case .brand: FieldMeaning("The ticket's brand", null: "where it has none")
    case .tag:
      FieldMeaning(
        "A tag of the ticket; one with several tags counts for each of them", null: "where it has none")
    case .age: "How long ago it ended, in stretches such as `under_1h`, `1h_to_4h`, `over_30d`"
    case .idle: "How long it has been idle, in stretches such as `under_1h`, `1h_to_4h`, `over_30d`"
    }
  }
}
