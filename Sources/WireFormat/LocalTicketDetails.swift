import CivilTime
import JSONText
import SessionModel

/// What rules and updates set of a ticket here that its record has no place for, as `export` writes it.
public struct LocalTicketDetails: Hashable {
  public var scheduleID: Int64?
  public var satisfaction: SatisfactionScore = .unoffered
  /// When the customer answered.
  public var satisfactionAt: Instant?
  public var reopens: Int64 = 0
  public var replies: Int64 = 0
  public var agentStations: Int64 = 0
  public var groupStations: Int64 = 0
  /// The custom fields that were set here; an empty text cleared one.
  public var customFields: [CustomField] = []

  public struct CustomField: Hashable {
    public var id: Int64
    public var value: String

    public init(id: Int64, value: String) {
      self.id = id
      self.value = value
    }
  }

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
