/// Lists of tags compared as sets; in the hot loop of a bulk run they are short, and no set is made of them.
public enum TagList {
  private static let short = 16

  /// The tags in their order, each once.
  static func withoutRepeats(_ tags: [String]) -> [String] {
    if tags.count > short {
      var seen: Set<String> = []
      return tags.filter { seen.insert($0).inserted }
    }
    var wanted: [String] = []
    wanted.reserveCapacity(tags.count)
    for tag in tags where !wanted.contains(tag) { wanted.append(tag) }
    return wanted
  }

  /// Whether two lists without repeats hold the same tags.
  static func areSame(_ one: [String], _ other: [String]) -> Bool {
    guard one.count == other.count else { return false }
    return one.count > short ? Set(other).isSuperset(of: one) : one.allSatisfy(other.contains)
  }

  /// The tags of the first list that the other has not.
  static func difference(_ one: [String], _ other: [String]) -> [String] {
    if other.count > short {
      let known = Set(other)
      return one.filter { !known.contains($0) }
    }
    return one.filter { !other.contains($0) }
  }

  /// The tags as columns and histories have them, with a space between.
  public static func text(_ tags: [String]) -> String {
    guard var text = tags.first else { return "" }
    for tag in tags.dropFirst() {
      text += " "
      text += tag
    }
    return text
  }
}
