/// The difference of two texts line by line, in the pieces in which people read it.
struct LineDifference {
  enum Line: Equatable {
    case same(String), removed(String), added(String)

    var text: String {
      switch self {
      case .same(let text): "  \(text)"
      case .removed(let text): "- \(text)"
      case .added(let text): "+ \(text)"
      }
    }

    var isSame: Bool { if case .same = self { true } else { false } }
  }

  /// All lines, what is removed before what is added in its place.
  let lines: [Line]

  init(from old: [String], to new: [String]) {
    let difference = new.difference(from: old)
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var lines: [Line] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if removed.contains(left) {
        lines.append(.removed(old[left]))
        left += 1
      } else if added.contains(right) {
        lines.append(.added(new[right]))
        right += 1
      } else {
        lines.append(.same(old[left]))
        left += 1
        right += 1
      }
    }
    self.lines = lines
  }

  /// Stretches around the changes, with so many unchanged lines before and after.
  func hunks(context: Int = 3) -> [ArraySlice<Line>] {
    var hunks: [Range<Int>] = []
    for index in lines.indices where !lines[index].isSame {
      let range =
        max(0, index - min(context, index))..<min(lines.count, index + 1 + min(context, lines.count))
      if let last = hunks.last, last.upperBound >= range.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks.map { lines[$0] }
  }
}
