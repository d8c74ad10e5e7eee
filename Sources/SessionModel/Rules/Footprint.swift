/// What a rule's conditions read, or its actions may change.
///
/// After a trigger has changed a ticket, evaluation restarts from the top (T5); a trigger that was not met before needs
/// to be asked again only if it reads something that was changed.
struct Footprint: OptionSet, Sendable {
  let rawValue: UInt64

  init(rawValue: UInt64) { self.rawValue = rawValue }

  init(_ attributes: [Attribute]) {
    rawValue = attributes.reduce(0) { $0 | 1 << UInt64($1.rawValue) }
  }

  static let tags = Footprint(rawValue: 1 << 62)
  static let customFields = Footprint(rawValue: 1 << 63)
}

/// Which triggers must be asked again after a restart (T5); that they were not met is known of the others.
struct StaleAnswers {
  /// How many from the top have been asked at least once.
  private var asked = 0
  /// The trigger after which evaluation restarted, what it changed, and what all before it changed, too.
  private var restart = 0
  private var latest: Footprint = []
  private var all: Footprint = []

  func mustAsk(_ position: Int, reading reads: Footprint) -> Bool {
    if position >= asked { return true }
    // What is above the trigger that fired was asked right before it did; the rest at some time before.
    return !reads.isDisjoint(with: position < restart ? latest : all)
  }

  mutating func restart(after position: Int, changing changes: Footprint) {
    asked = max(asked, position + 1)
    restart = position
    latest = changes
    all.formUnion(changes)
  }
}

extension RuleTest {
  var reads: Footprint {
    switch self {
    case .always, .comment, .channel, .subjectWords, .subjectText: []
    case .onEnd: Footprint([.sessionState])
    case .equals(let attribute, _, _), .less(let attribute, _), .greater(let attribute, _),
      .changed(let attribute, _), .changedTo(let attribute, _, _), .changedFrom(let attribute, _, _):
      Footprint([attribute])
    case .same(let one, let other, _), .changedToSame(let one, let other, _),
      .changedFromSame(let one, let other, _):
      Footprint([one, other])
    case .tags: .tags
    case .inHours: Footprint([.schedule])
    case .customField: .customFields
    }
  }
}

extension CompiledConditions {
  var reads: Footprint { (all + any).reduce(into: []) { $0.formUnion($1.reads) } }
}

extension CompiledAction {
  /// What it may change of a ticket or its session.
  var writes: Footprint {
    let attributes = Footprint(changes)
    switch self {
    case .step(.setTags), .step(.addTags), .step(.removeTags): return attributes.union(.tags)
    case .step(.setCustomField): return attributes.union(.customFields)
    case .step, .survey, .notice, .impossible: return attributes
    }
  }
}
