import JSONText
import Testing

@testable import SessionModel

/// How triggers follow one another.
@Suite struct CycleTests {
  private func draft(
    _ triggers: Trigger..., on scene: String = "", _ steps: Update.Step...
  ) throws -> UpdateDraft {
    let update = Update(actor: .user(id: 5), via: .api, at: WorkItems.moment, steps: steps)
    var draft = try Scene(scene).now.applying(update, policy: .standard)
    draft.run(Rules.compile(triggers, steps: steps))
    return draft
  }

  private func fired(_ draft: UpdateDraft) -> [Int64] { draft.fired.map(\.rule.id) }

  private func rule(_ id: Int64) -> RuleReference { RuleReference(id: id, title: "Rule \(id)") }

  private static let live = "messaging_session_state=active & via_id=native_messaging"

  // MARK: T4, T5

  @Test("T4 every trigger that is met fires, in the order given") func everyOne() throws {
    let draft = try draft(
      Rules.trigger(9, if: "status is open", do: "current_tags a"),
      Rules.trigger(3, if: "status is solved", do: "current_tags b"),
      Rules.trigger(5, if: "status is open", do: "current_tags c"))
    #expect(fired(draft) == [9, 5])
    #expect(draft.item.ticket?.tags == ["a", "c"])
  }

  @Test("T4 what one changes, later ones see") func laterOnesSee() throws {
    let draft = try draft(
      Rules.trigger(1, if: "priority is ", do: "priority high"),
      Rules.trigger(2, if: "priority is high", do: "group_id 2"),
      Rules.trigger(3, if: "priority is ", do: "group_id 3"))
    #expect(fired(draft) == [1, 2])
    #expect(draft.item.ticket?.groupID == 2)
  }

  @Test("T5 a change starts again from the top, without those that fired") func restart() throws {
    let draft = try draft(
      Rules.trigger(1, if: "current_tags includes c", do: "current_tags d"),
      Rules.trigger(2, if: "current_tags includes b", do: "current_tags c"),
      Rules.trigger(3, if: "status is open", do: "current_tags b"),
      Rules.trigger(4, if: "current_tags not_includes d", do: "current_tags late"))
    #expect(fired(draft) == [3, 2, 1])
    #expect(draft.item.ticket?.tags == ["b", "c", "d"])
  }

  @Test("T5 who set all tags, or took one away, wakes those that read other tags than it named")
  func wakingByTags() throws {
    let all = try draft(
      Rules.trigger(1, if: "current_tags not_includes old", do: "priority high"),
      Rules.trigger(2, if: "status is open", do: "set_tags new"), on: "tags=old")
    #expect(fired(all) == [2, 1])
    let one = try draft(
      Rules.trigger(1, if: "current_tags not_includes old", do: "priority high"),
      Rules.trigger(2, if: "current_tags includes more", do: "priority low"),
      Rules.trigger(3, if: "status is open", do: "remove_tags old"), on: "tags=old")
    #expect(fired(one) == [3, 1])
  }

  @Test("T5 one that changes nothing does not start again") func noRestart() throws {
    let draft = try draft(
      Rules.trigger(1, if: "current_tags includes b", do: "current_tags c"),
      Rules.trigger(2, if: "status is open", do: "priority "),
      Rules.trigger(3, if: "status is open", do: "current_tags b"))
    #expect(fired(draft) == [2, 3, 1])
  }

  @Test("T5 triggers that keep undoing each other end, each having fired once") func undoing() throws {
    let draft = try draft(
      Rules.trigger(1, if: "priority is_not high", do: "priority high"),
      Rules.trigger(2, if: "priority is high", do: "priority low"),
      Rules.trigger(3, if: "priority is low", do: "priority urgent"),
      Rules.trigger(4, if: "priority is urgent", do: "priority "))
    #expect(fired(draft) == [1, 2, 3, 4])
    #expect(draft.item.ticket?.priority == Priority.none)
    #expect(draft.events.isEmpty)
    #expect(!draft.isChange)
  }

