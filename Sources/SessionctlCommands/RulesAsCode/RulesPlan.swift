import JSONText
import SessionStore
import StoreEngine

/// What it takes to make an account's rules of one kind those of a file.
struct KindPlan {
  enum Change {
    case created(CodedRule)
    case changed(Int64, from: CodedRule, to: CodedRule)
    /// The file does not have it.
    case removed(Int64, CodedRule)
  }

  /// A place in the order: a rule that is there, or one that is to be made, by its place among the new ones.
  enum Slot: Equatable {
    case stored(Int64)
    case created(Int)
  }

  let kind: any CodedKind
  private(set) var changes: [Change]
  /// The order afterwards, with what the file does not have after what it followed.
  let order: [Slot]
  /// The titles of the rules that stay, in the order in which they are and in the one in which they will be; nil
  /// where that is the same.
  let moves: (from: [String], to: [String])?

  var isEmpty: Bool { changes.isEmpty && moves == nil }

  /// Whether a rule goes to another category, in whose order it then runs (T3).
  var changesCategory: Bool {
    changes.contains { change in
      guard case .changed(_, let from, let to) = change else { return false }
      return from.content[CodedRule.category] != to.content[CodedRule.category]
    }
  }

  /// Without those rules beyond the file that are nobody's business.
  func overlooking(_ isOverlooked: (CodedRule) -> Bool) -> KindPlan {
    var plan = self
    plan.changes = changes.filter { change in
      if case .removed(_, let rule) = change { !isOverlooked(rule) } else { true }
    }
    return plan
  }

  /// Rules are the same by their titles; of several with one title the first is the first.
  init(_ kind: any CodedKind, stored: [StoredCode], file: [CodedRule]) {
    self.kind = kind
    var waiting = Dictionary(grouping: stored, by: \.rule.title)
    var changes: [Change] = []
    var order: [Slot] = []
    var titles: [Int64: String] = [:]
    var created = 0
    for rule in file {
      guard var match = waiting[rule.title], !match.isEmpty else {
        changes.append(.created(rule))
        order.append(.created(created))
        created += 1
        continue
      }
      let known = match.removeFirst()
      waiting[rule.title] = match
      order.append(.stored(known.id))
      titles[known.id] = rule.title
      let wanted = rule.keepingCategory(of: known.rule)
      if known.rule != wanted { changes.append(.changed(known.id, from: known.rule, to: wanted)) }
    }
    let kept = order.compactMap { if case .stored(let id) = $0 { id } else { nil } }
    let before = stored.map(\.id).filter { titles[$0] != nil }
    moves = kind.isOrdered && before != kept ? (before.map { titles[$0]! }, kept.map { titles[$0]! }) : nil
    // What the file does not have stays behind what it followed.
    var last: Slot?
    for known in stored {
      let slot = Slot.stored(known.id)
      defer { last = slot }
      guard titles[known.id] == nil else { continue }
      changes.append(.removed(known.id, known.rule))
      order.insert(slot, at: last.flatMap(order.firstIndex).map { $0 + 1 } ?? 0)
    }
    self.changes = changes
    self.order = order
  }
}

extension RulesFile {
  /// What differs between an account and the file, kind by kind.
  func plans(_ stored: (any CodedKind) throws -> [StoredCode]) rethrows -> [KindPlan] {
    try rules.map { KindPlan($0.kind, stored: try stored($0.kind), file: $0.rules) }
  }

  /// The same for the store's own account.
  func plans(_ reader: StoreReader) throws -> [KindPlan] {
    let names = try RuleNames(reader)
    return try plans { try $0.stored(reader, names) }
  }
}
