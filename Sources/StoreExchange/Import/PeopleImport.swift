import CivilTime
import GRDB
import Glibc
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Takes users, groups and group memberships in.
final class PeopleImport {
  private enum UserColumn: Int, StatementColumn {
    case id, name, email, phone, locale, role, suspended, agentStatus, messagingCapacity, emailCapacity
    case createdAt, updatedAt, document, localRole, sourceUpdatedAt, localFields, bar
  }
  private enum GroupColumn: Int, StatementColumn { case id, name, deleted, createdAt, updatedAt, document }
  private enum MembershipColumn: Int, StatementColumn {
    case id, userID, groupID, createdAt, updatedAt, document
  }

  private let db: Database
  private let references: References
  private let userWords: LastWords
  private let groupWords: LastWords
  private let membershipWords: LastWords
  private let told = RecordIndex()
  private let knownUsers: KnownUsers
  private let upsertUser: Upsert
  private let upsertGroup: Upsert
  private let upsertMembership: Upsert
  /// Whether somebody arrived who was not known, or only named, before.
  private(set) var hasNewPeople = false
  /// Customers who were redacted where an export was written, and not here.
  private(set) var redactedElsewhere: [Int64] = []
  /// Staff made here by their old ids, with the imported ids they have now.
  private(set) var merged: [Int64: Int64] = [:]

  init(_ db: Database, _ references: References) throws {
    self.db = db
    self.references = references
    userWords = try LastWords(db, "user", updatedAt: "source_updated_at", localFields: "local_fields")
    groupWords = try LastWords(db, "agent_group", updatedAt: "source_updated_at")
    membershipWords = try LastWords(db, "group_membership", updatedAt: "source_updated_at")
    knownUsers = try KnownUsers(db)
    let imported = Origin.imported.rawValue
    upsertUser = try Upsert(
      db,
      """
      INSERT INTO user(\(UserColumn.names), origin)
      VALUES (:id, :name, :email, :phone, :locale, :role, :suspended, coalesce(:agent_status, 0),
        coalesce(:messaging_capacity, \(Person.defaultCapacity)),
        coalesce(:email_capacity, \(Person.defaultCapacity)),
        :created_at, :updated_at, :document, :local_role, :source_updated_at, :local_fields, :bar, \(imported))
      ON CONFLICT(id) DO UPDATE SET name = excluded.name, email = excluded.email, phone = excluded.phone,
        locale = excluded.locale, role = excluded.role, suspended = excluded.suspended,
        agent_status = coalesce(:agent_status, user.agent_status),
        messaging_capacity = coalesce(:messaging_capacity, user.messaging_capacity),
        email_capacity = coalesce(:email_capacity, user.email_capacity),
        created_at = excluded.created_at, updated_at = excluded.updated_at, document = excluded.document,
        local_role = excluded.local_role, source_updated_at = excluded.source_updated_at,
        local_fields = excluded.local_fields, bar = excluded.bar, origin = excluded.origin
      """, UserColumn.self)
    upsertGroup = try Upsert(
      db,
      """
      INSERT INTO agent_group(\(GroupColumn.names), source_updated_at, origin)
      VALUES (\(GroupColumn.parameters), :updated_at, \(imported))
      ON CONFLICT(id) DO UPDATE SET name = excluded.name, deleted = excluded.deleted,
        created_at = excluded.created_at, updated_at = excluded.updated_at,
        source_updated_at = excluded.source_updated_at, document = excluded.document, origin = excluded.origin
      """, GroupColumn.self)
    upsertMembership = try Upsert(
      db,
      """
      INSERT INTO group_membership(\(MembershipColumn.names), source_updated_at, origin)
      VALUES (\(MembershipColumn.parameters), :updated_at, \(imported))
      ON CONFLICT(id) DO UPDATE SET user_id = excluded.user_id, group_id = excluded.group_id,
        created_at = excluded.created_at, updated_at = excluded.updated_at,
        source_updated_at = excluded.source_updated_at, document = excluded.document, origin = excluded.origin
      """, MembershipColumn.self)
  }

  // MARK: Users

  func takeUser(_ record: JSONRecord) throws -> ImportOutcome {
    let id = try record.wireID()
    if let outcome = try takeRedacted(record, id) { return outcome }
    let source = try record.asSourceTold().map { try told.scan($0, insteadOf: record) } ?? record
    switch try userWords.hear(source, id: id) {
    case .first: return try write(WireUser(record), source, knownUsers.user(id), keeping: [])
    case .news(let news):
      var user = try WireUser(news.record)
      if !user.localFields.isEmpty { user.take(user.localFields, of: try WireUser(record)) }
      let kept = UserLocalFields(rawValue: news.localFields).unchanged(in: news.record, since: news.before)
      return try write(user, news.record, knownUsers.user(id), keeping: kept)
    case .nothing: return .unchanged
    case .madeHere:
      if try isOwnWord(record, of: id) { return .unchanged }
      let user = try WireUser(record)
      if try localStaff(user)?.id == id { return try write(user, record, knownUsers.user(id), keeping: []) }
      // The admin whom `init` made gives way: an account's first admin has the id 1 in every store.
      guard try StoreReader(db).holdsOnlyImports() else {
        try StoreReader(db).refuseIfLocal(.user, id, record)
        return .unchanged
      }
      let moved = try giveAnotherID(to: id)
      let outcome = try write(user, record, nil, keeping: [])
      // Switches that were turned were told by an import: what `init` made has turned none.
      try db.execute(
        sql: "UPDATE feature SET changed_by = ? WHERE changed_by = ?", arguments: [id, moved])
      return outcome
    }
  }

