import CommandGrammar
import Rendering
import SessionModel
import SessionStore

private let key = Operand<String>(
  "KEY", .oneOf(Setting.all.map(\.key)).knowingLabels(.setting), help: "The setting's key")
private let value = Operand<String>(
  "VALUE", .text, completion: .stored("setting-value"), help: "Its new value")

let settingsCommands = CommandGroup(
  "settings", "The account's settings",
  [
    "Settings say how ended sessions are routed, how the outbox leaves the machine, and in which zone days are meant."
  ],
  [settingsListCommand, settingsGetCommand, settingsSetCommand])

private let settingsListCommand = Command(
  CommandSpec(
    ["settings", "list"], summary: "List the settings and their values",
    examples: [
      Example(command: "sessionctl settings list", explanation: "All settings, with their defaults")
    ],
    takesLists: true),
  prints: list
) { context in
  let open = try context.open(readOnly: true, toleratesZone: true)
  let rows = try open.store.read { reader in try Setting.all.map { try cells($0, reader) } }
  try context.list(list, rows, open.clock, emptyNote: "no settings")
}

private let settingsGetCommand = Command(
  CommandSpec(
    ["settings", "get"], summary: "Print one setting's value",
    discussion: ["In the table format only the value is printed, for scripts."], operands: [key],
    examples: [
      Example(
        command: "sessionctl settings get account.timezone", explanation: "The zone in which days are meant")
    ]),
  prints: shown
) { context in
  guard let setting = Setting.named(context.arguments[required: key]) else { return }
  let open = try context.open(readOnly: true, toleratesZone: true)
  try open.store.read { reader in
    if context.format == .table && !context.arguments.wasGiven(GlobalOptions.fields) {
      try context.output.write(Sanitizer.visible(try reader.setting(setting.key) ?? "") + "\n")
    } else {
      try context.document(shown, open.clock).single(cells(setting, reader))
    }
  }
}

private let settingsSetCommand = Command(
  CommandSpec(
    ["settings", "set"], summary: "Change a setting",
    discussion: [
      "`account.plan` and `account.messaging_add_on` say what the account has bought. What a new plan does not have goes inactive in the same step, and is named: surveys, and the switch that lets sessions be ended. While active triggers depend on that switch, such a change is refused; `--deactivate-triggers` deactivates them too."
    ], operands: [key, value], options: [deactivateTriggers],
    examples: [
      Example(
        command: "sessionctl settings set routing.ended_sessions_as_email false",
        explanation: "Tickets of ended sessions stay with messaging and can't be routed any more"),
      Example(
        command: "sessionctl settings set account.default_schedule Office",
        explanation: "The business hours of tickets that have none of their own"),
      Example(
        command: "sessionctl settings set account.plan suite-team --deactivate-triggers",
        explanation: "The account has a smaller plan now: what it does not have goes inactive"),
    ]),
  prints: shown
) { context in
  guard let setting = Setting.named(context.arguments[required: key]) else { return }
  let typed = try setting.normalize(context.arguments[required: value])
  if context.arguments[deactivateTriggers], !setting.isOfAccount {
    throw CommandTable.toolkit.usageError(
      "--deactivate-triggers says nothing to \(setting.key), only to \(Setting.plan) and \(Setting.messagingAddOn)",
      in: context.spec)
  }
  let open = try context.open(toleratesZone: true)
  let (normal, followed) = try open.administer { administration in
    let normal =
      setting.kind == .schedule && !typed.isEmpty
      ? String(try Naming(administration.reader).schedule(typed).id) : typed
    let followed = try administration.set(
      setting, to: normal, deactivates: context.arguments[deactivateTriggers])
    return (normal, followed)
  }
  for sentence in followed { context.note(sentence) }
  if context.wantsDocument {
    try open.store.read { reader in
      try context.document(shown, open.clock).single(cells(setting, reader))
    }
  } else {
    context.note("\(setting.key) is now '\(normal)'")
  }
}

private let list = DocumentSchema("settings", columns)
private let shown = DocumentSchema(single: "setting", columns)

private let columns: [Column] = [
  Column("key", .text), Column("value", .text, flexible: true), Column("default", .text, inTable: false),
  Column("description", .text, wraps: true),
]

private func cells(_ setting: Setting, _ reader: StoreReader) throws -> [Cell] {
  [
    .text(setting.key), .text(try reader.setting(setting.key)), .text(setting.defaultValue),
    .text(setting.description),
  ]
}
