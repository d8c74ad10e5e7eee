import Placeholders

/// A messaging trigger that can be met in a run.
public struct CompiledMessagingTrigger: Sendable {
  enum Action: Hashable, Sendable {
    /// `addTags` or `removeTags`.
    case step(Update.Step)
    case send(AtTemplate)
  }

  let rule: RuleReference
  let event: MessagingEvent
  let all: [MessagingTest]
  let any: [MessagingTest]
  let actions: [Action]

  /// M2: all of them, or any.
  func isMet(_ item: WorkItem, _ facts: MessagingContext) -> Bool {
    all.allSatisfy { $0.holds(item, facts) } && (any.isEmpty || any.contains { $0.holds(item, facts) })
  }
}

/// The messaging triggers of a run, by their event, in the order in which they are tried.
public struct MessagingRules: Sendable {
  private var byEvent: [MessagingEvent: [CompiledMessagingTrigger]] = [:]
  /// What must be loaded of every work item for them.
  public private(set) var columns: WorkItemColumns = []
  private var needed: [MessagingEvent: MessagingContext.Needs] = [:]

  /// No messaging triggers, for runs in which none may run.
  public static let none = MessagingRules([])

  init(_ triggers: [CompiledMessagingTrigger]) {
    for trigger in triggers {
      byEvent[trigger.event, default: []].append(trigger)
      for test in trigger.all + trigger.any {
        columns.formUnion(test.columns)
        needed[trigger.event, default: []].formUnion(test.needs)
      }
      for action in trigger.actions {
        switch action {
        case .step(let step): columns.formUnion(step.traits.columns)
        case .send(let template):
          for entry in template.slots.compactMap(MessagingPlaceholders.entry) {
            columns.formUnion(entry.columns)
            needed[trigger.event, default: []].formUnion(entry.needs)
          }
        }
      }
    }
    // Who waits is seen by the assignee.
    if needsQueueSize { columns.insert(.fields) }
  }

  /// Whether none can be met on any event.
  public var isEmpty: Bool { byEvent.isEmpty }

  /// Those that the event sets off, in the order in which they are tried; empty where there are none.
  public func triggers(on event: MessagingEvent) -> [CompiledMessagingTrigger] { byEvent[event] ?? [] }

  /// Whether any of them looks at how many wait, which has to be known from the run's beginning.
  public var needsQueueSize: Bool { needed.values.contains { $0.contains(.queueSize) } }

  /// What has to be asked of the store when the event happens.
  public func needs(on event: MessagingEvent) -> MessagingContext.Needs { needed[event] ?? [] }
}

extension UpdateDraft {
  /// Whether messaging triggers may run at all: never on an ended session (M5, E9).
  public var canRunMessaging: Bool { item.session?.state == .active }

  /// Runs the messaging triggers of an event on what has become of a work item.
  ///
  /// Each runs by itself (M2): all of them are judged by what was there when the event happened, none sees what
  /// another one did, and nothing runs a second time.
  public mutating func run(_ rules: MessagingRules, on event: MessagingEvent, _ facts: MessagingContext) {
    guard canRunMessaging else { return }
    for trigger in rules.triggers(on: event).filter({ $0.isMet(item, facts) }) { fire(trigger, facts) }
  }

  private mutating func fire(_ trigger: CompiledMessagingTrigger, _ facts: MessagingContext) {
    rule = trigger.rule
    defer { rule = nil }
    keepActed()
    fired.append(FiredRule(rule: trigger.rule))
    let atEvent = item
    for action in trigger.actions {
      switch action {
      case .step(let step):
        do throws(UpdateRefusal) { try apply(step) } catch {
          // A conversation that is still with the AI agent has no ticket to tag.
          happened(.remark("not done by messaging trigger \(trigger.rule.id): \(error.message)"))
        }
      case .send(let template):
        let text = template.render { name in
          MessagingPlaceholders.entry(name)?.value(facts, atEvent) ?? .none
        }.text
        send(text, by: trigger)
      }
    }
  }

  private mutating func send(_ text: String, by trigger: CompiledMessagingTrigger) {
    guard let session = item.session else { return }
    guard text.contains(where: { !$0.isWhitespace }) else {
      happened(
        .remark("messaging trigger \(trigger.rule.id) sent no message: its text was empty"))
      return
    }
    happened(.message(text))
    messages.append(
      PendingMessage(
        rule: trigger.rule, text: text, sessionID: session.id, ticketID: item.ticket?.id))
  }
}