  /// Somebody who was redacted elsewhere is redacted here too if nothing is known of them yet.
  ///
  /// - Returns: nil for everybody else
  private func takeRedacted(_ record: JSONRecord, _ id: Int64) throws -> ImportOutcome? {
    guard record.companion(LocalTicketState.key)?.member("redacted_at") != nil,
      let moment = try WireUser(record).redactedAt
    else { return nil }
    if let known = try knownUsers.user(id), known.origin != .placeholder {
      redactedElsewhere.append(id)
      return .unchanged
    }
    let outcome = try write(WireUser(record), record, knownUsers.user(id), keeping: [])
    try db.execute(
      sql: "INSERT OR IGNORE INTO redaction VALUES (?1, ?2, ?2)", arguments: [id, moment.seconds])
    return outcome
  }

  /// - Parameter kept: what was changed here and stays
  private func write(
    _ user: WireUser, _ record: JSONRecord, _ known: KnownUser?, keeping kept: UserLocalFields
  ) throws -> ImportOutcome {
    // Found before anything is written, because a merge can't be taken back.
    let twin = try localStaff(user)
    var user = user
    known?.keep(kept, in: &user)
    user.keepPlace(known?.localRole, suspended: known?.suspended ?? false)
    if let twin { try merge(twin, into: &user) }
    if known == nil || known?.origin == .placeholder { hasNewPeople = true }
    let outcome = try upsertUser.run(id: user.id) { statement in
      statement.bind(user.id, UserColumn.id)
      statement.bind(user.name, UserColumn.name)
      statement.bind(user.email, UserColumn.email)
      statement.bind(user.phone, UserColumn.phone)
      statement.bind(user.locale, UserColumn.locale)
      statement.bind(user.role, UserColumn.role)
      statement.bind(user.suspended, UserColumn.suspended)
      statement.bind(user.status, UserColumn.agentStatus)
      statement.bind(user.messagingCapacity.map(Int64.init), UserColumn.messagingCapacity)
      statement.bind(user.emailCapacity.map(Int64.init), UserColumn.emailCapacity)
      statement.bind(user.createdAt, UserColumn.createdAt)
      statement.bind(user.updatedAt, UserColumn.updatedAt)
      statement.bind(document: record.bytes, UserColumn.document)
      statement.bind(user.localRole ?? .endUser, UserColumn.localRole)
      statement.bind(user.sourceUpdatedAt, UserColumn.sourceUpdatedAt)
      statement.bind(user.localFields.rawValue, UserColumn.localFields)
      statement.bind(Int64(user.bar?.rawValue ?? 0), UserColumn.bar)
    }
    if let turn = user.turn {
      try db.execute(
        sql: "INSERT OR REPLACE INTO routing_turn VALUES (?, ?)", arguments: [user.id, turn])
    }
    return outcome
  }

  /// Whether a record of somebody made here is what this store itself exports of them.
  private func isOwnWord(_ record: JSONRecord, of id: Int64) throws -> Bool {
    var isSame = false
    try StoredDocuments(db).forEachUser(id: id) { document, local in
      isSame =
        document.elementsEqual(record.bytes) && local?.text == record.companion(LocalTicketState.key)?.text
    }
    return isSame
  }

  /// A member of the staff made here who has the address of an imported one: the same person (§12).
  private func localStaff(_ user: WireUser) throws -> Person? {
    guard user.role.isStaff, let email = user.email else { return nil }
    return try StoreReader(db).people(email: email).first { $0.role.isStaff && $0.origin == .local }
  }

  /// Gives a person made here the imported id, with everything that names them.
  private func merge(_ twin: Person, into user: inout WireUser) throws {
    user.keepPlace(twin.role, suspended: twin.suspended)
    user.status = user.status ?? twin.status
    user.messagingCapacity = user.messagingCapacity ?? twin.messagingCapacity
    user.emailCapacity = user.emailCapacity ?? twin.emailCapacity
    guard twin.id != user.id else {
      // What was made here gives way to the record, as a placeholder does.
      try db.execute(
        sql: "UPDATE user SET origin = ? WHERE id = ?", arguments: [Origin.placeholder.rawValue, user.id])
      return
    }
    try references.needUser(user.id)
    // In a group that both are in, the imported one stays.
    try db.execute(
      sql: """
        DELETE FROM group_membership WHERE user_id = ?2
          AND group_id IN (SELECT group_id FROM group_membership WHERE user_id = ?1)
        """, arguments: [user.id, twin.id])
    try db.execute(
      sql:
        "DELETE FROM routing_turn WHERE user_id = ?1 AND EXISTS (SELECT 1 FROM routing_turn WHERE user_id = ?2)",
      arguments: [user.id, twin.id])
    try rename(twin.id, to: user.id)
    try db.execute(sql: "DELETE FROM user WHERE id = ?", arguments: [twin.id])
  }

