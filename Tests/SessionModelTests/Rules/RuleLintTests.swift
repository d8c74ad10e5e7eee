import JSONText
import Testing

@testable import SessionModel

/// What `trigger lint` finds in triggers, by themselves and beside others.
@Suite struct RuleLintTests {
  private static let letter: RuleAction = mail("requester_id")

  private static func mail(_ reader: JSONValue, _ text: String = "We have it") -> RuleAction {
    RuleAction(field: "notification_user", value: [reader, "Subject", .string(text)])
  }

  private func trigger(
    _ id: Int64, _ all: [String], any: [String] = [], do actions: [String] = [], _ more: RuleAction...,
    title: String = ""
  ) -> Trigger {
    func condition(_ text: String) -> Rules.Condition {
      let words = text.split(separator: " ", maxSplits: 2).map(String.init)
      return (words[0], words.count > 1 ? words[1] : nil, words.count > 2 ? .string(words[2]) : "")
    }
    var trigger = Rules.trigger(
      id, if: all.map(condition), any: any.map(condition),
      do: actions.map { action in
        let words = action.split(separator: " ", maxSplits: 1).map(String.init)
        return RuleAction(field: words[0], value: .string(words.count > 1 ? words[1] : ""))
      } + more)
    if !title.isEmpty { trigger.title = title }
    return trigger
  }

  private static let environment: RuleEnvironment = {
    var environment = Rules.environment
    environment.defaultHoursOpen = false
    return environment
  }()

  private let compiler = RuleCompiler(Self.environment)

  // MARK: Mail loops

  private func loops(_ trigger: Trigger) -> Bool {
    #expect(compiler.problems(of: trigger).isEmpty, "\(trigger)")
    return compiler.findings(of: trigger).contains { $0.kind == .mailLoop }
  }

  @Test(
    "a rule that an answer to its own e-mail sets off is a mail loop",
    arguments: [
      ["comment_is_public is true"], ["update_type is Change", "comment_is_public is not_relevant"],
      ["comment_is_public is true", "role is end_user"],
      ["comment_is_public is true", "status is_not closed"],
      ["comment_is_public is true", "in_business_hours is false"],
      ["comment_is_public is true", "requester_id is current_user"],
      ["comment_is_public is true", "current_via_id is email"],
      ["comment_is_public is true", "current_tags includes a b", "priority less_than high"],
      ["status not_changed", "group_id is 2"], ["comment_includes_word includes have"],
      ["comment_is_public is true", "replies less_than 1"],
      ["comment_is_public is true", "reopens less_than 3"],
      ["comment_is_public is true", "status is_not pending"],
      ["comment_is_public is true", "custom_fields_4 not_value gold"],
    ])
  func mailLoops(conditions: [String]) {
    #expect(loops(trigger(1, conditions, Self.letter)))
  }

  @Test(
    "what an answer can't meet, or the rule itself ends, is no mail loop",
    arguments: [
      (["update_type is Create", "comment_is_public is true"], []),
      (["comment_is_public is true", "requester_id is_not current_user"], []),
      (["comment_is_public is true", "role is agent"], []),
      (["comment_is_public is true", "role is_not end_user"], []),
      (["comment_is_public is false"], []),
      (["comment_is_public is true", "current_via_id is messaging"], []),
      (["comment_is_public is true", "current_tags not_includes told"], ["current_tags told"]),
      (["comment_is_public is true", "current_tags includes ask"], ["remove_tags ask"]),
      (["comment_is_public is true", "current_tags includes ask"], ["set_tags told"]),
      (["comment_is_public is true", "priority is low"], ["priority high"]),
      (["comment_is_public is true", "status is solved"], []), (["status value open"], []),
      (["group_id changed"], []), (["comment_includes_word includes refund"], []),
      (["comment_is_public is true", "status less_than pending"], ["status closed"]),
      (["comment_is_public is true", "custom_fields_4 value gold"], []),
      (["messaging_session_ended_reason value agent_ended"], []),
    ] as [([String], [String])])
  func noMailLoop(conditions: [String], actions: [String]) {
    #expect(!loops(trigger(1, conditions, do: actions, Self.letter)))
  }

