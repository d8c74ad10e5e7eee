import CommandGrammar

let rulesCommands = CommandGroup(
  "rules", "Rules as code: all of an account's rules in one file",
  [
    "`rules export` writes schedules, queues, macros, triggers and messaging triggers to one JSON file that you can keep in git. So that you can compare it line by line, it always has the same order and contains no ids or times. Groups, schedules and agents are given by name or e-mail. `rules diff` shows what a file would change; `rules apply` changes it, here or in another account.",
    "Rules with the same title or name are the same rule; if several share one, they are matched in order. Rules run in the order of the file. Where the account has trigger categories, `category` names the one that a trigger is in, and null is none; a file that leaves it out changes no category, and new triggers are then in none and run last. Kinds that the file does not name stay as they are. Members that are unknown here are kept; the commands warn of one that looks like a slip, such as `actve`.",
  ], [rulesExportCommand, rulesDiffCommand, rulesApplyCommand, rulesPushCommand],
  // `man sessionctl-rules` is what people look for who write a rule.
  pageName: "rules-as-code")

/// Where the live account's rules can be compared with this store's own.
let optionalRulesFileOperand = Operand<String>(
  "FILE", .file, .optional, help: "A file of 'rules export'; '-' is standard input; not needed with --remote")

let rulesFileOperand = Operand<String>(
  "FILE", .file, help: "A file of 'rules export'; '-' is standard input")
