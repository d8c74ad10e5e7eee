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
      "It also finds placeholders that nothing fills, and e-mails to requesters who may have no address or who have the sender's own. Among queues, it finds those that nobody serves, and those to which the queues before them leave nothing.",
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
    var lint = Lint(facts: facts)
    lint.look(at: try reader.rules(Trigger.self))
    lint.look(at: try reader.rules(MessagingTrigger.self))
    if try reader.isOmnichannel() { lint.look(at: try reader.queues().map(\.queue), service) }
    try context.list(lintDocument, lint.rows, open.clock, emptyNote: "no problems found")
    return lint.isSerious ? .no : .done
  }
}

private let lintDocument = DocumentSchema(
  "trigger-lint",
  [
    Column("trigger_id", .identifier, header: "ID"), Column("kind", .token),
    Column("title", .text, flexible: true), Column("active", .bool), Column("code", .token),
    Column("finding", .text, wraps: true), Column("advice", .text, wraps: true),
    Column("queue_id", .text, inTable: false),
  ])

/// The findings of rules of any kind, as rows.
private struct Lint {
  let facts: RuleEnvironment
  var rows: [[Cell]] = []
  /// Whether an active rule can't fire.
  var isSerious = false

  mutating func look<Rule>(at stored: [StoredRule<Rule>]) {
    for rule in stored.map(\.rule) {
      for finding in rule.findings(facts) {
        if rule.active && ["cannot_be_evaluated", "never_met"].contains(finding.code) { isSerious = true }
        rows.append([
          .integer(rule.id), .token(Rule.kind.rawValue), .text(rule.title), .bool(rule.active),
          .token(finding.code), .text(finding.advisedMessage), .text(finding.advisedAdvice), .null,
        ])
      }
    }
  }

  /// Queues, in the order in which they are tried.
  mutating func look(at queues: [Queue], _ service: GroupService) {
    for (index, queue) in queues.enumerated() {
      for finding in RuleCompiler(facts).findings(of: queue, after: Array(queues[..<index]), service) {
        rows.append([
          .null, .token("queue"), .text(queue.name), .bool(true), .token(finding.code),
          .text(finding.advisedMessage), .text(finding.advisedAdvice), .text(queue.id),
        ])
      }
    }
  }
}
