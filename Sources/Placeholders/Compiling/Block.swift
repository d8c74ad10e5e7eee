/// A block that is open while the template is compiled.
struct Block {
  enum Kind: String {
    case `if`, unless, `case`, `for`, capture

    var opening: String { "{% \(rawValue) %}" }
    var ending: String { "{% end\(rawValue) %}" }
  }

  let kind: Kind
  /// Where in the text it was opened.
  let opening: Int
  /// The jump to the next branch, taken if this one's condition doesn't hold.
  var otherwise: Int?
  /// The jumps from the ends of the branches, and of `break`, to the end of the block.
  var leaving: [Int] = []
  /// The jumps of `continue`.
  var continuing: [Int] = []
  var hasElse = false
  /// What is compared (case), gone through (for), or written to (capture).
  var register = 0
  /// Of a loop.
  var loopState = 0
  var loopBody = 0
}
