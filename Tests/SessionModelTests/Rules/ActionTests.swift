import JSONText
import Testing

@testable import SessionModel

/// Every action, by examples.
@Suite struct ActionTests {
  @Test("§5, E1, E3, E6, E7, E14, E16 what an action makes of a ticket", arguments: ActionExample.all)
  func examples(example: ActionExample) throws {
    let scene = Scene(example.scene)
    let trigger = Rules.trigger(1, if: [("status", "is_not", "closed")], do: example.actions)
    let rules = RuleCompiler(scene.environment).compile([trigger], event: scene.event, steps: [])
    let update = Update(actor: .user(id: 5), via: .api, at: WorkItems.moment, steps: [])
    var outcome = try scene.now.applying(update, policy: scene.policy)
    outcome.run(rules)
    #expect(outcome.fired.map(\.rule.id) == [1])
    #expect(outcome.item.words == Scene(example.gives, from: scene.now).now.words)
    #expect(outcome.notices.count == example.sends)
    #expect(outcome.remarks == (example.remark.map { [$0] } ?? []))
    // T7: whatever happened, the trigger did it.
    #expect(outcome.events.allSatisfy { $0.rule == RuleReference(id: 1, title: "Rule 1") })
    #expect(outcome.isChange == (!example.gives.isEmpty || example.remark != nil))
    // The columns that are staged must have been loaded.
    if outcome.endedSession { #expect(outcome.item.session?.end?.by == .trigger(id: 1)) }
    if outcome.endedSession { #expect(outcome.item.session?.end?.via == .rule) }
  }

  @Test("§5 every action has an example that changes or sends something") func coverage() {
    for field in ActionCatalogue.triggers + [ActionCatalogue.customField] {
      let name = field.name.replacing("<id>", with: "4")
      #expect(
        ActionExample.all.contains {
          $0.actions.count == 1 && $0.actions[0].field == name && (!$0.gives.isEmpty || $0.sends > 0)
        }, "\(name)")
    }
  }

  @Test("E16 a public comment counts as a reply, an internal note does not") func replies() throws {
    let subject = Scene("replies=2").now
    for (isPublic, replies) in [(true, 3), (false, 2)] {
      let update = WorkItems.update(.comment(body: "Hello", isPublic: isPublic))
      #expect(try subject.applying(update, policy: .standard).item.ticket?.replies == Int64(replies))
      #expect(WorkItemColumns.needed(by: update).contains(.details) == isPublic)
    }
  }

  @Test("T4 a notice is of the ticket as it was when its trigger fired") func noticeMoment() throws {
    let actions = [
      RuleAction(field: "priority", value: "low"),
      RuleAction(field: "notification_user", value: ["requester_id", "S", "{{ticket.priority}}"]),
      RuleAction(field: "priority", value: "high"),
    ]
    let rules = Rules.compile([Rules.trigger(1, if: [("status", "is", "open")], do: actions)])
    var outcome = try Scene.bare.applying(WorkItems.update(), policy: .standard)
    outcome.run(rules)
    #expect(outcome.notices.map(\.ticket.priority) == [.low])
    #expect(outcome.item.ticket?.priority == .high)
  }

  @Test("§5 what a notice's texts name is loaded") func columns() {
    func columns(_ body: String) -> WorkItemColumns {
      let action = RuleAction(field: "notification_user", value: ["requester_id", "S", .string(body)])
      return Rules.compile([Rules.trigger(1, if: [("status", "is", "open")], do: [action])]).columns
    }
    #expect(columns("plain").isDisjoint(with: [.details, .customFields]))
    #expect(columns("{{ticket.ticket_type}}").contains(.details))
    #expect(columns("{% if ticket.ticket_field_4 %}x{% endif %}").contains(.customFields))
  }
}
