import CivilTime
import CommandGrammar
import JSONText
import TestSupport

/// A lifelike account made by chance: the same seed, the same account.
///
/// Groups of which some are empty, agents with little or no room, customers with and without an address, hours, queues,
/// triggers, messaging triggers, macros, recipes, tickets that were imported, some without a group, and conversations in
/// every state that the commands themselves have brought about.
struct RandomAccount {
  let machine: TestMachine
  var chance: SplitMix
  private(set) var groups: [Int64] = []
  private(set) var customers: [Int64] = []

  static let recipes = [
    "surge-messaging", "surge-omnichannel", "out-of-hours", "ended-sessions-report", "csat-on-end",
    "notify-before-end",
  ]

  init(seed: UInt64) throws {
    var chance = SplitMix(seed: seed &* 2_654_435_761 &+ 1)
    let plan = chance.pick([
      "suite-growth", "suite-growth", "suite-growth", "suite-team", "suite-professional", "suite-enterprise",
    ])
    machine = try TestMachine.withStore(plan: plan)
    self.chance = chance
    let isOn = !self.chance.once(in: 8)
    if isOn { try machine.does("feature enable -q") }
    try machine.take(people() + rules() + tickets())
    settings()
    if isOn && self.chance.once(in: 2) { try machine.does("feature enable --for end-users -q") }
    if self.chance.once(in: 2) { recipe() }
    if self.chance.once(in: 5) { recipe() }
    talks()
    for _ in 0..<self.chance.number(0...3) { deed() }
  }

  // MARK: What is imported

  private mutating func people() -> [String] {
    groups = Array(1...Int64(chance.number(1...3)))
    customers = Array(11...Int64(11 + chance.number(1...4)))
    var lines = groups.map { Wire.wrapped("group", Wire.group($0, "Group \($0)")) }
    var membership: Int64 = 0
    // Rules name the agents 2 and 3 and the groups 1 and 2, which may not be there.
    for id in 2...Int64(chance.number(2...4)) {
      let user = Wire.user(
        id,
        [
          ("name", .string("Agent \(id)")), ("email", .string("a\(id)@example.com")),
          ("role", chance.once(in: 4) ? "admin" : "agent"), ("suspended", .bool(chance.once(in: 12))),
        ])
      let room = chance.pick([(0, 0), (1, 1), (2, 3), (5, 5), (1, 0), (0, 4)])
      let status = chance.pick(["online", "online", "online", "away", "offline"])
      lines.append(
        """
        {"user":\(user),"sessionctl":{"status":"\(status)","messaging_capacity":\(room.0),"email_capacity":\(room.1),\
        "routing_turn":null,"local_role":null,"source_updated_at":null,"local_fields":[]}}
        """)
      for group in groups where !chance.once(in: 3) {
        membership += 1
        lines.append(Wire.wrapped("group_membership", Wire.membership(membership, user: id, group: group)))
      }
    }
    for id in customers {
      let email: JSONValue = chance.once(in: 3) ? .null : .string("c\(id)@example.net")
      lines.append(
        Wire.wrapped(
          "user",
          Wire.user(
            id,
            [
              ("name", .string("Customer \(id)")), ("email", email),
              ("phone", chance.once(in: 3) ? "+49 30 1234567" : .null),
              ("locale", chance.pick(["de", "en", "de-AT", .null])),
              ("suspended", .bool(chance.once(in: 15))),
            ])))
    }
    // Wednesday, ten o'clock: some are open then, some are not.
    for id in 21..<(21 + chance.number(0...2)) {
      let end = chance.pick([4900, 5340])
      lines.append(
        """
        {"schedule":{"id":\(id),"name":"Hours \(id)","time_zone":"UTC","intervals":[{"start_time":4860,"end_time":\(end)}],\
        "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}
        """)
    }
    return lines
  }

