import CivilTime
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Triggers, messaging triggers and macros.
extension Administration {
  /// Adds a rule, last of its kind (T3).
  ///
  /// - Parameters:
  ///   - draft: the rule; its id and position are given here
  ///   - document: what was written of it in the wire format, where it was
  ///   - description: what it is for
  /// - Throws: `AdministrationRefusal`
  @discardableResult
  package func add<Rule: StorableRule>(
    _ draft: Rule, document: [UInt8]? = nil, description: String? = nil
  ) throws -> StoredRule<Rule> {
    var rule = draft
    (rule.id, rule.position) = (try writer.takeLocalID(Rule.kind), try writer.nextPosition(of: Rule.self))
    let written =
      document ?? WireRule.document(Rule.Wire.self, of: rule, description: description, at: moment)
    let stored = try save(
      rule, self.document(rule, written, description), createdAt: moment, isNew: true)
    try note(
      "created \(rule.thing.noun) \(rule.title) (\(rule.id))",
      [ManagedChange(rule.thing, after: stored.wireDocument())])
    return stored
  }

  /// Changes a rule, which keeps its id and position.
  ///
  /// - Parameters:
  ///   - document: the wire format in which all of it was written anew, where it was; else the one it has
  ///   - description: what it is for from now on; nil: as before
  /// - Returns: whether it says something else now; else nothing is written
  /// - Throws: `AdministrationRefusal`
  @discardableResult
  package func change<Rule: StorableRule>(
    _ before: StoredRule<Rule>, to draft: Rule, document: [UInt8]? = nil, description: String? = nil
  ) throws -> Bool {
    var rule = draft
    (rule.id, rule.position) = (before.rule.id, before.rule.position)
    let text = try self.document(rule, document ?? before.document, description)
    guard try before.rule != rule || isNews(text, since: before.wireDocument()) else { return false }
    let stored = try save(rule, text, createdAt: before.createdAt, isNew: false)
    try note(
      "changed \(rule.thing.noun) \(rule.title) (\(rule.id))",
      [ManagedChange(rule.thing, before: before.wireDocument(), after: stored.wireDocument())])
    return true
  }

  /// The rule in the wire format: what is known here replaces it in the document, the rest stays word for word.
  private func document<Rule: StorableRule>(
    _ rule: Rule, _ document: [UInt8], _ description: String?
  ) throws -> [UInt8] {
    var members = Rule.Wire.members(of: rule) + [("updated_at", .string(moment.rfc3339))]
    if let description { members.append(("description", .string(description))) }
    return try JSONPatch.replacing(members.map { ($0.0, $0.1.bytes) }, in: document)
  }

  /// Checks a rule completely, and stores it.
  private func save<Rule: StorableRule>(
    _ rule: Rule, _ text: [UInt8], createdAt: Instant, isNew: Bool
  ) throws -> StoredRule<Rule> {
    try refuseBarred(rule, isNew: isNew)
    try WireRule.refuseTooLarge(text, "rule")
    let stored = StoredRule(rule: rule, createdAt: createdAt, updatedAt: moment, document: text)
    try writer.save(stored, origin: .local)
    return stored
  }

  /// T10, F2, P3
  private func refuseBarred<Rule: StorableRule>(_ rule: Rule, isNew: Bool) throws {
    let bars = rule.bars(try ruleEnvironment(), isNew: isNew)
    guard bars.isEmpty else { throw AdministrationRefusal.problems(rule.thing, bars) }
    if rule.active { due.activated[Rule.kind] = Rule.self }
  }

  /// Lets rules run, or keeps them from it; those that are so already stay as they are.
  ///
  /// - Returns: those that changed
  /// - Throws: `AdministrationRefusal` where one may not run
  package func setActive<Rule: StorableRule>(_ active: Bool, _ rules: [StoredRule<Rule>]) throws -> [Rule] {
    let changed = rules.filter { $0.rule.active != active }
    let changes = try changed.map { try turn($0, active: active) }
    if !changed.isEmpty {
      let titles = changed.map(\.rule.title).joined(separator: ", ")
      try note("\(active ? "enabled" : "disabled") \(Rule.noun) \(titles)", changes)
    }
    return changed.map(\.rule)
  }

