import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A setting, with the value that it has.
struct SettingRow {
  let setting: Setting
  let value: String?
  /// What the value's id stands for; nil where it is no id.
  let valueName: String?

  init(_ setting: Setting, _ reader: StoreReader) throws {
    self.setting = setting
    let value = try reader.setting(setting.key)
    self.value = value
    let scheduleID = setting.kind == .schedule ? value.flatMap { Int64($0) } : nil
    valueName = try scheduleID.flatMap { try ActorNames(reader).scheduleName(id: $0) }
  }
}

/// A setting as documents have it.
enum SettingDocument {
  static let list = RowSchema("settings", columns)
  static let show = RowSchema(single: "setting", columns)

  private static let columns: [RowColumn<SettingRow>] = [
    RowColumn("key", .text) { $0.setting.key },
    RowColumn("value", .text, inTable: false) { $0.value },
    RowColumn("shown", .text, header: "VALUE", inData: false, flexible: true) { $0.valueName ?? $0.value },
    RowColumn("default", .text, inTable: false) { $0.setting.defaultValue },
    RowColumn("description", .text, wraps: true) { $0.setting.description },
    RowColumn("value_name", .text, inTable: false) { $0.valueName },
  ]
}
