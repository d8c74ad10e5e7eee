import JSONText

/// What the account's rules say of one update, read from §5 of the domain as plainly as it is written there: tickets
/// are words, rules are their JSON, nothing is compiled, and nothing is ruled out beforehand.
struct PlainEngine {
  /// What an account says to all its updates.
  struct Account {
    var endedSessionsAsEmail = true
    var triggerEndSetsEmail = true
    var featureOn = true
    var endUsersMayEnd = false
    var openSchedules: Set<String> = []
    var defaultIsOpen = false
  }

  /// Who makes an update, through which channel, and what they say by it.
  struct Event {
    var isCreation = false
    /// nil for somebody who is no person here, the AI agent.
    var updater: String?
    var role: String
    var channel: String
    var comment: (body: String, isPublic: Bool)?
  }

  let account: Account
  /// Empty where the update made the ticket: nothing had a value before (T6).
  let before: PlainTicket
  var now: PlainTicket
  var event: Event
  private(set) var fired: Set<Int64> = []

  init(_ account: Account, before: PlainTicket, now: PlainTicket, _ event: Event) {
    (self.account, self.before, self.now, self.event) = (account, before, now, event)
  }

  // MARK: T2–T5

  mutating func run(_ rules: [JSONValue]) {
    let status = before["status"] ?? now["status"]
    if status == "closed" || status == "deleted" { return }
    var isSettled = false
    while !isSettled {
      isSettled = true
      for rule in rules where rule["active"] == true && !fired.contains(rule["id"]!.integer!) && isMet(rule) {
        let was = now
        fired.insert(rule["id"]!.integer!)
        for action in rule["actions"]!.array! { act(action["field"]!.string!, Self.text(action["value"])) }
        isSettled = false
        if now != was { break }
      }
    }
  }

  func isMet(_ rule: JSONValue) -> Bool {
    let all = rule["conditions"]?["all"]?.array ?? []
    let any = rule["conditions"]?["any"]?.array ?? []
    return all.allSatisfy(holds) && (any.isEmpty || any.contains(where: holds))
  }

  private static func text(_ value: JSONValue?) -> String {
    value?.string ?? value?.integer.map(String.init) ?? ""
  }

  // MARK: Conditions

  private func holds(_ condition: JSONValue) -> Bool {
    let field = condition["field"]!.string!
    let word = condition["operator"]?.string ?? "is"
    let value = Self.text(condition["value"])
    if word == "is_not" { return !holds(field, "is", value) }
    if word.hasPrefix("not_") { return !holds(field, String(word.dropFirst(4)), value) }
    return holds(field, word, value)
  }

  private func holds(_ field: String, _ word: String, _ value: String) -> Bool {
    switch field {
    case "update_type": return (value == "Create") == event.isCreation
    case "role": return value == event.role
    case "current_tags": return !Set(words(now["current_tags"])).isDisjoint(with: words(value))
    case "via_id": return Self.channel(now["via_id"], is: value)
    case "current_via_id": return Self.channel(event.channel, is: value)
    case "subject_includes_word": return isIn(now[field] ?? "", word, value)
    case "comment_includes_word": return event.comment.map { isIn($0.body, word, value) } ?? false
    case "comment_is_public":
      guard let comment = event.comment else { return false }
      return value == "not_relevant" || comment.isPublic == (value != "false")
    case "in_business_hours":
      let isOpen = now["schedule_id"].map(account.openSchedules.contains) ?? account.defaultIsOpen
      return isOpen == (value == "true")
    case "within_schedule": return account.openSchedules.contains(value)
    case "status_category": return compare("status", word, value)
    case "messaging_session_end_reason": return compare("messaging_session_ended_reason", word, value)
    default: return compare(field, word, value)
    }
  }

  private func compare(_ field: String, _ word: String, _ value: String) -> Bool {
    let (old, new) = (before[field] ?? "", now[field] ?? "")
    switch word {
    case "present": return !new.isEmpty
    case "changed": return old != new
    case "value": return old != new && new == meant(value, of: now)
    case "value_previous": return !event.isCreation && old != new && old == meant(value, of: before)
    case "less_than": return place(new, field) < place(value, field)
    case "greater_than": return place(new, field) > place(value, field)
    default: return new == meant(value, of: now)
    }
  }

  private func place(_ word: String, _ field: String) -> Int {
    switch field {
    case "status": ["new", "open", "pending", "hold", "solved", "closed"].firstIndex(of: word) ?? -1
    case "priority": ["", "low", "normal", "high", "urgent"].firstIndex(of: word) ?? -1
    default: Int(word) ?? 0
    }
  }

