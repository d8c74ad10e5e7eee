import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

let settingsListCommand = Command(
  CommandSpec(
    ["settings", "list"], summary: "List the settings and their values",
    examples: [
      Example(command: "sessionctl settings list", explanation: "All settings, with their defaults")
    ],
    takesLists: true),
  prints: SettingDocument.list.schema
) { context in
  let open = try context.open(readOnly: true, toleratesZone: true)
  let rows = try open.store.read { reader in try Setting.all.map { try SettingRow($0, reader) } }
  try context.list(SettingDocument.list, rows, open.clock, emptyNote: "no settings")
}