  /// Turns one rule that is otherwise; the entry in the log is the caller's.
  func turn<Rule: StorableRule>(_ before: StoredRule<Rule>, active: Bool) throws -> ManagedChange {
    var after = before
    after.rule.active = active
    if active { try refuseBarred(after.rule, isNew: false) }
    try writer.setActive(active, after.rule, at: moment)
    return ManagedChange(
      after.rule.thing, before: try before.wireDocument(), after: try after.wireDocument())
  }

  /// Deletes a rule.
  ///
  /// - Parameter evenActive: whether an active one is deactivated in the same step
  /// - Throws: `AdministrationRefusal.isActive` otherwise (T8)
  package func delete<Rule: StorableRule>(_ stored: StoredRule<Rule>, evenActive: Bool = false) throws {
    let thing = stored.rule.thing
    guard evenActive || !stored.rule.active else { throw AdministrationRefusal.isActive(thing) }
    let remains = try reader.remains(of: stored.rule)
    try writer.delete(stored.rule)
    try note(
      "deleted \(thing.noun) \(thing.name) (\(thing.id))",
      [ManagedChange(thing, before: stored.wireDocument(), beside: remains?.json)])
  }

  /// Stores a rule that was deleted, under its id and at its place.
  ///
  /// - Throws: `AdministrationRefusal`
  func restore<Rule: StorableRule>(_ stored: StoredRule<Rule>, _ remains: RuleRemains) throws {
    try refuseBarred(stored.rule, isNew: true)
    try writer.restore(stored, remains)
    let thing = stored.rule.thing
    try note(
      "restored \(thing.noun) \(thing.name) (\(thing.id))",
      [ManagedChange(thing, after: stored.wireDocument())])
  }

  /// Puts all rules of a kind into this order.
  ///
  /// - Throws: `AdministrationRefusal.runsAfter` where their categories say otherwise (T3)
  package func reorder<Rule: StorableRule>(_ order: [Rule]) throws {
    let before = try reader.rules(Rule.self).map(\.rule)
    guard order.map(\.id) != before.map(\.id) else { return }
    for (position, rule) in order.enumerated() { try writer.setPosition(Int64(position), rule, at: moment) }
    let found = try reader.rules(Rule.self).map(\.rule)
    if let (rule, other) = zip(order, found).first(where: { $0.id != $1.id }) {
      throw AdministrationRefusal.runsAfter(rule.thing, other: other.thing)
    }
    try noteOrder(before)
  }

  /// Gives all rules of a kind the positions of this order, as far as they have others; categories still go before them
  /// (T3).
  package func arrange<Rule: StorableRule>(_ order: [Rule]) throws {
    let before = try reader.rules(Rule.self).map(\.rule)
    for (position, rule) in order.enumerated() where rule.position != position {
      try writer.setPosition(Int64(position), rule, at: moment)
    }
    try noteOrder(before)
  }

  /// Gives rules of a kind the positions that they had, each by its id; others stay where they are.
  func restorePositions<Rule: StorableRule>(_ type: Rule.Type, _ positions: [String: Int64]) throws {
    let before = try reader.rules(Rule.self).map(\.rule)
    for rule in before {
      if let position = positions[String(rule.id)], position != rule.position {
        try writer.setPosition(position, rule, at: moment)
      }
    }
    try noteOrder(before)
  }

  private func noteOrder<Rule: StorableRule>(_ before: [Rule]) throws {
    func places(_ rules: [Rule]) -> [(id: String, place: Int64)] {
      rules.map { (String($0.id), $0.position) }
    }
    let after = try reader.rules(Rule.self).map(\.rule)
    if before.map(\.id) == after.map(\.id), before.map(\.position) == after.map(\.position) { return }
    try note(
      "reordered the \(Rule.noun)s", [ManagedChange(orderOf: Rule.noun, places(before), now: places(after))])
  }
}
