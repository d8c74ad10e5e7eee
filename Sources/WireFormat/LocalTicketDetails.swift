import CivilTime
import JSONText
import SessionModel

/// What rules and updates set of a ticket here that its record has no place for, as `export` writes it.
public struct LocalTicketDetails: Hashable {
  /// Of `TicketField.inDetails`, in their order, as their columns have them.
  private var values: [StoredValue]
  /// When the customer answered.
  public var satisfactionAt: Instant?
  /// The custom fields that were set here; an empty text cleared one.
  public var customFields: [CustomField] = []

  /// A custom field as it was set here.
  public struct CustomField: Hashable {
    /// The field's id, as in `custom_fields_<id>`.
    public var id: Int64
    /// The value as a text; an empty one cleared the field.
    public var value: String

    /// Takes the field's id, and an empty text for a field that was cleared.
    public init(id: Int64, value: String) {
      self.id = id
      self.value = value
    }
  }

  /// What a column has where nothing was set; `export` then writes no details at all.
  private static let nothing: [StoredValue] = TicketField.inDetails.map { $0.telling.form.missing }

  /// Nothing was set here.
  public init() { values = Self.nothing }

  /// What was set of the member with this place in `TicketField.inDetails`, as its column has it.
  public subscript(place: Int) -> StoredValue {
    get { values[place] }
    set { values[place] = newValue }
  }

  private static let surveyPlace = TicketField.inDetails.firstIndex { $0.field == .satisfaction }!

  /// Where its survey stands; `satisfaction_score` on the wire.
  public var satisfaction: SatisfactionScore {
    SatisfactionScore(rawValue: Int(values[Self.surveyPlace].integer ?? 0)) ?? .unoffered
  }

  init(_ fields: RecordFields) throws(WireProblem) {
    values = []
    for member in TicketField.inDetails {
      values.append(try member.telling.form.read(member.telling.key, fields))
    }
    satisfactionAt = try fields.time("satisfaction_at")
    guard let list = fields.value("custom_fields") else { return }
    var found: [CustomField] = []
    var isWrong = list.kind != .array
    list.forEachElement { element in
      guard let id = element.member("id")?.integer(), id > 0, let value = element.member("value")?.string()
      else {
        isWrong = true
        return
      }
      found.append(CustomField(id: id, value: value))
    }
    if isWrong { throw fields.problem("custom_fields", "a list of {id, value}", list) }
    customFields = found
  }

  var json: JSONValue {
    var members: [(String, JSONValue)] = zip(TicketField.inDetails, values).map { member, value in
      ("\(member.telling.key)", member.telling.form.json(value) ?? .null)
    }
    members.append(
      (
        "custom_fields",
        .array(customFields.map { ["id": .integer($0.id), "value": .string($0.value)] })
      ))
    if let satisfactionAt { members.append(("satisfaction_at", .time(satisfactionAt))) }
    return .object(JSONObject(members))
  }
}