  @Test("T5 a chain that runs against the order takes as many passes as it has links") func longChain() throws
  {
    let count: Int64 = 300
    var triggers = (1..<count).map {
      Rules.trigger($0, if: "current_tags includes t\($0 + 1)", do: "current_tags t\($0)")
    }
    triggers.append(Rules.trigger(count, if: "status is open", do: "current_tags t\(count)"))
    var draft = try Scene.bare.applying(WorkItems.update(), policy: .standard)
    draft.run(Rules.compile(triggers))
    #expect(fired(draft) == (1...count).reversed())
  }

  // MARK: T2, T3

  @Test(
    "T2 all of `all`, and one of `any` if there are any",
    arguments: [
      ("open", "low", true), ("open", "high", true), ("open", "urgent", false), ("solved", "low", false),
    ])
  func allAndAny(status: String, priority: String, isMet: Bool) throws {
    let trigger = Rules.trigger(
      1, if: [("status", "is", "open"), ("group_id", "is", "1")],
      any: [("priority", "is", "low"), ("priority", "is", "high")],
      do: [RuleAction(field: "current_tags", value: "x")])
    let draft = try draft(trigger, on: "status=\(status) & priority=\(priority) & group_id=1")
    #expect(fired(draft) == (isMet ? [1] : []))
  }

  @Test("T2 `any` alone is enough of a condition") func onlyAny() throws {
    let trigger = Rules.trigger(
      1, if: [], any: [("priority", "is", "low"), ("update_type", nil, "Create")],
      do: [RuleAction(field: "current_tags", value: "x")])
    #expect(try fired(draft(trigger, on: "priority=low")) == [1])
    #expect(try fired(draft(trigger, on: "priority=high")).isEmpty)
  }

  @Test("T3 they run on the update that closes a ticket") func closing() throws {
    let draft = try draft(
      Rules.trigger(1, if: "status value closed", do: "current_tags done"),
      Rules.trigger(2, if: "messaging_session_ended_reason value ticket_closed", do: "priority low"),
      Rules.trigger(3, if: "status is closed", do: "status open"), on: Self.live, .setStatus(.closed))
    #expect(fired(draft) == [1, 2, 3])
    #expect(draft.item.ticket?.status == .closed)
    #expect(draft.item.ticket?.tags == ["done"])
    #expect(draft.item.ticket?.priority == .low)
  }

  @Test("T3 a ticket that was closed before, and a session without one, have none run") func notRun() throws {
    let rules = Rules.compile([Rules.trigger(1, if: "status is_not new", do: "current_tags x")])
    for item in [
      Scene("status=closed").now, Scene("status=deleted").now,
      WorkItem(session: WorkItems.active, ticket: nil),
    ] {
      var draft = try item.applying(WorkItems.update(), policy: .standard)
      draft.run(rules)
      #expect(draft.fired.isEmpty && draft.item == item)
    }
  }

  @Test("T8 an inactive trigger does nothing") func inactive() throws {
    var trigger = Rules.trigger(1, if: "status is open", do: "current_tags x")
    trigger.active = false
    #expect(try fired(draft(trigger)).isEmpty)
  }

  // MARK: T6

  @Test("T6 changes are those since before this update, by whomever") func sinceBefore() throws {
    let draft = try draft(
      Rules.trigger(1, if: "status value solved", do: "priority high"),
      Rules.trigger(2, if: "priority changed", do: "group_id 2"),
      Rules.trigger(3, if: "group_id value_previous 1", do: "current_tags moved"),
      Rules.trigger(4, if: "status value_previous open", do: "current_tags from-open"),
      Rules.trigger(5, if: "status not_changed", do: "current_tags never"),
      on: "status=open & group_id=1", .setStatus(.pending), .setStatus(.solved))
    #expect(fired(draft) == [1, 2, 3, 4])
  }

  @Test("T6 what is set back has not changed") func setBack() throws {
    let draft = try draft(
      Rules.trigger(1, if: "priority changed", do: "priority low"),
      Rules.trigger(2, if: "priority changed", do: "current_tags x"),
      Rules.trigger(3, if: "priority not_changed", do: "current_tags y"),
      on: "priority=low", .setPriority(.high))
    #expect(fired(draft) == [1, 3])
  }

