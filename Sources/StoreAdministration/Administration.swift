import CivilTime
import JSONText
import SessionModel
import SessionStore
import StoreEngine

/// The one door to what administrators manage: rules, queues, people, groups, schedules, settings and switches.
///
/// Whoever comes, a command, a recipe or rules as code, finds the same checks, limits and entries in the log behind it,
/// and what has to follow: that those who wait are matched to the queues again. All of it belongs to the caller's
/// transaction. An import is no administrator: it keeps what it can't accept, inactive, by the same checks of the model.
package final class Administration {
  /// Where all of it is written.
  package let writer: StoreWriter
  /// Who manages.
  package let actor: Person
  let moment: Instant
  let osUser: String?
  private let log: (_ summary: String, _ changes: [ManagedChange]) throws -> Void
  /// Everything that was done, in that order: what it takes to undo it.
  package private(set) var changes: [ManagedChange] = []
  /// Whether the caller writes one entry for all of it.
  private let logsTogether: Bool

  /// What limits and queues are looked at for when all is done.
  var due = DueFollowUps()
  /// The tickets that left all queues because queues, rules or settings have changed (E4).
  package internal(set) var leftRouting = RoutingExits()
  private var knownEnvironment: RuleEnvironment?

  /// - Parameters:
  ///   - actor: who manages, and may
  ///   - osUser: the system's user who runs the command
  ///   - logsTogether: whether each change leaves an entry of its own in the log, or the caller one for all of them
  ///   - log: writes an entry
  package init(
    _ writer: StoreWriter, by actor: Person, at moment: Instant, osUser: String?, logsTogether: Bool = false,
    log: @escaping (_ summary: String, _ changes: [ManagedChange]) throws -> Void
  ) {
    self.writer = writer
    self.actor = actor
    self.moment = moment
    self.osUser = osUser
    self.logsTogether = logsTogether
    self.log = log
  }

  /// The account as it is by now.
  package var reader: StoreReader { writer.reader }

  /// What the account says to its rules by now.
  package func ruleEnvironment() throws -> RuleEnvironment {
    if let knownEnvironment { return knownEnvironment }
    let environment = try reader.ruleEnvironment(at: moment)
    knownEnvironment = environment
    return environment
  }

  /// To be called by whatever changes what rules can name or use.
  func forgetEnvironment() { knownEnvironment = nil }

  // MARK: The log

  /// Notes what was done, in one entry.
  func note(_ summary: String, _ changes: [ManagedChange]) throws {
    self.changes += changes
    if !logsTogether { try log(summary, changes) }
  }

  /// Whether a document says something else than another one, its times aside.
  func isNews(_ document: [UInt8], since before: [UInt8]) throws -> Bool {
    func content(_ document: [UInt8]) throws -> Set<JSONObject.Member> {
      let value = try JSONValue.parse(document, allowingDuplicateKeys: true)
      return Set((value.object?.members ?? []).filter { !Self.times.contains($0.key) && !$0.value.isNull })
    }
    return try content(document) != content(before)
  }

  private static let times: Set = ["created_at", "updated_at", "url"]
}
