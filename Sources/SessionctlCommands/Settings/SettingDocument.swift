import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A setting as documents have it.
enum SettingDocument {
  static let list = DocumentSchema("settings", columns)
  static let show = DocumentSchema(single: "setting", columns)

  private static let columns: [Column] = [
    Column("key", .text), Column("value", .text, flexible: true), Column("default", .text, inTable: false),
    Column("description", .text, wraps: true),
  ]

  static func cells(_ setting: Setting, _ reader: StoreReader) throws -> [Cell] {
    [
      .text(setting.key), .text(try reader.setting(setting.key)), .text(setting.defaultValue),
      .text(setting.description),
    ]
  }
}
