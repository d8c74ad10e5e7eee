/// What a column needs, measured over the rows at hand.
struct ColumnMeasure {
  var header: Int
  /// The widest of its cells.
  var cells: Int
  let mayBeCut: Bool
  let isFlexible: Bool

  var natural: Int { max(header, cells) }
}

/// How wide the columns of a table are.
enum TableLayout {
  static let gap = 2

  /// Widths that fit, or nil where no honest table does: identifiers, numbers and times are never cut.
  ///
  /// First the flexible columns give way, the widest first, then headings that are wider than their values, at
  /// last every text.
  static func widths(_ measures: [ColumnMeasure], within total: Int) -> [Int]? {
    let available = total - gap * (measures.count - 1)
    // A text of a megabyte is no reason to count down from a million.
    var widths = measures.map { $0.mayBeCut ? min($0.natural, max(total, 1)) : $0.natural }
    for step in Step.allCases {
      let floors = measures.map { floor($0, step) }
      if shrink(&widths, floors, to: available) { return widths }
    }
    return nil
  }

  private enum Step: CaseIterable {
    case asIs, flexible, headings, texts
  }

  private static func floor(_ measure: ColumnMeasure, _ step: Step) -> Int {
    // Below three columns even a heading says nothing.
    let values = max(measure.cells, min(measure.header, 3))
    return switch step {
    case .asIs: measure.natural
    case .flexible: measure.isFlexible ? min(measure.natural, max(12, measure.header)) : measure.natural
    case .headings: measure.isFlexible ? min(measure.natural, 8) : values
    case .texts: measure.mayBeCut ? min(measure.natural, 6) : values
    }
  }

  /// Takes columns from the widest until the sum is reached; false where the floors don't allow it.
  private static func shrink(_ widths: inout [Int], _ floors: [Int], to available: Int) -> Bool {
    var excess = widths.reduce(0, +) - available
    while excess > 0 {
      let candidates = widths.indices.filter { widths[$0] > floors[$0] }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return false }
      widths[widest] -= 1
      excess -= 1
    }
    return true
  }
}
