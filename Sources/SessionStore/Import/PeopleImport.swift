import GRDB
import JSONText
import SessionModel
import WireFormat

/// Takes users, groups and group memberships in.
final class PeopleImport {
  private let db: Database
  private let references: References
  private let upsertUser: Upsert
  private let upsertGroup: Upsert
  private let upsertMembership: Upsert
  private let originOfUser: SteppedStatement
  /// Whether somebody arrived who was not known before, and may have written before.
  private(set) var broughtPeople = false
  /// Staff made here by their old ids, with the imported ids they have now.
  private(set) var merged: [Int64: Int64] = [:]

  init(_ db: Database, _ references: References) throws {
    self.db = db
    self.references = references
    let imported = Origin.imported.rawValue
    upsertUser = try Upsert(
      db,
      """
      INSERT INTO user(id, name, email, phone, locale, role, suspended, agent_status, messaging_capacity,
        email_capacity, created_at, updated_at, document, origin)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, coalesce(?8, 0), coalesce(?9, \(Person.defaultCapacity)),
        coalesce(?10, \(Person.defaultCapacity)), ?11, ?12, ?13, \(imported))
      ON CONFLICT(id) DO UPDATE SET name = excluded.name, email = excluded.email, phone = excluded.phone,
        locale = excluded.locale, role = excluded.role, suspended = excluded.suspended,
        agent_status = coalesce(?8, user.agent_status),
        messaging_capacity = coalesce(?9, user.messaging_capacity),
        email_capacity = coalesce(?10, user.email_capacity),
        created_at = excluded.created_at, updated_at = excluded.updated_at, document = excluded.document,
        origin = excluded.origin
      WHERE \(Upsert.isOlder("user"))
      """)
    upsertGroup = try Upsert(
      db,
      """
      INSERT INTO agent_group(id, name, deleted, created_at, updated_at, document, origin)
      VALUES (?, ?, ?, ?, ?, ?, \(imported))
      ON CONFLICT(id) DO UPDATE SET name = excluded.name, deleted = excluded.deleted,
        created_at = excluded.created_at, updated_at = excluded.updated_at, document = excluded.document,
        origin = excluded.origin
      WHERE \(Upsert.isOlder("agent_group"))
      """)
    upsertMembership = try Upsert(
      db,
      """
      INSERT INTO group_membership(id, user_id, group_id, created_at, updated_at, document, origin)
      VALUES (?, ?, ?, ?, ?, ?, \(imported))
      ON CONFLICT(id) DO UPDATE SET user_id = excluded.user_id, group_id = excluded.group_id,
        created_at = excluded.created_at, updated_at = excluded.updated_at, document = excluded.document,
        origin = excluded.origin
      WHERE \(Upsert.isOlder("group_membership"))
      """)
    originOfUser = try SteppedStatement(db, "SELECT origin FROM user WHERE id = ?")
  }

  func take(_ user: WireUser, _ record: JSONRecord) throws -> ImportOutcome {
    var user = user
    if user.role.isStaff, let known = try localStaff(user) {
      if try known == user.id && isOwn(user, record) { return .unchanged }
      try merge(known, into: &user)
    }
    if !broughtPeople {
      let origin = try origin(of: user.id)
      broughtPeople = origin == nil || origin == .placeholder
    }
    let outcome = try upsertUser.run(id: user.id) { statement in
      statement.bind(user.id, at: 1)
      statement.bind(user.name, at: 2)
      statement.bind(user.email, at: 3)
      statement.bind(user.phone, at: 4)
      statement.bind(user.locale, at: 5)
      statement.bind(Int64(user.role.rawValue), at: 6)
      statement.bind(user.suspended ? 1 : 0, at: 7)
      statement.bind((user.status?.rawValue).map(Int64.init), at: 8)
      statement.bind(user.messagingCapacity.map(Int64.init), at: 9)
      statement.bind(user.emailCapacity.map(Int64.init), at: 10)
      statement.bind(user.createdAt.seconds, at: 11)
      statement.bind(user.updatedAt.seconds, at: 12)
      statement.bind(document: record.bytes, at: 13)
    }
    if case .unchanged = outcome { try StoreReader(db).refuseIfLocal(.user, user.id, record) }
    return outcome
  }

  func take(_ group: WireGroup, _ record: JSONRecord) throws -> ImportOutcome {
    let outcome = try upsertGroup.run(id: group.id) { statement in
      statement.bind(group.id, at: 1)
      statement.bind(group.name, at: 2)
      statement.bind(group.deleted ? 1 : 0, at: 3)
      statement.bind(group.createdAt.seconds, at: 4)
      statement.bind(group.updatedAt.seconds, at: 5)
      statement.bind(document: record.bytes, at: 6)
    }
    if case .unchanged = outcome { try StoreReader(db).refuseIfLocal(.group, group.id, record) }
    return outcome
  }

