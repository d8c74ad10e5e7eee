import JSONText
import SessionModel
import TestSupport

/// A rule with one of the faults that `trigger lint` knows, made by chance: of its own, or by breaking a real one.
struct PlantedFault {
  let kind: FindingKind
  /// What is imported, and the settings that it needs.
  private(set) var lines: [String] = []
  private(set) var settings: [String] = []
  /// The column of `trigger lint` that names what must be found, and its value there.
  private(set) var place = ("trigger_id", JSONValue.integer(PlantedFault.id))

  private static let id: Int64 = 90_001
  private var chance: SplitMix
  /// The rules that can be broken.
  private let real: [JSONValue]

  private typealias Actions = [(String, JSONValue)]

  init(_ kind: FindingKind, in rules: RecordedRules, seed: UInt64) {
    self.kind = kind
    real = rules.triggers.filter { $0["active"] == true }
    chance = SplitMix(seed: seed &* 7_919 &+ UInt64(FindingKind.allCases.firstIndex(of: kind)!))
    plant(rules)
  }

  private mutating func plant(_ rules: RecordedRules) {
    switch kind {
    case .cannotBeEvaluated: unreadable()
    case .neverMet: contradictory()
    case .noEffect: withoutEffect()
    case .undone: undone()
    case .firesAgain: firingAgain()
    case .mailLoop: mailLoop()
    case .surveyTwice: surveyTwice()
    case .otherChannel: otherChannel()
    case .nobodyServes: nobodyServes(rules)
    case .strands: strands()
    case .shadowed: shadowed()
    case .unknownPlaceholder: unknownPlaceholder()
    case .noAddress: noAddress()
    case .ownAddress: ownAddress()
    }
  }

  /// Whether it can only be planted where queues route.
  static func needsQueues(_ kind: FindingKind) -> Bool { [.strands, .shadowed].contains(kind) }

  // MARK: Making rules

  private mutating func add(
    _ all: [String], any: [String] = [], _ actions: Actions, title: String = "Planted",
    id: Int64 = PlantedFault.id,
    position: Int? = nil
  ) {
    let place = position ?? chance.number(0...12)
    lines.append(
      RecordedRules.trigger(id, title, all.shuffled(using: &chance), any: any, actions, position: place))
  }

  /// A real rule with something added, and perhaps another title.
  private mutating func addBroken(
    _ conditions: [String], _ actions: Actions = [], where isFit: (JSONValue) -> Bool = { _ in true },
    title: String = "Planted"
  ) -> Bool {
    let fit = real.filter(isFit)
    guard !fit.isEmpty, chance.once(in: 2) else { return false }
    let rule = chance.pick(fit)
    var all = rule["conditions"]?["all"]?.array ?? []
    for condition in RecordedRules.conditions(conditions).array ?? [] {
      all.insert(condition, at: chance.number(0...all.count))
    }
    let own = rule["actions"]?.array ?? []
    lines.append(
      RecordedRules.trigger(
        Self.id, title, all: .array(all), any: rule["conditions"]?["any"] ?? [],
        actions: .array(own + actions.map { ["field": .string($0), "value": $1] }),
        position: chance.number(0...12)))
    return true
  }

  /// Conditions on what a ticket is, which many rules have.
  private mutating func states(_ range: ClosedRange<Int>, besides fields: Set<String> = []) -> [String] {
    let pool = [
      "via_id is messaging", "via_id is whatsapp", "priority less_than high", "type is task",
      "group_id is 701",
      "current_tags includes red", "custom_fields_71 is a", "organization_id is_not ", "reopens less_than 4",
      "status less_than solved", "ticket_is_public is public", "requester_email present",
    ].filter { condition in !fields.contains(where: condition.hasPrefix) }.shuffled(using: &chance)
    var chosen: [String] = []
    for condition in pool.prefix(chance.number(range))
    where !chosen.contains(where: { $0.hasPrefix("via_id") && condition.hasPrefix("via_id") }) {
      chosen.append(condition)
    }
    return chosen
  }

  private mutating func action() -> (String, JSONValue) {
    let choices: Actions = [
      ("custom_fields_72", "x"), ("current_tags", "planted"), ("notification_webhook", ["hook", "called"]),
    ]
    return chance.pick(choices)
  }

  private static let mail = RecordedRules.mail("requester_id", "There is news")

  // MARK: Each fault

