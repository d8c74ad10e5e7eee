import Spelling

// What there is none of, and what was probably meant.
extension RuleProblem {
  static func noCondition(_ name: String, among names: [String]) -> RuleProblem {
    RuleProblem(
      "unknown_field", "there is no condition '\(name)'\(meant(name, .condition, among: names))")
  }

  static func noAction(_ name: String, among names: [String]) -> RuleProblem {
    // So few that all of them can be named.
    let list = names.count < 5 ? "; there are \(names.joined(separator: ", "))" : ""
    return RuleProblem(
      "unknown_field", "there is no action '\(name)'\(list)\(meant(name, .action, among: names))")
  }

  static func noOperator(_ word: String, of field: String, among words: [String]) -> RuleProblem {
    RuleProblem(
      "operator",
      "'\(field)' has no operator '\(word)'; it has \(words.joined(separator: ", "))\(didYouMean(word, among: words))"
    )
  }

  /// - Parameter words: the empty one, for nothing, goes without saying
  static func noWord(_ word: String, for field: String, among words: [String]) -> RuleProblem {
    let words = words.filter { !$0.isEmpty }
    return RuleProblem(
      "value",
      "'\(field)' takes \(words.joined(separator: ", ")), not '\(word)'\(meant(word, .value, among: words))")
  }

  /// A label of the product counts before a name that is only written like it.
  private static func meant(_ typed: String, _ kind: GlossaryEntry.Kind, among names: [String]) -> String {
    if let word = Glossary.word(for: typed, kind), kind != .value || names.contains(word) {
      return didYouMean([word])
    }
    let near = nearMisses(of: typed, among: names)
    return didYouMean(
      near.isEmpty ? Glossary.words(near: typed, kind).filter { kind != .value || names.contains($0) } : near)
  }
}
