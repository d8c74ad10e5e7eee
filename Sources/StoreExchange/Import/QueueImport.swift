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
      throw WireProblem("id: '\(id)' is the standard queue, not a custom one")
    }
    try WireRule.refuseTooLarge(record.bytes, "queue")
    try db.execute(sql: "INSERT OR IGNORE INTO imported_kind VALUES ('queue')")
    // What was changed where an export was written is no word of the source's.
    let source = try WireRuleSource(besides: record)
    let said = try source.map { try WireRule.kept(RecordIndex().scan($0.document)) } ?? WireRule.kept(record)
    let told = try RecordIndex().scan(said, insteadOf: record)
    if source != nil, try WireQueue(told).id != id { throw WireProblem.foreignSource }
    let exported = source?.localFields ?? []
    let shown = WireRule.kept(record)
    let queues = try StoreReader(db).queues()
    guard let known = queues.first(where: { $0.queue.id == id }) else {
      guard queues.count < Queue.mostCustom else {
        throw WireProblem("there are already \(Queue.mostCustom) queues, the maximum")
      }
      try save(
        key: StoreWriter(db).nextQueueKey(), id: id, said: said,
        edited: exported.contains(.content) ? shown : nil,
        order: wire.order ?? (queues.last?.queue.order ?? 0) + 1, exported)
      needsRematch = true
      return .created
    }
    if try known.wireDocument() == shown { return .unchanged }
    let words = try LastWords(
      db, "queue", document: "coalesce(source_document, document)", localFields: "local_fields")
    switch try words.hear(told, id: id) {
    case .nothing, .first: return .unchanged
    case .madeHere:
      throw WireProblem("a different queue with this id was created here, and an import never overwrites it")
    case .news(let news):
      return try take(
        news, known, exported, shown: shown, order: exported.contains(.position) ? wire.order : nil)
    }
  }

  /// What was changed of a queue here stays while its source says the same.
  ///
  /// - Parameters:
  ///   - exported: what was changed of it where an export was written
  ///   - shown: its document there
  ///   - order: its place there, where that was changed
  private func take(
    _ news: LastWords.News, _ known: StoredQueue, _ exported: RuleLocalFields, shown: [UInt8], order: Int64?
  ) throws -> ImportOutcome {
    let local = RuleLocalFields(rawValue: news.localFields)
    var fields = exported
    var order = try order ?? WireQueue(news.record).order ?? known.queue.order
    if local.contains(.position), news.record.agrees(with: news.before, in: "order") {
      order = known.queue.order
      fields.insert(.position)
    }
    let said = Array(news.record.bytes)
    var edited = exported.contains(.content) ? shown : nil
    if local.contains(.content) {
      let document = try news.document(over: known.document)
      if document != said {
        edited = document
        fields.insert(.content)
      }
    }
    try save(key: known.queue.key, id: known.queue.id, said: said, edited: edited, order: order, fields)
    if order != known.queue.order { needsRematch = true }
    return .updated
  }

  /// - Parameters:
  ///   - said: what the source said
  ///   - edited: the document, where that is another
  private func save(
    key: Int64, id: String, said: [UInt8], edited: [UInt8]?, order: Int64, _ fields: RuleLocalFields
  ) throws {
    let wire = try WireQueue(RecordIndex().scan(edited ?? said))
    let queue = Queue(
      key: key, id: id, name: wire.name, description: wire.description, order: order,
      priority: wire.priority ?? Queue.lowestPriority, conditions: wire.conditions,
      primaryGroups: wire.primaryGroups, secondaryGroups: wire.secondaryGroups)
    try StoreWriter(db).save(
      StoredQueue(
        queue: queue, createdAt: wire.createdAt ?? now, updatedAt: wire.updatedAt ?? now,
        document: edited ?? said),
      origin: .imported, source: edited == nil ? nil : said, localFields: fields)
  }
}
