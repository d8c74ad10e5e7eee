import CivilTime
import JSONText
import SessionModel

/// What rules and updates set of a ticket here that its record has no place for, as `export` writes it.
public struct LocalTicketDetails: Hashable {
  /// The business hours set for the ticket; nil for the account's default ones (§8).
  public var scheduleID: Int64?
  /// Where its survey stands; `satisfaction_score` on the wire.
  public var satisfaction: SatisfactionScore = .unoffered
  /// When the customer answered.
  public var satisfactionAt: Instant?
  /// How often it was reopened (E16).
  public var reopens: Int64 = 0
  /// How many public replies of the staff it has had.
  public var replies: Int64 = 0
  /// How many agents have had it.
  public var agentStations: Int64 = 0
  /// How many groups have had it.
  public var groupStations: Int64 = 0
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

  /// Nothing was set here; `export` then writes no details at all.
  public init() {}

  init(_ fields: RecordFields) throws(WireProblem) {
    scheduleID = try fields.id("schedule_id")
    satisfaction = try fields.word("satisfaction_score", SatisfactionScore.self) ?? .unoffered
    satisfactionAt = try fields.time("satisfaction_at")
    reopens = Int64(try fields.count("reopens") ?? 0)
    replies = Int64(try fields.count("replies") ?? 0)
    agentStations = Int64(try fields.count("agent_stations") ?? 0)
    groupStations = Int64(try fields.count("group_stations") ?? 0)
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
    var members: [(String, JSONValue)] = [
      ("schedule_id", .optional(scheduleID)), ("satisfaction_score", .string(satisfaction.word)),
      ("reopens", .integer(reopens)), ("replies", .integer(replies)),
      ("agent_stations", .integer(agentStations)), ("group_stations", .integer(groupStations)),
      (
        "custom_fields",
        .array(customFields.map { ["id": .integer($0.id), "value": .string($0.value)] })
      ),
    ]
    if let satisfactionAt { members.append(("satisfaction_at", .time(satisfactionAt))) }
    return .object(JSONObject(members))
  }
}
