import CivilTime
import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreReplay

/// One update in full: what each rule's conditions say of it.
enum ReplayedAuditDocument {
  struct Shown {
    let trial: ReplayedAudit.Trial
    let conditions: NamedTrial
  }

  /// For people: a heading for each rule, and a line for each condition.
  private static let lines = RowSchema("trigger-replay-audit", TrialConditions.lines)

  static let data = RowSchema<Shown>(
    run: "trigger-replay-audit", head: head,
    [
      RowColumn("trigger_id", .identifier) { $0.trial.trigger.id > 0 ? $0.trial.trigger.id : nil },
      RowColumn("title", .text) { $0.trial.trigger.title },
      RowColumn("fires", .bool) { $0.trial.fires },
      RowColumn("fired", .bool) { $0.trial.fired },
      RowColumn("all", .objects(TrialConditions.members)) { $0.conditions.all },
      RowColumn("any", .objects(TrialConditions.members)) { $0.conditions.any },
    ])

  private static let head: [RowColumn<ReplayedAudit>] = [
    RowColumn("audit_id", .identifier) { $0.auditID }, RowColumn("ticket_id", .identifier) { $0.ticketID },
    RowColumn("at", .instant) { $0.at }, RowColumn("author_id", .identifier) { $0.authorID },
    RowColumn("author_role", .token) { $0.event.updaterRole.word },
    RowColumn("channel", .token) { $0.event.channel },
    RowColumn("comment", .text) { $0.event.comment?.body },
    RowColumn("comment_is_public", .bool) { $0.event.comment?.isPublic },
    RowColumn("not_replayable", .token) { $0.obstacle?.rawValue },
    RowColumn("without_rules", .bool) { $0.isWithoutRules },
    RowColumn("differences", .objects(ReplayDocument.differences)) { $0.differences },
  ]

  static func show(
    _ audit: ReplayedAudit, _ reader: StoreReader, _ open: OpenStore, _ context: CommandContext
  ) throws -> ExitCode {
    var names = ActorNames(reader)
    let shown = try audit.trials.map { Shown(trial: $0, conditions: try NamedTrial($0.conditions, &names)) }
    if context.format == .table {
      var rows: [TrialConditions.Line] = []
      for rule in shown {
        let (fires, fired) = (rule.trial.fires, rule.trial.fired)
        let outcome =
          fires ? (fired ? "fires, as it did" : "would fire") : fired ? "would not fire" : "does not fire"
        rows.append(
          TrialConditions.Line(words: "\(rule.trial.trigger.title): \(outcome)", isMet: fires))
        rows += TrialConditions.Line.lines(rule.conditions)
      }
      try context.write(lines, rows, open.clock)
      if let obstacle = audit.obstacle { context.note("not replayable: \(obstacle.reason)") }
      if audit.isWithoutRules { context.note("the account itself made this update: no rules run") }
      for difference in audit.differences {
        context.note(
          "\(difference.field) would be \(difference.replayed ?? "none") instead of \(difference.recorded ?? "none")"
        )
      }
    } else {
      try context.tell(data, head, of: audit, shown, open.clock)
    }
    return .done
  }
}
