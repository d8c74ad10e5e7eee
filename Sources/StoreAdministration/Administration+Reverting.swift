import CivilTime
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Undoing what an entry of the log did: through the same doors, so that whatever they refuse stays as it is.
extension Administration {
  /// Makes everything that an entry of the log did undone, the last thing first; all of it or nothing.
  ///
  /// - Throws: `AdministrationRefusal` where something has changed since, can't be undone, or is refused
  package func revert(_ entry: LogEntry) throws {
    for change in entry.changes.reversed() {
      do { try revert(change, of: entry.id) } catch let error where error is JSONError || error is WireProblem
      {
        throw AdministrationRefusal.cannotUndo(change.thing)
      }
    }
  }

  private func revert(_ change: ManagedChange, of entry: Int64) throws {
    let now = try document(of: change.thing)
    let hasMoved = change.place(\.before) != change.place(\.after)
    func isSame(_ document: [UInt8]?, exactly: Bool = false) throws -> Bool {
      try change.essence(now, now: now, withPlace: hasMoved, exactly: exactly)
        == change.essence(document, now: now, withPlace: hasMoved, exactly: exactly)
    }
    if try isSame(change.before, exactly: true) { return }
    guard try isSame(change.after) else {
      throw AdministrationRefusal.changedSince(
        change.thing, entry: try reader.logEntry(about: change.thing, after: entry)?.id)
    }
    switch change.thing.noun {
    case Trigger.noun: try put(Trigger.self, change)
    case MessagingTrigger.noun: try put(MessagingTrigger.self, change)
    case Macro.noun: try put(Macro.self, change)
    case "queue": try putQueue(change, hasMoved: hasMoved)
    case "schedule": try putSchedule(change)
    case "group": try putGroup(change)
    case "agent", "user": try putPerson(change)
    case "setting": try putSetting(change)
    case "switch": try putSwitch(change)
    case ManagedThing.order(of: Trigger.noun).noun: try putOrder(Trigger.self, change)
    case ManagedThing.order(of: MessagingTrigger.noun).noun: try putOrder(MessagingTrigger.self, change)
    case ManagedThing.order(of: Macro.noun).noun: try putOrder(Macro.self, change)
    case ManagedThing.order(of: "queue").noun: try putQueueOrder(change)
    default: throw AdministrationRefusal.cannotUndo(change.thing)
    }
  }

  // MARK: As it is now

  /// What the log would note of a thing now; nil where there is none.
  private func document(of thing: ManagedThing) throws -> [UInt8]? {
    let id = Int64(thing.id)
    func rule<Rule: StorableRule>(_ type: Rule.Type) throws -> [UInt8]? {
      try id.flatMap { try reader.rule(type, id: $0)?.wireDocument() }
    }
    func value(_ text: String?) -> [UInt8]? { text.map { JSONValue.string($0).bytes } }
    func order<Rule: StorableRule>(_ type: Rule.Type) throws -> [UInt8] {
      ManagedChange.order(try reader.rules(type).map { (String($0.rule.id), $0.rule.position) })
    }
    switch thing.noun {
    case Trigger.noun: return try rule(Trigger.self)
    case MessagingTrigger.noun: return try rule(MessagingTrigger.self)
    case Macro.noun: return try rule(Macro.self)
    case "queue": return try reader.queues().first { $0.queue.id == thing.id }?.wireDocument()
    case "schedule": return try id.flatMap(reader.scheduleDocument)
    case "group":
      guard let group = try reader.groups().first(where: { $0.id == id }), !group.deleted else { return nil }
      return try reader.groupDocument(id: group.id)
    case "agent", "user": return try id.flatMap(reader.personDocument)
    case "setting": return value(try reader.setting(thing.id))
    case "switch":
      return try FeatureAudience(word: thing.id).flatMap {
        value(try reader.feature($0).enabled ? "on" : "off")
      }
    case ManagedThing.order(of: Trigger.noun).noun: return try order(Trigger.self)
    case ManagedThing.order(of: MessagingTrigger.noun).noun: return try order(MessagingTrigger.self)
    case ManagedThing.order(of: Macro.noun).noun: return try order(Macro.self)
    case ManagedThing.order(of: "queue").noun:
      return ManagedChange.order(try reader.queues().map { ($0.queue.id, $0.queue.order) })
    default: return nil
    }
  }

  // MARK: As it was before

