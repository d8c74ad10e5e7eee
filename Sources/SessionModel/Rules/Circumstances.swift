/// What is certain of a ticket and its update wherever a rule fires: which values each thing that conditions look at can
/// have had before the update (T6), and can have now.
///
/// It errs on one side: what it calls certain is so, and much that is so it does not know. Conditions of which nothing but
/// their words is known, such as words of a comment, are as good as any other where two rules have the same one.
struct Circumstances {
  private typealias Subject = ConditionReach.Subject

  /// What is known of one thing.
  private struct Course {
    var before = ValueSet.any
    var now = ValueSet.any
    /// Whether the update changed it; nil where that is not known.
    var changed: Bool?
  }

  /// False where conditions contradict each other, so that nothing fires.
  private(set) var isPossible = true
  private var courses: [Subject: Course] = [:]
  /// Conditions that were demanded and say more than the courses can: one of several tags, say.
  private var held: Set<RuleCondition> = []
  /// Whether what is not told of was not changed by the update.
  private var isQuiet = false
  /// Whether the ticket has no tag but those that are told of.
  private var hasAllTagsTold = false

  /// The ways in which conditions can hold: one for each of `any` (T2).
  static func ways(_ conditions: RuleConditions) -> [Circumstances] { Circumstances().ways(conditions) }

  /// The ways in which they can hold besides what is known already.
  func ways(_ conditions: RuleConditions) -> [Circumstances] {
    var all = self
    for condition in conditions.all { all.assume(condition) }
    let ways = conditions.any.isEmpty ? [all] : conditions.any.map { all.assuming($0) }
    return ways.filter(\.isPossible)
  }

  // MARK: Asking

  /// Whether a condition certainly holds, or certainly does not; nil where either may be.
  func holds(_ condition: RuleCondition) -> Bool? { holds(condition, ConditionReach(condition)) }

  /// - Parameter reach: the condition's
  func holds(_ condition: RuleCondition, _ reach: ConditionReach) -> Bool? {
    if !held.isEmpty && held.contains(condition) { return true }
    switch reach {
    case .tags(let tags, let wanted):
      let answers = tags.map { isIn(course(.tag($0)).now, ConditionReach.yes) }
      let some: Bool? = answers.contains(true) ? true : answers.contains(nil) ? nil : false
      return some.map { $0 == wanted }
    case .compares(let subject, let comparison, let wanted):
      let course = course(subject)
      let answer: Bool? =
        switch comparison {
        case .isIn(let values): isIn(course.now, values)
        case .changed: course.changed
        case .changedTo(let values): both(isIn(course.now, values), course.changed)
        case .changedFrom(let values): both(isIn(course.before, values), course.changed)
        }
      return answer.map { $0 == wanted }
    }
  }

  /// T2: whether a rule certainly fires, or certainly does not.
  func meet(_ conditions: RuleConditions) -> Bool? {
    let all = conditions.all.map(holds)
    if all.contains(false) { return false }
    let any = conditions.any.map(holds)
    if !any.isEmpty && any.allSatisfy({ $0 == false }) { return false }
    return all.contains(nil) || !(any.isEmpty || any.contains(true)) ? nil : true
  }

  /// Conditions that are asked in many circumstances, with what they say.
  struct Demand {
    private let all: [(RuleCondition, ConditionReach)]
    private let any: [(RuleCondition, ConditionReach)]
    /// One of the conditions that have to hold, and the only thing by which it can be known to hold; nil where there is none
    /// such.
    let key: (condition: RuleCondition, reach: ConditionReach, subject: ConditionReach.Subject)?

    init(_ conditions: RuleConditions) {
      all = conditions.all.map { ($0, ConditionReach($0)) }
      any = conditions.any.map { ($0, ConditionReach($0)) }
      let demanded = any.count == 1 ? all + any : all
      key =
        demanded.lazy.compactMap { condition, reach in
          // What holds of everything says nothing about what it is known by.
          guard Circumstances().holds(condition, reach) != true, let subject = reach.certainOnlyBy else {
            return nil
          }
          return (condition, reach, subject)
        }.first
    }

    /// T2: whether they certainly hold; ends with the first that may not.
    func certainlyHolds(in circumstances: Circumstances) -> Bool {
      all.allSatisfy { circumstances.holds($0, $1) == true }
        && (any.isEmpty || any.contains { circumstances.holds($0, $1) == true })
    }
  }

  /// The only value that something can have now; nil where there are more.
  func value(of subject: ConditionReach.Subject) -> String? { course(subject).now.single }

