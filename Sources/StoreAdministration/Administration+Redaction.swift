import SessionModel
import SessionStore
import StoreEngine

/// Forgetting customers.
extension Administration {
  /// Takes everything that is a customer's out of the store; that it was done stays in the log, without a word of them.
  ///
  /// - Returns: what was taken out; nothing, if it was done before and nothing has come since
  /// - Throws: `AdministrationRefusal` where they are staff, or somebody works for them
  package func redact(_ person: Person) throws -> RedactionReport {
    guard !person.role.isStaff else { throw AdministrationRefusal.isStaff(person.thing) }
    let work = try reader.unfinishedWork(of: person.id)
    guard work.sessions == 0, work.tickets == 0 else {
      throw AdministrationRefusal.isBeingServed(
        person.thing, sessions: work.sessions, withoutTicket: work.withoutTicket, tickets: work.tickets)
    }
    let isNew = try reader.redaction(of: person.id) == nil
    let report = try writer.redact(person.id, at: moment)
    if isNew || report.changesStore {
      try note(
        "redacted user \(person.id): \(report.conversations) conversations, \(report.tickets) tickets", [])
    }
    return report
  }
}
