import JSONText
import SessionModel

/// Examples of conditions and actions as the manual shows them, a line each.
enum RuleExampleText {
  /// `` `is open` holds for open, solved > open; not for solved, open > solved ``
  static func row(_ condition: RuleCondition, _ yes: [String], _ no: [String]) -> String {
    let words = [condition.operatorWord, value(condition.value)].compactMap(\.self).joined(separator: " ")
    func row(_ count: Int) -> String {
      "`\(words)` holds for \(scenes(yes, count)); not for \(scenes(no, count))"
    }
    // Two say more, as long as they fit a line.
    return row(2).count <= 66 ? row(2) : row(1)
  }

  /// `` `hold`, where status=new: status=hold ``
  static func row(_ example: ActionExample) -> String {
    let before = example.scene.isEmpty ? "" : ", where \(parts(example.scene))"
    let effects = [parts(example.gives), example.sends == 0 ? "" : "sends one"].filter { !$0.isEmpty }
    return
      "`\(example.actions.compactMap { value($0.value) ?? "null" }.joined())`\(before): \(effects.joined(separator: ", "))"
  }

  static func row(_ example: MessagingActionExample) -> String {
    let effect = example.says.map { "the customer Ann reads `\($0)`" } ?? "tags=\(example.gives)"
    let before = example.tags.isEmpty ? "" : ", where tags=\(example.tags)"
    return "`\(value(example.action.value) ?? "")`\(before): \(effect)"
  }

  private static func scenes(_ scenes: [String], _ count: Int) -> String {
    scenes.prefix(count).map { $0.isEmpty ? "-" : parts($0) }.joined(separator: ", ")
  }

  private static func parts(_ scene: String) -> String { scene.replacing(" & ", with: " with ") }

  /// As it is typed after `--if` and `--do`; nil where none is given.
  private static func value(_ value: JSONValue) -> String? {
    switch value {
    case .null: nil
    case .string(let text): text.isEmpty ? "\"\"" : text
    default: value.text
    }
  }
}
