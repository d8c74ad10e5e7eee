/// One node of a compiled template. Blocks are jumps, so that rendering is one loop and needs no stack.
enum Instruction: Sendable {
  /// The template's own text: a range of its bytes.
  case text(Range<Int>)
  /// `{{ ticket.id }}`: a slot as it is, by far the most common placeholder.
  case slot(Int)
  case output(Expression)
  case assign(register: Int, Expression)
  /// Output goes into a register until `endCapture`.
  case beginCapture
  case endCapture(register: Int)
  case jump(Int)
  case jumpUnless(Condition, Int)
  case jumpIf(Condition, Int)
  /// Starts a loop; jumps if there is nothing to go through.
  case beginLoop(Loop, otherwise: Int)
  /// Goes on with the next element, or falls through.
  case nextLoop(state: Int, register: Int, body: Int)
}

/// A value and the filters applied to it.
struct Expression: Sendable {
  var base: Operand
  var filters: [AppliedFilter] = []
}

struct AppliedFilter: Sendable {
  var filter: Filter
  var arguments: [Operand]
}

/// A value as a template names it.
enum Operand: Sendable {
  case literal(TemplateValue)
  /// An entry of the template's `references`.
  case reference(Int)
  case register(Int)
  case loop(state: Int, LoopFact)
  /// `blank` and `empty`: to be compared with; they render empty.
  case blank, empty
}

/// A path, which either a name that the template assigned or a slot answers.
struct Reference: Sendable {
  /// Where the template assigned the path's first word.
  var register: Int?
  /// Who answers if it hasn't (yet).
  var slot: Int?
  /// The path after its first word.
  var members: [Member]
  /// How many of the members are part of the slot's path.
  var inSlot: Int
}

enum Member: Sendable {
  case name(String)
  case index(Int)
  /// `list[position]`
  case computed(Operand)
}

/// Comparisons joined by `and` and `or`. Liquid joins them from the right, `a and (b or c)`; that is the same as
/// going from the left and stopping at the first false before `and`, and the first true before `or`.
struct Condition: Sendable {
  var first: Comparison
  var rest: [Joined] = []

  struct Joined: Sendable {
    var isAnd: Bool
    var comparison: Comparison
  }
}

struct Comparison: Sendable {
  var left: Operand
  var comparator: Comparator = .equal
  /// Nil: whether the left is true.
  var right: Operand?
}

/// `{% for … %}`
struct Loop: Sendable {
  var state: Int
  var register: Int
  var source: Source
  var limit: Operand?
  var offset: Operand?
  var isReversed = false

  enum Source: Sendable {
    case elements(of: Operand)
    case range(Operand, Operand)
  }
}

/// What `forloop` knows.
enum LoopFact: String, Hashable, Sendable {
  case index, index0, rindex, rindex0, first, last, length
}
