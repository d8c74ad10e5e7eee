import CivilTime
import GRDB
import JSONText
import SessionModel
import StoreEngine
import WireFormat

/// A custom queue as it is stored.
package struct StoredQueue: Sendable {
  /// What the document says, with its place as the column has it.
  package var queue: Queue
  /// The moment it was made, here or at its source.
  package var createdAt: Instant
  /// The moment of its latest change, here or at its source.
  package var updatedAt: Instant
  /// The wire format word for word; a reordering has changed `order` since (see `wireDocument`).
  package var document: [UInt8]

  /// Takes all of it as it is: that the document says the same as the queue is the caller's.
  package init(queue: Queue, createdAt: Instant, updatedAt: Instant, document: [UInt8]) {
    self.queue = queue
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.document = document
  }

  /// The document with the place that the queue has now.
  package func wireDocument() throws -> [UInt8] {
    let written = try JSONValue.parse(document, allowingDuplicateKeys: true)["order"]
    if written?.integer == queue.order { return document }
    return try JSONPatch.replacing(
      [("order", JSONValue.integer(queue.order).bytes)], in: document)
  }
}

extension StoreReader {
  /// The custom queues in the order in which they are tried (Q3).
  package func queues() throws -> [StoredQueue] {
    let index = RecordIndex()
    return try StoredRow.fetchAll(db, of: "queue", sql: "SELECT * FROM queue ORDER BY position, key").map {
      row in
      let document: [UInt8] = try row.utf8("document")
      let wire = try row.reading("document") { try WireQueue(index.scan($0)) }
      return try StoredQueue(
        queue: Queue(
          key: row("key"), id: row("id"), name: row("name"), description: wire.description,
          order: row("position"), priority: row("priority"), conditions: wire.conditions,
          primaryGroups: wire.primaryGroups, secondaryGroups: wire.secondaryGroups),
        createdAt: row("created_at"), updatedAt: row("updated_at"), document: document)
    }
  }

  /// The names of all queues by their keys, the standard one's too.
  package func queueNames() throws -> [Int64: String] {
    var names = [Queue.standard.key: Queue.standard.name]
    for row in try StoredRow.fetchAll(db, of: "queue", sql: "SELECT key, name FROM queue") {
      names[try row(0)] = try row(1)
    }
    return names
  }

  /// The wire format's ids of all queues by their keys.
  package func queueIDs() throws -> [Int64: String] {
    var ids = [Queue.standard.key: Queue.standard.id]
    for row in try StoredRow.fetchAll(db, of: "queue", sql: "SELECT key, id FROM queue") {
      ids[try row(0)] = try row(1)
    }
    return ids
  }

  /// Q1
  package func isOmnichannel() throws -> Bool { try setting("routing.mode") == "omnichannel" }

  /// Whom the standard queue takes (Q2).
  func standardEntry() throws -> StandardEntry {
    StandardEntry(
      tag: try setting("routing.autorouting_tag") ?? "",
      endedSessionsNeedTag: try setting("routing.ended_sessions_need_tag") == "true")
  }

  /// Which queue a ticket waits in, for a run at a moment.
  package func queueRules(at moment: Instant) throws -> QueueRules {
    let isOmnichannel = try isOmnichannel()
    let queues = isOmnichannel ? try queues().map(\.queue) : []
    // Asked for only where there are conditions: most of it is agents, groups and schedules.
    let environment =
      queues.isEmpty
      ? RuleEnvironment(featureEnabled: false, hasSurvey: false, groups: [], staff: [])
      : try ruleEnvironment(at: moment)
    return QueueRules(
      queues, isOmnichannel: isOmnichannel, standardEntry: try standardEntry(),
      compiler: RuleCompiler(environment))
  }

  /// The names of groups by their ids, for documents.
  package func groupNames() throws -> [Int64: String] {
    Dictionary(
      try StoredRow.fetchAll(db, of: "agent_group", sql: "SELECT id, name FROM agent_group").map {
        try ($0(0), $0(1))
      },
      uniquingKeysWith: { first, _ in first })
  }
}

extension StoreWriter {
  /// Stores a queue, new or changed, under its key.
  package func save(
    _ stored: StoredQueue, origin: Origin, source: [UInt8]? = nil, localFields: RuleLocalFields = []
  ) throws {
    let queue = stored.queue
    try db.execute(
      sql: """
        INSERT INTO queue(key, id, name, position, priority, created_at, updated_at, origin, document,
          source_document, local_fields)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT(key) DO UPDATE SET name = ?3, position = ?4, priority = ?5, updated_at = ?7, document = ?9,
          \(RuleLocalFields.assignments(origin: "?8", source: "?10", fields: "?11",
            changed: "| (position IS NOT ?4) * 4"))
        """,
      arguments: [
        queue.key, queue.id, queue.name, queue.order, queue.priority, stored.createdAt.seconds,
        stored.updatedAt.seconds, origin.rawValue,
        String(decoding: WireRule.withTodaysNames(stored.document), as: UTF8.self),
        source.map { String(decoding: $0, as: UTF8.self) }, localFields.rawValue,
      ])
  }

  /// The key of the next queue. A deleted one's is not given again while tickets or the log may still mean it.
  package func nextQueueKey() throws -> Int64 {
    let last = try Int64.fetchSure(
      db,
      sql: """
        SELECT max(coalesce((SELECT max(key) FROM queue), 0),
          coalesce((SELECT last FROM local_id WHERE kind = 'queue_key'), 0))
        """)
    try db.execute(
      sql: "INSERT INTO local_id VALUES ('queue_key', ?1) ON CONFLICT DO UPDATE SET last = ?1",
      arguments: [last.counting()])
    return last.counting()
  }
}