  private mutating func rules() -> [String] {
    var random = RandomRules(chance: chance)
    defer { chance = random.chance }
    var lines = random.triggers(random.chance.number(0...6)).map { Wire.wrapped("trigger", $0.text) }
    for id in 0..<random.chance.number(0...3) {
      let conditions = random.queueConditions()
      let group = random.chance.pick(groups)
      lines.append(
        """
        {"queue":{"id":"q\(id)","name":"Queue \(id)","order":\(id + 1),"priority":\(random.chance.number(1...9)),\
        "definition":{"all":\(JSONValue.array(conditions).text),"any":[]},"primary_groups":{"count":1,"groups":\
        [{"id":\(group),"name":"Group \(group)"}]},"secondary_groups":{"count":0,"groups":[]},\
        "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}
        """)
    }
    for id in 0..<random.chance.number(0...2) {
      let event = random.chance.pick([
        "conversation_requested", "message_sent", "conversation_queued", "conversation_assigned_from_queue",
      ])
      let action = random.chance.pick([
        #"{"field":"add_tags","value":"a"}"#, #"{"field":"remove_tags","value":"a b"}"#,
        #"{"field":"send_message_to_customer","value":"Hello @customer_name"}"#,
      ])
      lines.append(
        """
        {"messaging_trigger":{"id":\(id + 1),"title":"M\(id)","active":true,"position":\(id),"event":"\(event)",\
        "conditions":{"all":[{"field":"hour_of_day","operator":"less_than","value":"\(random.chance.pick([5, 24]))"}],\
        "any":[]},"actions":[\(action)],"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}
        """)
    }
    let actions: [JSONValue] = [
      ["field": "comment_value", "value": "Goodbye {{ticket.requester.first_name}}"],
      ["field": "comment_mode_is_public", "value": .string(random.chance.pick(["true", "false"]))],
      ["field": "status", "value": "solved"], ["field": "current_tags", "value": "b"],
      ["field": "priority", "value": "low"],
    ]
    let some = actions.filter { _ in !random.chance.once(in: 3) }
    lines.append(
      """
      {"macro":{"id":1,"title":"Wrap up","active":true,"position":0,"actions":\
      \(JSONValue.array(some.isEmpty ? actions : some).text),"restriction":null,"created_at":"2026-01-01T00:00:00Z",\
      "updated_at":"2026-01-01T00:00:00Z"}}
      """)
    return lines
  }

  private mutating func tickets() -> [String] {
    (0..<chance.number(0...5)).flatMap { index -> [String] in
      let id = Int64(31 + index)
      let channel = chance.pick(["native_messaging", "native_messaging", "whatsapp", "email", "web"])
      let tags: [JSONValue] = chance.pick([[], ["a"], ["auto-routing"], ["b", "c"]])
      let ticket = Wire.ticket(
        id,
        [
          ("via", ["channel": .string(channel)]),
          ("from_messaging_channel", .bool(!["email", "web"].contains(channel))),
          (
            "status",
            .string(chance.pick(["new", "open", "open", "pending", "hold", "solved", "closed", "deleted"]))
          ),
          ("requester_id", .integer(chance.pick(customers))),
          ("group_id", chance.once(in: 3) ? .null : .integer(chance.pick(groups))),
          ("assignee_id", chance.once(in: 3) ? 2 : .null), ("tags", .array(tags)),
          ("priority", chance.pick(["low", "high", "urgent", .null])),
        ])
      guard chance.once(in: 2) else { return [Wire.wrapped("ticket", ticket)] }
      let author = chance.once(in: 2) ? 2 : chance.pick(customers)
      let audit = Wire.audit(
        9000 + 10 * id, ticket: id, by: author,
        at: chance.pick(["2026-07-14T12:00:00Z", "2026-07-15T09:30:00Z"]))
      return [Wire.wrapped("ticket", ticket), Wire.wrapped("audit", audit)]
    }
  }

  // MARK: What is done

  private mutating func settings() {
    let choices = [
      ("routing.ended_sessions_as_email", ["false"], 3), ("triggers.end_session_sets_email", ["false"], 4),
      ("routing.ended_sessions_need_tag", ["true"], 5), ("routing.autorouting_tag", ["a"], 6),
      ("routing.assignment_method", ["round_robin"], 3), ("account.locale", ["de", "en"], 3),
      ("account.default_schedule", ["21"], 3), ("routing.mode", ["messaging"], 8),
      ("capacity.idle_after", ["5m"], 5),
    ]
    for (key, values, times) in choices where chance.once(in: times) {
      // There may be no such schedule, for one; then it stays as it is.
      machine.tries("settings set \(key) \(chance.pick(values)) -q")
    }
  }

  private mutating func recipe() {
    let words = chance.pick(Self.recipes)
    let group = chance.once(in: 2) ? " --group 'Group 1'" : ""
    machine.tries("recipe install \(words)\(words.hasPrefix("surge") ? group : "") --yes -q")
  }

