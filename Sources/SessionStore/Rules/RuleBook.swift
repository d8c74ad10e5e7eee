import CivilTime
import GRDB
import JSONText
import SessionModel
import StoreEngine

/// The account's rules, read once for a run and compiled for each kind of update that it meets.
package final class RuleBook {
  private let reader: StoreReader
  private let triggers: [Trigger]
  private let messagingTriggers: [MessagingTrigger]
  private var environment: RuleEnvironment
  private let hours: [Int64: BusinessHours]
  private let defaultSchedule: Int64?
  /// Whether a trigger asks who makes the update, so that it is another rule for each agent.
  private let asksForUpdater: Bool
  private var compiled: [Key: RunRules] = [:]
  private var queues: [Set<Int64>: QueueRules] = [:]

  /// What the compiled rules depend on: the event, what such updates do, and which schedules are open then.
  private struct Key: Hashable {
    var event: RuleEvent
    var steps: [Update.Step]
    var open: Set<Int64>
  }

  /// Reads all rules and what they are compiled with, as they are at a moment.
  package init(_ reader: StoreReader, at moment: Instant) throws {
    self.reader = reader
    // Most of it is agents, groups and schedules, which nobody asks for where there is no rule.
    let isAny = try Bool.fetchSure(
      reader.db,
      sql: """
        SELECT EXISTS (SELECT 1 FROM ticket_trigger WHERE active)
          OR EXISTS (SELECT 1 FROM messaging_trigger WHERE active)
        """)
    triggers = try isAny ? reader.rules(Trigger.self).map(\.rule).filter(\.active) : []
    messagingTriggers = try isAny ? reader.rules(MessagingTrigger.self).map(\.rule).filter(\.active) : []
    asksForUpdater = triggers.contains(where: \.asksForUpdater)
    environment =
      try isAny
      ? reader.ruleEnvironment(at: moment)
      : RuleEnvironment(featureEnabled: false, hasSurvey: false, groups: [], staff: [])
    hours = Dictionary(
      try reader.schedules().compactMap { schedule in
        (try? BusinessHours(schedule)).map { (schedule.id, $0) }
      }, uniquingKeysWith: { first, _ in first })
    defaultSchedule = try isAny ? reader.defaultSchedule()?.id : nil
    queues[open(at: moment)] = try reader.queueRules(at: moment)
  }

  /// What must be loaded of every work item, whatever happens to it.
  package var columns: WorkItemColumns {
    let messaging = MessagingCompiler(environment).compile(messagingTriggers).columns
    return queues.values.reduce(into: RuleCompiler(environment).columns(for: triggers).union(messaging)) {
      $0.formUnion($1.columns)
    }
  }

  private func open(at moment: Instant) -> Set<Int64> {
    Set(hours.lazy.filter { $0.value.isOpen(at: moment) }.map(\.key))
  }

  /// The rules of the updates that share an event.
  ///
  /// - Parameter steps: what such updates do; what differs between them, a text say, is left out
  package func rules(for event: RuleEvent, steps: [Update.Step], at moment: Instant) throws -> RunRules {
    let open = open(at: moment)
    var key = Key(event: event, steps: steps, open: open)
    // An account has hundreds of agents, and their rules are the same.
    if !asksForUpdater { key.event.updaterID = nil }
    if let known = compiled[key] { return known }
    environment.openSchedules = open
    environment.defaultHoursOpen = defaultSchedule.map(open.contains)
    let queues = try self.queues[open] ?? reader.queueRules(at: moment)
    self.queues[open] = queues
    let rules = RunRules(
      triggers: triggers.isEmpty
        ? .none : RuleCompiler(environment).compile(triggers, event: event, steps: steps),
      queues: queues,
      messaging: messagingTriggers.isEmpty ? .none : MessagingCompiler(environment).compile(messagingTriggers)
    )
    compiled[key] = rules
    return rules
  }
}

extension StoreReader {
  /// The rules of a run that does the same to all its work items.
  func runRules(for update: Update) throws -> RunRules {
    try RuleBook(self, at: update.at).rules(for: ruleEvent(of: update), steps: update.steps, at: update.at)
  }

  /// What sets the rules off, as far as the update tells it.
  func ruleEvent(of update: Update) throws -> RuleEvent {
    var role = Role.admin
    var updaterID: Int64?
    if case .user(let id) = update.actor {
      role = try person(id: id)?.role ?? .endUser
      updaterID = id
    }
    var event = RuleEvent(
      isCreation: false, updaterID: updaterID, updaterRole: role, channel: update.via.word)
    for step in update.steps.reversed() where event.comment == nil {
      switch step {
      case .comment(let body, let isPublic):
        event.comment = RuleEvent.Comment(body: body, isPublic: isPublic)
      case .say(let body, _), .reply(let body), .answerByEmail(let body):
        event.comment = RuleEvent.Comment(body: body, isPublic: true)
      // What conditions see of it is what each customer gets: in their language, with their names, if at all.
      case .remind:
        event.comment = RuleEvent.Comment(body: "", isPublic: true)
        event.commentVaries = true
      case .macro(let macro) where !macro.comments.isEmpty:
        event.comment = RuleEvent.Comment(body: "", isPublic: macro.isPublic)
        event.commentVaries = true
        event.commentVisibilityVaries = true
      default: break
      }
    }
    return event
  }
}

extension Trigger {
  /// Whether one of its values is the word for whoever makes the update, or may be.
  fileprivate var asksForUpdater: Bool {
    func asks(_ value: JSONValue) -> Bool {
      switch value {
      case .string(let text): text.split { $0 == " " || $0 == "," }.contains("current_user")
      case .array(let values): values.contains(where: asks)
      case .object(let object): object.members.contains { asks($0.value) }
      default: false
      }
    }
    return (conditions.all + conditions.any).contains { asks($0.value) }
      || actions.contains { asks($0.value) }
  }
}