  private mutating func unreadable() {
    if chance.once(in: 4) {
      place = ("trigger_id", 90_002)
      let conditions = chance.pick([["moon is full"], ["queue_size is many"], ["message matches x"]])
      lines = [RecordedRules.messagingTrigger(90_002, "message_sent", conditions, [("add_tags", "x")])]
      return
    }
    let condition = chance.pick([
      "moon_phase is full", "status less open", "group_id is 999", "priority is asap",
      "within_schedule is 99",
      "assignee_id is 98765", "current_tags is x", "via_id is 9999", "replies greater_than few",
    ])
    if addBroken([condition]) { return }
    if chance.once(in: 2) {
      add([condition] + states(0...2), [action()])
    } else {
      let choices: Actions = [
        ("frobnicate", "x"), ("group_id", "999"), ("status", "new"), ("messaging_session", "over"),
        ("notification_user", ["boss", "S", "B"]), ("notification_user", ["requester_id", "S", "{% if %}"]),
        ("satisfaction_score", "good"), ("remove_tags", " "),
      ]
      let bad = chance.pick(choices)
      add(states(1...2), [bad] + (chance.once(in: 2) ? [action()] : []))
    }
  }

  private mutating func contradictory() {
    if chance.once(in: 5) {
      place = ("trigger_id", 90_002)
      let conditions = chance.pick([
        ["hour_of_day less_than 8", "hour_of_day greater_than 17"], ["queue_size is 3", "queue_size is 4"],
        ["message is yes", "message is no"], ["tags contains a", "tags does_not_contain a b"],
      ])
      lines = [RecordedRules.messagingTrigger(90_002, "conversation_queued", conditions, [("add_tags", "x")])]
      return
    }
    let pair = chance.pick([
      ["status is open", "status is solved"], ["priority less_than normal", "priority greater_than high"],
      ["current_tags includes x", "current_tags not_includes x"],
      ["assignee_id changed", "assignee_id not_changed"],
      ["group_id is 701", "group_id is 702"], ["status value solved", "status not_changed"],
      ["custom_fields_73 present", "custom_fields_73 not_present"], ["via_id is whatsapp", "via_id is line"],
      ["reopens less_than 1", "reopens greater_than 3"], ["type is task", "type is_not task"],
    ])
    if addBroken(pair) { return }
    add(pair + states(0...1, besides: Set(pair.map { String($0.prefix { $0 != " " }) })), [action()])
  }

  private mutating func withoutEffect() {
    let choices: [(String, (String, JSONValue))] = [
      ("priority is high", ("priority", "high")), ("group_id is 701", ("group_id", "701")),
      ("status value solved", ("status", "solved")), ("custom_fields_74 is a", ("custom_fields_74", "a")),
      ("current_tags includes x", ("current_tags", "x")),
      ("current_tags not_includes x", ("remove_tags", "x")),
      ("via_id is email", ("messaging_session", "end_session")),
      ("satisfaction_score is offered", ("satisfaction_score", "offered")),
      ("type is task", ("type", "task")),
    ]
    let (condition, action): (String, (String, JSONValue)) = chance.pick(choices)
    let field = String(condition.prefix { $0 != " " })
    add([condition] + states(0...2, besides: [field]), [action])
  }

  private mutating func undone() {
    // What holds for the first rule, and what then holds for the second.
    let pairs = [
      ("status is open", "status less_than solved"), ("via_id is whatsapp", "via_id is messaging"),
      ("current_tags includes red", "current_tags includes red blue"),
      ("update_type is Create", "update_type is Create"),
      ("status value pending", "status changed"),
      ("comment_is_public is true", "comment_is_public is not_relevant"),
      ("reopens greater_than 2", "reopens greater_than 1"),
      ("comment_includes_word includes pay", "comment_includes_word includes pay"),
      ("messaging_session_ended_reason value agent_ended", "messaging_session_state is ended"),
      ("via_id is 79", "via_id is_not whatsapp"), ("organization_id is 5", "organization_id is_not "),
    ]
    var some = Array(pairs.shuffled(using: &chance).prefix(chance.number(1...3)))
    var fields: Set<Substring> = []
    some = some.filter { fields.insert($0.0.prefix { $0 != " " }).inserted }
    let first = some.map(\.0)
    let kept = some.filter { _ in !chance.once(in: 3) }
    let second = (kept.isEmpty ? [some[0]] : kept).map { chance.once(in: 2) ? $0.0 : $0.1 }
    let choices: [((String, JSONValue), (String, JSONValue))] = [
      (("priority", "high"), ("priority", "low")), (("type", "task"), ("type", "question")),
      (("group_id", "701"), ("group_id", "702")), (("custom_fields_75", "a"), ("custom_fields_75", "")),
      (("current_tags", "mark"), ("remove_tags", "mark other")),
      (("remove_tags", "mark"), ("current_tags", "mark")),
      (("assignee_id", "1"), ("assignee_id", "")),
    ]
    let (one, other): ((String, JSONValue), (String, JSONValue)) = chance.pick(choices)
    let position = chance.number(0...6)
    add(first, [one] + (chance.once(in: 3) ? [("custom_fields_72", "x")] : []), position: position)
    add(second, [other], title: "Undoer", id: 90_003, position: position + chance.number(1...6))
  }

