import JSONText
import SessionModel

/// Names that fields of conditions had before: they are read everywhere and written nowhere.
extension WireRule {
  /// A rule's document as it is kept: on one line, with today's names in its conditions; else word for word.
  public static func kept(_ record: JSONRecord) -> [UInt8] {
    let bytes = withTodaysNames(record)
    return bytes.contains { $0 == 0x0A || $0 == 0x0D }
      ? bytes.withUnsafeBufferPointer(JSONLine.compacted) : bytes
  }

  /// A rule's document with today's names in its conditions; all else stays as it is.
  public static func withTodaysNames(_ document: [UInt8]) throws(JSONError) -> [UInt8] {
    withTodaysNames(try RecordIndex().scan(document))
  }

  private static func withTodaysNames(_ record: JSONRecord) -> [UInt8] {
    let changed = ["conditions", "definition"].compactMap { (key: String) -> (key: String, value: [UInt8])? in
      guard let written = record.member(key)?.value, let renamed = renamed(written) else { return nil }
      return (key, renamed.bytes)
    }
    return changed.isEmpty ? Array(record.bytes) : JSONPatch.replacing(changed, in: record)
  }

  /// Nil where there is nothing to rename.
  private static func renamed(_ conditions: JSONValue) -> JSONValue? {
    guard var lists = conditions.object else { return nil }
    var isRenamed = false
    for key in ["all", "any"] {
      guard let list = lists[key]?.array else { continue }
      lists[key] = .array(
        list.map { element in
          guard var condition = element.object, let field = condition["field"]?.string else { return element }
          let name = ConditionCatalogue.todaysName(of: field)
          guard name != field else { return element }
          condition["field"] = .string(name)
          isRenamed = true
          return .object(condition)
        })
    }
    return isRenamed ? .object(lists) : nil
  }
}
