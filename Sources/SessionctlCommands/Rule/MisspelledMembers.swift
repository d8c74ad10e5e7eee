import JSONText
import Spelling

extension CommandContext {
  /// Warns of members of a rule that somebody probably meant as others, which would pass as unknown ones.
  ///
  /// - Parameters:
  ///   - members: those that such a rule has
  ///   - place: where the rule stands: `rules.json: triggers[0]`
  func warnOfSlips(in rule: JSONObject, _ members: Set<String>, at place: String) {
    func warn(_ object: JSONObject, _ members: Set<String>, _ path: String) {
      for (member, meant) in object.slips(members) {
        self.warn("\(place): \(path)\(member) means nothing; did you mean '\(meant)'?")
      }
    }
    func warn(each list: JSONValue?, _ members: Set<String>, _ path: String) {
      for (index, element) in (list?.array ?? []).enumerated() {
        if let object = element.object { warn(object, members, "\(path)[\(index)].") }
      }
    }
    warn(rule, members, "")
    for key in ["conditions", "definition"] {
      guard let conditions = rule[key]?.object else { continue }
      warn(conditions, ["all", "any"], "\(key).")
      for list in ["all", "any"] {
        warn(each: conditions[list], ["field", "operator", "value"], "\(key).\(list)")
      }
    }
    warn(each: rule["actions"], ["field", "value"], "actions")
  }
}

extension JSONObject {
  /// The members that are no known ones, but are one slip from one that is missing.
  ///
  /// Records of the service have more members than are known here, so that nothing farther away is taken for a slip.
  fileprivate func slips(_ known: Set<String>) -> [(member: String, meant: String)] {
    let missing = known.filter { self[$0] == nil }.sorted()
    return keys.filter { !known.contains($0) }.compactMap { key in
      missing.first { isOneSlip(key, from: $0) }.map { (key, $0) }
    }
  }
}
