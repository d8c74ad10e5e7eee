import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// An entry in the hands of one deliverer.
///
/// It stays `waiting` meanwhile. A deliverer that dies, or can't note how it went, leaves a lease that runs out: the
/// entry is perhaps sent then, and nobody sends it again before somebody says so. So each entry leaves at most once
/// for each time that it is made to wait, but for attempts that failed.
package struct OutboxLease: Sendable {
  /// The entry as it was when it was taken, this attempt counted.
  package let entry: OutboxEntry
  fileprivate let token: Int64

  /// SQL: an entry's `OutboxWay`. A survey that leaves on messaging has no address.
  static let way =
    "iif(kind = \(OutboxKind.survey.rawValue) AND instr(recipient, '@') = 0, \(OutboxWay.surveyMessage.rawValue), kind)"
}

/// What became of a delivery.
package enum DeliveryResult: Sendable {
  /// With the text it left with, and what is worth remarking, such as an address that was left out.
  case delivered(subject: String, body: String, remark: String?)
  /// Why, as a sentence without a full stop, and when the next attempt is due.
  case failed(String, next: Instant)
  /// No further attempt is made.
  case givenUp(String)
  /// The program had the text, and nobody knows what it made of it: why. No further attempt is made.
  case perhapsSent(String)
  /// Broken off before the program was called. It does not count.
  case released
  /// The program was not even called, for want of room on this machine. It does not count.
  case uncalled(String)
}

extension StoreWriter {
  /// Takes the next entry that is due into one's hands, in the order in which they came.
  ///
  /// - Parameters:
  ///   - last: only entries after this one: a deliverer tries each once in its run
  ///   - until: when it counts as perhaps sent if nothing was noted
  ///   - receiversLength: how many bytes of receivers an e-mail carries; a longer list becomes several entries
  package func leaseNext(
    after last: Int64, ways: Set<OutboxWay>, at moment: Instant, until: Instant, receiversLength: Int
  ) throws -> OutboxLease? {
    let wanted = ways.map { String($0.rawValue) }.sorted().joined(separator: ", ")
    let id = try Int64.fetchOne(
      db,
      sql: """
        SELECT id FROM outbox INDEXED BY outbox_waiting WHERE id > ?1 AND \(OutboxLease.way) IN (\(wanted))
          AND \(StoreReader.outboxDue)
        ORDER BY id LIMIT 1
        """, arguments: [last, moment.seconds])
    guard let id else { return nil }
    try splitReceivers(of: id, length: receiversLength)
    let token = Int64.random(in: 1...Int64.max)
    try db.execute(
      sql: "UPDATE outbox SET lease = ?, leased_until = ?, attempts = attempts + 1 WHERE id = ?",
      arguments: [token, min(until, .latest).seconds, id])
    guard let entry = try reader.outboxEntry(id: id) else { return nil }
    return OutboxLease(entry: entry, token: token)
  }

  /// Writes what became of a delivery.
  ///
  /// A success counts in any case. A failure of a deliverer whose lease has run out counts only if nobody else has
  /// taken the entry since.
  package func settle(_ lease: OutboxLease, _ result: DeliveryResult, at moment: Instant) throws {
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
        arguments: ["error": error, "next": min(next, .latest).seconds, "id": id, "lease": lease.token])
    case .givenUp(let error), .perhapsSent(let error):
      try db.execute(
        sql:
          "UPDATE outbox SET state = 2, last_error = :error, next_attempt_at = NULL, \(free) WHERE \(isOurs)",
        arguments: ["error": error, "id": id, "lease": lease.token])
    case .released:
      try db.execute(
        sql: "UPDATE outbox SET attempts = attempts - 1, \(free) WHERE \(isOurs)",
        arguments: ["id": id, "lease": lease.token])
    case .uncalled(let reason):
      try db.execute(
        sql: "UPDATE outbox SET attempts = attempts - 1, last_error = :error, \(free) WHERE \(isOurs)",
        arguments: ["error": reason, "id": id, "lease": lease.token])
    }
  }

  /// Gives up what was in somebody's hands until their lease ran out, without a word of how it went: it was sent, or
  /// it was not.
  ///
  /// - Returns: those entries
  package func settleLost(at moment: Instant, reason: String) throws -> [OutboxEntry] {
    let ids = try Int64.fetchAll(
      db,
      sql: """
        UPDATE outbox SET state = 2, last_error = ?, next_attempt_at = NULL, lease = NULL, leased_until = NULL
        WHERE state = 0 AND lease IS NOT NULL AND coalesce(leased_until, ?2) <= ?2 RETURNING id
        """, arguments: [reason, moment.seconds])
    return try ids.sorted().compactMap { try reader.outboxEntry(id: $0) }
  }

  /// Keeps what can't leave for want of a setting from being said again with each run: for an hour, and then for
  /// ever longer, up to a day. Once the setting is there, it leaves with the next run.
  package func holdBack(_ way: OutboxWay, reason: String, at moment: Instant) throws {
    try db.execute(
      sql: """
        UPDATE outbox SET last_error = ?1,
          next_attempt_at = min(?2 + min(max(?2 - created_at, 3600), 86400), \(Instant.latest.seconds))
        WHERE \(StoreReader.outboxDue) AND coalesce(next_attempt_at, ?2) <= ?2 AND \(OutboxLease.way) = ?3
        """, arguments: [reason, moment.seconds, way.rawValue])
  }

  /// Makes several entries of one that is for more receivers than a message can name: each of them leaves once.
  private func splitReceivers(of id: Int64, length: Int) throws {
    let mails = "kind IN (\(OutboxKind.email.rawValue), \(OutboxKind.survey.rawValue))"
    guard
      let recipient = try String.fetchOne(
        db, sql: "SELECT recipient FROM outbox WHERE id = ? AND \(mails) AND length(recipient) > ?",
        arguments: [id, length])
    else { return }
    var lists: [String] = []
    for address in recipient.split(separator: ",").map({ String($0.drop { $0 == " " }) }) {
      if let last = lists.last, last.utf8.count + 2 + address.utf8.count <= length {
        lists[lists.count - 1] = "\(last), \(address)"
      } else {
        lists.append(address)
      }
    }
    guard let first = lists.first else { return }
    try db.execute(sql: "UPDATE outbox SET recipient = ? WHERE id = ?", arguments: [first, id])
    for list in lists.dropFirst() {
      try db.execute(
        sql: """
          INSERT INTO outbox(kind, ticket_id, recipient, subject, body, rule_id, created_at, rule_kind)
          SELECT kind, ticket_id, ?, subject, body, rule_id, created_at, rule_kind FROM outbox WHERE id = ?
          """, arguments: [list, id])
    }
  }
}
