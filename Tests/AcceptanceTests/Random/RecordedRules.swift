import Foundation
import JSONText
import TestSupport

/// Rules as accounts really have them: the standard ones, each recipe alone and beside others, those with which an account
/// of the product begins, and, where somebody has a folder of recorded answers, those in it.
struct RecordedRules: Sendable {
  let title: String
  let store: [UInt8]
  let isOmnichannel: Bool
  /// The triggers that people wrote or installed, in the wire format.
  let triggers: [JSONValue]

  /// Groups with these ids: an agent is in each of the first two, and nobody in the last one.
  static let groups: [Int64] = [701, 702, 703]

  static func all() throws -> [RecordedRules] { try made.get() }

  private static let made = Result {
    let routed = ["surge-omnichannel", "out-of-hours"]
    let others = ["ended-sessions-report", "csat-on-end", "notify-before-end"]
    var sets = [try RecordedRules("standard")]
    for names in (routed + others).map({ [$0] }) + [routed, others, routed + others] {
      sets.append(try RecordedRules(names.joined(separator: " + "), recipes: names))
    }
    sets.append(
      try RecordedRules("surge-messaging", recipes: ["surge-messaging", "csat-on-end"], isOmnichannel: false))
    sets.append(try RecordedRules("product", lines: product))
    sets.append(try RecordedRules("product + recipes", recipes: routed + others, lines: product))
    if let folder = ProcessInfo.processInfo.environment["SESSIONCTL_WIRE_SAMPLES"] {
      let text = try String(contentsOfFile: "\(folder)/triggers.json", encoding: .utf8)
      sets.append(try RecordedRules("samples", lines: [text]))
      sets.append(try RecordedRules("samples + recipes", recipes: routed + others, lines: [text]))
    }
    return sets
  }

  private init(
    _ title: String, recipes: [String] = [], lines: [String] = [], isOmnichannel: Bool = true
  ) throws {
    let machine = try TestMachine.withStore()
    try machine.take([
      Wire.wrapped("group", Wire.group(701, "Support")), Wire.wrapped("group", Wire.group(702, "Surge")),
      Wire.wrapped("group", Wire.group(703, "Empty")),
    ])
    try machine.does(
      "feature enable -q", "agent create --email a@example.com --group Support -q",
      "agent create --email b@example.com --group Surge -q",
      "schedule create --name Office --zone UTC --open 'mon-fri 09:00-17:00' -q",
      "settings set account.default_schedule Office -q")
    if !isOmnichannel { try machine.does("settings set routing.mode messaging -q") }
    for line in lines { try machine.take([line]) }
    for name in recipes { try machine.does("recipe install \(name) --yes -q") }
    self.title = title
    self.isOmnichannel = isOmnichannel
    triggers = try machine.does("trigger list --json").items
    store = try machine.settled()
  }

  /// In our own words what an account of the product begins with.
  private static let product: [String] = [
    trigger(
      801, "Tell the requester that the request came in",
      ["update_type is Create", "status is_not solved", "ticket_is_public is public"],
      [mail("requester_id", "We have your request {{ticket.id}} and are looking into it")]),
    trigger(
      802, "Tell the requester of a comment",
      [
        "update_type is Change", "comment_is_public is requester_can_see_comment",
        "requester_id is_not current_user",
      ],
      [mail("requester_id", "There is news in {{ticket.title}}")]),
    trigger(
      803, "Tell the assignee of a comment",
      [
        "comment_is_public is not_relevant", "assignee_id is_not current_user",
        "assignee_id is_not requester_id",
        "assignee_id not_changed", "status not_value_previous solved",
      ], [mail("assignee_id", "{{ticket.comments_formatted}}")]),
    trigger(
      804, "Tell the assignee of the assignment", ["assignee_id changed", "assignee_id is_not current_user"],
      [mail("assignee_id", "Ticket {{ticket.id}} is yours")]),
    trigger(
      805, "Tell the assignee of a reopened ticket",
      ["assignee_id is_not current_user", "status value_previous solved", "status is_not closed"],
      [mail("assignee_id", "Ticket {{ticket.id}} is open again")]),
    trigger(
      806, "Tell the group of the assignment", ["group_id is_not ", "assignee_id is "],
      any: ["group_id changed", "assignee_id changed"],
      [("notification_group", ["group_id", "Yours", "Ticket {{ticket.id}} is your group's"])]),
    trigger(
      807, "Tell all agents of a request", ["update_type is Create"],
      [mail("all_agents", "Ticket {{ticket.id}} came in")]),
    trigger(
      808, "Give it to the first agent who answers",
      ["update_type is Change", "current_via_id is 4", "assignee_id is ", "role is_not end_user"],
      [("assignee_id", "current_user")]),
  ]

  // MARK: Wire

  static func mail(_ reader: String, _ text: String) -> (String, JSONValue) {
    ("notification_user", [.string(reader), "Ticket {{ticket.id}}", .string(text)])
  }

  /// Conditions as `field operator value`.
  static func conditions(_ texts: [String]) -> JSONValue {
    .array(
      texts.map { text in
        let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(
          String.init)
        return [
          "field": .string(words[0]), "operator": .string(words[1]),
          "value": words.count > 2 ? .string(words[2]) : .null,
        ]
      })
  }

  private static let times = #""created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z""#

  static func trigger(
    _ id: Int64, _ title: String, _ all: [String], any: [String] = [], _ actions: [(String, JSONValue)],
    position: Int = 5
  ) -> String {
    trigger(
      id, title, all: conditions(all), any: conditions(any),
      actions: .array(actions.map { ["field": .string($0), "value": $1] }), position: position)
  }

  static func trigger(
    _ id: Int64, _ title: String, all: JSONValue, any: JSONValue, actions: JSONValue, position: Int
  ) -> String {
    """
    {"trigger":{"id":\(id),"title":\(JSONValue.string(title).text),"active":true,"position":\(position),"conditions":\
    {"all":\(all.text),"any":\(any.text)},"actions":\(actions.text),\(times)}}
    """
  }

  static func messagingTrigger(
    _ id: Int64, _ event: String, _ all: [String], _ actions: [(String, JSONValue)]
  ) -> String {
    let actions = JSONValue.array(actions.map { ["field": .string($0), "value": $1] })
    return """
      {"messaging_trigger":{"id":\(id),"title":"M \(id)","active":true,"position":\(id % 7),"event":"\(event)",\
      "conditions":{"all":\(conditions(all).text),"any":[]},"actions":\(actions.text),\(times)}}
      """
  }

  static func queue(_ id: String, order: Int, _ all: [String], group: Int64) -> String {
    """
    {"queue":{"id":"\(id)","name":"Queue \(id)","order":\(order),"priority":5,"definition":{"all":\
    \(conditions(all).text),"any":[]},"primary_groups":{"count":1,"groups":[{"id":\(group),"name":"G"}]},\
    "secondary_groups":{"count":0,"groups":[]},\(times)}}
    """
  }
}
