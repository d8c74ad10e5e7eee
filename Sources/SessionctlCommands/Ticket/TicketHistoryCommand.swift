import CivilTime
import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import StoreEngine

let ticketHistoryCommand = Command(
  CommandSpec(
    ["ticket", "history"], summary: "Show what happened to a ticket",
    discussion: [
      "The table shows who did what, when, and by which rule. The AI agent's messages before the hand-off follow the customer's first words. --json prints the audits in the wire format: imported audits come out word for word, with names beside ids. An imported rating that no audit mentions appears under its own id."
    ],
    operands: [ticketOperand],
    examples: [
      Example(command: "sessionctl ticket history 1001", explanation: "The whole story of ticket 1001")
    ]),
  prints: HistoryDocument.list.schema
) { context in
  let id = context.arguments[required: ticketOperand]
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    guard try reader.ticket(id: id) != nil else { throw try Failure.noTicket(id, reader) }
    // With --fields it is the table's columns that are asked for.
    let wantsAudits = context.format == .json || context.format == .ndjson
    if wantsAudits && !context.arguments.wasGiven(GlobalOptions.fields) {
      try writeAudits(id, context, reader)
    } else {
      var names = ActorNames(reader)
      var rows: [HistoryRow] = []
      try reader.forEachHistoryEntry(ofTicket: id) { rows += try HistoryDocument.rows($0, &names) }
      try context.list(
        HistoryDocument.list, rows, open.clock, emptyNote: "nothing has happened to ticket \(id) yet")
    }
  }
}

/// The audits as they are: their members are the wire format's, not columns of ours.
private func writeAudits(_ id: Int64, _ context: CommandContext, _ reader: StoreReader) throws {
  let document = PassageWriter(
    format: context.format, schema: "sessionctl.ticket-history/1", sink: context.output)
  var names = ActorNames(reader)
  try document.begin(count: reader.countHistoryEntries(ofTicket: id))
  try reader.forEachHistoryEntry(ofTicket: id) { audit in
    // They are passed on word for word, so a damaged one would make the whole document unreadable.
    let value = try JSONValue.parse(audit, allowingDuplicateKeys: true)
    try document.item(HistoryDocument.withNames(audit, value, &names))
  }
  try document.finish()
}

/// An event of a ticket's history as an agent reads it.
struct HistoryRow {
  let at: Instant?
  let who: String?
  let what: String
  let rule: String?
}

/// A ticket's history as an agent reads it: a line for each event.
enum HistoryDocument {
  static let list = RowSchema<HistoryRow>(
    "ticket-history",
    [
      RowColumn("at", .instant) { $0.at },
      RowColumn("who", .text, flexible: true) { $0.who },
      RowColumn("what", .text, wraps: true) { $0.what },
      RowColumn("rule", .text, flexible: true) { $0.rule },
    ])

  static func rows(_ document: [UInt8], _ names: inout ActorNames) throws -> [HistoryRow] {
    let audit = try JSONValue.parse(document, allowingDuplicateKeys: true)
    let at = audit["created_at"]?.string.flatMap { try? Instant(rfc3339: $0) }
    let author = audit["author_id"]?.integer
    // T7: people read net changes; where there are none, an import changed what no rule followed.
    let all = audit["events"]?.array ?? []
    let net = all.filter { $0["type"]?.string != "BeforeRules" }
    let events = net.isEmpty ? all.filter { $0["field_name"]?.string != "id" } : net
    return try events.map { event in
      let who = try (event["author_id"]?.integer ?? author).flatMap { try name($0, event, &names) }
      // What was said before the hand-off is older than the audit that tells it.
      let said = event["said_at"]?.string.flatMap { try? Instant(rfc3339: $0) }
      return HistoryRow(at: said ?? at, who: who, what: try sentence(event, &names), rule: rule(event))
    }
  }

  /// The public API writes -1 for the account itself; what it says to the customer and no rule wrote, the AI agent
  /// says.
  private static func name(_ author: Int64, _ event: JSONValue, _ names: inout ActorNames) throws -> String? {
    if author > 0 { return try names.name(of: .user(id: author)) }
    let isSpoken = event["type"]?.string == "Comment" && event["public"]?.bool == true
    return isSpoken && rule(event) == nil ? "AI agent" : "system"
  }