  /// Gives somebody made here an id that nothing imported has.
  private func giveAnotherID(to old: Int64) throws -> Int64 {
    let id = try StoreWriter(db).takeLocalID(.user)
    try db.execute(sql: "UPDATE user SET id = ? WHERE id = ?", arguments: [id, old])
    try rename(old, to: id)
    return id
  }

  /// Everything that names somebody names them by another id.
  private func rename(_ old: Int64, to new: Int64) throws {
    for (table, column) in Self.mentions {
      try db.execute(
        sql: "UPDATE \(table) SET \(column) = ? WHERE \(column) = ?", arguments: [new, old])
    }
    try db.execute(
      sql: "UPDATE session SET ended_by_id = ? WHERE ended_by_kind = ? AND ended_by_id = ?",
      arguments: [new, Actor.Kind.user.rawValue, old])
    references.forget(user: old)
    merged[old] = new
  }

  /// Every column that names a user, but for a session's end, which may also name a trigger.
  static let mentions = [
    ("feature", "changed_by"), ("group_membership", "user_id"), ("ticket", "requester_id"),
    ("ticket", "assignee_id"), ("ticket", "commenter_id"), ("session", "user_id"), ("audit", "author_id"),
    ("log_entry", "actor_id"), ("routing_turn", "user_id"), ("redaction", "user_id"),
  ]

  // MARK: Groups and memberships

  func takeGroup(_ record: JSONRecord) throws -> ImportOutcome {
    let id = try record.wireID()
    guard let record = try groupWords.news(of: record, id: id, .group) else { return .unchanged }
    let group = try WireGroup(record)
    return try upsertGroup.run(id: group.id) { statement in
      statement.bind(group.id, GroupColumn.id)
      statement.bind(group.name, GroupColumn.name)
      statement.bind(group.deleted, GroupColumn.deleted)
      statement.bind(group.createdAt, GroupColumn.createdAt)
      statement.bind(group.updatedAt, GroupColumn.updatedAt)
      statement.bind(document: record.bytes, GroupColumn.document)
    }
  }

  func takeMembership(_ record: JSONRecord) throws -> ImportOutcome {
    let id = try record.wireID()
    guard let record = try membershipWords.news(of: record, id: id, .groupMembership) else {
      return .unchanged
    }
    let membership = try WireMembership(record)
    // The same pair under another id is the same membership: the newer name of it counts, one made here stays.
    if let twin = try StoredRow.fetchOne(
      db, of: "group_membership",
      sql:
        "SELECT id, origin, source_updated_at FROM group_membership WHERE user_id = ? AND group_id = ? AND id <> ?",
      arguments: [membership.userID, membership.groupID, membership.id])
    {
      let (origin, told): (Origin, Int64?) = try (twin("origin"), twin("source_updated_at"))
      let isStaying = origin == .local || told.map { membership.updatedAt.seconds <= $0 } ?? false
      let superseded: Int64 = isStaying ? membership.id : try twin("id")
      try db.execute(sql: "DELETE FROM group_membership WHERE id = ?", arguments: [superseded])
      if isStaying { return db.changesCount > 0 ? .updated : .unchanged }
    }
    try references.needUser(membership.userID)
    try references.needGroup(membership.groupID)
    return try upsertMembership.run(id: membership.id) { statement in
      statement.bind(membership.id, MembershipColumn.id)
      statement.bind(membership.userID, MembershipColumn.userID)
      statement.bind(membership.groupID, MembershipColumn.groupID)
      statement.bind(membership.createdAt, MembershipColumn.createdAt)
      statement.bind(membership.updatedAt, MembershipColumn.updatedAt)
      statement.bind(document: record.bytes, MembershipColumn.document)
    }
  }
}

extension WireUser {
  /// Nobody who was made here loses the right to administer, or to act at all, by what is said elsewhere.
  fileprivate mutating func keepPlace(_ localRole: Role?, suspended: Bool) {
    self.localRole = max(self.localRole ?? .endUser, localRole ?? .endUser)
    if self.localRole?.isStaff == true { bar = nil }
    guard let localRole, localRole.isStaff else { return }
    role = max(role, localRole)
    self.suspended = suspended
  }
}

extension BindableStatement {
  /// Binds a record's text, on one line: exports are one record a line.
  func bind(document bytes: UnsafeBufferPointer<UInt8>, _ parameter: some StatementColumn) {
    if !bytes.contains(byte: 0x0A) && !bytes.contains(byte: 0x0D) {
      bind(utf8: UnsafeRawBufferPointer(bytes), at: parameter.place)
    } else {
      JSONLine.compacted(bytes).withUnsafeBytes { bind(utf8: $0, at: parameter.place) }
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func contains(byte: UInt8) -> Bool {
    guard let start = baseAddress else { return false }
    return memchr(start, Int32(byte), count) != nil
  }
}
