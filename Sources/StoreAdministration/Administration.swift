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
  private let log: (_ summary: String, _ before: String?, _ after: String?) throws -> Void
  /// Everything that was done to things with documents, in that order.
  package private(set) var changes: [ManagedChange] = []
  /// Whether the caller writes one entry for all of it.
  private let logsTogether: Bool

  /// What limits and queues are looked at for when all is done.
  var due = DueFollowUps()
  private var knownFacts: RuleEnvironment?

  /// - Parameters:
  ///   - actor: who manages, and may
  ///   - osUser: the system's user who runs the command
  ///   - logsTogether: whether each change leaves an entry of its own in the log, or the caller one for all of them
  ///   - log: writes an entry
  package init(
    _ writer: StoreWriter, by actor: Person, at moment: Instant, osUser: String?, logsTogether: Bool = false,
    log: @escaping (_ summary: String, _ before: String?, _ after: String?) throws -> Void
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
  package func facts() throws -> RuleEnvironment {
    if let knownFacts { return knownFacts }
    let facts = try reader.ruleFacts(at: moment)
    knownFacts = facts
    return facts
  }

  /// To be called by whatever changes what rules can name or use.
  func forgetFacts() { knownFacts = nil }

  // MARK: The log

  /// Notes what was done to things with documents, in one entry.
  func note(_ summary: String, _ changes: [ManagedChange]) throws {
    self.changes += changes
    if !logsTogether {
      try log(summary, Self.text(changes.compactMap(\.before)), Self.text(changes.compactMap(\.after)))
    }
  }

  /// Notes what has values and no document.
  func note(_ summary: String, before: String?, after: String?) throws {
    if !logsTogether { try log(summary, before, after) }
  }

  /// What it takes to undo everything that was done to things with documents, as a list of `kind`, `id` and the
  /// `document` of before, which is null where there was none; nil where nothing was done.
  package var undoDocument: String? {
    if changes.isEmpty { return nil }
    let items = changes.map { change in
      let (kind, id) = (JSONValue.string(change.thing.noun).text, JSONValue.string(change.thing.id).text)
      let before = change.before.map { String(decoding: $0, as: UTF8.self) } ?? "null"
      return "{\"kind\":\(kind),\"id\":\(id),\"document\":\(before)}"
    }
    return "[\(items.joined(separator: ","))]"
  }

  /// Several documents are a list.
  private static func text(_ documents: [[UInt8]]) -> String? {
    let texts = documents.map { String(decoding: $0, as: UTF8.self) }
    return texts.count > 1 ? "[\(texts.joined(separator: ","))]" : texts.first
  }
}
