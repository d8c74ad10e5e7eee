import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

extension RulesFile {
  /// The file's triggers as the account would have them, in the order in which they would run, without being stored.
  ///
  /// A trigger that the account has by this title keeps its id; others get ids that no trigger has.
  ///
  /// - Throws: `Failure` with all that keeps some of them from being one of this account's
  func triggers(_ reader: StoreReader) throws -> [Trigger] {
    guard let (_, coded) = rules.first(where: { $0.kind.key == triggerNoun.coded.key }) else {
      throw Failure(.badInput, "bad_input", "\(name): it has no 'triggers'")
    }
    let names = try RuleNames(reader)
    var known: [String: [Int64]] = [:]
    for stored in try reader.rules(Trigger.self) {
      known[stored.rule.title, default: []].append(stored.rule.id)
    }
    var problems: [String] = []
    var triggers: [Trigger] = []
    for (index, rule) in coded.enumerated() {
      var id = -Int64(index + 1)
      // Of several with one title, each is the next one.
      if let same = known[rule.title]?.first {
        known[rule.title]?.removeFirst()
        id = same
      }
      let object = rule.content
      let (trigger, problem, _) = try names.resolving(isForeign: true) { resolve in
        let walk = RuleReferenceWalk(dialect: triggerNoun.dialect, replace: resolve)
        return Trigger(
          id: id, title: rule.title, active: object["active"]?.bool ?? true, position: Int64(index),
          conditions: try walk.conditions(WireRule.conditions(object["conditions"])),
          actions: try walk.actions(WireRule.actions(object["actions"])))
      }
      triggers.append(trigger)
      if let problem { problems.append("trigger '\(rule.title)': \(problem)") }
    }
    guard problems.isEmpty else {
      throw Failure(.badInput, "bad_input", "\(name): \(problems.joined(separator: "; "))")
    }
    return triggers
  }
}
