import CivilTime
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Custom queues. Making, deleting and moving them matches all that waits again; changing one decides who enters from
/// now on (Q6).
extension Administration {
  /// Adds a queue, at the place that its `order` says: the first is 1, one beyond the last comes last.
  ///
  /// - Parameters:
  ///   - draft: the queue; its key and id are given here
  ///   - document: what was written of it in the wire format, where it was
  /// - Throws: `AdministrationRefusal`
  @discardableResult
  package func add(_ draft: Queue, document: [UInt8]? = nil) throws -> StoredQueue {
    var queue = draft
    (queue.key, queue.id) = (try writer.nextQueueKey(), try writer.nextQueueID())
    due.addedQueues = true
    let stored = try save(queue, document ?? Array("{}".utf8), before: nil)
    try note(
      "created queue \(queue.name) (\(queue.id))", [ManagedChange(queue.thing, after: stored.wireDocument())])
    return stored
  }

  /// Changes a queue, which keeps its id.
  ///
  /// - Parameter document: the wire format in which all of it was written anew, where it was; else the one it has
  /// - Returns: whether it says something else now; else nothing is written
  /// - Throws: `AdministrationRefusal`
  @discardableResult
  package func change(_ before: StoredQueue, to draft: Queue, document: [UInt8]? = nil) throws -> Bool {
    var queue = draft
    (queue.key, queue.id) = (before.queue.key, before.queue.id)
    if queue == before.queue, document == nil { return false }
    let stored = try save(queue, try document ?? before.wireDocument(), before: before)
    try note(
      "changed queue \(queue.name) (\(queue.id))",
      [ManagedChange(queue.thing, before: before.wireDocument(), after: stored.wireDocument())])
    return true
  }

  /// Checks a queue completely, for one that can't be evaluated would take nothing, and stores it in its place: the
  /// others move up or down, and their places are counted from 1 without gaps.
  ///
  /// - Parameter createdAt: when one that comes back was created; else it is new, or as old as it was before
  private func save(
    _ draft: Queue, _ document: [UInt8], before: StoredQueue?, createdAt: Instant? = nil
  ) throws -> StoredQueue {
    let queues = try reader.queues().map(\.queue)
    try refuseBarred(draft, among: queues)
    var queue = draft
    var keys = queues.map(\.key).filter { $0 != queue.key }
    let moves = queue.order != before?.queue.order
    if moves {
      let place = min(max(Int(clamping: queue.order) - 1, 0), keys.count)
      keys.insert(queue.key, at: place)
      queue.order = Int64(place + 1)
    }
    let created = before?.createdAt ?? createdAt ?? moment
    var members = WireQueue.members(of: queue, groupNames: try reader.groupNames())
    members += [("created_at", .string(created.rfc3339)), ("updated_at", .string(moment.rfc3339))]
    // The other way to write the groups must not say something else.
    let written = try JSONValue.parse(document, allowingDuplicateKeys: true)
    for (key, ids) in [
      ("primary_groups_id", queue.primaryGroups), ("secondary_groups_id", queue.secondaryGroups),
    ] where written[key] != nil {
      members.append((key, .array(ids.map(JSONValue.integer))))
    }
    let text = try JSONPatch.replacing(members.map { ($0.key, $0.value.bytes) }, in: document)
    try WireRule.refuseTooLarge(text, "queue")
    let stored = StoredQueue(queue: queue, createdAt: created, updatedAt: moment, document: text)
    try writer.save(stored, origin: .local)
    if moves { try writer.setQueueOrder(keys, at: moment) }
    if moves && keys != queues.map(\.key) { due.matchWaiting() }
    return stored
  }

  private func refuseBarred(_ queue: Queue, among queues: [Queue]) throws {
    if let taken = queues.first(where: { $0.key != queue.key && $0.name == queue.name }) {
      throw AdministrationRefusal.nameTaken(taken.thing)
    }
    guard queue.name != Queue.standard.name, queue.name != Queue.standard.id else {
      throw AdministrationRefusal.standardQueueName(queue.name)
    }
    let problems = RuleCompiler(try ruleEnvironment()).problems(of: queue)
    guard problems.isEmpty else { throw AdministrationRefusal.problems(queue.thing, problems) }
  }

  /// Deletes a queue; who waits in it is matched again.
  package func delete(_ stored: StoredQueue) throws {
    let thing = stored.queue.thing
    let remains = try reader.remains(ofQueue: stored.queue.key)
    try writer.deleteQueue(key: stored.queue.key)
    due.matchWaiting()
    try note(
      "deleted queue \(thing.name) (\(thing.id))",
      [ManagedChange(thing, before: stored.wireDocument(), beside: remains?.json)])
  }

  /// Stores a queue that was deleted, under its id and at its place.
  ///
  /// - Throws: `AdministrationRefusal`
  func restore(
    _ draft: Queue, _ document: [UInt8], createdAt: Instant, _ remains: RuleRemains
  ) throws {
    var queue = draft
    queue.key = try writer.nextQueueKey()
    due.addedQueues = true
    let stored = try save(queue, document, before: nil, createdAt: createdAt)
    try writer.restore(stored, remains)
    try note(
      "restored queue \(queue.name) (\(queue.id))",
      [ManagedChange(queue.thing, after: stored.wireDocument())])
  }

  /// Puts the queues into this order.
  ///
  /// - Returns: whether it is another one
  /// - Throws: `AdministrationRefusal.notEveryQueue` (Q6)
  package func reorder(_ order: [Queue]) throws -> Bool {
    let before = try reader.queues().map(\.queue)
    let missing = before.filter { !order.contains($0) }
    guard missing.isEmpty else { throw AdministrationRefusal.notEveryQueue(missing: missing.map(\.thing)) }
    guard order != before else { return false }
    try arrangeQueues(order.map(\.key))
    return true
  }

  /// Counts the places of all queues anew, from 1, in the order of these keys.
  package func arrangeQueues(_ keys: [Int64]) throws {
    func places() throws -> [(id: String, place: Int64)] {
      try reader.queues().map { ($0.queue.id, $0.queue.order) }
    }
    let before = try places()
    try writer.setQueueOrder(keys, at: moment)
    due.matchWaiting()
    let after = try places()
    if before.map(\.id) == after.map(\.id), before.map(\.place) == after.map(\.place) { return }
    try note("reordered the queues", [ManagedChange(orderOf: "queue", before, now: after)])
  }
}
