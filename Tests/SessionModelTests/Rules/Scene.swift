import JSONText

@testable import SessionModel

/// A ticket before and after something, and the update that it was, in words that the manual can use as they are.
///
/// `open > solved & role=agent` is read for a field: its own value was `open` and is `solved`, and the update was
/// an agent's. Parts are separated by `&`; one without a name is of the field itself. `-` is no value.
struct Scene {
  var before: WorkItem
  var now: WorkItem
  var event = RuleEvent(isCreation: false, updaterID: 5, updaterRole: .admin, channel: "api")
  var environment = RuleEnvironment(
    featureEnabled: true, hasSurvey: true, groups: [1, 2, 3], staff: [5, 6, 7], schedules: [1, 2])
  var policy = UpdatePolicy.standard

  static let bare: WorkItem = {
    var ticket = WorkItems.ticket()
    ticket.facts.channel = "web"
    return WorkItem(session: nil, ticket: ticket)
  }()

  init(_ text: String, of field: String = "", from start: WorkItem = bare) {
    before = start
    now = start
    for part in text.split(separator: "&").map({ $0.trimming }) where !part.isEmpty {
      let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimming }
      let (name, value) = pair.count == 2 ? (pair[0], pair[1]) : (field, pair[0])
      if tell(name, value) { continue }
      let states = value.split(separator: ">", omittingEmptySubsequences: false).map { $0.trimming }
      precondition(states.count <= 2, "\(text)")
      before.set(name, states[0])
      now.set(name, states.last!)
    }
  }

  /// What a name says of the update and the account; false if it is of the ticket.
  private mutating func tell(_ name: String, _ value: String) -> Bool {
    switch name {
    case "update", "update_type": event.isCreation = value == "Create"
    case "by": event.updaterID = Int64(value)
    case "role": event.updaterRole = Role(word: value)!
    case "current_via_id": event.channel = value
    case "public": event.comment = RuleEvent.Comment(body: value, isPublic: true)
    case "note": event.comment = RuleEvent.Comment(body: value, isPublic: false)
    case "in_business_hours": environment.defaultHoursOpen = value == "true"
    case "within_schedule": environment.openSchedules = Set(value.split(separator: " ").map { Int64($0)! })
    case "feature": (environment.featureEnabled, policy.canEndSessions) = (value == "on", value == "on")
    case "plan": environment.hasSurvey = value == "survey"
    case "trigger_end": policy.triggerEndSetsEmail = value == "email"
    default: return false
    }
    return true
  }
}

extension WorkItem {
  /// Sets one of `words` from its word; `-` is none.
  mutating func set(_ name: String, _ given: String) {
    let word = given == "-" ? "" : given
    switch name {
    case "status", "status_category": ticket!.status = TicketStatus(word: word)!
    case "priority": ticket!.priority = Priority(word: word)!
    case "type": ticket!.type = TicketType(word: word)
    case "group_id": ticket!.groupID = Int64(word)
    case "assignee_id": ticket!.assigneeID = Int64(word)
    case "requester_id": ticket!.facts.requesterID = Int64(word)
    case "organization_id": ticket!.facts.organizationID = Int64(word)
    case "brand_id": ticket!.facts.brandID = Int64(word)
    case "ticket_form_id": ticket!.formID = Int64(word)
    case "locale_id": ticket!.facts.requesterLocaleID = Int64(word)
    case "requester_role": ticket!.facts.requesterRole = Role(word: word)!
    case "requester_email": ticket!.facts.requesterHasEmail = word == "yes"
    case "current_tags", "tags": ticket!.tags = word.split(separator: " ").map(String.init)
    case "via_id": ticket!.facts.channel = word
    case "subject_includes_word", "subject": ticket!.facts.subject = word
    case "ticket_is_public": ticket!.facts.isPublic = word == "public"
    case "satisfaction_score": ticket!.satisfaction = SatisfactionScore(word: word)!
    case "reopens": ticket!.reopens = Int64(word)!
    case "replies": ticket!.replies = Int64(word)!
    case "agent_stations": ticket!.agentStations = Int64(word)!
    case "group_stations": ticket!.groupStations = Int64(word)!
    case "schedule_id": ticket!.scheduleID = Int64(word)
    case "custom_status_id": ticket!.customStatusID = Int64(word)
    case "routing_channel": ticket!.routingChannel = RoutingChannel(word: word)!
    case "assigned_channel": ticket!.assignedChannel = RoutingChannel(word: word)
    case "messaging_session_state": session = SessionState(word: word).map { Session(id: 7, state: $0) }
    case "messaging_session_ended_reason":
      let reason = EndReason(word: word)
      let end = reason.map { End(reason: $0, at: nil, by: nil, via: nil) }
      session = Session(id: 7, state: end == nil ? .active : .ended, end: end)
    default:
      let id = ConditionCatalogue.customFieldID(name)
      precondition(id != nil, "'\(name)' is nothing of a ticket")
      ticket!.customFields[id!] = word.isEmpty ? nil : word
    }
  }

  /// Everything that rules see or change, by the names of `set`; what is none is left out.
  var words: [String: String] {
    var words: [String: String] = [:]
    words["messaging_session_state"] = session?.state.word
    words["messaging_session_ended_reason"] = session?.end?.reason?.word
    guard let ticket else { return words }
    words["status"] = ticket.status.word
    words["priority"] = ticket.priority.word
    words["type"] = ticket.type?.word
    words["group_id"] = ticket.groupID.map(String.init)
    words["assignee_id"] = ticket.assigneeID.map(String.init)
    words["requester_id"] = ticket.facts.requesterID.map(String.init)
    words["organization_id"] = ticket.facts.organizationID.map(String.init)
    words["brand_id"] = ticket.facts.brandID.map(String.init)
    words["ticket_form_id"] = ticket.formID.map(String.init)
    words["locale_id"] = ticket.facts.requesterLocaleID.map(String.init)
    words["requester_role"] = ticket.facts.requesterRole.word
    words["requester_email"] = ticket.facts.requesterHasEmail ? "yes" : ""
    words["tags"] = ticket.tags.joined(separator: " ")
    words["via_id"] = ticket.facts.channel
    words["subject"] = ticket.facts.subject
    words["ticket_is_public"] = ticket.facts.isPublic ? "public" : "private"
    words["satisfaction_score"] = ticket.satisfaction.word
    words["reopens"] = String(ticket.reopens)
    words["replies"] = String(ticket.replies)
    words["agent_stations"] = String(ticket.agentStations)
    words["group_stations"] = String(ticket.groupStations)
    words["schedule_id"] = ticket.scheduleID.map(String.init)
    words["custom_status_id"] = ticket.customStatusID.map(String.init)
    words["routing_channel"] = ticket.routingChannel.word
    words["assigned_channel"] = ticket.assignedChannel?.word
    for (id, value) in ticket.customFields { words["custom_fields_\(id)"] = value }
    return words.filter { !$0.value.isEmpty }
  }
}

extension Substring {
  fileprivate var trimming: String {
    let start = drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
