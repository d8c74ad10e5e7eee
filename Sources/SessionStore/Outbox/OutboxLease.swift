import CivilTime
import GRDB
import SessionModel

/// An entry in the hands of one deliverer.
///
/// It stays `waiting` meanwhile: a deliverer that dies leaves it to the next one when the lease has run out. So each
/// entry is delivered at least once, and by one deliverer at a time.
public struct OutboxLease: Sendable {
  public let entry: OutboxEntry
  fileprivate let token: Int64
}

/// What became of a delivery.
public enum DeliveryResult: Sendable {
  /// With the text it left with, and what is worth remarking, such as an address that was left out.
  case delivered(subject: String, body: String, remark: String?)
  case failed(String, next: Instant)
  /// No further attempt is made.
  case givenUp(String)
  /// Broken off before it could succeed: it does not count as an attempt.
  case released
}

extension StoreWriter {
  /// Takes the next entry that is due into one's hands, in the order in which they came.
  ///
  /// - Parameters:
  ///   - last: only entries after this one: a deliverer tries each once in its run
  ///   - until: when others may take it
  public func leaseNext(
    after last: Int64, kinds: Set<OutboxKind>, at moment: Instant, until: Instant
  ) throws -> OutboxLease? {
    let wanted = kinds.map { String($0.rawValue) }.sorted().joined(separator: ", ")
    let id = try Int64.fetchOne(
      db,
      sql: """
        SELECT id FROM outbox INDEXED BY outbox_waiting WHERE state = 0 AND id > ?1 AND kind IN (\(wanted))
          AND coalesce(next_attempt_at, ?2) <= ?2 AND coalesce(leased_until, ?2) <= ?2
        ORDER BY id LIMIT 1
        """, arguments: [last, moment.seconds])
    guard let id else { return nil }
    let token = Int64.random(in: 1...Int64.max)
    try db.execute(
      sql: "UPDATE outbox SET lease = ?, leased_until = ?, attempts = attempts + 1 WHERE id = ?",
      arguments: [token, until.seconds, id])
    guard let entry = try reader.outboxEntry(id: id) else { return nil }
    return OutboxLease(entry: entry, token: token)
  }

  /// Writes what became of a delivery.
  ///
  /// A success counts in any case. A failure of a deliverer whose lease has run out counts only if nobody else has
  /// taken the entry since.
  public func settle(_ lease: OutboxLease, _ result: DeliveryResult, at moment: Instant) throws {
    let free = "lease = NULL, leased_until = NULL"
    let isOurs = "id = :id AND state = 0 AND lease = :lease"
    let id = lease.entry.id
    switch result {
    case .delivered(let subject, let body, let remark):
      try db.execute(
        sql: """
          UPDATE outbox SET state = 1, delivered_at = ?, subject = ?, body = ?, last_error = ?,
            next_attempt_at = NULL, \(free) WHERE id = ? AND state <> 1
          """, arguments: [moment.seconds, subject, body, remark, id])
    case .failed(let error, let next):
      try db.execute(
        sql: "UPDATE outbox SET last_error = :error, next_attempt_at = :next, \(free) WHERE \(isOurs)",
        arguments: ["error": error, "next": next.seconds, "id": id, "lease": lease.token])
    case .givenUp(let error):
      try db.execute(
        sql:
          "UPDATE outbox SET state = 2, last_error = :error, next_attempt_at = NULL, \(free) WHERE \(isOurs)",
        arguments: ["error": error, "id": id, "lease": lease.token])
    case .released:
      try db.execute(
        sql: "UPDATE outbox SET attempts = attempts - 1, \(free) WHERE \(isOurs)",
        arguments: ["id": id, "lease": lease.token])
    }
  }
}
