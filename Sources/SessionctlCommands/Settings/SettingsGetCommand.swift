import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

let settingsGetCommand = Command(
  CommandSpec(
    ["settings", "get"], summary: "Print one setting's value",
    discussion: ["The table format prints only the value, for scripts."], operands: [settingOperand],
    examples: [
      Example(
        command: "sessionctl settings get account.timezone", explanation: "The time zone of days and hours")
    ]),
  prints: SettingDocument.show.schema
) { context in
  guard let setting = Setting.named(context.arguments[required: settingOperand]) else { return }
  let open = try context.open(readOnly: true, toleratesZone: true)
  try open.store.read { reader in
    if context.format == .table && !context.arguments.wasGiven(GlobalOptions.fields) {
      try context.output.write(Sanitizer.visible(try reader.setting(setting.key) ?? "") + "\n")
    } else {
      try context.show(SettingDocument.show, SettingRow(setting, reader), open.clock)
    }
  }
}