  private func put<Rule: StorableRule>(_ type: Rule.Type, _ change: ManagedChange) throws {
    guard let id = Int64(change.thing.id) else { throw AdministrationRefusal.cannotUndo(change.thing) }
    let stored = try reader.rule(type, id: id)
    guard let document = change.before else {
      if let stored { try delete(stored, evenActive: true) }
      return
    }
    let wire = try Rule.Wire(RecordIndex().scan(document))
    guard let stored else {
      var restored = StoredRule(
        rule: wire.rule(id: id, position: wire.head.position ?? 0),
        createdAt: wire.head.createdAt ?? moment, updatedAt: wire.head.updatedAt ?? moment, document: document
      )
      restored.rule.active = wire.head.active
      try restore(restored, change.beside.map { try RuleRemains($0) } ?? .none)
      return
    }
    var rule = wire.rule(id: id, position: stored.rule.position)
    var isOnlyTurned = stored.rule
    isOnlyTurned.active.toggle()
    rule.active = wire.head.active
    // Turning is no writing anew: what a source says of the rest still goes before.
    if rule == isOnlyTurned,
      try change.essence(document, withPlace: false, besides: "active")
        == change.essence(stored.wireDocument(), withPlace: false, besides: "active")
    {
      _ = try setActive(rule.active, [stored])
    } else {
      try self.change(stored, to: rule, document: document)
    }
  }

  private func putQueue(_ change: ManagedChange, hasMoved: Bool) throws {
    let stored = try reader.queues().first { $0.queue.id == change.thing.id }
    guard let document = change.before else {
      if let stored { try delete(stored) }
      // The places are counted without gaps.
      return try arrangeQueues(reader.queues().map(\.queue.key))
    }
    let wire = try WireQueue(RecordIndex().scan(document))
    var queue = Queue(
      key: 0, id: change.thing.id, name: wire.name, description: wire.description, order: wire.order ?? .max,
      priority: wire.priority ?? Queue.lowestPriority, conditions: wire.conditions,
      primaryGroups: wire.primaryGroups, secondaryGroups: wire.secondaryGroups)
    if let stored {
      if !hasMoved { queue.order = stored.queue.order }
      try self.change(stored, to: queue, document: document)
    } else {
      try restore(
        queue, document, createdAt: wire.createdAt ?? moment,
        change.beside.map { try RuleRemains($0) } ?? .none)
    }
  }

  private func putSchedule(_ change: ManagedChange) throws {
    guard let id = Int64(change.thing.id) else { throw AdministrationRefusal.cannotUndo(change.thing) }
    let stored = try reader.schedule(id: id)
    guard let document = change.before else {
      if let stored { try delete(stored) }
      return
    }
    let value = try JSONValue.parse(document, allowingDuplicateKeys: true)
    let wire = try RecordIndex().scan(document)
    let schedule = Schedule(
      id: id, name: value["name"]?.string ?? "", timeZone: value["time_zone"]?.string ?? "",
      intervals: try WireSchedule.intervals(wire.member("intervals")?.value ?? []),
      holidays: try WireSchedule.holidays(wire.member("holidays")?.value ?? []),
      createdAt: stored?.createdAt ?? moment, updatedAt: moment)
    if stored == nil { try refuseTakenName(of: schedule) }
    try self.change(to: schedule)
  }

  private func putGroup(_ change: ManagedChange) throws {
    guard let id = Int64(change.thing.id), let group = try reader.groups().first(where: { $0.id == id })
    else {
      throw AdministrationRefusal.cannotUndo(change.thing)
    }
    guard let document = change.before else {
      // Whoever was put in when it was made goes with it.
      return try delete(group, takingOut: ManagedChange.ids("user_ids", in: change.after))
    }
    try restore(
      group, named: JSONValue.parse(document, allowingDuplicateKeys: true)["name"]?.string ?? group.name,
      members: ManagedChange.ids("user_ids", in: document))
  }

