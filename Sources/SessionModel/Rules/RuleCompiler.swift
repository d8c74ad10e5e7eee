import JSONText

/// A trigger that can be met in a run.
///
/// An object, because a bulk run takes the same ones up for a hundred thousand tickets.
public final class CompiledTrigger: Sendable {
  /// Which trigger it is, for the history (T7).
  public let rule: RuleReference
  let conditions: CompiledConditions
  /// Done in this order; where one can't be, the others are, and the history says so.
  public let actions: [CompiledAction]
  /// What its conditions look at, and what its actions may change.
  let reads: Traces
  let writes: Traces

  init(rule: RuleReference, conditions: CompiledConditions, actions: [CompiledAction]) {
    self.rule = rule
    self.conditions = conditions
    self.actions = actions
    reads = conditions.reads
    writes = actions.reduce(into: Traces()) { $0.formUnion($1.writes) }
  }

  /// What must be loaded of every work item for it.
  var columns: WorkItemColumns { actions.reduce(into: conditions.columns) { $0.formUnion($1.columns) } }

  func isMet(before: WorkItem, now: WorkItem) -> Bool { conditions.areMet(before: before, now: now) }
}

/// The triggers of a run, in the order in which they are tried, with all decided that the event decides.
public struct RuleSet: Sendable {
  /// Only those that the event can set off, in the order in which they were given (T3).
  public let triggers: [CompiledTrigger]
  /// What must be loaded of every subject for them.
  public let columns: WorkItemColumns

  /// Whether a condition waits for each update's comment (`RuleEvent.commentVaries`).
  let readsComment: Bool
  /// What the triggers look at, side by side: numbers are compared without touching the triggers.
  let reads: [Footprint]

  init(triggers: [CompiledTrigger], columns: WorkItemColumns) {
    self.triggers = triggers
    self.columns = columns
    readsComment = triggers.contains(where: \.conditions.readsComment)
    reads = triggers.map(\.reads.footprint)
  }

  /// No triggers, for runs in which none may run.
  public static let none = RuleSet(triggers: [], columns: [])

  /// The same for an update with this comment.
  func resolved(comment: RuleEvent.Comment?) -> RuleSet {
    RuleSet(
      triggers: triggers.compactMap { trigger in
        trigger.conditions.resolved(comment: comment).map {
          CompiledTrigger(rule: trigger.rule, conditions: $0, actions: trigger.actions)
        }
      }, columns: columns)
  }
}

/// Checks rules, and compiles them once per run.
public struct RuleCompiler: Sendable {
  let environment: RuleEnvironment
  private static let anyEvent = RuleEvent(
    isCreation: false, updaterID: nil, updaterRole: .admin, channel: "api")

  /// The environment is that of a moment: what rules may name, what is switched on, which hours are open.
  public init(_ environment: RuleEnvironment) { self.environment = environment }

  func knows(group id: Int64) -> Bool { environment.groups.contains(id) }

  var ownMailbox: Set<Int64> { environment.ownMailbox }

  func conditionCompiler(_ event: RuleEvent) -> ConditionCompiler {
    ConditionCompiler(environment: environment, event: event)
  }

  // MARK: Checking

  /// Everything that keeps a trigger from being evaluated (T10), in the order of the rule.
  public func problems(of trigger: Trigger) -> [RuleProblem] {
    var problems = problems(of: trigger.conditions, event: Self.anyEvent)
    if trigger.conditions.isEmpty { problems.append(RuleProblem("conditions", "it has no condition")) }
    if trigger.actions.isEmpty { problems.append(RuleProblem("actions", "it has no action")) }
    let compiler = ActionCompiler(environment: environment, event: Self.anyEvent)
    for (index, action) in trigger.actions.enumerated() {
      do throws(RuleProblem) { _ = try compiler.compile(action) } catch {
        problems.append(error.at("action \(index + 1)"))
      }
    }
    if trigger.hasBothEndingActions {
      problems.append(
        RuleProblem(
          "both_ending_actions", "it both ends the session and sets the routing channel; choose one"))
    }
    return problems
  }

