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
        "priority": FieldMeaning("`low`, `normal`, `high` or `urgent`", null: "if it has none"),
        "eligible_since": "When it became eligible for routing, without a break since",
        "routing_channel": "`messaging` or `email`",
        "subject": FieldMeaning("Its subject", null: "if it has none"),
      ]),
    DocumentFamily(
      "routing-run",
      remarks: ["A dry run prints the same document as the real run, except for `dry_run`."],
      [
        "dry_run": "Whether this was a dry run, which changes nothing",
        "waiting": "Tickets that were waiting",
        "assigned": "Tickets that were assigned", "effects": "The effects of the run",
        "ticket_id": "The ticket", "queue": "Where it waited",
        "queue.id": "The queue's id, a text; `standard` is the standard queue",
        "queue.name": "The queue's name",
        "agent_id": "The agent who has it now", "agent_name": "Their name",
        "routing_channel": "`messaging` or `email`",
      ]),
    DocumentFamily(
      "routing-explanation",
      [
        "ticket_id": "The ticket", "eligible": "Whether it is eligible for routing",
        "reasons": "Why it waits there, or why it does not wait, one sentence each",
        "routing_channel": "`messaging` or `email`",
        "queue": FieldMeaning("The queue that it waits in", null: "if it waits in none"),
        "queue.id": "The queue's id, a text; `standard` is the standard queue",
        "queue.name": "The queue's name",
        "queue.position": "Its place in the queue: 1 is served next",
        "eligible_since": FieldMeaning(
          "When it became eligible for routing, without a break since", null: "if it is not eligible"),
        "queues": "Every custom queue, in the order in which they are tried",
        "queues[].id": "The queue's id, a text", "queues[].name": "Its name",
        "queues[].matches": "Whether it takes the ticket",
        "queues[].all": "The conditions that must all hold",
        "queues[].any": "Conditions; at least one of them must hold, if there are any",
        "agents": "Every agent", "agents[].id": "The agent", "agents[].name": "The agent's name",
        "agents[].can_take": "Whether routing could give it to them",
        "agents[].reason": FieldMeaning("Why not", null: "if it could"),
        "cause": "The main cause, in one sentence",
        "help": "What would help, one line each, with the command that does it",
      ]),
  ]

  static let reports: [DocumentFamily] =
    [
      DocumentFamily(
        "report-list",
        [
          "name": "The report's name", "description": "What it shows",
          "measures": "Its measures, which are fields of its document",
          "groupings": "What it can be grouped by with `--by`",
          "grouping_meanings": "An explanation of groupings that are easily confused",
          "grouping_meanings[].grouping": "The grouping",
          "grouping_meanings[].meaning": "What it is",
        ])
    ]
    + SessionReport.allCases.map { report in
      DocumentFamily(
        ["report-\(report.rawValue)"],
        remarks: [
          "An item has the groupings that `--by` names, and then the measures. Empty periods have an item too."
        ],
        meanings: meanings(of: report.measures, usesUnit: report.usesUnit)
          .merging(report == .active ? [:] : comparing(report.measures)) { $1 }
          .merging(report.groupings.map { ($0.rawValue, $0.meaning) }, uniquingKeysWith: { $1 }))
    }
    + teamReports.map { report in
      DocumentFamily(
        ["report-\(report.name)"],
        meanings: meanings(of: report.measures).merging(report.words) { $1 }
          .merging(report.isCompared ? comparing(report.measures) : [:]) { $1 })
    }

  /// What `--compare` adds to each measure.
  private static func comparing(_ measures: [ReportMeasure]) -> [String: FieldMeaning] {
    var meanings: [String: FieldMeaning] = [:]
    for measure in measures {
      meanings["\(measure.name)_previous"] = FieldMeaning(
        "What `\(measure.name)` was in the period before; with `--compare`",
        null: measure.kind == .count ? nil : "if nothing was counted")
      meanings["\(measure.name)_change"] = FieldMeaning(
        measure.kind == .percent
          ? "By how many points it has changed since then; with `--compare`"
          : "By how many percent it has changed since then; with `--compare`",
        null: "if there is nothing to compare with")
    }
    return meanings
  }

  /// Measures are declared with their meaning, which is not repeated here.
  private static func meanings(
    of measures: [ReportMeasure], usesUnit: Bool = false
  ) -> [String: FieldMeaning] {
    Dictionary(
      uniqueKeysWithValues: measures.map { measure in
        let text = measure.meaning.prefix(1).uppercased() + measure.meaning.dropFirst()
        let unit =
          switch measure.kind {
          case .duration: usesUnit ? ", in seconds or the unit of `--unit`" : ", in seconds"
          case .count, .percent, .age: ""
          }
        return (
          measure.name,
          FieldMeaning(
            text + unit,
            null: measure.kind == .count
              ? (measure.name.hasSuffix("_at") ? "if it never did" : nil)
              : measure.needsHours
                ? "if nothing is counted, or there are no business hours" : "if nothing is counted")
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
    case .weekday: "The day of the week on which it ended: `monday`"
    case .hourOfDay: "The hour of the clock in which it ended, 0 to 23"
    case .reason: FieldMeaning("Why it ended", null: "if unknown")
    case .agent: FieldMeaning("The agent who has the ticket now", null: "if nobody has it")
    case .endedBy:
      "Who or what ended it: `user:` or `trigger:` with the id, or `system`"
    case .group: FieldMeaning("The ticket's group now", null: "if it has none")
    case .channel: "The channel through which the ticket came in"
    case .brand: FieldMeaning("The ticket's brand", null: "if it has none")
    case .tag:
      FieldMeaning(
        "A tag of the ticket; a ticket with several tags counts for each of them", null: "if it has none")
    case .age: "How long ago it ended, in ranges such as `under_1h`, `1h_to_4h`, `over_30d`"
    case .idle: "How long it has been idle, in ranges such as `under_1h`, `1h_to_4h`, `over_30d`"
    }
  }
}
