import CivilTime
import GRDB
import JSONText
import SessionModel
import WireFormat

/// Takes queues in: one that can't be evaluated is kept and takes no ticket, with the reason in `problems` (T10).
final class QueueImport {
  private let db: Database
  private let now: Instant
  /// Whether queues came or moved, so that all that waits is matched again (Q6).
  private(set) var needsRematch = false

  init(_ db: Database, now: Instant) {
    self.db = db
    self.now = now
  }

  func take(_ wire: WireQueue, _ record: JSONRecord) throws -> ImportOutcome {
    guard let id = wire.id else { throw WireProblem("id: expected an id, found nothing") }
    guard id != Queue.standard.id else {
      throw WireProblem("id: '\(id)' is the standard queue, which is no custom one")
    }
    let size = WireRule.size(of: record.bytes, limit: Trigger.largestSize)
    guard size <= Trigger.largestSize else {
      throw WireProblem("a queue is at most \(Trigger.largestSize) bytes; this one has \(size)")
    }
    try db.execute(sql: "INSERT OR IGNORE INTO imported_kind VALUES ('queue')")
    let queues = try StoreReader(db).queues()
    guard let known = queues.first(where: { $0.queue.id == id }) else {
      guard queues.count < Queue.mostCustom else {
        throw WireProblem("there are \(Queue.mostCustom) queues already, the most there can be")
      }
      try save(
        wire, key: StoreWriter(db).nextQueueKey(), id: id, record, place: (queues.last?.queue.order ?? 0) + 1)
      needsRematch = true
      return .created
    }
    if try known.wireDocument().elementsEqual(WireRule.kept(record)) { return .unchanged }
    let origin = try Int.fetchOne(
      db, sql: "SELECT origin FROM queue WHERE key = ?", arguments: [known.queue.key])
    guard origin != Origin.local.rawValue else {
      throw WireProblem("a different queue with this id was made here, and an import never overwrites it")
    }
    guard (wire.updatedAt ?? now) > known.updatedAt else { return .unchanged }
    try save(wire, key: known.queue.key, id: id, record, place: known.queue.order)
    if let order = wire.order, order != known.queue.order { needsRematch = true }
    return .updated
  }

  private func save(_ wire: WireQueue, key: Int64, id: String, _ record: JSONRecord, place: Int64) throws {
    let queue = Queue(
      key: key, id: id, name: wire.name, description: wire.description, order: wire.order ?? place,
      priority: wire.priority ?? Queue.lowestPriority, conditions: wire.conditions,
      primaryGroups: wire.primaryGroups, secondaryGroups: wire.secondaryGroups)
    try StoreWriter(db).save(
      StoredQueue(
        queue: queue, createdAt: wire.createdAt ?? now, updatedAt: wire.updatedAt ?? now,
        document: WireRule.kept(record)),
      origin: .imported)
  }
}
