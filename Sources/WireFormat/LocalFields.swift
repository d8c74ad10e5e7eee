import JSONText
import SessionModel

/// Members of a record that changed here after the feed's last word on it, one bit each.
///
/// An import leaves them as they are as long as the feed says the same of them as before (§12).
public protocol LocalFields: OptionSet, Sendable where RawValue == Int64 {
  /// The members by their names in the wire format.
  static var members: [(name: String, field: Self)] { get }
}

extension TicketChanges: LocalFields {
  /// What a source tells of a ticket too, in the order of the bits.
  public static let members: [(name: String, field: TicketChanges)] =
    TicketField.inRecord.compactMap { field, telling in field.change.map { ("\(telling.key)", $0.bit) } }
    .sorted { $0.field.rawValue < $1.field.rawValue }
}

/// The members of a user that can be changed here, one bit each.
public struct UserLocalFields: LocalFields {
  /// As the store keeps it, so that no bit ever changes its meaning.
  public let rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// `name` was changed here.
  public static let name = UserLocalFields(rawValue: 1)
  /// `email` was changed here, or taken away.
  public static let email = UserLocalFields(rawValue: 2)
  /// `phone` was changed here, or taken away.
  public static let phone = UserLocalFields(rawValue: 4)
  /// `locale` was changed here.
  public static let locale = UserLocalFields(rawValue: 8)
  /// `role` was changed here.
  public static let role = UserLocalFields(rawValue: 16)
  /// `suspended` was changed here.
  public static let suspended = UserLocalFields(rawValue: 32)

  /// The members of a user's record whose change here is remembered, each with its bit.
  public static let members: [(name: String, field: UserLocalFields)] = [
    ("name", name), ("email", email), ("phone", phone), ("locale", locale), ("role", role),
    ("suspended", suspended),
  ]
}

/// What was changed here of an imported rule or queue, one bit each: it stays as long as the source says the same of it
/// as before (§12).
public struct RuleLocalFields: LocalFields {
  /// As the store keeps it, so that no bit ever changes its meaning.
  public let rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// The document, but for what has a column.
  public static let content = RuleLocalFields(rawValue: 1)
  /// Whether it is active.
  public static let active = RuleLocalFields(rawValue: 2)
  /// Its place in the order of its kind; queues say `order`.
  public static let position = RuleLocalFields(rawValue: 4)

  /// The document is no member, but what stands around the other two.
  public static let members: [(name: String, field: RuleLocalFields)] = [
    ("document", content), ("active", active), ("position", position),
  ]
}

extension LocalFields where Element == Self {
  /// Those of them in which a source says the same as before.
  public func unchanged(in record: JSONRecord, since before: JSONRecord) -> Self {
    var same: Self = []
    for (name, field) in Self.members where contains(field) && record.agrees(with: before, in: name) {
      same.insert(field)
    }
    return same
  }

  /// What the source said of them, for an export that shows what they are now.
  ///
  /// - Parameter document: the record as the source told it
  public func source(in document: JSONRecord) -> JSONValue {
    let names = Self.members.filter { contains($0.field) }.map(\.name)
    return .object(JSONObject(names.map { ($0, document.member($0)?.value ?? .null) }))
  }

  /// As `export` writes them: a list of names.
  var json: JSONValue {
    .array(Self.members.filter { contains($0.field) }.map { .string($0.name) })
  }
}

extension JSONRecord {
  /// The record of an export as its source told it, without what was changed where it was exported; nil where nothing
  /// was.
  public func asSourceTold() -> [UInt8]? {
    guard let local = companion(LocalTicketState.key) else { return nil }
    var members: [(key: String, value: [UInt8])] = []
    if let time = local.member("source_updated_at"), !time.isNull {
      members.append(("updated_at", Array(time.bytes)))
    }
    local.member("source")?.forEachMember { key, value in
      if let key = key.string() { members.append((key, Array(value.bytes))) }
    }
    return members.isEmpty ? nil : JSONPatch.replacing(members, in: self)
  }
}

extension RecordFields {
  /// A list of the names of members that changed where the record was exported.
  func localFields<Fields: LocalFields>(
    _ key: StaticString, _ type: Fields.Type
  ) throws(WireProblem) -> Fields where Fields.Element == Fields {
    guard let slice = value(key) else { return [] }
    var fields: Fields = []
    var isWrong = false
    if case .array = slice.kind {
      slice.forEachElement { element in
        let name = element.string()
        if let known = Fields.members.first(where: { $0.name == name }) {
          fields.insert(known.field)
        } else {
          isWrong = true
        }
      }
    } else {
      isWrong = true
    }
    if isWrong {
      throw problem(key, "a list of \(Fields.members.map(\.name).joined(separator: ", "))", slice)
    }
    return fields
  }
}
