import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

let rulesExportCommand = Command(
  CommandSpec(
    ["rules", "export"], summary: "Write all rules as one JSON file",
    discussion: [
      "What one account calls by an id stands there by its name: groups, schedules, agents (by their e-mail). A name that several things share is no name, so that their id stays. Ids of custom fields, forms, brands and organizations stay too.",
      "A file is for any account, and its rules speak the words of sessionctl-rules(5); `rules push` and `rules diff --remote` put the live account's in their place. `--words account` writes those into the file. `rules apply` and `rules diff` read both.",
    ],
    options: [RuleWording.option],
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
  try context.output.write(
    try open.store.read { reader in
      try RulesFile.text(
        reader, context.arguments[RuleWording.option] == "account" ? reader.accountWords() : AccountWords([]))
    })
  try context.output.flush()
}
