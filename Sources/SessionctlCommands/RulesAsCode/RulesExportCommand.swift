import CommandGrammar
import SessionStore
import StoreEngine

let rulesExportCommand = Command(
  CommandSpec(
    ["rules", "export"], summary: "Write all rules as one JSON file",
    discussion: [
      "What one account calls by an id stands there by its name: groups, schedules, agents (by their e-mail). A name that several things share is no name, so that their id stays. Ids of custom fields, forms, brands and organizations stay too."
    ],
    examples: [
      Example(command: "sessionctl rules export > rules.json", explanation: "To a file, for git")
    ])
) { context in
  let refused: [any OptionDeclaring] = [GlobalOptions.fields, GlobalOptions.noHeaders]
  if let extra = refused.first(where: { context.arguments.wasGiven($0.spec) }) {
    throw CommandTable.toolkit.usageError(
      "\(extra.spec.spelling) makes no sense for 'rules export', which writes one JSON file", in: context.spec
    )
  }
  if context.arguments.wasGiven(GlobalOptions.format), context.format != .json {
    throw CommandTable.toolkit.usageError("'rules export' writes json only", in: context.spec)
  }
  let open = try context.open(readOnly: true)
  try context.output.write(try open.store.read { try RulesFile.text($0) })
  try context.output.flush()
}
