/// A compiled condition: what is left of it once the event and the account have been taken into account.
enum RuleTest: Hashable, Sendable {
  /// Decided by the event alone.
  case always(Bool)
  /// Decided by whether this update ended the session, which is whether its note was made (`noteOnEnd`).
  case onEnd(Bool, otherwise: Bool)
  case equals(Attribute, Int64, Bool)
  /// Is one of these.
  case oneOf(Attribute, [Int64], Bool)
  /// Two attributes of the same ticket, such as assignee and requester.
  case same(Attribute, Attribute, Bool)
  case less(Attribute, Int64)
  case greater(Attribute, Int64)
  case changed(Attribute, Bool)
  case changedTo(Attribute, Int64, Bool)
  case changedFrom(Attribute, Int64, Bool)
  /// The same against another attribute of the ticket at that time.
  case changedToSame(Attribute, Attribute, Bool)
  case changedFromSame(Attribute, Attribute, Bool)
  /// On the update's comment where it is each work item's own; a run that does not tell it meets none.
  case comment(CommentTest)
  /// Has one of the tags.
  case tags([String], Bool)
  case channel(Set<String>, Bool)
  case subjectWords([String], Bool)
  case subjectText(String, Bool)
  /// Whether now is within the hours of the ticket's schedule; the default schedule's answer is folded in.
  case inHours(open: Set<Int64>, defaultOpen: Bool, Bool)
  case customField(Int64, FieldTest)

  enum FieldTest: Hashable, Sendable {
    case equals(String, Bool)
    case present(Bool)
    case changed(Bool)
    case changedTo(String, Bool)
    case changedFrom(String, Bool)
  }

  /// - Parameters:
  ///   - before: the work item before the update (T6)
  ///   - now: the work item with everything that has happened to it so far (T4)
  func holds(before: WorkItem, now: WorkItem) -> Bool {
    switch self {
    case .always(let answer): return answer
    case .onEnd(let answer, let otherwise):
      return before.session?.state == .active && now.session?.state == .ended ? answer : otherwise
    case .equals(let attribute, let value, let wanted): return (attribute.value(in: now) == value) == wanted
    case .oneOf(let attribute, let values, let wanted):
      return values.contains(attribute.value(in: now)) == wanted
    case .same(let one, let other, let wanted): return (one.value(in: now) == other.value(in: now)) == wanted
    case .less(let attribute, let value): return attribute.value(in: now) < value
    case .greater(let attribute, let value): return attribute.value(in: now) > value
    case .changed(let attribute, let wanted):
      return (attribute.value(in: before) != attribute.value(in: now)) == wanted
    case .changedTo(let attribute, let value, let wanted):
      let current = attribute.value(in: now)
      return (current == value && attribute.value(in: before) != current) == wanted
    case .changedFrom(let attribute, let value, let wanted):
      let previous = attribute.value(in: before)
      return (previous == value && attribute.value(in: now) != previous) == wanted
    case .changedToSame(let attribute, let other, let wanted):
      let current = attribute.value(in: now)
      return (current == other.value(in: now) && attribute.value(in: before) != current) == wanted
    case .changedFromSame(let attribute, let other, let wanted):
      let previous = attribute.value(in: before)
      return (previous == other.value(in: before) && attribute.value(in: now) != previous) == wanted
    case .comment(let test): return test.holds(for: nil)
    case .tags(let tags, let wanted):
      return tags.contains { now.ticket?.tags.contains($0) ?? false } == wanted
    case .channel(let names, let wanted): return names.contains(now.ticket?.facts.channel ?? "") == wanted
    case .subjectWords(let words, let wanted):
      return TextMatch.hasWord(words, in: now.ticket?.facts.subject ?? "") == wanted
    case .subjectText(let text, let wanted):
      return TextMatch.has(text, in: now.ticket?.facts.subject ?? "") == wanted
    case .inHours(let open, let defaultOpen, let wanted):
      return (now.ticket?.scheduleID.map(open.contains) ?? defaultOpen) == wanted
    case .customField(let id, let test):
      return test.holds(
        before: before.ticket?.customFields[id] ?? "", now: now.ticket?.customFields[id] ?? "")
    }
  }