  /// What is told of.
  var subjects: some Sequence<ConditionReach.Subject> { courses.keys }

  /// Whether conditions can hold as well, as far as is known.
  func allow(_ conditions: RuleConditions) -> Bool { !ways(conditions).isEmpty }

  /// The values that a field can have now.
  func values(of field: String) -> ValueSet { course(.field(field)).now }

  private func isIn(_ known: ValueSet, _ values: ValueSet) -> Bool? {
    known.isSubset(of: values) ? true : known.isDisjoint(with: values) ? false : nil
  }

  private func both(_ one: Bool?, _ other: Bool?) -> Bool? {
    one == false || other == false ? false : one == true && other == true ? true : nil
  }

  private func course(_ subject: Subject) -> Course {
    if let known = courses[subject] { return known }
    var course = Course()
    switch subject {
    case .field("status"):
      (course.before, course.now) = (.only(Set(TicketStatus.words)), .only(Set(TicketStatus.words)))
    case .tag where hasAllTagsTold: course.now = ValueSet("no")
    case .said(_, let comparison, _) where isQuiet && comparison.isAboutChange: course.now = ValueSet("no")
    default: break
    }
    if isQuiet && !subject.isOfUpdate { course.changed = false }
    return course
  }

  // MARK: Assuming

  /// With a condition that holds.
  func assuming(_ condition: RuleCondition) -> Circumstances {
    var assumed = self
    assumed.assume(condition)
    return assumed
  }

  /// Takes a condition as one that holds.
  mutating func assume(_ condition: RuleCondition) {
    if holds(condition) == false {
      isPossible = false
      return
    }
    switch ConditionReach(condition) {
    case .tags(let tags, let wanted):
      if wanted && tags.count > 1 { held.insert(condition) }
      guard !wanted || tags.count == 1 else { return }
      for tag in tags { restrict(.tag(tag)) { $0.now = ValueSet(wanted ? "yes" : "no") } }
    case .compares(let subject, .isIn(let values), let wanted):
      restrict(subject) { $0.now = $0.now.intersection(wanted ? values : values.complement) }
    case .compares(let subject, .changed, let wanted): restrict(subject) { $0.changed = wanted }
    case .compares(let subject, .changedTo(let values), wanted: true):
      restrict(subject) {
        $0.now = $0.now.intersection(values)
        $0.changed = true
      }
    case .compares(let subject, .changedFrom(let values), wanted: true):
      restrict(subject) {
        $0.before = $0.before.intersection(values)
        $0.changed = true
      }
    case .compares: held.insert(condition)
    }
    // Only an ended session has a reason, and one that was not ended has none.
    if condition.field == "messaging_session_ended_reason" {
      let reason = course(.field(condition.field))
      if !reason.now.contains("") {
        restrict(.field("messaging_session_state")) { $0.now = ValueSet("ended") }
      }
    }
  }

  private mutating func restrict(_ subject: Subject, _ change: (inout Course) -> Void) {
    var course = course(subject)
    change(&course)
    switch course.changed {
    case false?:
      course.now = course.now.intersection(course.before)
      course.before = course.now
    case true?:
      if let value = course.now.single {
        course.before = course.before.intersection(ValueSet(value).complement)
      }
      if let value = course.before.single { course.now = course.now.intersection(ValueSet(value).complement) }
    case nil where course.now.isDisjoint(with: course.before): course.changed = true
    case nil where course.now.single != nil && course.now == course.before: course.changed = false
    case nil: break
    }
    if course.now.isEmpty || course.before.isEmpty { isPossible = false }
    courses[subject] = course
  }

  // MARK: What a rule does

  /// What is certain once a rule has done this. What it sends changes nothing.
  ///
  /// - Parameter endSetsEmail: `triggers.end_session_sets_email`
  func after(_ actions: [RuleAction], endSetsEmail: Bool) -> Circumstances {
    var after = self
    for action in actions { after.apply(action, endSetsEmail) }
    return after
  }