  private mutating func firingAgain() {
    if chance.once(in: 4) {
      place = ("trigger_id", 90_002)
      let conditions = chance.pick([
        ["queue_size greater_than 5"], ["tags does_not_contain told"], ["hour_of_day less_than 8"],
      ])
      lines = [
        RecordedRules.messagingTrigger(
          90_002, "message_sent", conditions, [("send_message_to_customer", "Hi")])
      ]
      return
    }
    let choices: [(String, JSONValue)] = [
      ("notification_webhook", ["hook", "called"]), ("notification_target", ["target", "called"]),
      ("notification_group", ["701", "S", "B"]), RecordedRules.mail("assignee_id", "Look"),
    ]
    let sending: (String, JSONValue) = chance.pick(choices)
    add(states(1...3), [sending] + (chance.once(in: 3) ? [("custom_fields_72", "x")] : []))
  }

  private mutating func mailLoop() {
    // The guard of a real rule is gone.
    let guarded = real.filter {
      $0.text.contains(#""requester_id","operator":"is_not","value":"current_user""#)
    }
    if !guarded.isEmpty && chance.once(in: 3) {
      let rule = chance.pick(guarded)
      let all = (rule["conditions"]?["all"]?.array ?? []).filter { $0["field"] != "requester_id" }
      lines.append(
        RecordedRules.trigger(
          Self.id, "Planted", all: .array(all), any: [], actions: rule["actions"] ?? [],
          position: chance.number(0...12)))
      return
    }
    let choices: [([String], [String])] = [
      (["comment_is_public is true"], ["requester_id", "assignee_id", "all_agents", "current_user", "1"]),
      (["comment_is_public is not_relevant", "update_type is Change"], ["requester_id", "assignee_id"]),
      (
        ["comment_is_public is requester_can_see_comment", "role is end_user"],
        ["requester_id", "current_user"]
      ),
      (["comment_is_public is true", "role is agent"], ["assignee_id", "all_agents"]),
      (["comment_is_public is true", "requester_id is_not current_user"], ["assignee_id", "all_agents"]),
      (["comment_includes_word includes news"], ["requester_id", "assignee_id"]),
      (["comment_is_public is true", "in_business_hours is false"], ["requester_id"]),
      (["group_id not_changed"], ["requester_id", "all_agents"]),
      (["status value open"], ["requester_id"]),
    ]
    let (conditions, readers): ([String], [String]) = chance.pick(choices)
    let reopens = conditions == ["status value open"]
    add(
      conditions
        + states(0...2, besides: reopens ? ["status", "reopens"] : ["group_id", "reopens", "status"]),
      [RecordedRules.mail(chance.pick(readers), "There is news")] + (reopens ? [("status", "pending")] : []))
  }

  private mutating func surveyTwice() {
    let choices: [([String], [String])] = [
      (["status value solved"], []), (["messaging_session_ended_reason is agent_ended"], []),
      (["messaging_session_ended_reason value agent_ended"], []),
      (["messaging_session_state value ended"], []),
      ([], ["status value solved", "messaging_session_ended_reason value agent_ended"]),
      (["messaging_session_ended_reason value agent_ended", "via_id is messaging"], []),
      (["comment_is_public is true", "status is solved"], []),
    ]
    let (conditions, any): ([String], [String]) = chance.pick(choices)
    let sending: (String, JSONValue) =
      chance.once(in: 3)
      ? RecordedRules.mail("requester_id", "How was it? {{satisfaction.rating_section}}")
      : ("satisfaction_score", "offered")
    let more = states(0...1, besides: ["via_id", "status", "organization"])
    add(conditions + more, any: any, [sending])
  }

  private mutating func otherChannel() {
    let name = chance.pick([
      "WhatsApp", "Telegram", "LINE", "Viber", "Instagram", "WeChat", "Messenger", "SMS",
    ])
    let title = chance.pick(["\(name): end it", "End sessions on \(name)", "Surge (\(name))"])
    let choices: Actions = [("messaging_session", "end_session"), ("routing_channel", "email")]
    let ends = chance.pick(choices)
    if addBroken([], where: { $0["actions"]?.text.contains("end_session") == true }, title: title) { return }
    let event = chance.pick(["status value pending", "update_type is Create", "current_tags includes stop"])
    switch chance.number(0...4) {
    case 0: add([event], [ends], title: title)
    case 1: add([event, "via_id is messaging"], [ends], title: title)
    case 2: add([event, "current_via_id is whatsapp"], [ends])
    case 3: add([event, "via_id is apple_business_chat"], [ends], title: title)
    default:
      add(
        [event], any: ["via_id is line", "priority is low"], [ends], title: "LINE or whatever is not urgent")
    }
  }

  private mutating func nobodyServes(_ rules: RecordedRules) {
    if rules.isOmnichannel && chance.once(in: 3) {
      place = ("queue_id", "p1")
      lines = [RecordedRules.queue("p1", order: chance.number(1...9), states(1...2), group: 703)]
      return
    }
    if addBroken([], [("group_id", "703")]) { return }
    add(states(1...2), [("group_id", "703")] + (chance.once(in: 2) ? [action()] : []))
  }

  private mutating func strands() {
    if chance.once(in: 6) {
      settings = ["settings set triggers.end_session_sets_email false -q"]
      add(["update_type is Create"] + states(0...1), [("messaging_session", "end_session")])
      return
    }
    let choices: [([String], Actions)] = [
      (["current_tags includes stuck"], [("current_tags", "stuck more")]),
      (["priority is urgent"], [("priority", "urgent")]),
      (["custom_fields_76 is a"], [("custom_fields_76", "a")]),
      (["custom_fields_76 present"], [("custom_fields_76", "b")]),
      (
        ["type is incident", "current_tags includes stuck"],
        [("type", "incident"), ("current_tags", "stuck")]
      ),
      (
        ["current_tags not_includes fine", "custom_fields_76 is a"],
        [("remove_tags", "fine"), ("custom_fields_76", "a")]
      ),
    ]
    let (conditions, actions): ([String], Actions) = chance.pick(choices)
    add(
      chance.pick([["update_type is Create"], ["status value open"], ["status is new"]])
        + states(0...2, besides: ["priority", "type", "status", "current_tags"]), actions)
    lines.append(RecordedRules.queue("p1", order: chance.number(1...9), conditions, group: 703))
  }

  private mutating func shadowed() {
    place = ("queue_id", "p2")
    let order = chance.number(1...5)
    lines = [
      RecordedRules.queue("p1", order: order, [], group: 701),
      RecordedRules.queue("p2", order: order + chance.number(1...4), states(1...2), group: 702),
    ]
  }

  private mutating func unknownPlaceholder() {
    place = ("trigger_id", 90_002)
    let name = chance.pick(["wait_time_min", "wait_time_max", "bot_name", "customer_ip", "account_status"])
    lines = [
      RecordedRules.messagingTrigger(
        90_002, chance.pick(["conversation_queued", "conversation_requested"]), ["queue_size greater_than 5"],
        [("send_message_to_customer", .string("Dear @customer_name, it is @\(name) now"))])
    ]
  }

  private mutating func noAddress() {
    let condition = chance.pick([
      "messaging_session_state value ended", "messaging_session_ended_reason value agent_ended",
      "routing_channel value email",
    ])
    add([condition] + states(0...1, besides: ["requester_email"]), [Self.mail])
  }

  private mutating func ownAddress() {
    settings = ["settings set outbox.from admin@example.com -q"]
    add(
      ["update_type is Create"] + states(0...2),
      [RecordedRules.mail(chance.pick(["1", "requester_id"]), "Hello")])
  }
}

extension RecordedRules {
  /// Rules in which there is nothing to find, as neighbours of others: each with tags and fields of its own.
  static func harmless(_ count: Int, _ chance: inout SplitMix, queues: Bool) -> [String] {
    (0..<count).flatMap { index -> [String] in
      let (id, tag, place) = (Int64(80_000 + index), "h\(index)", chance.number(0...12))
      let fresh = "current_tags not_includes \(tag)"
      let add = ("current_tags", JSONValue.string(tag))
      switch chance.number(0...(queues ? 6 : 5)) {
      case 0: return [trigger(id, "H", ["update_type is Create", fresh], [add], position: place)]
      case 1:
        return [
          trigger(
            id, "H",
            [
              "update_type is Change", "comment_is_public is true", "requester_id is_not current_user", fresh,
            ],
            [mail("requester_id", "There is news"), add], position: place)
        ]
      case 2:
        return [
          trigger(
            id, "H", ["custom_fields_\(500 + index) value a"], [("custom_fields_\(600 + index)", "b")],
            position: place)
        ]
      case 3:
        return [
          trigger(
            id, "H", ["assignee_id changed", "assignee_id is_not current_user"],
            [mail("assignee_id", "Yours")],
            position: place)
        ]
      case 4:
        return [
          trigger(
            id, "H", ["status value solved", "via_id is email"], [("remove_tags", .string(tag))],
            position: place)
        ]
      case 5:
        return [
          messagingTrigger(
            id, "message_sent", ["queue_size greater_than 3", "tags does_not_contain \(tag)"],
            [("send_message_to_customer", "Hello @customer_name"), ("add_tags", .string(tag))])
        ]
      default:
        return [queue("h\(index)", order: chance.number(1...9), ["current_tags includes \(tag)"], group: 701)]
      }
    }
  }
}
