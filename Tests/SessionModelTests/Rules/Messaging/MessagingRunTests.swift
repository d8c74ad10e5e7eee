import CivilTime
import JSONText
import Testing

@testable import SessionModel

/// What messaging triggers do when their event happens.
@Suite struct MessagingRunTests {
  private func run(
    _ triggers: [MessagingTrigger], _ scene: MessagingScene, on event: MessagingEvent = .messageSent
  ) throws -> UpdateDraft {
    let update = Update(actor: .system, via: .messaging, at: scene.facts.at, steps: [])
    let policy = UpdatePolicy(endedSessionsAsEmail: true, triggerEndSetsEmail: true, canEndSessions: true)
    var draft = try scene.item.applying(update, policy: policy)
    draft.run(MessagingCompiler(scene.rules).compile(triggers), on: event, scene.facts)
    return draft
  }

  private let always = MessagingTrigger.condition("hour_of_day greater_than_or_equal 0")

  @Test("M4 adds and removes tags as a change of the rule, and says what it is told, placeholders filled in")
  func actions() throws {
    var scene = MessagingScene()
    scene.set("tags", "old vip")
    scene.set("message", "Where is @queue_size?")
    scene.set("sender", "Ann")
    scene.set("customer_name", "Ann Lee")
    scene.set("queue_size", "4")
    let draft = try run(
      [
        .of(
          id: 3, all: [always],
          do: [
            ("add_tags", "new, vip"), ("remove_tags", "old"),
            (
              "send_message_to_customer",
              "Dear @customer_name, \"@message\": @queue_size wait. me@queue_size.de"
            ),
          ])
      ], scene)
    let rule = RuleReference(id: 3, title: "Rule 3", kind: .messagingTrigger)
    #expect(draft.fired.map(\.rule) == [rule])
    #expect(draft.item.ticket?.tags == ["vip", "new"])
    let text = "Dear Ann Lee, \"Where is @queue_size?\": 4 wait. me@queue_size.de"
    #expect(
      draft.events == [
        UpdateEvent(.change(field: "tags", from: "old vip", to: "vip new"), rule: rule),
        UpdateEvent(.message(text), rule: rule),
      ])
    #expect(draft.messages == [PendingMessage(rule: rule, text: text, sessionID: 7, ticketID: 70)])
    #expect(draft.sendsAnything)
    // The account's own words are no reply of an agent.
    #expect(draft.item.ticket?.replies == 0)
    #expect(draft.comment == nil)
  }

  @Test("M4 what an action does", arguments: MessagingActionExample.all)
  func actionExamples(example: MessagingActionExample) throws {
    var scene = MessagingScene()
    scene.set("tags", example.tags)
    scene.set("customer_name", "Ann")
    let action = (example.action.field, example.action.value)
    let draft = try run([.of(all: [always], do: [action])], scene)
    #expect(draft.item.ticket?.tags.joined(separator: " ") == example.gives)
    #expect(draft.messages.first?.text == example.says)
  }

  @Test("M4 every action has an example") func actionCoverage() {
    #expect(MessagingActionExample.all.map(\.action.field) == MessagingCatalogue.actions.map(\.name))
  }

  @Test("M4 every placeholder says what its fact is")
  func placeholders() throws {
    var scene = MessagingScene()
    let values = [
      ("hour_of_day", "9", "9"), ("day_of_week", "tuesday", "1"), ("customer_name", "Ann", "Ann"),
      ("customer_email", "a@b.c", "a@b.c"), ("customer_previous_conversations", "3", "3"),
      ("customer_served", "true", "true"), ("sender", "Eve", "Eve"), ("sender_type", "agent", "agent"),
      ("message", "hi", "hi"), ("tags", "x y", "x y"), ("queue_size", "8", "8"),
    ]
    for (field, value, _) in values { scene.set(field, value) }
    let text = MessagingPlaceholders.list.map(\.name).joined(separator: "|")
    let draft = try run([.of(all: [always], do: [("send_message", .string(text))])], scene)
    #expect(draft.messages.first?.text == values.map(\.2).joined(separator: "|"))
    #expect(MessagingPlaceholders.list.count == values.count)
  }

  @Test("M2 all or any, each by itself: none sees what another did, and nothing runs twice")
  func independence() throws {
    var scene = MessagingScene()
    scene.set("message", "refund")
    let draft = try run(
      [
        .of(id: 1, all: [MessagingTrigger.condition("message is refund")], do: [("add_tags", "a")]),
        .of(id: 2, all: [MessagingTrigger.condition("tags contains a")], do: [("add_tags", "b")]),
        .of(
          id: 3,
          any: [MessagingTrigger.condition("message is x"), MessagingTrigger.condition("message is refund")],
          do: [("remove_tags", "a")]),
        .of(
          id: 4,
          all: [MessagingTrigger.condition("message is refund"), MessagingTrigger.condition("tags is b")],
          do: [("add_tags", "c")]),
        .of(id: 5, any: [MessagingTrigger.condition("message is x")], do: [("add_tags", "d")]),
      ], scene)
    #expect(draft.fired.map(\.rule.id) == [1, 3])
    // What was added and taken away again in one update is no change (T7).
    #expect(draft.item.ticket?.tags == [])
    #expect(draft.events == [])
  }

  @Test("M1 only the triggers of the event run")
  func events() throws {
    let triggers = MessagingEvent.allCases.map { event in
      MessagingTrigger.of(
        id: Int64(event.rawValue), event.word, all: [always], do: [("add_tags", .string(event.word))])
    }
    for event in MessagingEvent.allCases {
      let draft = try run(triggers, MessagingScene(), on: event)
      #expect(draft.item.ticket?.tags == [event.word])
    }
  }

  @Test("E9, M5 never on an ended session, nor if there is none") func ended() throws {
    let rule = MessagingTrigger.of(all: [always], do: [("add_tags", "a"), ("send_message", "Hi")])
    for session in [nil, WorkItem.Session(id: 7, state: .ended)] {
      var scene = MessagingScene()
      scene.item.session = session
      let draft = try run([rule], scene)
      #expect(!draft.isChange && draft.fired.isEmpty && draft.messages.isEmpty)
    }
  }

  @Test("a conversation without a ticket gets the message; that it can't be tagged is remarked")
  func withoutTicket() throws {
    var scene = MessagingScene()
    scene.item.ticket = nil
    let draft = try run([.of(all: [always], do: [("add_tags", "a"), ("send_message", "Hi")])], scene)
    #expect(draft.messages.first?.ticketID == nil)
    let kinds = draft.events.map(\.kind)
    #expect(kinds.last == .message("Hi"))
    guard case .remark(let text)? = kinds.first else { Issue.record("no remark"); return }
    #expect(text.hasPrefix("not done by messaging trigger 1: session 7 has no ticket yet"))
  }

  @Test("T10 inactive rules and those that can't be evaluated do nothing at all") func barred() throws {
    var off = MessagingTrigger.of(id: 1, all: [always], do: [("add_tags", "a")])
    off.active = false
    let draft = try run(
      [
        off, .of(id: 2, all: [always], do: [("add_tags", "b"), ("wait", "5")]),
        .of(id: 3, all: [always, MessagingTrigger.condition("message regex x")], do: [("add_tags", "c")]),
        .of(id: 4, all: [always], any: [always], do: [("add_tags", "d")]),
      ], MessagingScene())
    #expect(!draft.isChange)
  }

  @Test("a message of which nothing is left is not sent") func nothingToSay() throws {
    let draft = try run([.of(all: [always], do: [("send_message", "@customer_email ")])], MessagingScene())
    #expect(draft.messages.isEmpty)
    #expect(
      draft.events.map(\.kind) == [
        .remark("messaging trigger 1 sent no message: its text was empty")
      ])
  }

  @Test(
    "M5 what is asked of the store is what the rules of the event look at, and nothing where none can run")
  func needs() throws {
    let rules = MessagingCompiler(MessagingScene().rules).compile([
      .of(
        id: 1, all: [MessagingTrigger.condition("queue_size is 3")], do: [("send_message", "@customer_name")]),
      .of(
        id: 2, "conversation_queued",
        all: [MessagingTrigger.condition("customer_previous_conversations is 0")],
        do: [("add_tags", "a")]),
    ])
    #expect(rules.needs(on: .messageSent) == [.queueSize, .customer])
    #expect(rules.needs(on: .conversationQueued) == .previousConversations)
    #expect(rules.columns == [.fields, .tags])
    var scene = MessagingScene()
    var asked: [MessagingContext.Needs] = []
    func ask(_ item: WorkItem) throws {
      var draft = try item.applying(
        Update(actor: .system, via: .messaging, at: scene.facts.at, steps: []),
        policy: UpdatePolicy(endedSessionsAsEmail: true, triggerEndSetsEmail: true, canEndSessions: true))
      draft.run(rules, on: [.conversationRequested, .conversationQueued]) { _, needs in
        asked.append(needs)
        return scene.facts
      }
    }
    try ask(scene.item)
    scene.item.session = WorkItem.Session(id: 7, state: .ended)
    try ask(scene.item)
    #expect(asked == [.previousConversations])
  }
}
