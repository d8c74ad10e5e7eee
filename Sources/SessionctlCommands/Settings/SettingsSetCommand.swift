import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

private let value = Operand<String>(
  "VALUE", .text, completion: .stored("setting-value"), help: "The new value")

let settingsSetCommand = Command(
  CommandSpec(
    ["settings", "set"], summary: "Set a setting's value",
    discussion: [
      "`account.plan` and `account.messaging_add_on` say what plan the account has. What a new plan does not include becomes inactive in the same step, and is named: surveys, and the switch for ending sessions. While active triggers depend on that switch, such a change is refused; `--deactivate-triggers` deactivates them too."
    ], operands: [settingOperand, value], options: [FeatureOptions.deactivateTriggers],
    examples: [
      Example(
        command: "sessionctl settings set routing.ended_sessions_as_email false",
        explanation: "Tickets of ended sessions stay with messaging and can no longer be routed"),
      Example(
        command: "sessionctl settings set account.default_schedule Office",
        explanation: "The business hours of tickets that have no schedule of their own"),
      Example(
        command: "sessionctl settings set account.plan suite-team --deactivate-triggers",
        explanation: "The account has a smaller plan now: what it does not include becomes inactive"),
    ]),
  prints: SettingDocument.show.schema
) { context in
  guard let setting = Setting.named(context.arguments[required: settingOperand]) else { return }
  let typed = try setting.normalize(context.arguments[required: value])
  if context.arguments[FeatureOptions.deactivateTriggers], !setting.isOfAccount {
    throw CommandTable.toolkit.usageError(
      "--deactivate-triggers does not apply to \(setting.key), only to \(Setting.plan) and \(Setting.messagingAddOn)",
      in: context.spec)
  }
  let open = try context.open(toleratesZone: true)
  let (shown, followed) = try open.administer { administration in
    let normal =
      setting.kind == .schedule && !typed.isEmpty
      ? String(try Naming(administration.reader).schedule(typed).id) : typed
    let followed = try administration.set(
      setting, to: normal, deactivates: context.arguments[FeatureOptions.deactivateTriggers])
    return (try SettingRow(setting, administration.reader).valueName ?? normal, followed)
  }
  for sentence in followed { context.note(sentence) }
  if context.wantsDocument {
    try open.store.read { reader in
      try context.show(SettingDocument.show, SettingRow(setting, reader), open.clock)
    }
  } else {
    context.note("\(setting.key) is now '\(shown)'")
  }
}
