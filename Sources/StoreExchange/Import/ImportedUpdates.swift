import CivilTime
import GRDB
import SessionModel
import SessionStore
import StoreEngine

/// What an import did to tickets, as updates that the rules follow (`--run-triggers`).
///
/// The tickets are written as they come; the rules run once all of the file is known, each ticket compared with what
/// it was before the file (T6), by the rules as they stand by then `[local]`. It is the update over a batch once more,
/// but that its first half is stored already.
final class ImportedUpdates {
  private let db: Database
  private let snapshot: WorkItemSnapshot
  private(set) var summary = UpdateSummary()

  init(_ db: Database) throws {
    self.db = db
    snapshot = try WorkItemSnapshot(db)
  }

  /// Before a record is taken that changes a ticket.
  func begin(ticketID: Int64) throws { try snapshot.keep(ticketID: ticketID) }

  /// After a record made or changed a ticket.
  func note(_ ticketID: Int64) throws { try snapshot.note(changed: ticketID) }

  /// Runs the rules on what was changed, in the name of whoever imports.
  func finish(by actor: Person, at moment: Instant) throws {
    guard try WorkItemSnapshot.freeze(db) else { return }
    let update = Update(actor: .user(id: actor.id), via: .api, at: moment, steps: [])
    let reader = StoreReader(db)
    let book = try RuleBook(reader, at: moment)
    func rules(creation: Bool, comment: Bool = false) throws -> RunRules {
      var event = RuleEvent(
        isCreation: creation, updaterID: actor.id, updaterRole: actor.role, channel: update.via.word)
      event.changesAnything = true
      event.commentVaries = true
      event.comment = comment ? RuleEvent.Comment(body: "", isPublic: true) : nil
      return try book.rules(for: event, steps: [], at: moment)
    }
    let (forNew, forSilent) = (try rules(creation: true, comment: true), try rules(creation: true))
    let forChanged = try rules(creation: false)
    let descriptions = try SteppedStatement(
      db, "SELECT body ->> '$.description' FROM ticket_document WHERE ticket_id = ?")
    func description(_ id: Int64?) throws -> String? {
      guard let id else { return nil }
      descriptions.bind(id)
      defer { descriptions.reset() }
      guard try descriptions.step(), let text = descriptions.optionalText() else { return nil }
      return text.isEmpty ? nil : text
    }
    let policy = try reader.updatePolicy()
    let log = WriteLog(db, .kept)
    var staging = try Staging(log, .store, update, reading: db)
    var notices = try NotificationWriter(db, log, .store, at: moment)
    var runner = RuleRunner(db)
    var firings = RuleFirings()
    var earlier = try WorkItemLoader(db, .snapshot, columns: .all)
    // With all that the history tells of what the import changed; custom fields cost much and are told where a rule asks.
    let columns = book.columns.union([.fields, .details, .tags, .facts])
    var current = try WorkItemLoader(db, columns: columns)
    while let now = try current.next(), let before = try earlier.next() {
      let isNew = before.ticket == nil
      // What a ticket begins with is its first comment.
      let comment = isNew ? try description(now.ticket?.id) : nil
      var draft = UpdateDraft(
        importing: now, before: isNew ? nil : before, comment: comment,
        hasCustomFields: columns.contains(.customFields), by: update, policy: policy)
      let rules = isNew ? comment == nil ? forSilent : forNew : forChanged
      try runner.run(rules, on: &draft)
      summary.leftRouting.note(draft.routingExit(rules.queues))
      for trigger in draft.fired { firings.note(trigger.rule) }
      summary.matched += 1
      if summary.matched % 4096 == 0 { try Interruption.check() }
      // What only the import did is in the history that it brings.
      guard !draft.fired.isEmpty || !draft.messages.isEmpty || draft.item != now else {
        if draft.isMovedByImport { try staging.tell(draft.firings(untoldBy: []), of: draft) }
        continue
      }
      var events = try draft.events + notices.send(draft, counting: &summary)
      if !draft.fired.isEmpty { events += draft.firings(untoldBy: events) }
      if !events.isEmpty { summary.changed += 1 }
      if draft.endedSession { summary.ended += 1 }
      try staging.add(draft, events, as: draft.endedSession ? .ended : .updated, at: nil)
    }
    try staging.apply()
    try firings.apply(db, at: moment)
  }
}
