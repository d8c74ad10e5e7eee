import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
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
    try WireRule.refuseTooLarge(record.bytes, "queue")
    try db.execute(sql: "INSERT OR IGNORE INTO imported_kind VALUES ('queue')")
    let queues = try StoreReader(db).queues()
    guard let known = queues.first(where: { $0.queue.id == id }) else {
      guard queues.count < Queue.mostCustom else {
        throw WireProblem("there are \(Queue.mostCustom) queues already, the most there can be")
      }
      try save(
        wire, key: StoreWriter(db).nextQueueKey(), id: id, document: WireRule.kept(record),
        order: wire.order ?? (queues.last?.queue.order ?? 0) + 1)
      needsRematch = true
      return .created
    }
    let told = try RecordIndex().scan(WireRule.kept(record), insteadOf: record)
    if try known.wireDocument().elementsEqual(told.bytes) { return .unchanged }
    let words = try LastWords(
      db,
      known: "SELECT origin, NULL, coalesce(source_document, document), local_fields FROM queue WHERE id = ?")
    switch try words.hear(told, id: id) {
    case .nothing, .first: return .unchanged
    case .madeHere:
      throw WireProblem("a different queue with this id was made here, and an import never overwrites it")
    case .news(let news): return try take(news, known)
    }
  }

  /// What was changed of a queue here stays while its source says the same.
  private func take(_ news: LastWords.News, _ known: StoredQueue) throws -> ImportOutcome {
    let local = RuleLocalFields(rawValue: news.localFields)
    let wire = try WireQueue(news.record)
    let staysInPlace = local.contains(.position) && news.record.agrees(with: news.before, in: "order")
    let order = staysInPlace ? known.queue.order : wire.order ?? known.queue.order
    let source = Array(news.record.bytes)
    let edited = local.contains(.content) ? try news.document(over: known.document) : source
    let isEdited = edited != source
    var kept: RuleLocalFields = isEdited ? .content : []
    if staysInPlace { kept.insert(.position) }
    try save(
      isEdited ? WireQueue(RecordIndex().scan(edited)) : wire, key: known.queue.key, id: known.queue.id,
      document: edited, order: order, source: isEdited ? source : nil, localFields: kept)
    if order != known.queue.order { needsRematch = true }
    return .updated
  }

  private func save(
    _ wire: WireQueue, key: Int64, id: String, document: [UInt8], order: Int64, source: [UInt8]? = nil,
    localFields: RuleLocalFields = []
  ) throws {
    let queue = Queue(
      key: key, id: id, name: wire.name, description: wire.description, order: order,
      priority: wire.priority ?? Queue.lowestPriority, conditions: wire.conditions,
      primaryGroups: wire.primaryGroups, secondaryGroups: wire.secondaryGroups)
    try StoreWriter(db).save(
      StoredQueue(
        queue: queue, createdAt: wire.createdAt ?? now, updatedAt: wire.updatedAt ?? now, document: document),
      origin: .imported, source: source, localFields: localFields)
  }
}
