import CommandGrammar
import SessionModel

let settingsCommands = CommandGroup(
  "settings", "The account's settings",
  [
    "Settings say how ended sessions are routed, which programs deliver what is in the outbox, and which time zone days and hours are in."
  ],
  [settingsListCommand, settingsGetCommand, settingsSetCommand])

/// The setting that a command is about.
let settingOperand = Operand<String>(
  "KEY", .oneOf(Setting.all.map(\.key)).knowingLabels(.setting), help: "The setting's key")
