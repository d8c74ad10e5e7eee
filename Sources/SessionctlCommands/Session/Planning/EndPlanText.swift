import CivilTime
import JSONText
import SessionModel
import SessionStore
import StoreEngine

/// The lines of a plan: each is an object with a checksum over its other members, whatever blanks stand between them.
///
/// What somebody adds to a line, a remark say, is not looked at.
enum EndPlanText {
  static let schema = "sessionctl.session-end-plan/1"

  // MARK: Head

  static func line(_ head: EndPlan.Head) -> (text: [UInt8], checksum: String) {
    var line = ObjectLine()
    line.add("schema", schema)
    line.add("store", head.store)
    line.add("planned_at", head.plannedAt.rfc3339)
    line.add("planned_by_id", head.plannedByID)
    line.add("planned_by_name", head.plannedByName)
    line.add("selection", head.selection)
    line.add("reason", head.terms.reason.word)
    line.add("routing_channel", head.terms.routing?.word)
    line.add("macro_id", head.terms.macro.flatMap { Int64($0) })
    line.add("macro_title", head.macroTitle)
    line.add("macro_checksum", head.macroChecksum)
    line.add("note", head.terms.note)
    line.add("sessions", Int64(head.sessions))
    line.add("emails", Int64(head.following.emails))
    line.add("surveys", Int64(head.following.surveys))
    line.add("webhooks", Int64(head.following.webhooks))
    line.add("messages", Int64(head.following.messages))
    return line.sealed(seed: "")
  }

  /// nil where something is not as it was written.
  static func head(_ record: JSONRecord) -> (head: EndPlan.Head, checksum: String)? {
    var members = LineMembers(record)
    guard let store = members.text("store"), let plannedAt = members.moment("planned_at"),
      let planner = members.number("planned_by_id"), let name = members.text("planned_by_name"),
      let selection = members.text("selection"),
      let reason = members.text("reason").flatMap(EndReason.init(word:)),
      EndReason.choosable.contains(reason), let sessions = members.count("sessions"),
      let emails = members.count("emails"), let surveys = members.count("surveys"),
      let webhooks = members.count("webhooks"), let messages = members.count("messages")
    else { return nil }
    let head = EndPlan.Head(
      store: store, plannedAt: plannedAt, plannedByID: planner, plannedByName: name, selection: selection,
      terms: EndTerms(
        reason: reason, routing: members.text("routing_channel").flatMap(RoutingOverride.init(word:)),
        macro: members.number("macro_id").map(String.init), note: members.text("note")),
      macroTitle: members.text("macro_title"), macroChecksum: members.text("macro_checksum"),
      sessions: sessions,
      following: UpdateRequest.Following(
        emails: emails, surveys: surveys, webhooks: webhooks, messages: messages))
    // A word that is none is missing in what is written again.
    let checksum = line(head).checksum
    return members.text("checksum") == checksum && members.areSound ? (head, checksum) : nil
  }

  // MARK: Sessions

  /// - Parameter plan: the checksum of the head
  static func line(_ session: PlannedSession, plan: String) -> [UInt8] { sealed(session, plan: plan).text }

  private static func sealed(_ session: PlannedSession, plan: String) -> (text: [UInt8], checksum: String) {
    let ticket = session.ticket
    var line = ObjectLine()
    line.add("session_id", session.id)
    line.add("ticket_id", session.ticketID)
    line.add("requester_name", session.requesterName)
    line.add("subject", ticket?.subject)
    line.add("status", ticket?.status.word)
    line.add("priority", ticket?.priority.word)
    line.add("assignee_id", ticket?.assigneeID)
    line.add("group_id", ticket?.groupID)
    line.add("tags", words: ticket?.tags)
    line.add("last_activity_at", session.lastActivityAt.rfc3339)
    line.add("last_sender", session.lastSender?.word)
    line.add("ticket_updated_at", ticket?.updatedAt.rfc3339)
    line.add("last_event_id", session.lastEventID)
    return line.sealed(seed: plan)
  }

  /// nil where something is not as it was written for this plan.
  static func session(_ record: JSONRecord, plan: String) -> PlannedSession? {
    var members = LineMembers(record)
    guard let id = members.number("session_id"), let activity = members.moment("last_activity_at") else {
      return nil
    }
    var session = PlannedSession(
      id: id, ticketID: members.number("ticket_id"), requesterName: members.text("requester_name"),
      lastActivityAt: activity, lastSender: members.text("last_sender").flatMap(Sender.init(word:)),
      ticket: nil, lastEventID: members.number("last_event_id"))
    let subject = members.text("subject")
    let status = members.text("status").flatMap(TicketStatus.init(word:))
    let priority = members.text("priority").flatMap(Priority.init(word:))
    let (assignee, group) = (members.number("assignee_id"), members.number("group_id"))
    let (tags, updatedAt) = (members.words("tags"), members.moment("ticket_updated_at"))
    if let subject, let status, let priority, let tags, let updatedAt {
      session.ticket = PlannedSession.Ticket(
        subject: subject, status: status, priority: priority, assigneeID: assignee, groupID: group,
        tags: tags, updatedAt: updatedAt)
    }
    // A ticket of which something is missing is missing in what is written again.
    let checksum = sealed(session, plan: plan).checksum
    return members.text("checksum") == checksum && members.areSound ? session : nil
  }
}

/// Reads members, each of which must be there, with its kind of value or null.
private struct LineMembers {
  private let record: JSONRecord
  /// Whether all that was read is.
  private(set) var areSound = true

  init(_ record: JSONRecord) { self.record = record }

  mutating func number(_ key: StaticString) -> Int64? { value(key) { $0.integer() } }

  mutating func count(_ key: StaticString) -> Int? {
    value(key) { $0.integer().flatMap { Int(exactly: $0) } }
  }

  mutating func text(_ key: StaticString) -> String? { value(key) { $0.string() } }

  mutating func moment(_ key: StaticString) -> Instant? {
    value(key) { slice in slice.withText { Instant(rfc3339: $0) } ?? nil }
  }

  /// A list of texts, with blanks between them.
  mutating func words(_ key: StaticString) -> String? {
    value(key) { $0.value.array?.map { $0.string ?? "" }.joined(separator: " ") }
  }

  private mutating func value<Value>(_ key: StaticString, _ read: (JSONSlice) -> Value?) -> Value? {
    guard let slice = record.member(key) else {
      areSound = false
      return nil
    }
    if slice.isNull { return nil }
    let value = read(slice)
    if value == nil { areSound = false }
    return value
  }
}

/// An object that is written member by member.
private struct ObjectLine {
  private var bytes = [UInt8(ascii: "{")]

  mutating func add(_ key: String, _ text: String?) {
    add(key)
    JSONWriter.append(text, orNull: &bytes)
  }

  mutating func add(_ key: String, _ number: Int64?) {
    add(key)
    JSONWriter.append(number, orNull: &bytes)
  }

  mutating func add(_ key: String, words: String?) {
    guard let words else { return add(key, nil as String?) }
    add(key)
    bytes.append(UInt8(ascii: "["))
    for (index, word) in words.split(separator: " ").enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      JSONWriter.append(String(word), to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func add(_ key: String) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    JSONWriter.append(key, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
  }

  /// The whole line, with the checksum of what stands before it.
  func sealed(seed: String) -> (text: [UInt8], checksum: String) {
    let checksum = Checksum.of(bytes, seed: seed)
    var whole = self
    whole.add("checksum", checksum)
    return (whole.bytes + Array("}\n".utf8), checksum)
  }
}