  /// Conversations from their beginning, in all states, told as a feed tells them.
  private mutating func talks() {
    var lines: [String] = []
    for index in 0..<chance.number(1...6) {
      var hours = chance.number(1...30)
      func tell(_ type: String, _ more: String) {
        let at = machine.now.advanced(by: Int64(-hours * 3600 + lines.count)).rfc3339
        lines.append(
          #"{"event_id":"e\#(lines.count)","type":"\#(type)","at":"\#(at)","conversation":"k\#(index)"\#(more)}"#
        )
      }
      let channel = chance.pick(["native_messaging", "whatsapp", "telegram", "line"])
      let customer = chance.pick(customers)
      tell("start", #","user":"\#(customer)","channel":"\#(channel)","message":"help me""#)
      if chance.once(in: 3) { tell("say", #","from":"ai-agent","message":"How can I help?""#) }
      if chance.once(in: 6) { continue }
      if hours > 1 && chance.once(in: 2) { hours -= 1 }
      let target = chance.pick([
        #","group":"\#(chance.pick(groups))""#, #","group":"\#(chance.pick(groups))""#, #","agent":"2""#,
        #","queue":"Queue 0""#, #","group":"\#(groups[0])","agent":"2""#, "",
      ])
      tell("handoff", target)
      for _ in 0..<chance.number(0...3) {
        if hours > 1 && chance.once(in: 3) { hours -= 1 }
        switch chance.number(0...5) {
        case 0, 1: tell("say", #","from":"customer","message":"\#(chance.pick(["pay now", "thanks"]))""#)
        case 2: tell("say", #","from":"agent","agent":"2","message":"Hello""#)
        case 3: tell("end", #","from":"agent","agent":"2""#)
        case 4: tell("end", #","from":"customer""#)
        default: tell("say", #","from":"ai-agent","message":"Still here""#)
        }
      }
    }
    // Suspended customers, missing queues and switches that are off refuse some of it.
    machine.run(
      ["conversation", "ingest", "-", "--keep-going", "-q"], input: Array(lines.joined(separator: "\n").utf8))
  }

  mutating func deed() {
    var random = RandomRules(chance: chance)
    let deed = random.deed()
    chance = random.chance
    guard let tickets = try? machine.plainTickets(), !tickets.isEmpty else { return }
    let id = chance.pick(tickets.keys.sorted())
    guard let session = tickets[id]?["session"] else { return }
    machine.run(deed.words(ticket: id, session: session))
  }

  // MARK: What is asked of it

  /// Options of `session end` that select some of the sessions, and say how to end them.
  mutating func endOptions() -> [String] {
    let selection = chance.pick([
      ["--all"], ["--all"], ["--idle-for", "\(chance.number(1...12))h", "--even-if-stalled"],
      ["--group", "Group 1"], ["--agent", "none"], ["--tag", "a"], ["--status", "open"],
      ["--channel", "messaging"], ["--last-sender", "customer"], ["--without-ticket"], ["--not-tag", "a"],
      ["1", "2", "3"], ["--all", "--limit", "2"],
    ])
    let options: [([String], Int)] = [
      (["--reason", "inactivity_ended"], 3),
      (["--routing-channel", chance.pick(["email", "messaging", "unchanged"])], 4),
      (["--macro", "Wrap up"], 4), (["--note", "swept"], 4),
    ]
    return selection + options.filter { chance.once(in: $0.1) }.flatMap(\.0)
  }

  /// How to remind customers; where the macro says nothing to them, that is refused.
  mutating func remindOptions() -> [String] {
    ["--macro", "Wrap up", "--idle-for", "\(chance.number(1...300))m", "--even-if-stalled"]
      + (chance.once(in: 2) ? ["--again", "2"] : []) + (chance.once(in: 4) ? ["--limit", "1"] : [])
  }
}

extension RandomRules {
  /// Conditions that queues may have: on what a ticket is, not on what an update does.
  mutating func queueConditions() -> [JSONValue] {
    let possible: [(String, String, [String])] = [
      ("via_id", "is", ["messaging", "native_messaging", "whatsapp"]),
      ("routing_channel", "is", ["email", "messaging"]),
      ("priority", "is", ["urgent", "high", "low"]), ("group_id", "is", ["1"]),
      ("current_tags", chance.pick(["includes", "not_includes"]), ["a", "b"]),
      ("messaging_session_state", "is", ["active", "ended"]), ("status", "is", ["new", "open"]),
    ]
    let chosen = possible.filter { _ in chance.once(in: 4) }
    return (chosen.isEmpty ? [chance.pick(possible)] : chosen).map { field, word, values in
      ["field": .string(field), "operator": .string(word), "value": .string(chance.pick(values))]
    }
  }
}
