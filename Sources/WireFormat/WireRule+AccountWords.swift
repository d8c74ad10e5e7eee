import JSONText
import SessionModel

/// Rules in the words of the live account, and in ours.
extension WireRule {
  /// Which way words are put in others' place.
  package enum Wording {
    /// Into ours: what comes from the account.
    case ours
    /// Into the account's: what goes there.
    case theirs
  }

  /// A rule's or a queue's document in other words; nil where all of it is the same in both.
  package static func worded(_ record: JSONRecord, _ wording: Wording, by words: AccountWords) -> [UInt8]? {
    if words.isEmpty { return nil }
    let changed = ["conditions", "definition", "actions"].compactMap {
      (key: String) -> (key: String, value: [UInt8])? in
      guard let written = record.member(key)?.value, let other = worded(written, wording, by: words) else {
        return nil
      }
      return (key, other.bytes)
    }
    return changed.isEmpty ? nil : JSONPatch.replacing(changed, in: record)
  }

  /// The same for a document's value.
  package static func worded(_ object: JSONObject, _ wording: Wording, by words: AccountWords) -> JSONObject {
    var object = object
    for key in ["conditions", "definition", "actions"] {
      if let other = object[key].flatMap({ worded($0, wording, by: words) }) { object[key] = other }
    }
    return object
  }

  /// Conditions in `all` and `any`, or a list of actions; nil where nothing changes.
  private static func worded(_ value: JSONValue, _ wording: Wording, by words: AccountWords) -> JSONValue? {
    if let actions = value.array { return worded(actions, .action, wording, words).map(JSONValue.array) }
    guard var lists = value.object else { return nil }
    var isChanged = false
    for key in ["all", "any"] {
      guard let list = lists[key]?.array, let other = worded(list, .condition, wording, words) else {
        continue
      }
      lists[key] = .array(other)
      isChanged = true
    }
    // A queue's definition may hold actions, too.
    if let actions = lists["actions"]?.array, let other = worded(actions, .action, wording, words) {
      lists["actions"] = .array(other)
      isChanged = true
    }
    return isChanged ? .object(lists) : nil
  }

  private static func worded(
    _ list: [JSONValue], _ use: AccountWord.Use, _ wording: Wording, _ words: AccountWords
  ) -> [JSONValue]? {
    var isChanged = false
    let others = list.map { element -> JSONValue in
      guard var part = element.object, let field = part["field"]?.string else { return element }
      let value = part["value"]?.string
      let other =
        wording == .ours
        ? words.ours(use, field: field, value: value) : words.theirs(use, field: field, value: value)
      guard let other else { return element }
      part["field"] = .string(other.field)
      if let value = other.value { part["value"] = .string(value) }
      isChanged = true
      return .object(part)
    }
    return isChanged ? others : nil
  }
}
