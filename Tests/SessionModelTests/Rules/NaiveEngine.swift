import JSONText

@testable import SessionModel

/// The rules of §5 once more, as slowly and as plainly as they are written there: a ticket is a dictionary of words,
/// nothing is compiled, and nothing is ruled out beforehand.
struct NaiveEngine {
  let before: [String: String]
  var now: [String: String]
  let event: RuleEvent
  let environment: RuleEnvironment
  let policy: UpdatePolicy
  let noteOnEnd: String?
  private(set) var fired: [Int64] = []
  private(set) var sent: [Int64] = []
  /// What happened besides changes, as `told` writes it.
  private(set) var happened: [String] = []
  private var changedBy: [String: Int64] = [:]
  /// Who added or removed a tag last; 0 is the update's own actor.
  private var taggedBy: [String: Int64] = [:]
  private var rule: Int64 = 0

  init(_ scene: Scene, noteOnEnd: String?) {
    (before, now) = (scene.before.words, scene.now.words)
    (event, environment, policy, self.noteOnEnd) = (scene.event, scene.environment, scene.policy, noteOnEnd)
  }

  // MARK: T3–T5

  mutating func run(_ triggers: [Trigger]) {
    if ["closed", "deleted"].contains(before["status"]) { return }
    var isSettled = false
    while !isSettled {
      isSettled = true
      for trigger in triggers where trigger.active && !isBarred(trigger) && !fired.contains(trigger.id) {
        guard isMet(trigger.conditions) else { continue }
        let was = now
        fire(trigger)
        isSettled = false
        if now != was { break }
      }
    }
  }

  /// T10, as far as the random rules go.
  private func isBarred(_ trigger: Trigger) -> Bool {
    let conditions = Set((trigger.conditions.all + trigger.conditions.any).map(\.field))
    let actions = Set(trigger.actions.map(\.field))
    return (conditions.isEmpty || actions.isEmpty) || conditions.contains("colour")
      || actions.isSuperset(of: ["messaging_session", "routing_channel"])
      || !environment.featureEnabled
        && !conditions.isDisjoint(with: [
          "messaging_session_ended_reason", "messaging_session_state", "routing_channel",
        ])
      || !environment.featureEnabled && !actions.isDisjoint(with: ["messaging_session", "routing_channel"])
      || !environment.hasSurvey && actions.contains("satisfaction_score")
      || environment.defaultHoursOpen == nil && conditions.contains("in_business_hours")
  }

  private func isMet(_ conditions: RuleConditions) -> Bool {
    conditions.all.allSatisfy(holds) && (conditions.any.isEmpty || conditions.any.contains(where: holds))
  }

  // MARK: Conditions

  private func holds(_ condition: RuleCondition) -> Bool {
    let word = condition.operatorWord ?? "is"
    if word.hasPrefix("not_") { return !holds(condition, String(word.dropFirst("not_".count))) }
    return word == "is_not" ? !holds(condition, "is") : holds(condition, word)
  }

  private func holds(_ condition: RuleCondition, _ word: String) -> Bool {
    let listed = condition.value.array?.map { $0.string ?? $0.text }.joined(separator: " ")
    let value = listed ?? condition.value.string ?? ""
    switch condition.field {
    case "update_type": return (value == "Create") == event.isCreation
    case "role": return value == event.updaterRole.word
    case "current_tags": return list(now, "tags").contains { list(value).contains($0) }
    case "via_id": return isChannel(now["via_id"] ?? "", value)
    case "current_via_id": return isChannel(event.channel, value)
    case "subject_includes_word": return isIn(now["subject"] ?? "", value, word)
    case "comment_includes_word": return comment.map { isIn($0.body, value, word) } ?? false
    case "comment_is_public":
      guard let comment else { return false }
      return value == "not_relevant" || comment.isPublic == (value != "false")
    case "in_business_hours":
      let schedule = now["schedule_id"].flatMap { Int64($0) }
      return (schedule.map(environment.openSchedules.contains) ?? environment.defaultHoursOpen!)
        == (value == "true")
    case "within_schedule": return environment.openSchedules.contains(Int64(value)!)
    case "status_category": return compare("status", word, value)
    default: return compare(condition.field, word, value)
    }
  }

  /// T6
  private func compare(_ field: String, _ word: String, _ value: String) -> Bool {
    let (old, new) = (before[field] ?? "", now[field] ?? "")
    let orders = [
      "status": ["new", "open", "pending", "hold", "solved", "closed"],
      "priority": ["", "low", "normal", "high", "urgent"],
    ]
    func place(_ word: String) -> Int { orders[field]?.firstIndex(of: word) ?? Int(word)! }
    switch word {
    case "is": return new == wanted(value, in: now)
    case "less_than": return place(new) < place(value)
    case "greater_than": return place(new) > place(value)
    case "present": return !new.isEmpty
    case "includes": return list(value).contains(new)
    case "changed": return old != new
    case "value": return old != new && new == wanted(value, in: now)
    case "value_previous": return !event.isCreation && old != new && old == wanted(value, in: before)
    default: preconditionFailure(word)
    }
  }

  private func wanted(_ value: String, in state: [String: String]) -> String {
    switch value {
    case "current_user": event.updaterID.map(String.init) ?? "nobody"
    case "requester_id", "assignee_id": state[value] ?? ""
    default: value
    }
  }

  private var comment: RuleEvent.Comment? {
    if let comment = event.comment { return comment }
    let ends = before["messaging_session_state"] == "active" && now["messaging_session_state"] == "ended"
    return ends ? noteOnEnd.map { RuleEvent.Comment(body: $0, isPublic: false) } : nil
  }

