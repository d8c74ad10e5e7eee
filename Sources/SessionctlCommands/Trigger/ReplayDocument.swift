import CivilTime
import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreReplay

/// What `trigger replay` reports.
enum ReplayDocument {
  /// A replay with the names of what it counts.
  struct Shown {
    let report: ReplayReport
    let request: ReplayRequest
    var rows: [Numbers] = []
    var samples: [Sample] = []

    init(_ report: ReplayReport, _ request: ReplayRequest, _ reader: StoreReader) throws {
      self.report = report
      self.request = request
      var titles = Dictionary(
        try reader.rules(Trigger.self).map { ($0.rule.id, $0.rule.title) }, uniquingKeysWith: { $1 })
      for trigger in request.triggers { titles[trigger.id] = trigger.title }
      switch request.grouping {
      case .rule:
        var counted = report.rows
        for trigger in request.triggers where request.asked?.contains(trigger.id) ?? true {
          let counts = counted.removeValue(forKey: .rule(trigger.id)) ?? ReplayCounts()
          rows.append(Numbers(id: trigger.id, name: trigger.title, counts: counts))
        }
        // Rules that fired then and are none of today's.
        for (key, counts) in counted.sorted(by: { $0.key.order < $1.key.order }) {
          guard case .rule(let id) = key else { continue }
          rows.append(Numbers(id: id, name: titles[id], counts: counts))
        }
      case .day, .group:
        var names = ActorNames(reader)
        for (key, counts) in report.rows.sorted(by: { $0.key.order < $1.key.order }) {
          switch key {
          case .rule: break
          case .day(let day): rows.append(Numbers(name: day.text, counts: counts))
          case .group(let id):
            let name = try id.flatMap { try names.name(of: String($0), in: "group_id") }
            rows.append(Numbers(id: id, name: name, counts: counts))
          }
        }
      }
      samples = report.samples.map { sample in
        func named(_ ids: [Int64]) -> [NamedRule] { ids.map { NamedRule(id: $0, title: titles[$0]) } }
        return Sample(sample: sample, onlyNow: named(sample.onlyNow), onlyThen: named(sample.onlyThen))
      }
    }
  }

  /// A row of numbers.
  struct Numbers {
    var id: Int64?
    var name: String?
    let counts: ReplayCounts
  }

  struct NamedRule {
    let id: Int64
    let title: String?
    /// A rule of a file that the account does not have has no id.
    var knownID: Int64? { id > 0 ? id : nil }
    var words: String { title.map { "'\($0)'" } ?? "trigger \(id)" }
  }

  struct Sample {
    let sample: ReplaySample
    let onlyNow: [NamedRule]
    let onlyThen: [NamedRule]

    /// What is different, in a line.
    var words: String {
      var parts: [String] = []
      if !onlyNow.isEmpty { parts.append("would fire: \(onlyNow.map(\.words).joined(separator: ", "))") }
      if !onlyThen.isEmpty {
        parts.append("would not fire: \(onlyThen.map(\.words).joined(separator: ", "))")
      }
      for difference in sample.differences {
        parts.append(
          "\(difference.field): \(difference.replayed ?? "none") instead of \(difference.recorded ?? "none")")
      }
      return parts.joined(separator: "; ")
    }
  }

  static let schema = RowSchema<Numbers>(
    run: "trigger-replay", head: head,
    [
      RowColumn("id", .identifier) { $0.id.flatMap { $0 > 0 ? $0 : nil } },
      RowColumn("name", .text, flexible: true) { $0.name },
      RowColumn("fires", .integer) { $0.counts.now.fired },
      RowColumn("fired", .integer) { $0.counts.then.fired },
      RowColumn("both", .integer) { $0.counts.both },
      RowColumn("counted_updates", .integer, inTable: false) { $0.counts.updates },
      RowColumn("differing_updates", .integer, inTable: false) { $0.counts.differing },
      RowColumn("ended", .integer) { $0.counts.now.ended },
      RowColumn("emails", .integer, header: "E-MAILS") { $0.counts.now.emails },
      RowColumn("surveys", .integer) { $0.counts.now.surveys },
      RowColumn("webhooks", .integer) { $0.counts.now.webhooks },
      RowColumn("moved", .integer) { $0.counts.now.moved },
      RowColumn("recorded", .object(deeds), inTable: false) { $0.counts.then },
    ])

  private static let deeds: [RowColumn<ReplayCounts.Deeds>] = [
    RowColumn("ended", .integer) { $0.ended }, RowColumn("emails", .integer) { $0.emails },
    RowColumn("surveys", .integer) { $0.surveys }, RowColumn("webhooks", .integer) { $0.webhooks },
    RowColumn("moved", .integer) { $0.moved },
  ]