  func take(_ membership: WireMembership, _ record: JSONRecord) throws -> ImportOutcome {
    try references.needUser(membership.userID)
    try references.needGroup(membership.groupID)
    // The same pair under another id is the same membership, known by its older name.
    try db.execute(
      sql: "DELETE FROM group_membership WHERE user_id = ? AND group_id = ? AND id <> ?",
      arguments: [membership.userID, membership.groupID, membership.id])
    let outcome = try upsertMembership.run(id: membership.id) { statement in
      statement.bind(membership.id, at: 1)
      statement.bind(membership.userID, at: 2)
      statement.bind(membership.groupID, at: 3)
      statement.bind(membership.createdAt.seconds, at: 4)
      statement.bind(membership.updatedAt.seconds, at: 5)
      statement.bind(document: record.bytes, at: 6)
    }
    if case .unchanged = outcome {
      try StoreReader(db).refuseIfLocal(.groupMembership, membership.id, record)
    }
    return outcome
  }

  // MARK: Things made here

  private func origin(of userID: Int64) throws -> Origin? {
    originOfUser.bind(userID, at: 1)
    defer { originOfUser.reset() }
    return try originOfUser.step() ? Origin(rawValue: Int(originOfUser.integer(0))) : nil
  }

  /// A member of the staff made here who has the address of an imported one: the same person (§12).
  private func localStaff(_ user: WireUser) throws -> Int64? {
    guard let email = user.email else { return nil }
    return try Int64.fetchOne(
      db, sql: "SELECT id FROM user WHERE email = ? AND role > 0 AND origin = ?",
      arguments: [email, Origin.local.rawValue])
  }

  /// Whether it is what an export of this store says of somebody, who then stays one made here.
  private func isOwn(_ user: WireUser, _ record: JSONRecord) throws -> Bool {
    guard let own = try Exporter(db).document(.user, id: user.id), own.elementsEqual(record.bytes),
      let local = try StoreReader(db).person(id: user.id)
    else { return false }
    return (user.status ?? local.status) == local.status
      && (user.messagingCapacity ?? local.messagingCapacity) == local.messagingCapacity
      && (user.emailCapacity ?? local.emailCapacity) == local.emailCapacity
  }

  /// Gives a person made here the imported id, with everything that names them.
  private func merge(_ localID: Int64, into user: inout WireUser) throws {
    let local = try StoreReader(db).person(id: localID)!
    // Nobody loses the right to administer by being found elsewhere.
    user.role = max(user.role, local.role)
    user.status = user.status ?? local.status
    user.messagingCapacity = user.messagingCapacity ?? local.messagingCapacity
    user.emailCapacity = user.emailCapacity ?? local.emailCapacity
    if localID != user.id {
      merged[localID] = user.id
      try references.needUser(user.id)
      // Where both are in a group already, one membership is enough.
      try db.execute(
        sql: """
          DELETE FROM group_membership WHERE user_id = ?1 AND group_id IN (
            SELECT group_id FROM group_membership WHERE user_id = ?2)
          """, arguments: [localID, user.id])
      for (table, column) in Self.mentions {
        try db.execute(
          sql: "UPDATE \(table) SET \(column) = ? WHERE \(column) = ?", arguments: [user.id, localID])
      }
      try db.execute(
        sql: "UPDATE session SET ended_by_id = ? WHERE ended_by_kind = ? AND ended_by_id = ?",
        arguments: [user.id, Actor.Kind.user.rawValue, localID])
      try db.execute(sql: "DELETE FROM user WHERE id = ?", arguments: [localID])
      references.forgetUser(localID)
    }
    try db.execute(
      sql: "UPDATE user SET origin = ? WHERE id = ? AND origin = ?",
      arguments: [Origin.placeholder.rawValue, user.id, Origin.local.rawValue])
  }

  /// Every column that names a user.
  private static let mentions = [
    ("feature", "changed_by"), ("group_membership", "user_id"), ("ticket", "requester_id"),
    ("ticket", "assignee_id"), ("ticket", "commenter_id"), ("session", "user_id"), ("audit", "author_id"),
    ("log_entry", "actor_id"),
  ]
}

extension SteppedStatement {
  /// Binds a record's text, on one line: exports are one record a line.
  func bind(document bytes: UnsafeBufferPointer<UInt8>, at index: Int32) {
    let isOneLine = !bytes.contains { $0 == 0x0A || $0 == 0x0D }
    if isOneLine {
      bind(utf8: UnsafeRawBufferPointer(bytes), at: index)
    } else {
      JSONLine.compacted(bytes).withUnsafeBytes { bind(utf8: $0, at: index) }
    }
  }
}
