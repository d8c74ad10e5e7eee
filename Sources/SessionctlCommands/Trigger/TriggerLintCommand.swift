import CommandGrammar
import Rendering
import SessionModel
import SessionStore

let triggerLintCommand = Command.answering(
  CommandSpec(
    ["trigger", "lint"], summary: "Look the triggers over: what is wrong or doubtful, and what to do",
    discussion: [
      "Finds what can't be evaluated, rules that can never be met, rules that send again on every update because nothing stops them, and e-mails to requesters who may have no address. The exit status is 1 if an active trigger can't be evaluated or can never be met."
    ],
    examples: [Example(command: "sessionctl trigger lint", explanation: "Each finding names its trigger")],
    exitNotes: [ExitNote(.no, "An active trigger can't be evaluated or can never be met")], takesLists: true)
) { context in
  let schema = DocumentSchema(
    "trigger-lint",
    [
      Column("trigger_id", .identifier, header: "ID"), Column("title", .text, flexible: true),
      Column("active", .bool), Column("code", .token), Column("finding", .text, flexible: true),
      Column("advice", .text, flexible: true),
    ])
  let open = try context.open(readOnly: true)
  return try open.store.read { reader in
    let compiler = RuleCompiler(try reader.ruleFacts(at: open.now))
    var rows: [[Cell]] = []
    var isSerious = false
    for stored in try reader.triggers() {
      let trigger = stored.trigger
      for finding in compiler.findings(of: trigger) {
        if trigger.active && ["cannot_be_evaluated", "never_met"].contains(finding.code) { isSerious = true }
        rows.append([
          .integer(trigger.id), .text(trigger.title), .bool(trigger.active), .token(finding.code),
          .text(finding.message), .text(finding.advice),
        ])
      }
    }
    try context.list(schema, rows, open.clock, emptyNote: "nothing to find fault with")
    return isSerious ? .no : .done
  }
}
