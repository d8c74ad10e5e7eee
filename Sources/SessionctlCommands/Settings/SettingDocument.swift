import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A setting, with the value that it has.
struct SettingRow {
  let setting: Setting
  let value: String?

  init(_ setting: Setting, _ reader: StoreReader) throws {
    self.setting = setting
    value = try reader.setting(setting.key)
  }
}

/// A setting as documents have it.
enum SettingDocument {
  static let list = RowSchema("settings", columns)
  static let show = RowSchema(single: "setting", columns)

  private static let columns: [RowColumn<SettingRow>] = [
    RowColumn("key", .text) { $0.setting.key },
    RowColumn("value", .text, flexible: true) { $0.value },
    RowColumn("default", .text, inTable: false) { $0.setting.defaultValue },
    RowColumn("description", .text, wraps: true) { $0.setting.description },
  ]
}