  /// The same for conditions alone, which queues have too (Q3).
  func problems(of conditions: RuleConditions, event: RuleEvent) -> [RuleProblem] {
    let compiler = ConditionCompiler(environment: environment, event: event)
    var problems: [RuleProblem] = []
    for (list, name) in [(conditions.all, "all"), (conditions.any, "any")] {
      for (index, condition) in list.enumerated() {
        do throws(RuleProblem) { _ = try compiler.compile(condition) } catch {
          problems.append(error.at("condition \(index + 1) of '\(name)'"))
        }
      }
    }
    return problems
  }

  // MARK: Compiling

  /// Compiles the active triggers for one event; those that it rules out are left out.
  public func compile(_ triggers: [Trigger], event: RuleEvent, steps: [Update.Step]) -> RuleSet {
    var compiled = triggers.filter(\.active).compactMap { compile($0, event, steps) }
    // Only what the update or a remaining trigger sets can change: "status changed to solved" is decided
    // where nothing sets the status. Each round may rule out a trigger that set something.
    // A creation sets everything.
    while !event.isCreation && !event.changesAnything {
      let changing = Set(steps.flatMap(\.traits.changes) + compiled.flatMap { $0.actions.flatMap(\.changes) })
      let left = compiled.compactMap { trigger in
        trigger.conditions.withoutChanges(except: changing).map {
          CompiledTrigger(rule: trigger.rule, conditions: $0, actions: trigger.actions)
        }
      }
      if left.count == compiled.count {
        compiled = left
        break
      }
      compiled = left
    }
    return RuleSet(triggers: compiled, columns: compiled.reduce(into: []) { $0.formUnion($1.columns) })
  }

  /// What must be loaded of every subject, whatever the event.
  public func columns(for triggers: [Trigger]) -> WorkItemColumns {
    triggers.reduce(into: []) { columns, trigger in
      for updaterIsRequester in [true, false] {
        var event = Self.anyEvent
        event.updaterIsRequester = updaterIsRequester
        event.comment = RuleEvent.Comment(body: "", isPublic: true)
        event.commentVaries = true
        columns.formUnion(unfolded(trigger, event, [])?.columns ?? [])
      }
    }
  }

  private func compile(
    _ trigger: Trigger, _ event: RuleEvent, _ steps: [Update.Step]
  ) -> CompiledTrigger? {
    guard let trigger = unfolded(trigger, event, steps), let conditions = trigger.conditions.folded else {
      return nil
    }
    return CompiledTrigger(rule: trigger.rule, conditions: conditions, actions: trigger.actions)
  }

  private func unfolded(
    _ trigger: Trigger, _ event: RuleEvent, _ steps: [Update.Step]
  ) -> CompiledTrigger? {
    var conditions = ConditionCompiler(environment: environment, event: event)
    for case .noteOnEnd(let text) in steps { conditions.noteOnEnd = text }
    let actions = ActionCompiler(environment: environment, event: event)
    // A rule that can't be evaluated is barred from being active, and never half-fires (T10).
    guard !trigger.conditions.isEmpty, !trigger.hasBothEndingActions,
      let tests = try? conditions.compile(trigger.conditions),
      let done = try? trigger.actions.map({ try actions.compile($0) })
    else { return nil }
    return CompiledTrigger(
      rule: RuleReference(id: trigger.id, title: trigger.title), conditions: tests, actions: done)
  }
}

extension Trigger {
  fileprivate var hasBothEndingActions: Bool {
    Set(actions.compactMap { ActionCatalogue.field($0.field)?.effect }).isSuperset(of: [
      .endSession, .routingChannel,
    ])
  }
}

extension RuleProblem {
  func at(_ place: String) -> RuleProblem {
    var problem = self
    problem.place = place
    return problem
  }
}