  static func rule(_ event: JSONValue) -> String? {
    guard event["via"]?["channel"]?.string == "rule", let from = event["via"]?["source"]?["from"] else {
      return nil
    }
    return from["title"]?.string ?? from["id"]?.integer.map { "rule \($0)" }
  }

  static func sentence(_ event: JSONValue, _ names: inout ActorNames) throws -> String {
    switch event["type"]?.string {
    case "Comment"?:
      return (event["public"]?.bool == true ? "public reply: " : "internal note: ") + text(event["body"])
    case UpdateEvent.reminderType?: return "reminder: \(text(event["body"]))"
    case "Create"?:
      return try "created with \(field(event)) = \(named("value", event, &names))"
    case "Change"?:
      return try
        "\(field(event)): \(named("previous_value", event, &names)) → \(named("value", event, &names))"
    case "MessagingSessionEnded"?:
      return
        "session ended: \(text(event["reason"])), routing channel \(text(event["routing_channel_before"])) → \(text(event["routing_channel_after"]))"
    case "Notification"?: return try notification(event, &names)
    case "Error"?: return text(event["message"])
    case "BeforeRules"?:
      return try
        "imported with \(field(event)): \(named("previous_value", event, &names)) → \(named("value", event, &names))"
    case "RuleFired"?: return "fired, but nothing that it did remains"
    case "AgentMacroReference"?: return "macro applied: \(text(event["macro_title"]))"
    case "SatisfactionRating"?:
      let comment = event["body"]?.string.map { ": \($0)" } ?? ""
      return "rated \(text(event["score"]))\(comment)"
    case "RoutingChannelChanged"?:
      return "routing channel: \(text(event["previous_value"])) → \(text(event["value"]))"
    case let type: return type ?? "an event without a type"
    }
  }

  /// A webhook or target has no recipients, and often no subject.
  private static func notification(_ event: JSONValue, _ names: inout ActorNames) throws -> String {
    let recipients = try event["recipients"]?.array?.map { recipient in
      try recipient.integer.map { try names.name(of: .user(id: $0)) } ?? text(recipient)
    }
    let people = recipients ?? []
    let subject = event["subject"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? text(event["body"])
    return
      (people.isEmpty
      ? "notified a program: "
      : "notified \(people.count < 4 ? people.joined(separator: ", ") : "\(people.count) people"): ")
      + subject
  }

  /// `assignee` for `assignee_id`, whose value is told by name.
  private static func field(_ event: JSONValue) -> String {
    let field = text(event["field_name"])
    return RuleDialect.ticket.reference(inCondition: field) != nil && field.hasSuffix("_id")
      ? String(field.dropLast(3)) : field
  }

  private static func named(_ key: String, _ event: JSONValue, _ names: inout ActorNames) throws -> String {
    let text = text(event[key])
    return try names.name(of: text, in: self.text(event["field_name"])) ?? text
  }

  /// The audit as it is, with the names of its author and of what the values of changes stand for.
  static func withNames(_ document: [UInt8], _ audit: JSONValue, _ names: inout ActorNames) throws -> [UInt8]
  {
    let author = try audit["author_id"]?.integer.flatMap { $0 > 0 ? try names.name(of: .user(id: $0)) : nil }
    var members: [(key: String, value: [UInt8])] = [
      ("author_name", (author.map(JSONValue.string) ?? .null).bytes)
    ]
    var hasNames = false
    let events: [JSONValue] = try (audit["events"]?.array ?? []).map { event in
      guard let object = event.object, let field = event["field_name"]?.string,
        RuleDialect.ticket.reference(inCondition: field) != nil
      else { return event }
      var named = object.members.map { ($0.key, $0.value) }
      for key in ["previous_value", "value"] {
        let word = event[key].map { $0.string ?? $0.text } ?? ""
        if let name = try names.name(of: word, in: field) { named.append(("\(key)_name", .string(name))) }
      }
      hasNames = hasNames || named.count > object.members.count
      return .object(JSONObject(named))
    }
    // Events without names stay word for word.
    if hasNames { members.append(("events", JSONValue.array(events).bytes)) }
    return try JSONPatch.replacing(members, in: document)
  }

  private static func text(_ value: JSONValue?) -> String {
    switch value {
    case nil, .null?: "none"
    case .string(let text)?: text.isEmpty ? "none" : text
    case .array(let list)?: list.isEmpty ? "none" : list.map { text($0) }.joined(separator: " ")
    case let other?: other.text
    }
  }
}
