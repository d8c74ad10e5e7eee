import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

let triggerLintCommand = Command.answering(
  CommandSpec(
    ["trigger", "lint"],
    summary: "Check triggers, messaging triggers and queues for what is wrong or doubtful",
    discussion: [
      "Finds rules that can't be evaluated, can never be met, or change nothing when they are met. It finds rules that send again on every update, or answer every message, because nothing stops them, and rules that give tickets to a group in which nobody can take them.",
      "Beside other triggers, it finds those that another one undoes in the same update, and those that send a survey again. It finds e-mails whose answers send them again, sessions that end on channels that the trigger does not name, and tickets that a trigger puts into a queue that nobody serves.",
      "It also finds placeholders that nothing fills, and e-mails to requesters who may have no address or who have the sender's own. Among queues, it finds those that nobody serves, and those to which the queues before them leave nothing. sessionctl-rules(5) has all findings, by their codes.",
    ],
    examples: [Example(command: "sessionctl trigger lint", explanation: "Each finding names its rule")],
    exitNotes: [ExitNote(.no, "An active trigger can't be evaluated or can never be met")], takesLists: true),
  prints: lintDocument.schema
) { context in
  let open = try context.open(readOnly: true)
  return try open.store.read { reader in
    var environment = try reader.ruleEnvironment(at: open.now)
    environment.ownMailbox = try reader.ownMailbox()
    let service = try reader.groupService()
    environment.service = service
    let triggers = try reader.rules(Trigger.self)
    let queues = try reader.isOmnichannel() ? reader.queues().map(\.queue) : nil
    let sequence = RuleSequence(triggers.map(\.rule), environment)
    let compiler = RuleCompiler(environment)
    var lint = Lint()
    for stored in triggers {
      let rule = stored.rule
      var findings = compiler.findings(of: rule) + compiler.findings(of: rule, in: sequence)
      findings += compiler.endingOthers(rule, description: try stored.description() ?? "")
      if let queues { findings += compiler.stranding(rule, queues, service, among: sequence) }
      lint.add(findings, of: rule)
    }
    for stored in try reader.rules(MessagingTrigger.self) {
      lint.add(stored.rule.findings(environment), of: stored.rule)
    }
    for (index, queue) in (queues ?? []).enumerated() {
      lint.add(
        compiler.findings(of: queue, after: Array((queues ?? [])[..<index]), service), of: queue)
    }
    try context.list(lintDocument, lint.rows, open.clock, emptyNote: "no problems found")
    return lint.isSerious ? .no : .done
  }
}

private let lintDocument = RowSchema<Lint.Line>(
  "trigger-lint",
  [
    RowColumn("id", .made(.identifier), inData: false) { line in
      line.ruleID.map { .integer($0) } ?? .text(line.queueID)
    },
    RowColumn("trigger_id", .identifier, header: "ID", inTable: false) { $0.ruleID },
    RowColumn("kind", .token) { $0.kind },
    RowColumn("title", .text, flexible: true) { $0.title }, RowColumn("active", .bool) { $0.isActive },
    RowColumn("code", .token) { $0.finding.code },
    RowColumn("severity", .token, inTable: false) { $0.finding.kind.severity.rawValue },
    RowColumn("finding", .text, wraps: true) { $0.finding.advisedMessage },
    RowColumn("advice", .text, wraps: true) { $0.finding.advisedAdvice },
    RowColumn("queue_id", .text, inTable: false) { $0.queueID },
  ])

/// The findings of rules of any kind, and of queues.
private struct Lint {
  struct Line {
    var ruleID: Int64?
    let kind: String
    let title: String
    let isActive: Bool
    var queueID: String?
    let finding: RuleFinding
  }

  private(set) var rows: [Line] = []
  /// Whether an active rule can't fire.
  private(set) var isSerious = false

  mutating func add<Rule: StorableRule>(_ findings: [RuleFinding], of rule: Rule) {
    for finding in findings {
      if rule.active && finding.kind.severity == .error { isSerious = true }
      rows.append(
        Line(
          ruleID: rule.id, kind: Rule.kind.rawValue, title: rule.title, isActive: rule.active,
          finding: finding))
    }
  }

  mutating func add(_ findings: [RuleFinding], of queue: Queue) {
    rows += findings.map {
      Line(kind: "queue", title: queue.name, isActive: true, queueID: queue.id, finding: $0)
    }
  }
}