  private mutating func apply(_ action: RuleAction, _ endSetsEmail: Bool) {
    let value = action.value.plainText
    switch ActionCatalogue.field(action.field)?.effect {
    case .status, .group, .customField: set(.field(action.field), ValueSet(value))
    case .set(let field):
      let condition = field.attribute.flatMap { attribute in
        ConditionCatalogue.fields.first { $0.attribute == attribute }
      }
      set(.field(condition?.name ?? action.field), ValueSet(value))
    case .assignee:
      // Who makes the update may be nobody to whom a ticket can be given.
      set(.field(action.field), value == "current_user" ? .any : ValueSet(value))
      let status = course(.field("status")).now
      // E16
      if !["", "current_user"].contains(value) && status.contains("new") {
        set(.field("status"), status.intersection(ValueSet("new").complement).union(ValueSet("open")))
      }
    case .setTags:
      for subject in courses.keys { if case .tag = subject { set(subject, ValueSet("no")) } }
      hasAllTagsTold = true
      held = held.filter { $0.field != "current_tags" }
      for tag in tags(value) { set(.tag(tag), ConditionReach.yes) }
    case .addTags: for tag in tags(value) { set(.tag(tag), ConditionReach.yes) }
    case .removeTags: for tag in tags(value) { set(.tag(tag), ValueSet("no")) }
    // E15: who has no address is offered none.
    case .survey: set(.field("satisfaction_score"), .any)
    case .endSession: end("trigger_ended", setsEmail: endSetsEmail)
    case .routingChannel: end("channel_changed", setsEmail: true)
    default: break
    }
  }

  /// E1: an ended session keeps its reason.
  private mutating func end(_ reason: String, setsEmail: Bool) {
    let state = course(.field("messaging_session_state")).now
    if setsEmail { set(.field("routing_channel"), ValueSet("email")) }
    if state == ValueSet("ended") { return }
    let isActive = state == ValueSet("active")
    set(.field("messaging_session_state"), isActive ? ValueSet("ended") : ValueSet("active").complement)
    set(.field("messaging_session_ended_reason"), isActive ? ValueSet(reason) : .any)
  }

  private mutating func set(_ subject: Subject, _ values: ValueSet) {
    held = held.filter { ConditionReach.fieldName($0) != subject.fieldName }
    for other in courses.keys where other.fieldName == subject.fieldName {
      if case .said = other { courses[other] = nil }
    }
    var course = course(subject)
    course.now = values
    course.changed =
      values.isDisjoint(with: course.before)
      ? true : values.single != nil && values == course.before ? false : nil
    courses[subject] = course
  }

  private func tags(_ text: String) -> [String] {
    text.split { $0 == " " || $0 == "," }.map(String.init)
  }

  // MARK: The next update

  /// At the ticket's next update, if it changes nothing: what was is as it was left, and nothing is known of the update.
  var atNextUpdate: Circumstances {
    var next = Circumstances()
    next.isQuiet = true
    next.hasAllTagsTold = hasAllTagsTold
    next.isPossible = isPossible
    next.held = held.filter { condition in
      ConditionOperator(rawValue: condition.operatorWord ?? "")?.isAboutChange != true
        && condition.value.string != "current_user"
        && ConditionCatalogue.field(condition.field)?.ground != .update
    }
    for (subject, course) in courses where !subject.isOfUpdate {
      if case .said(_, let comparison, _) = subject, comparison.isAboutChange { continue }
      next.courses[subject] = Course(before: course.now, now: course.now, changed: false)
    }
    next.assume(RuleCondition(field: "update_type", operatorWord: "is", value: "Change"))
    return next
  }

  /// At any later update, whatever happened in between: how the ticket came in, and an end, are for ever.
  var atLaterUpdate: Circumstances {
    var later = Circumstances()
    later.isPossible = isPossible
    later.assume(RuleCondition(field: "update_type", operatorWord: "is", value: "Change"))
    let session = ["messaging_session_state", "messaging_session_ended_reason"]
    let isOver = course(.field(session[0])).now == ValueSet("ended")
    for name in ["via_id"] + (isOver ? session : []) {
      let now = course(.field(name)).now
      later.courses[.field(name)] = Course(before: now, now: now, changed: false)
    }
    return later
  }

  /// With conditions that are known to hold, each as `field operator value`.
  func telling(_ facts: [String]) -> Circumstances {
    facts.reduce(into: self) { told, fact in
      let words = fact.split(separator: " ").map(String.init)
      told.assume(RuleCondition(field: words[0], operatorWord: words[1], value: .string(words[2])))
    }
  }

  /// The customer's answer opens what waits for one.
  var reopened: Circumstances {
    var opened = self
    let waiting = ValueSet.only(["pending", "hold", "solved"])
    let status = course(.field("status")).now
    guard !status.isDisjoint(with: waiting) else { return self }
    opened.set(.field("status"), status.intersection(waiting.complement).union(ValueSet("open")))
    opened.courses[.field("reopens")] = Course()
    return opened
  }
}
