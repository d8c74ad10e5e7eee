import CivilTime
import JSONText
import SessionModel

/// A user of the public API, as far as the store keeps it in columns.
public struct WireUser {
  /// `id`, a positive number.
  public var id: Int64
  /// `name`; empty where the record has none.
  public var name: String
  /// `email`; nil for an empty text too.
  public var email: String?
  /// `phone`; nil for an empty text too.
  public var phone: String?
  /// `locale`, a tag such as `de`; nil where the record has none.
  public var locale: String?
  /// `role`; an end user where the record does not say.
  public var role: Role
  /// `suspended`; false where the record does not say.
  public var suspended: Bool
  /// Why no ticket may be given to them, by `active` and `role_type`; nil if one may.
  public var bar: AssignmentBar?
  /// `created_at`; the beginning of 1970 where the record does not say.
  public var createdAt: Instant
  /// `updated_at`; the time of creation where the record does not say.
  public var updatedAt: Instant
  /// What only `export` writes, beside the user.
  public var status: AgentStatus?
  /// How many messaging tickets routing lets them have, at most 500 (C1); nil where the record does not say.
  public var messagingCapacity: Int?
  /// How many e-mail tickets routing lets them have, at most 500 (C1); nil where the record does not say.
  public var emailCapacity: Int?
  /// When routing assigned to them last, among all of the staff.
  public var turn: Int64?
  /// What they were made where the record was exported, if they were made there.
  public var localRole: Role?
  /// The moment up to which this record tells what happened elsewhere (`WireTicket.sourceUpdatedAt`).
  public var sourceUpdatedAt: Instant
  /// The members that were changed here after the feed's last word on them.
  public var localFields: UserLocalFields = []
  /// When they were redacted where the record was exported; nil if they were not.
  public var redactedAt: Instant?

  /// Throws `WireProblem`, which names the member that is missing or of the wrong kind.
  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    id = try fields.requiredID("id")
    name = try fields.text("name") ?? ""
    email = try fields.text("email").flatMap { $0.isEmpty ? nil : $0 }
    phone = try fields.text("phone").flatMap { $0.isEmpty ? nil : $0 }
    locale = try fields.text("locale")
    role = try fields.word("role", Role.self) ?? .endUser
    suspended = try fields.bool("suspended") ?? false
    bar = try WireUser.bar(fields)
    createdAt = try fields.creation()
    updatedAt = try fields.time("updated_at") ?? createdAt
    sourceUpdatedAt = updatedAt
    guard let slice = record.companion(LocalTicketState.key) else { return }
    let local = RecordFields(slice, prefix: "\(LocalTicketState.key).")
    status = try local.word("status", AgentStatus.self)
    messagingCapacity = try WireUser.capacity(local, "messaging_capacity")
    emailCapacity = try WireUser.capacity(local, "email_capacity")
    turn = try local.count("routing_turn").map(Int64.init)
    localRole = try local.word("local_role", Role.self)
    sourceUpdatedAt = try local.time("source_updated_at") ?? updatedAt
    localFields = try local.localFields("local_fields", UserLocalFields.self)
    redactedAt = try local.time("redacted_at")
  }

  /// Deleted users come with `active: false`; the kind of staff is a number.
  private static func bar(_ fields: RecordFields) throws(WireProblem) -> AssignmentBar? {
    if try fields.bool("active") == false { return .gone }
    switch fields.value("role_type")?.wireID {
    case 1?: return .lightAgent
    case 2?: return .chatAgent
    case 3?: return .contributor
    default: return nil
    }
  }

  /// C1: at most 500.
  private static func capacity(_ local: RecordFields, _ key: StaticString) throws(WireProblem) -> Int? {
    guard let slice = local.value(key), let capacity = try local.count(key) else { return nil }
    guard capacity <= Person.largestCapacity else {
      throw local.problem(key, "a capacity of at most \(Person.largestCapacity)", slice)
    }
    return capacity
  }

  /// Takes from another record of the same user what it says of some members.
  public mutating func take(_ fields: UserLocalFields, of other: WireUser) {
    if fields.contains(.name) { name = other.name }
    if fields.contains(.email) { email = other.email }
    if fields.contains(.phone) { phone = other.phone }
    if fields.contains(.locale) { locale = other.locale }
    if fields.contains(.role) { role = other.role }
    if fields.contains(.suspended) { suspended = other.suspended }
  }

  /// What `export` writes beside a member of the staff.
  ///
  /// - Parameters:
  ///   - source: what the feed said of the fields that were changed here
  ///   - redactedAt: when they were redacted; a customer's then
  public static func local(
    _ person: Person, localRole: Role? = nil, turn: Int64? = nil, sourceUpdatedAt: Instant? = nil,
    localFields: UserLocalFields = [], source: JSONValue? = nil, redactedAt: Instant? = nil
  ) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("status", .word(person.status)), ("messaging_capacity", .integer(Int64(person.messagingCapacity))),
      ("email_capacity", .integer(Int64(person.emailCapacity))), ("routing_turn", .optional(turn)),
      ("local_role", .word(localRole)), ("source_updated_at", .time(sourceUpdatedAt)),
      ("local_fields", localFields.json),
    ]
    if let source { members.append(("source", source)) }
    if let redactedAt { members.append(("redacted_at", .time(redactedAt))) }
    return .object(JSONObject(members))
  }
}

extension Role {
  /// The public API writes `end-user`.
  public var wireWord: String { self == .endUser ? "end-user" : word }
}

/// A group of the public API, as far as the store keeps it in columns.
public struct WireGroup {
  /// `id`, a positive number.
  public var id: Int64
  /// `name`; empty where the record has none.
  public var name: String
  /// `deleted`; false where the record does not say.
  public var deleted: Bool
  /// `created_at`; the beginning of 1970 where the record does not say.
  public var createdAt: Instant
  /// `updated_at`; the time of creation where the record does not say.
  public var updatedAt: Instant

  /// Throws `WireProblem`, which names the member that is missing or of the wrong kind.
  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    id = try fields.requiredID("id")
    name = try fields.text("name") ?? ""
    deleted = try fields.bool("deleted") ?? false
    createdAt = try fields.creation()
    updatedAt = try fields.time("updated_at") ?? createdAt
  }
}

/// A group membership of the public API: one member of the staff in one group.
public struct WireMembership {
  /// `id` of the membership itself.
  public var id: Int64
  /// `user_id`, without which the record is refused; the user may come later (§12).
  public var userID: Int64
  /// `group_id`, without which the record is refused; the group may come later (§12).
  public var groupID: Int64
  /// `created_at`; the beginning of 1970 where the record does not say.
  public var createdAt: Instant
  /// `updated_at`; the time of creation where the record does not say.
  public var updatedAt: Instant

  /// Throws `WireProblem`, which names the member that is missing or of the wrong kind.
  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    id = try fields.requiredID("id")
    userID = try fields.requiredID("user_id")
    groupID = try fields.requiredID("group_id")
    createdAt = try fields.creation()
    updatedAt = try fields.time("updated_at") ?? createdAt
  }
}
