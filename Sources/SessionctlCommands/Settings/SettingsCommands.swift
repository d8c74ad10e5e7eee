import CommandGrammar
import SessionModel

let settingsCommands = CommandGroup(
  "settings", "The account's settings",
  [
    "Settings say how ended sessions are routed, how the outbox leaves the machine, and in which zone days are meant."
  ],
  [settingsListCommand, settingsGetCommand, settingsSetCommand])

/// The setting that a command is about.
let settingOperand = Operand<String>(
  "KEY", .oneOf(Setting.all.map(\.key)).knowingLabels(.setting), help: "The setting's key")
