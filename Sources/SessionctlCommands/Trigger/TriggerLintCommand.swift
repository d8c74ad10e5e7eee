import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

let triggerLintCommand = Command.answering(
  CommandSpec(
    ["trigger", "lint"],
    summary: "Find what is wrong or doubtful in triggers and messaging triggers, and how to fix it",
    discussion: [
      "Finds rules that can't be evaluated, that can never be met, or that change nothing when they are. It also finds rules that send again on every update or answer every message because nothing stops them, e-mails to requesters who may have no address or have the sender's own, and placeholders that nothing fills in. The exit status is 1 if an active trigger can't be evaluated or can never be met."
    ],
    examples: [Example(command: "sessionctl trigger lint", explanation: "Each finding names its rule")],
    exitNotes: [ExitNote(.no, "An active trigger can't be evaluated or can never be met")], takesLists: true),
  prints: lintDocument
) { context in
  let open = try context.open(readOnly: true)
  return try open.store.read { reader in
    var facts = try reader.ruleFacts(at: open.now)
    facts.ownMailbox = try reader.ownMailbox()
    var lint = Lint(facts: facts)
    lint.look(at: try reader.rules(Trigger.self))
    lint.look(at: try reader.rules(MessagingTrigger.self))
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
          .token(finding.code), .text(finding.advisedMessage), .text(finding.advisedAdvice),
        ])
      }
    }
  }
}
