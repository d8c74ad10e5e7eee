/// Who may apply a macro (§9).
public enum MacroRestriction: Hashable, Sendable {
  /// All of the staff; null on the wire.
  case everybody
  /// The members of at least one of these groups.
  case groups([Int64])
  /// One person, by id.
  case user(Int64)

  /// - Parameter groups: those that the person is in
  public func allows(_ person: Person, groups: Set<Int64>) -> Bool {
    switch self {
    case .everybody: true
    case .groups(let wanted): !groups.isDisjoint(with: wanted)
    case .user(let id): person.id == id
    }
  }
}

/// Prepared actions that an agent applies to a ticket by hand, or to the tickets of a bulk end (§9).
public struct Macro: ManagedRule {
  public static let noun = "macro"
  public static let neverStored: Set = ["both_ending_actions", "several_texts"]

  /// The public API's for an imported one, else one that was counted here (domain §12).
  public var id: Int64
  /// What people call it; one that ends in a language, `Notice (de)`, is the same macro for that language.
  public var title: String
  /// Only an active one can be applied.
  public var active: Bool
  /// Its place in lists, the lowest first; equal ones go by id.
  public var position: Int64
  /// Who may apply it; null on the wire is everybody.
  public var restriction: MacroRestriction
  /// What it does, in this order, with the comment that it writes; may be empty (§9).
  public var actions: [RuleAction]
  /// A macro has none: who applies it decides.
  public var conditions = RuleConditions()

  /// A macro that everybody may apply, as far as nothing else is said.
  public init(
    id: Int64, title: String, active: Bool, position: Int64, restriction: MacroRestriction = .everybody,
    actions: [RuleAction]
  ) {
    self.id = id
    self.title = title
    self.active = active
    self.position = position
    self.restriction = restriction
    self.actions = actions
  }

  public func problems(_ environment: RuleEnvironment) -> [RuleProblem] {
    MacroCompiler(environment).problems(of: self)
  }
  public func findings(_ environment: RuleEnvironment) -> [RuleFinding] { [] }

  /// The language that a title names at its end, `Notice (de)`, and what stands before it.
  ///
  /// A macro of the same title without a language is the one to name; customers get the text of the one in theirs.
  var language: (title: Substring, word: Substring)? {
    guard title.hasSuffix(")"), let open = title.lastIndex(of: "("), open > title.startIndex,
      title[title.index(before: open)] == " "
    else { return nil }
    let word = title[title.index(after: open)...].dropLast()
    guard word.count == 2, word.allSatisfy({ $0.isASCII && $0.isLowercase }) else { return nil }
    return (title[..<title.index(before: open)], word)
  }
}