  @Test("E16: an answer opens what the rule sets to pending, so that an opening sets it off again")
  func reopening() {
    #expect(loops(trigger(1, ["status value open"], do: ["status pending"], Self.letter)))
    #expect(loops(trigger(1, ["status changed"], do: ["status hold"], Self.letter)))
    #expect(!loops(trigger(1, ["status changed"], do: ["status open"], Self.letter)))
    #expect(!loops(trigger(1, ["status value open"], do: ["status pending"], Self.mail("assignee_id"))))
  }

  @Test("who answers is who got the e-mail") func readers() {
    let comment = ["comment_is_public is true"]
    func loops(_ reader: JSONValue, _ more: String...) -> Bool {
      self.loops(trigger(1, comment + more, Self.mail(reader)))
    }
    #expect(loops("assignee_id") && !loops("assignee_id", "assignee_id is_not current_user"))
    #expect(loops("assignee_id", "requester_id is_not current_user"))
    #expect(!loops("assignee_id", "role is end_user") && loops("assignee_id", "role is agent"))
    #expect(loops("all_agents") && !loops("all_agents", "role is end_user"))
    #expect(loops("5", "assignee_id is_not current_user"))
    #expect(loops("current_user") && loops("current_user", "role is end_user"))
    #expect(loops("current_user", "requester_id is_not current_user"))
    #expect(!loops("current_user", "current_via_id is whatsapp"))
    let group = RuleAction(field: "notification_group", value: ["group_id", "S", "B"])
    #expect(
      self.loops(trigger(1, comment, group)) && !self.loops(trigger(1, comment + ["role is end_user"], group))
    )
    let hook = RuleAction(field: "notification_webhook", value: ["hook", "B"])
    #expect(!self.loops(trigger(1, comment, hook)))
  }

  @Test("any: one way in which it fires again is enough") func anyWay() {
    #expect(loops(trigger(1, [], any: ["status value solved", "comment_is_public is true"], Self.letter)))
    #expect(!loops(trigger(1, [], any: ["status value solved", "group_id changed"], Self.letter)))
  }

  @Test("what sends on every update is told as that, and not as a mail loop too") func everyUpdate() {
    let codes = compiler.findings(of: trigger(1, ["group_id is 2"], Self.letter)).map(\.code)
    #expect(codes == ["fires_again"])
  }

  // MARK: Undone

  private func undone(_ triggers: Trigger...) -> [Int64] {
    let sequence = RuleSequence(triggers, Self.environment)
    return triggers.filter { rule in
      compiler.findings(of: rule, in: sequence).contains { $0.kind == .undone }
    }.map(\.id)
  }

  @Test(
    "T4 what a later rule certainly sets to something else is undone",
    arguments: [
      (["status is open"], "priority high", ["status is open"], "priority low"),
      (["status is open"], "priority high", ["status less_than solved"], "priority low"),
      (["status is open"], "priority high", ["status_category is_not solved"], "priority "),
      (["update_type is Create", "via_id is whatsapp"], "group_id 2", ["via_id is messaging"], "group_id 3"),
      (["via_id is 74"], "group_id 2", ["via_id is_not email"], "group_id 3"),
      (["status value solved"], "custom_fields_4 a", ["status is solved"], "custom_fields_4 b"),
      (["status value solved"], "custom_fields_4 a", ["status changed"], "custom_fields_4 b"),
      (["current_tags includes vip"], "priority high", ["current_tags includes vip late"], "priority low"),
      (
        ["comment_includes_word includes pay"], "type task", ["comment_includes_word includes pay"],
        "type question"
      ),
      (["status is open"], "current_tags hot", ["status is open"], "remove_tags hot cold"),
      (["status is open"], "remove_tags hot", ["status is open"], "current_tags hot"),
      (["status is new"], "current_tags hot", ["current_tags includes hot"], "set_tags hot"),
      (["status is open"], "current_tags hot", ["status is open"], "set_tags cold"),
      (
        ["priority not_changed", "priority is low"], "priority high", ["priority changed"], "priority urgent"
      ),
      (
        ["custom_status_id is 7"], "custom_status_id 8", ["custom_status_id includes 8 9"],
        "custom_status_id 9"
      ),
      (["reopens greater_than 3"], "priority high", ["reopens greater_than 2"], "priority low"),
      (
        ["messaging_session_ended_reason value agent_ended"], "priority high",
        ["messaging_session_state is ended"], "priority low"
      ),
    ] as [([String], String, [String], String)])
  func undone(first: [String], action: String, second: [String], other: String) {
    let isTag = other == "set_tags hot"
    #expect(undone(trigger(1, first, do: [action]), trigger(2, second, do: [other])) == (isTag ? [] : [1]))
  }

  @Test(
    "what need not fire, or sets the same, undoes nothing",
    arguments: [
      (["status is open"], "priority high", ["status is open"], "priority high"),
      (["status is open"], "priority high", ["status is open"], "type task"),
      (["status less_than solved"], "priority high", ["status is open"], "priority low"),
      (["via_id is messaging"], "group_id 2", ["via_id is whatsapp"], "group_id 3"),
      (["status is open"], "priority high", ["status is open", "priority is low"], "priority urgent"),
      (["status is open"], "priority high", ["status is open", "current_tags includes vip"], "priority low"),
      (["status is solved"], "priority high", ["status value solved"], "priority low"),
      (["current_tags includes vip late"], "priority high", ["current_tags includes vip"], "priority low"),
      (["status is open"], "current_tags ask", ["current_tags includes ask"], "remove_tags ask"),
      (["status is open"], "assignee_id 6", ["status is open"], "assignee_id current_user"),
      (["status is open"], "status closed", ["group_id is_not 9"], "status solved"),
      (["comment_is_public is true"], "priority high", ["comment_is_public is false"], "priority low"),
    ] as [([String], String, [String], String)])
  func notUndone(first: [String], action: String, second: [String], other: String) {
    #expect(undone(trigger(1, first, do: [action]), trigger(2, second, do: [other])).isEmpty)
  }

  @Test("T5 an earlier rule undoes it if it can only fire afterwards") func undoneByEarlier() {
    let reacts = trigger(1, ["priority is high"], do: ["priority urgent"])
    let sets = trigger(2, ["status is open", "priority is low"], do: ["priority high"])
    #expect(undone(reacts, sets) == [2])
    // Where both can fire from the beginning, the first one fires first.
    let both = trigger(3, ["status is open"], do: ["priority low"])
    #expect(undone(both, trigger(4, ["status is open"], do: ["priority high"])) == [3])
  }

  @Test("any: it is undone only if each way leads there") func undoneAnyWay() {
    let first = trigger(1, [], any: ["status is open", "status is hold"], do: ["priority high"])
    #expect(undone(first, trigger(2, ["status is open"], do: ["priority low"])).isEmpty)
    #expect(
      undone(first, trigger(2, [], any: ["status is hold", "status is open"], do: ["priority low"])) == [1])
    #expect(undone(first, trigger(2, ["status_category less_than solved"], do: ["priority low"])) == [1])
  }

  @Test("only active rules that can be evaluated undo, and are undone") func onlyActive() {
    let first = trigger(1, ["status is open"], do: ["priority high"])
    var second = trigger(2, ["status is open"], do: ["priority low"])
    second.active = false
    #expect(undone(first, second).isEmpty)
    #expect(undone(first, trigger(2, ["status is open", "moon is full"], do: ["priority low"])).isEmpty)
  }

  // MARK: The survey twice

  private func twice(_ triggers: Trigger...) -> [Int64] {
    let sequence = RuleSequence(triggers, Self.environment)
    return triggers.filter { rule in
      compiler.findings(of: rule, in: sequence).contains { $0.kind == .surveyTwice }
    }.map(\.id)
  }

  private static let survey = ["satisfaction_score offered"]
  private static let link = mail("requester_id", "{{satisfaction.rating_url}}")

  @Test("E12 a survey that another rule, or an earlier firing, can have sent") func surveyTwice() {
    let solved = trigger(1, ["status value solved"], do: Self.survey)
    #expect(twice(solved) == [1])
    let once = trigger(2, ["satisfaction_score is unoffered", "status value solved"], do: Self.survey)
    #expect(twice(once).isEmpty)
    let end = trigger(3, ["messaging_session_ended_reason value agent_ended"], do: Self.survey)
    // An end is final: that rule alone sends once.
    #expect(twice(end).isEmpty)
    #expect(twice(once, end) == [3])
    #expect(twice(end, once) == [3])
    let customer = trigger(4, ["messaging_session_ended_reason value end_user_ended"], do: Self.survey)
    #expect(twice(end, customer).isEmpty)
    let any = trigger(5, [], any: ["messaging_session_ended_reason present"], do: Self.survey)
    #expect(twice(any) == [5])
    #expect(twice(end, trigger(6, ["messaging_session_state value ended"], Self.link)) == [6])
    #expect(twice(trigger(6, ["messaging_session_state value ended"], Self.letter), end).isEmpty)
    // Creation happens once; a ticket has one channel.
    let mail = trigger(7, ["update_type is Create", "via_id is email"], do: Self.survey)
    #expect(
      twice(mail).isEmpty
        && twice(mail, trigger(8, ["update_type is Create", "via_id is 74"], do: Self.survey)).isEmpty)
    #expect(twice(mail, trigger(8, ["update_type is Create"], do: Self.survey)) == [8])
  }

  // MARK: Other channels

  private static let end = ["messaging_session end_session"]

  private func endsOthers(
    _ conditions: [String], any: [String] = [], title: String = "End", _ about: String = ""
  )
    -> Bool
  {
    let rule = trigger(1, conditions, any: any, do: Self.end, title: title)
    #expect(compiler.problems(of: rule).isEmpty, "\(rule)")
    return !compiler.endingOthers(rule, description: about).isEmpty
  }

  @Test("a rule that names a channel and ends the sessions of others") func otherChannel() {
    let state = "messaging_session_state is active"
    #expect(endsOthers([state], title: "Surge on WhatsApp"))
    #expect(endsOthers([state, "via_id is messaging"], title: "LINE: close down"))
    #expect(endsOthers([state], "For customers on Telegram"))
    #expect(endsOthers([state, "current_via_id is whatsapp"]))
    #expect(endsOthers([state, "current_tags includes from_whatsapp"]))
    #expect(endsOthers([state, "custom_fields_4 is viber"]))
    #expect(endsOthers([state, "via_id is telegram"], title: "End on WhatsApp"))
    #expect(endsOthers([state], any: ["via_id is whatsapp", "priority is low"], title: "WhatsApp"))
    #expect(endsOthers([state, "via_id is_not line"], title: "WhatsApp: end"))
    let routes = trigger(1, [state], do: ["routing_channel email"], title: "SMS as e-mail")
    #expect(!compiler.endingOthers(routes).isEmpty)
  }

  @Test("a rule that names no channel, or looks at the one it names, is no finding") func meantChannel() {
    let state = "messaging_session_state is active"
    #expect(
      !endsOthers([state]) && !endsOthers([state, "via_id is messaging"], title: "Surge: end messaging"))
    #expect(!endsOthers([state, "via_id is whatsapp"], title: "End on WhatsApp"))
    #expect(!endsOthers([state, "via_id is 74"], title: "End on WhatsApp"))
    #expect(!endsOthers([state], any: ["via_id is whatsapp", "via_id is line"], title: "WhatsApp and LINE"))
    #expect(!endsOthers([state, "via_id is_not whatsapp"], title: "All but WhatsApp"))
    #expect(!endsOthers([state, "current_tags not_includes whatsapp"], title: "All but WhatsApp"))
    #expect(!endsOthers([state], title: "Second line, offline") && !endsOthers([state], title: "Telegrams"))
    #expect(
      !endsOthers([state, "current_via_id is messaging"]) && !endsOthers([state, "current_via_id is email"]))
    let telling = trigger(1, [state], do: ["priority low"], title: "WhatsApp")
    #expect(compiler.endingOthers(telling).isEmpty)
    let routed = trigger(
      1, ["messaging_session_state is ended"], do: ["routing_channel email"], title: "WhatsApp")
    #expect(compiler.endingOthers(routed).isEmpty)
  }

  // MARK: Stranding

  private func queue(_ key: Int64, _ conditions: String..., group: Int64) -> Queue {
    Queue(
      key: key, id: "\(key)", name: "Queue \(key)", order: key, priority: 1,
      conditions: trigger(1, conditions).conditions, primaryGroups: [group])
  }

  private static let members: [(group: Int64, channels: Set<RoutingChannel>)] = [(1, [.email, .messaging])]

  private func strands(
    _ trigger: Trigger, _ queues: Queue..., environment: RuleEnvironment = Self.environment
  ) -> Bool {
    // Somebody is in group 1, nobody in the others.
    let service = GroupService(
      names: [1: "Support", 2: "Empty", 3: "Void"], members: Self.members)
    #expect(RuleCompiler(environment).problems(of: trigger).isEmpty, "\(trigger)")
    return !RuleCompiler(environment).stranding(
      trigger, queues, service, among: RuleSequence([], environment)
    ).isEmpty
  }

  @Test("Q2, Q5 a rule that puts tickets where nobody is given them") func stranding() {
    let vip = queue(1, "current_tags includes vip", group: 2)
    #expect(strands(trigger(1, ["status is open"], do: ["current_tags vip"]), vip))
    #expect(
      strands(
        trigger(1, ["update_type is Create"], do: ["priority urgent"]),
        queue(1, "priority is urgent", group: 3))
    )
    #expect(
      strands(
        trigger(1, ["messaging_session_state is active"], do: Self.end),
        queue(1, "via_id is messaging", "routing_channel is messaging", group: 1),
        queue(2, "routing_channel is email", group: 2)))
    #expect(strands(trigger(1, ["status is open"], do: ["group_id "])))
    #expect(strands(trigger(1, ["status is open"], do: ["group_id "]), queue(1, "group_id is 1", group: 1)))
  }

  @Test("a rule whose tickets somebody serves, or that don't wait, strands nothing") func servedTickets() {
    let vip = queue(2, "current_tags includes vip", group: 2)
    let tag = trigger(1, ["status is open"], do: ["current_tags vip"])
    #expect(!strands(tag) && !strands(tag, queue(1, "status is open", group: 1), vip))
    #expect(!strands(tag, queue(2, "current_tags includes vip", "priority is high", group: 2)))
    #expect(!strands(tag, queue(2, "current_tags includes vip", group: 1)))
    #expect(!strands(trigger(1, ["status is solved"], do: ["current_tags vip"]), vip))
    #expect(!strands(trigger(1, ["status is open"], do: ["current_tags vip", "assignee_id 5"]), vip))
    // It was there before.
    #expect(!strands(trigger(1, ["current_tags includes vip"], do: ["priority low"]), vip))
    #expect(!strands(trigger(1, ["status is open"], do: ["group_id "]), queue(1, "status is open", group: 1)))
    #expect(
      !strands(trigger(1, ["status is open"], do: ["group_id "]), queue(1, "priority is low", group: 1)))
  }

  @Test("E4 an end that leaves the ticket in no queue") func endedOut() {
    var environment = Self.environment
    environment.triggerEndSetsEmail = false
    let rule = trigger(1, ["messaging_session_state is active"], do: Self.end)
    #expect(strands(rule, environment: environment) && !strands(rule))
    #expect(!strands(trigger(1, ["status value solved"], do: Self.end), environment: environment))
    #expect(!strands(trigger(1, ["assignee_id is 6"], do: Self.end), environment: environment))
    let service = GroupService(names: [:], members: Self.members)
    let routes = RuleSequence(
      [trigger(2, ["messaging_session_ended_reason value trigger_ended"], do: ["routing_channel email"])],
      environment)
    #expect(RuleCompiler(environment).stranding(rule, [], service, among: routes).isEmpty)
  }
}
