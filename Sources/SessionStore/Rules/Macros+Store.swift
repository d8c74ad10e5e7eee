import CivilTime
import GRDB
import SessionModel
import StoreEngine
import WireFormat

extension Macro: StorableRule {
  package typealias Wire = WireMacro
  package static let kind = ImportedKind.macro
}

extension StoreReader {
  /// A macro, ready to be applied by somebody.
  ///
  /// - Throws: `RuleProblem` when it can't be done, such as one that needs the feature while that is off.
  package func compiled(_ macro: Macro, by actor: Person, via: Via, at moment: Instant) throws
    -> CompiledMacro
  {
    try MacroCompiler(ruleEnvironment(at: moment)).compile(
      macro, others: rules(Macro.self).map(\.rule), by: actor, groups: groupIDs(of: actor), via: via)
  }

  /// The groups somebody is in, the first of them first.
  package func groupIDs(of person: Person) throws -> [Int64] {
    try Int64.fetchAll(
      db, sql: "SELECT group_id FROM group_membership WHERE user_id = ? ORDER BY id", arguments: [person.id])
  }

  /// What the history says of the one work item of the last plan or run, as JSON.
  package func lastRunEvents() throws -> [UInt8]? {
    try String.fetchOne(
      db,
      sql: """
        SELECT h.events FROM temp.staged g JOIN temp.run_history h ON h.id = g.audit_id LIMIT 1
        """
    ).map { Array($0.utf8) }
  }
}