  private func putPerson(_ change: ManagedChange) throws {
    guard let document = change.before else { throw AdministrationRefusal.personStays(change.thing) }
    guard let id = Int64(change.thing.id), let stored = try reader.person(id: id) else {
      throw AdministrationRefusal.cannotUndo(change.thing)
    }
    let wire = try WireUser(RecordIndex().scan(document))
    let local = try JSONValue.parse(document, allowingDuplicateKeys: true)["\(LocalTicketState.key)"]
    func capacity(_ key: String) -> Int? { local?[key]?.integer.flatMap { Int(exactly: $0) } }
    var person = stored
    (person.name, person.email, person.phone, person.locale) = (
      wire.name, wire.email, wire.phone, wire.locale
    )
    (person.role, person.suspended) = (wire.role, wire.suspended)
    person.status = local?["status"]?.string.flatMap(AgentStatus.init(word:)) ?? person.status
    person.messagingCapacity = capacity("messaging_capacity") ?? person.messagingCapacity
    person.emailCapacity = capacity("email_capacity") ?? person.emailCapacity
    let (were, are) = try (
      Set(ManagedChange.ids("group_ids", in: document)), Set(ManagedChange.ids("group_ids", in: change.after))
    )
    let groups = try reader.groups()
    try self.change(
      stored, to: person, joining: groups.filter { were.subtracting(are).contains($0.id) },
      leaving: groups.filter { are.subtracting(were).contains($0.id) })
  }

  private func putSetting(_ change: ManagedChange) throws {
    guard let setting = Setting.named(change.thing.id) else {
      throw AdministrationRefusal.cannotUndo(change.thing)
    }
    guard let value = change.before.flatMap(ManagedChange.value) else { return try unset(setting) }
    if setting.kind == .schedule, !value.isEmpty, try Int64(value).flatMap(reader.schedule(id:)) == nil {
      throw AdministrationRefusal.cannotUndo(change.thing)
    }
    _ = try set(setting, to: value, deactivates: false)
  }

  private func putSwitch(_ change: ManagedChange) throws {
    guard let audience = FeatureAudience(word: change.thing.id), let before = change.before else {
      throw AdministrationRefusal.cannotUndo(change.thing)
    }
    _ = try turn(audience, on: ManagedChange.value(before) == "on", deactivates: false)
  }

  private func putOrder<Rule: StorableRule>(_ type: Rule.Type, _ change: ManagedChange) throws {
    let places = try change.before.map(ManagedChange.places) ?? []
    try restorePositions(
      type, Dictionary(places.map { ($0.id, $0.place) }, uniquingKeysWith: { first, _ in first }))
  }

  /// Queues that are new since stay at their places.
  private func putQueueOrder(_ change: ManagedChange) throws {
    let queues = try reader.queues().map(\.queue)
    let before = try change.before.map(ManagedChange.places) ?? []
    var order = before.compactMap { place in queues.first { $0.id == place.id } }.makeIterator()
    let keys = queues.map { queue in
      before.contains { $0.id == queue.id } ? order.next()?.key ?? queue.key : queue.key
    }
    try arrangeQueues(keys)
  }
}

extension ManagedChange {
  /// The place of a queue among the others.
  fileprivate func place(_ side: KeyPath<ManagedChange, [UInt8]?>) -> JSONValue? {
    guard before != nil, after != nil, let document = self[keyPath: side] else { return nil }
    return (try? JSONValue.parse(document, allowingDuplicateKeys: true))?["order"]
  }

  /// What somebody said of the thing: without what follows from other things, or from the clock.
  ///
  /// - Parameters:
  ///   - now: the document that there is now
  ///   - withPlace: whether its place among the others was changed
  ///   - exactly: whether of an order the places count too
  ///   - key: a member that does not count
  fileprivate func essence(
    _ document: [UInt8]?, now: [UInt8]? = nil, withPlace: Bool, exactly: Bool = false,
    besides key: String? = nil
  ) throws -> JSONValue? {
    guard let document else { return nil }
    let value = try JSONValue.parse(document, allowingDuplicateKeys: true)
    guard var object = value.object else {
      guard let list = value.array else { return value }
      // Of an order counts what there is on both sides, and still.
      let known = try Set([before, after].compactMap(\.self).flatMap { try Self.places($0).map(\.id) })
        .intersection(Self.places(now ?? []).map(\.id))
      let found = list.filter { $0["id"]?.string.map(known.contains) ?? false }
      return .array(exactly ? found : found.compactMap { $0["id"] })
    }
    for key in ["updated_at", "position"] + (withPlace ? [] : ["order"]) { object[key] = nil }
    if let key { object[key] = nil }
    // A customer's says nothing but where the rest comes from.
    if object["role"]?.string == Role.endUser.wireWord { object["\(LocalTicketState.key)"] = nil }
    if let local = object["\(LocalTicketState.key)"]?.object {
      let own = ["status", "messaging_capacity", "email_capacity"]
      object["\(LocalTicketState.key)"] = .object(
        JSONObject(local.members.filter { own.contains($0.key) }.map { ($0.key, $0.value) }))
    }
    return .object(object)
  }
}
