import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

/// What an agent changes of a ticket in one update.
enum TicketChangeOptions {
  static let status = Option<TicketStatus>(
    "status", "STATUS", .vocabulary([.open, .pending, .hold, .solved, .closed]), help: "Set the status")
  static let priority = Option<Priority>(
    "priority", "PRIORITY", .priority, help: "Set the priority")
  static let group = Option<String>(
    "group", "GROUP", .nonEmptyText, completion: .stored("group"),
    help: "Assign it to this group; 'none' for no group")
  static let agent = Option<String>(
    "agent", "AGENT", .nonEmptyText, completion: .stored("agent"),
    help: "Assign it to this agent; 'none' to unassign")
  static let tag = Option<String>("tag", "TAG", .tag, repeatable: true, help: "Add this tag")
  static let removeTag = Option<String>(
    "remove-tag", "TAG", .tag, repeatable: true, help: "Remove this tag")
  static let routingChannel = Option<RoutingChannel>(
    "routing-channel", "CHANNEL", .vocabulary(), help: "Set the routing channel; email ends an active session"
  )
  static let note = Option<String>("note", "TEXT", .nonEmptyText, help: "Add an internal note")
  static let field = Option<String>(
    "field", "ID=VALUE", .nonEmptyText, repeatable: true,
    help: "Set a custom field; an empty value clears it")

  static let all: [any OptionDeclaring] = [
    status, priority, group, agent, tag, removeTag, field, routingChannel, note,
  ]

  /// In the order in which an agent would do it; the routing channel last, because an end is final.
  static func steps(_ arguments: ParsedArguments, _ naming: Naming) throws -> [Update.Step] {
    var steps: [Update.Step] = []
    if let text = arguments[note] { steps.append(.comment(body: text, isPublic: false)) }
    if let word = arguments[group] { steps.append(.setGroup(try naming.groupOrNone(word).id)) }
    if let word = arguments[agent] { steps.append(.setAssignee(try naming.assigneeOrNone(word))) }
    if let priority = arguments[priority] { steps.append(.setPriority(priority)) }
    let added = arguments[all: tag]
    if !added.isEmpty { steps.append(.addTags(added)) }
    let removed = arguments[all: removeTag]
    if !removed.isEmpty { steps.append(.removeTags(removed)) }
    for text in arguments[all: field] { steps.append(try customField(text)) }
    if let channel = arguments[routingChannel] { steps.append(.setRoutingChannel(channel)) }
    if let status = arguments[status] { steps.append(.setStatus(status)) }
    return steps
  }

  private static func customField(_ text: String) throws -> Update.Step {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let id = Int64(parts[0]), id > 0 else {
      throw Failure.usage(
        "--field takes the id of a custom field and its value, such as 360001=red, not \(quoted(text))")
    }
    return .setCustomField(id: id, value: String(parts[1]))
  }
}

extension Selection.Match<Int64> {
  fileprivate var id: Int64? { if case .value(let id) = self { id } else { nil } }
}

extension ValueParser where Value == String {
  /// Tags hold no spaces; several can be given at once, separated by them, nowhere.
  fileprivate static var tag: ValueParser {
    nonEmptyText.map { (text) throws(ValueError) -> String in
      guard text.isTag else {
        throw ValueError("is not a tag: a tag has no spaces; repeat the option for more")
      }
      return text
    }
  }
}