  private func isChannel(_ channel: String, _ value: String) -> Bool {
    let messaging = ["native_messaging", "whatsapp", "line"]
    if value == "messaging" { return messaging.contains(channel) }
    let names = ["75": "native_messaging", "74": "whatsapp", "4": "email", "0": "web"]
    return channel == names[value] ?? value
  }

  /// The random texts are words with blanks between.
  private func isIn(_ text: String, _ value: String, _ word: String) -> Bool {
    word == "includes" ? list(text).contains { list(value).contains($0) } : text.contains(value)
  }

  private func list(_ state: [String: String], _ field: String) -> [String] { list(state[field] ?? "") }
  private func list(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

  // MARK: Actions

  private mutating func fire(_ trigger: Trigger) {
    rule = trigger.id
    fired.append(rule)
    for action in trigger.actions { act(action.field, action.value.string ?? "") }
  }

  private mutating func set(_ field: String, _ value: String) {
    guard now[field] ?? "" != value else { return }
    now[field] = value.isEmpty ? nil : value
    changedBy[field] = rule
  }

  private mutating func count(_ field: String, _ counts: Bool) {
    now[field] = String(Int(before[field]!)! + (counts ? 1 : 0))
  }

  private mutating func act(_ field: String, _ value: String) {
    switch field {
    case "status": setStatus(value)
    case "group_id":
      set("group_id", value)
      count("group_stations", !value.isEmpty && value != before["group_id"])
    case "assignee_id": assign(value)
    case "set_tags": setTags(list(value))
    case "current_tags": setTags(list(now, "tags") + list(value))
    case "remove_tags": setTags(list(now, "tags").filter { !list(value).contains($0) })
    case "set_schedule": set("schedule_id", value)
    case "satisfaction_score":
      guard now["satisfaction_score"] == "unoffered" else { return }
      // E12, E15
      guard now["messaging_session_state"] == "active" || now["requester_email"] == "yes" else {
        return happened.append("remark by \(rule)")
      }
      set("satisfaction_score", "offered")
      sent.append(rule)
    case "notification_user": sent.append(rule)
    case "messaging_session":
      guard let state = now["messaging_session_state"] else { return happened.append("remark by \(rule)") }
      if state == "active" { return end("trigger_ended", email: policy.triggerEndSetsEmail) }
      // E1
      if policy.triggerEndSetsEmail && now["routing_channel"] != "email" && now["status"] != "closed" {
        route()
      }
    case "routing_channel":
      if now["routing_channel"] == "email" { return }
      if now["messaging_session_state"] != "active" { return route() }
      if !policy.canEndSessions { return happened.append("remark by \(rule)") }
      end("channel_changed", email: true)
    default: set(field, value)
    }
  }

  private mutating func setStatus(_ status: String) {
    if now["status"] == status { return }
    if now["status"] == "closed" { return happened.append("remark by \(rule)") }
    set("status", status)
    count("reopens", before["status"] == "solved" && ["open", "pending", "hold"].contains(status))
    if status == "closed" && now["messaging_session_state"] == "active" { end("ticket_closed", email: false) }
  }

  private mutating func assign(_ value: String) {
    if value == "current_user" && (event.updaterID == nil || event.updaterRole == .endUser) {
      return happened.append("remark by \(rule)")
    }
    let agent = wanted(value, in: now)
    if agent == now["assignee_id"] ?? "" { return }
    set("assignee_id", agent)
    if agent == before["assignee_id"] ?? "" {
      now["assigned_channel"] = before["assigned_channel"]
      count("agent_stations", false)
    } else {
      now["assigned_channel"] = agent.isEmpty ? nil : now["routing_channel"]
      count("agent_stations", !agent.isEmpty)
    }
    if !agent.isEmpty && now["status"] == "new" { set("status", "open") }
  }

  private mutating func setTags(_ tags: [String]) {
    var wanted: [String] = []
    for tag in tags where !wanted.contains(tag) { wanted.append(tag) }
    for known in [list(before, "tags"), list(now, "tags")] where known.sorted() == wanted.sorted() {
      wanted = known
    }
    let was = list(now, "tags")
    for tag in Set(was).symmetricDifference(wanted) { taggedBy[tag] = rule }
    set("tags", wanted.joined(separator: " "))
  }

  private mutating func end(_ reason: String, email: Bool) {
    let channel = now["routing_channel"]!
    let after = email ? "email" : channel
    now["messaging_session_state"] = "ended"
    now["messaging_session_ended_reason"] = reason
    happened.append("ended \(reason) \(channel) \(after) by \(rule)")
    if channel != after { route() }
  }

  private mutating func route() {
    happened.append("routed \(now["routing_channel"]!) email by \(rule)")
    now["routing_channel"] = "email"
  }

  // MARK: T7

  var changes: [String] {
    let untold = [
      "tags",
      "messaging_session_state", "messaging_session_ended_reason", "routing_channel", "assigned_channel",
      "agent_stations", "group_stations", "reopens", "replies",
    ]
    return Set(before.keys).union(now.keys).subtracting(untold).filter { before[$0] != now[$0] }.map {
      "\($0) from \(before[$0] ?? "") to \(now[$0] ?? "") by \(changedBy[$0] ?? 0)"
    }.sorted()
  }

  /// Each tag that was added or removed in the end, by whom.
  var tagChanges: [String] {
    let (old, new) = (Set(list(before, "tags")), Set(list(now, "tags")))
    return
      (new.subtracting(old).map { "+\($0) by \(taggedBy[$0] ?? 0)" }
      + old.subtracting(new).map { "-\($0) by \(taggedBy[$0] ?? 0)" }).sorted()
  }
}