  @Test("T6, E8 the end of a session is a change, also when a trigger made it") func ends() throws {
    let draft = try draft(
      Rules.trigger(1, if: "messaging_session_ended_reason value trigger_ended", do: "current_tags x"),
      Rules.trigger(2, if: "routing_channel value email", do: "current_tags y"),
      Rules.trigger(3, if: "messaging_session_ended_reason value agent_ended", do: "current_tags z"),
      Rules.trigger(4, if: "status is open", do: "messaging_session end_session"), on: Self.live)
    #expect(fired(draft) == [4, 1, 2])
  }

  @Test("T6 a note that is left only where the session ends is a comment there") func noteOnEnd() throws {
    let triggers = [
      Rules.trigger(1, if: "comment_is_public is false", do: "current_tags noted"),
      Rules.trigger(2, if: "comment_includes_word includes bye", do: "current_tags bye"),
      Rules.trigger(3, if: "comment_is_public is_not not_relevant", do: "current_tags silent"),
    ]
    let steps: [Update.Step] = [
      .endSession(.agentEnded, routing: nil), .noteOnEnd("Bye now"), .setPriority(.low),
    ]
    let update = Update(actor: .user(id: 5), via: .api, at: WorkItems.moment, steps: steps)
    for (scene, ids) in [(Self.live, [1, 2] as [Int64]), ("messaging_session_state=ended", [3])] {
      var draft = try Scene(scene).now.applying(update, policy: .standard)
      draft.run(Rules.compile(triggers, steps: steps))
      #expect(fired(draft) == ids)
    }
  }

  @Test("T6 a ticket is created from nothing, so that what it comes with has changed") func creation() throws
  {
    let update = WorkItems.update()
    var draft = try Scene("group_id=-").now.applying(update, policy: .standard)
    draft.item = Scene("group_id=2").now
    var event = Rules.event
    event.isCreation = true
    let trigger = Rules.trigger(1, if: "group_id changed", do: "current_tags x")
    draft.run(RuleCompiler(Rules.environment).compile([trigger], event: event, steps: []))
    #expect(fired(draft) == [1])
  }

  // MARK: T7

  @Test("T7 a net change is told once, as of the rule that set it last") func netChanges() throws {
    let draft = try draft(
      Rules.trigger(1, if: "priority is low", do: "priority high", "group_id 2"),
      Rules.trigger(2, if: "priority is high", do: "priority urgent"), on: "priority=-", .setPriority(.low),
      .set(.type, .text("task")))
    #expect(
      draft.events == [
        UpdateEvent(.change(field: "priority", from: nil, to: "urgent"), rule: rule(2)),
        UpdateEvent(.change(field: "type", from: nil, to: "task")),
        UpdateEvent(.change(field: "group_id", from: nil, to: "2"), rule: rule(1)),
      ])
  }

  @Test("T7 what is set and set back is not told, nor counted") func setAndSetBack() throws {
    let draft = try draft(
      Rules.trigger(
        1, if: "status is open", do: "group_id 2", "assignee_id 6", "remove_tags a", "custom_fields_4 x",
        "type task"),
      Rules.trigger(
        2, if: "group_id is 2", do: "group_id 1", "assignee_id 5", "current_tags a", "custom_fields_4 ",
        "type "),
      on: "group_id=1 & assignee_id=5 & assigned_channel=email & tags=a b & group_stations=3")
    #expect(fired(draft) == [1, 2])
    #expect(draft.events.isEmpty)
    #expect(draft.item == draft.before)
    #expect(!draft.isChange)
  }

  @Test("T7 an end by a trigger is the trigger's, with its routing channel") func endByTrigger() throws {
    let draft = try draft(
      Rules.trigger(1, if: "status is open", do: "messaging_session end_session"), on: Self.live)
    #expect(
      draft.events == [
        UpdateEvent(
          .sessionEnded(reason: .triggerEnded, routingBefore: .messaging, routingAfter: .email), rule: rule(1)
        ),
        UpdateEvent(.routingChannelChanged(from: .messaging, to: .email), rule: rule(1)),
      ])
  }
}