  static let head: [RowColumn<Shown>] = [
    RowColumn("by", .token) { $0.request.grouping.rawValue },
    RowColumn("from", .instant) { $0.request.from }, RowColumn("to", .instant) { $0.request.to },
    RowColumn("tickets", .integer) { $0.report.tickets },
    RowColumn("updates", .integer) { $0.report.updates },
    RowColumn("replayed", .integer) { $0.report.replayed },
    RowColumn("known_backwards", .integer) { $0.report.knownBackwards },
    RowColumn("without_rules", .integer) { $0.report.withoutRules },
    RowColumn("not_replayable", .object(obstacles)) { $0.report },
    RowColumn("impossible", .integer) { $0.report.impossible },
    RowColumn("differing", .integer) { $0.report.differing },
    RowColumn("forked", .integer) { $0.report.forked },
    RowColumn("taken_from_now", .tokens) { $0.report.takenFromNow },
    RowColumn("samples", .objects(sample)) { $0.samples },
  ]

  private static let obstacles: [RowColumn<ReplayReport>] = ReplayObstacle.allCases.map { obstacle in
    RowColumn(obstacle.rawValue, .integer) { $0.notReplayable[obstacle] ?? 0 }
  }

  private static let rule: [RowColumn<NamedRule>] = [
    RowColumn("id", .identifier) { $0.knownID }, RowColumn("title", .text) { $0.title },
  ]

  static let differences: [RowColumn<ReplaySample.Difference>] = [
    RowColumn("field", .text) { $0.field }, RowColumn("recorded", .text) { $0.recorded },
    RowColumn("replayed", .text) { $0.replayed },
  ]

  private static let sample: [RowColumn<Sample>] = [
    RowColumn("audit_id", .identifier) { $0.sample.auditID },
    RowColumn("ticket_id", .identifier) { $0.sample.ticketID },
    RowColumn("at", .instant) { $0.sample.at },
    RowColumn("would_fire", .objects(rule)) { $0.onlyNow },
    RowColumn("would_not_fire", .objects(rule)) { $0.onlyThen },
    RowColumn("differences", .objects(differences)) { $0.sample.differences },
    RowColumn("forked", .bool) { $0.sample.isForked },
  ]

  /// For people, after the numbers.
  private static let sampleLines = RowSchema<Sample>(
    "trigger-replay-samples",
    [
      RowColumn("audit", .identifier) { $0.sample.auditID },
      RowColumn("ticket", .identifier) { $0.sample.ticketID },
      RowColumn("at", .instant) { $0.sample.at },
      RowColumn("what", .text, wraps: true) { $0.words },
    ])

  static func write(_ shown: Shown, _ open: OpenStore, _ context: CommandContext) throws {
    try context.tell(schema, head, of: shown, shown.rows, open.clock)
    guard context.format == .table else { return }
    if !shown.samples.isEmpty && !context.arguments.wasGiven(GlobalOptions.fields) {
      try context.output.write("\n")
      try context.write(sampleLines, shown.samples, open.clock)
    }
    for sentence in shown.report.sentences { context.note(sentence) }
  }
}

extension ReplayKey {
  /// Where its row stands.
  fileprivate var order: (Int64, Int64) {
    switch self {
    case .rule(let id): (id, 0)
    case .day(let day): (Int64(day.year) * 10_000 + Int64(day.month) * 100 + Int64(day.day), 0)
    case .group(let id): (id == nil ? 1 : 0, id ?? 0)
    }
  }
}

extension ReplayReport {
  /// What the numbers are about, for people.
  var sentences: [String] {
    var sentences = [
      "replayed \(counted(replayed, "update")) of \(counted(tickets, "ticket")); \(counted(differing, "update")) would come out differently"
    ]
    if forked > 0 {
      var sentence = "\(counted(forked, "ticket")) would have gone another way"
      if impossible > 0 { sentence += ", on which \(counted(impossible, "update")) could not have happened" }
      sentences.append(sentence)
    }
    if withoutRules > 0 {
      sentences.append("no rules run on \(counted(withoutRules, "update")) by the account itself")
    }
    for obstacle in ReplayObstacle.allCases {
      guard let count = notReplayable[obstacle] else { continue }
      sentences.append("not replayable: \(counted(count, "update")), because \(obstacle.reason)")
    }
    if knownBackwards > 0 {
      sentences.append(
        "\(counted(knownBackwards, "update")) of tickets whose history does not begin with their creation, known only from the ticket as it is now"
      )
    }
    if !takenFromNow.isEmpty {
      sentences.append(
        "taken as they are now, because nothing tells what they were: \(takenFromNow.joined(separator: ", "))"
      )
    }
    return sentences
  }
}

extension ReplayObstacle {
  /// Why, as the end of a sentence.
  var reason: String {
    switch self {
    case .gap: "something changed the ticket that its history does not tell"
    case .importedRun: "rules ran on an import, and no audit says what it changed"
    case .unknownEvent: "the history has an event of an unknown type"
    case .redacted: "the customer was redacted"
    case .fieldNotTold: "a rule looks at what imports do not tell, such as counts or who asked before"
    case .unknownAuthor: "a rule asks who made the update, and nothing is known of that person"
    case .unreadable: "the audit can't be read"
    }
  }
}
