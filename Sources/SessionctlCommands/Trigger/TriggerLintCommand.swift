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
  prints: lintDocument
) { context in
  let open = try context.open(readOnly: true)
  return try open.store.read { reader in
    var facts = try reader.ruleFacts(at: open.now)
    facts.ownMailbox = try reader.ownMailbox()
    let service = try reader.groupService()
    facts.service = service
    let triggers = try reader.rules(Trigger.self)
    let queues = try reader.isOmnichannel() ? reader.queues().map(\.queue) : nil
    let sequence = RuleSequence(triggers.map(\.rule), facts)
    let compiler = RuleCompiler(facts)
    var lint = Lint()
    for stored in triggers {
      let rule = stored.rule
      var findings = compiler.findings(of: rule) + compiler.findings(of: rule, in: sequence)
      findings += compiler.endingOthers(rule, description: try stored.description() ?? "")
      if let queues { findings += compiler.stranding(rule, queues, service, among: sequence) }
      lint.add(findings, of: rule)
    }
    for stored in try reader.rules(MessagingTrigger.self) {
      lint.add(stored.rule.findings(facts), of: stored.rule)
    }
    for (index, queue) in (queues ?? []).enumerated() {
      lint.add(
        compiler.findings(of: queue, after: Array((queues ?? [])[..<index]), service), of: queue)
    }
    try context.list(lintDocument, lint.rows, open.clock, emptyNote: "no problems found")
    return lint.isSerious ? .no : .done
  }
}

private let lintDocument = DocumentSchema(
  "trigger-lint",
  [
    Column("trigger_id", .identifier, header: "ID"), Column("kind", .token),
    Column("title", .text, flexible: true), Column("active", .bool), Column("code", .token),
    Column("severity", .token, inTable: false), Column("finding", .text, wraps: true),
    Column("advice", .text, wraps: true), Column("queue_id", .text, inTable: false),
  ])

/// The findings of rules of any kind, and of queues, as rows.
private struct Lint {
  private(set) var rows: [[Cell]] = []
  /// Whether an active rule can't fire.
  private(set) var isSerious = false

  mutating func add<Rule: StorableRule>(_ findings: [RuleFinding], of rule: Rule) {
    for finding in findings {
      if rule.active && finding.kind.severity == .error { isSerious = true }
      rows.append(
        [.integer(rule.id), .token(Rule.kind.rawValue), .text(rule.title), .bool(rule.active)]
          + cells(finding) + [.null])
    }
  }

  mutating func add(_ findings: [RuleFinding], of queue: Queue) {
    for finding in findings {
      rows.append(
        [.null, .token("queue"), .text(queue.name), .bool(true)] + cells(finding) + [.text(queue.id)])
    }
  }

  private func cells(_ finding: RuleFinding) -> [Cell] {
    [
      .token(finding.code), .token(finding.kind.severity.rawValue), .text(finding.advisedMessage),
      .text(finding.advisedAdvice),
    ]
  }
}