  /// How long an answer takes, beside others: numbers are compared at once, texts are searched.
  var cost: Int {
    switch self {
    case .tags, .channel, .inHours: 1
    case .customField: 2
    case .subjectWords, .subjectText, .comment: 3
    default: 0
    }
  }

  /// The attribute whose change it is about, if it is.
  var changingAttribute: Attribute? {
    switch self {
    case .changed(let attribute, _), .changedTo(let attribute, _, _), .changedFrom(let attribute, _, _),
      .changedToSame(let attribute, _, _), .changedFromSame(let attribute, _, _):
      attribute
    default: nil
    }
  }

  /// What it comes to if the attribute can't change in this run.
  var unchangedAnswer: Bool? {
    switch self {
    case .changed(_, let wanted), .changedTo(_, _, let wanted), .changedFrom(_, _, let wanted),
      .changedToSame(_, _, let wanted), .changedFromSame(_, _, let wanted):
      !wanted
    default: nil
    }
  }
}

extension RuleTest {
  /// The numbers that it compares.
  private var attributes: [Attribute] {
    switch self {
    case .equals(let attribute, _, _), .oneOf(let attribute, _, _), .less(let attribute, _),
      .greater(let attribute, _),
      .changed(let attribute, _), .changedTo(let attribute, _, _), .changedFrom(let attribute, _, _):
      [attribute]
    case .same(let one, let other, _), .changedToSame(let one, let other, _),
      .changedFromSame(let one, let other, _):
      [one, other]
    case .onEnd: [.sessionState]
    case .inHours: [.schedule]
    case .always, .comment, .tags, .channel, .subjectWords, .subjectText, .customField: []
    }
  }

  /// What must be loaded for it.
  var columns: WorkItemColumns {
    switch self {
    case .tags: .tags
    case .channel, .subjectWords, .subjectText: .facts
    case .customField: .customFields
    default: attributes.reduce(into: []) { $0.formUnion($1.columns) }
    }
  }

  /// What its answer depends on, as far as a rule can change it.
  var reads: Traces {
    switch self {
    case .tags(let tags, _): Traces(footprint: .tags, tags: tags)
    case .customField(let id, _): Traces(footprint: .customFields, fields: [id])
    default: Traces(footprint: Footprint(attributes))
    }
  }
}

extension RuleTest.FieldTest {
  func holds(before: String, now: String) -> Bool {
    switch self {
    case .equals(let value, let wanted): (now == value) == wanted
    case .present(let wanted): !now.isEmpty == wanted
    case .changed(let wanted): (before != now) == wanted
    case .changedTo(let value, let wanted): (now == value && before != now) == wanted
    case .changedFrom(let value, let wanted): (before == value && before != now) == wanted
    }
  }
}

/// A condition on the update's comment.
struct CommentTest: Hashable, Sendable {
  enum Part: Hashable, Sendable {
    /// Whether one of its words will do, or the whole text must be in it.
    case text(String, byWords: Bool)
    /// By its number in the catalogue: `not_relevant` is any comment; what the requester can see is what is public.
    case visibility(Int64)
  }

  let part: Part
  let wanted: Bool

  /// - Parameter comment: nil where the update has none
  func holds(for comment: RuleEvent.Comment?) -> Bool { (comment.map(isOf) ?? false) == wanted }

  private func isOf(_ comment: RuleEvent.Comment) -> Bool {
    switch part {
    case .text(let text, byWords: true):
      TextMatch.hasWord(text.split(separator: " ").map(String.init), in: comment.body)
    case .text(let text, byWords: false): TextMatch.has(text, in: comment.body)
    case .visibility(1), .visibility(4): comment.isPublic
    case .visibility(2): !comment.isPublic
    case .visibility: true
    }
  }
}
