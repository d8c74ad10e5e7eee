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

/// A footprint with the tags and custom fields in it named, so that rules on other ones need not be asked again.
struct Traces: Sendable {
  var footprint: Footprint = []
  var tags: [String] = []
  var fields: [Int64] = []
  /// Whether it may be any tag.
  var anyTag = false

  /// Whether something of it was changed by the other.
  func meet(_ changes: Traces) -> Bool {
    let common = footprint.intersection(changes.footprint)
    if common.isEmpty { return false }
    if !common.isSubset(of: [.tags, .customFields]) { return true }
    if common.contains(.tags), anyTag || changes.anyTag || tags.contains(where: changes.tags.contains) {
      return true
    }
    return common.contains(.customFields) && fields.contains(where: changes.fields.contains)
  }

  mutating func formUnion(_ other: Traces) {
    footprint.formUnion(other.footprint)
    tags += other.tags
    fields += other.fields
    anyTag = anyTag || other.anyTag
  }
}

/// Which triggers are to be asked, from the top (T5): all at first, after a change those that read something of it.
///
/// Thousands of triggers that wake each other are asked as often as they are woken, and not as often as any of them
/// fires.
struct WaitingTriggers {
  private var waits: [Bool]

  /// When the first one has fired: those before it were asked and not met.
  init(after position: Int, of count: Int) {
    waits = Array(repeating: true, count: count)
    for asked in 0...position { waits[asked] = false }
  }

  /// The first one at or after a place; nil when all are done.
  func next(from place: Int) -> Int? { waits[place...].firstIndex(of: true) }

  mutating func isAsked(_ position: Int) { waits[position] = false }

  mutating func wake(_ position: Int) { waits[position] = true }
}

extension CompiledConditions {
  /// What their answer depends on.
  var reads: Traces { (all + any).reduce(into: Traces()) { $0.formUnion($1.reads) } }
}

extension CompiledAction {
  /// What it may change of a ticket or its session.
  var writes: Traces {
    var traces = Traces(footprint: Footprint(changes))
    guard let traits = step?.traits else { return traces }
    switch traits.tags {
    case .none: break
    case .these(let tags):
      traces.footprint.formUnion(.tags)
      traces.tags = tags
    case .any:
      traces.footprint.formUnion(.tags)
      traces.anyTag = true
    }
    if !traits.customFields.isEmpty { traces.footprint.formUnion(.customFields) }
    traces.fields = traits.customFields
    return traces
  }
}
