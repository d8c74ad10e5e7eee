import CommandGrammar

let rulesCommands = CommandGroup(
  "rules", "Rules as code: all of an account's rules in one file",
  [
    "`rules export` writes schedules, queues, macros, triggers and messaging triggers as one JSON file that is kept in git and compared line by line: always in the same order, without ids and times, groups, schedules and agents by name or e-mail. `rules diff` shows what a file would change, `rules apply` does it, here or in another account.",
    "Rules are the same by their title or name; of several that share one, the first is the first. Rules run in the order of the file. A kind that the file does not name is left alone.",
  ], [rulesExportCommand, rulesDiffCommand, rulesApplyCommand, rulesPushCommand],
  // `man sessionctl-rules` is what people look for who write a rule.
  pageName: "rules-as-code")

/// Where the live account's rules can be compared with this store's own.
let optionalRulesFileOperand = Operand<String>(
  "FILE", .file, .optional, help: "A file of 'rules export'; '-' is standard input; with --remote this store")

let rulesFileOperand = Operand<String>(
  "FILE", .file, help: "A file of 'rules export'; '-' is standard input")
