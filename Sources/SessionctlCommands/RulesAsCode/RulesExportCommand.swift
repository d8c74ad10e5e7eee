import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

let rulesExportCommand = Command(
  CommandSpec(
    ["rules", "export"], summary: "Write all rules as one JSON file",
    discussion: [
      "Groups, schedules and agents are written by name (agents by e-mail) instead of by this account's ids. If several things share a name, their ids stay, as do those of deleted groups and of people without an e-mail address; the command warns of each. Ids of custom fields, forms, brands and organizations stay too.",
      "A file works for any account: its rules use the words of sessionctl-rules(5), and `rules push` and `rules diff --remote` translate them into the live account's. `--words account` writes the account's words into the file. `rules apply` and `rules diff` read both.",
    ],
    options: [RuleWording.option],
    examples: [
      Example(command: "sessionctl rules export > rules.json", explanation: "Into a file, for git")
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
  let (text, ids) = try open.store.read { reader in
    try RulesFile.text(
      reader, context.arguments[RuleWording.option] == "account" ? reader.accountWords() : AccountWords([]))
  }
  try context.output.write(text)
  try context.output.flush()
  for sentence in ids { context.warn("\(sentence); other accounts have other ids") }
}