  private func meant(_ value: String, of ticket: PlainTicket) -> String {
    switch value {
    case "current_user": event.updater ?? "nobody"
    case "requester_id", "assignee_id": ticket[value] ?? ""
    default: value
    }
  }

  static func channel(_ name: String?, is value: String) -> Bool {
    let messaging = [
      "72": "line", "73": "wechat", "74": "whatsapp", "75": "native_messaging", "77": "messagebird_sms",
      "78": "sunshine_conversations_facebook_messenger", "79": "telegram", "80": "twilio_sms", "81": "viber",
      "82": "google_rcs", "83": "apple_business_chat", "84": "google_business_messages", "85": "kakaotalk",
      "86": "instagram_dm", "87": "sunshine_conversations_api", "88": "sunshine_conversations_twitter_dm",
      "91": "business_messaging_slack_connect",
    ]
    if value == "messaging" { return messaging.values.contains(name ?? "") }
    return name == messaging[value] ?? ["0": "web", "4": "email", "5": "api", "8": "rule"][value] ?? value
  }

  /// The random texts are words with blanks between.
  private func isIn(_ text: String, _ word: String, _ value: String) -> Bool {
    word == "includes" ? !Set(words(text)).isDisjoint(with: words(value)) : text.contains(value)
  }

  private func words(_ text: String?) -> [String] { (text ?? "").split(separator: " ").map(String.init) }

  // MARK: Actions

  private mutating func act(_ field: String, _ value: String) {
    switch field {
    case "status": setStatus(value)
    case "group_id": setGroup(value)
    case "assignee_id":
      if value != "current_user" {
        assign(value)
      } else if event.role != "end_user", let updater = event.updater {
        assign(updater)
      }
    case "set_tags": setTags(words(value))
    case "current_tags": setTags(words(now["current_tags"]) + words(value))
    case "remove_tags": setTags(words(now["current_tags"]).filter { !words(value).contains($0) })
    case "set_schedule": set("schedule_id", value)
    case "satisfaction_score":
      // E12, E15: on messaging while the session is active, else by e-mail to who has an address.
      guard now["satisfaction_score"] == "unoffered",
        now["messaging_session_state"] == "active" || now["requester_email"] != nil
      else { return }
      set("satisfaction_score", "offered")
    case "messaging_session":
      if now["messaging_session_state"] == "active" {
        end("trigger_ended", email: account.triggerEndSetsEmail)
      } else if now["messaging_session_state"] == "ended" && account.triggerEndSetsEmail
        && now["status"] != "closed"
      {
        set("routing_channel", "email")
      }
    case "routing_channel":
      if now["messaging_session_state"] == "active" {
        if account.featureOn { end("channel_changed", email: true) }
      } else {
        set("routing_channel", "email")
      }
    case "notification_user", "notification_webhook": break
    default: set(field, value)
    }
  }

  mutating func set(_ field: String, _ value: String) { now[field] = value.isEmpty ? nil : value }

  private mutating func count(_ field: String, once more: Bool) {
    now[field] = String((Int(start[field] ?? "0") ?? 0) + (more ? 1 : 0))
  }

  /// What counters and comebacks are reckoned from: the ticket before the update, or the one that it made.
  var start: PlainTicket { made ?? before }
  /// The ticket that the update made.
  var made: PlainTicket?

  mutating func setStatus(_ status: String) {
    guard now["status"] != status, now["status"] != "closed" else { return }
    set("status", status)
    count("reopens", once: start["status"] == "solved" && ["open", "pending", "hold"].contains(status))
    if status == "closed" && now["messaging_session_state"] == "active" { end("ticket_closed", email: false) }
  }

  mutating func setGroup(_ group: String) {
    set("group_id", group)
    count("group_stations", once: !group.isEmpty && group != start["group_id"])
  }

  mutating func assign(_ agent: String) {
    if agent == now["assignee_id"] ?? "" { return }
    set("assignee_id", agent)
    let isBack = agent == start["assignee_id"] ?? ""
    count("agent_stations", once: !agent.isEmpty && !isBack)
    set(
      "assigned_channel",
      isBack ? start["assigned_channel"] ?? "" : agent.isEmpty ? "" : now["routing_channel"] ?? "")
    if !agent.isEmpty && now["status"] == "new" { set("status", "open") }
  }

  mutating func setTags(_ tags: [String]) { set("current_tags", Set(tags).sorted().joined(separator: " ")) }

  mutating func end(_ reason: String, email: Bool) {
    set("messaging_session_state", "ended")
    set("messaging_session_ended_reason", reason)
    if email { set("routing_channel", "email") }
  }
}
