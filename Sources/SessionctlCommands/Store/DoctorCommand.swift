import CommandGrammar
import Rendering
import SessionStore

let doctorCommand = Command.answering(
  CommandSpec(
    ["doctor"], summary: "Look whether the store is whole and keeps the rules",
    discussion: ["Checks the file, its schema, its permissions and the domain's rules. Changes nothing."],
    examples: [
      Example(
        command: "sessionctl doctor", explanation: "All checks; the exit status is 1 if one finds a problem")
    ],
    exitNotes: [ExitNote(.no, "A check found a problem")])
) { context in
  let open = try context.open(readOnly: true)
  let findings = try open.store.read { try $0.examine(path: context.storePath) }
  let schema = DocumentSchema(
    "doctor",
    [
      Column("check", .text), Column("result", .token, styles: ["ok": .green, "problem": .red]),
      Column("detail", .text, flexible: true),
    ])
  let rows: [[Cell]] = findings.map { [.text($0.check), .token($0.verdict.rawValue), .text($0.detail)] }
  try context.list(schema, rows, open.clock, emptyNote: "nothing was checked")
  return findings.contains { $0.verdict == .problem } ? .no : .done
}
