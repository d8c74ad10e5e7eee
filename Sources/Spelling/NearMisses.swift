/// The candidates that somebody who typed `typed` probably meant, the likeliest first; none if nothing is close.
///
/// For the words of the grammar and for stored names alike. Case and `-`/`_` don't count. A candidate is near if
/// it can be reached with a few slips (one letter wrong, missing, too many, or two swapped), how few depending on
/// the length, or if it begins with what was typed. Like git, only the nearest group is named, not all that are near.
/// Where none is, those are near of which one word is: `Ofice` for `Office hours`, `anna` for `anna@example.com`; else
/// those that have all of its parts.
package func nearMisses(of typed: String, among candidates: some Sequence<String>, limit: Int = 3) -> [String]
{
  // Nobody types so long a word by a slip, and the cost grows with the product of the lengths.
  guard limit > 0, !typed.isEmpty, typed.utf8.count <= 400 else { return [] }
  var names: Set<String> = []
  let candidates = candidates.filter { $0.utf8.count <= 2_000 && names.insert($0).inserted }
  let whole = nearest(to: typed, among: candidates.map { ($0, $0) })
  guard whole.isEmpty else { return Array(whole.prefix(limit)) }
  guard typed.unicodeScalars.count >= 4 else { return Array(byPart(typed, among: candidates).prefix(limit)) }
  let words = candidates.flatMap { name in
    name.split { $0 == " " || $0 == "@" }.filter { $0.unicodeScalars.count >= 4 }.map { (name, String($0)) }
  }
  let near = nearest(to: typed, among: words)
  return Array((near.isEmpty ? byPart(typed, among: candidates) : near).prefix(limit))
}

/// Whether one word becomes the other by one letter wrong, missing, too many, or two swapped, or by another case alone.
///
/// Words of one letter are no slips of each other.
package func isOneSlip(_ typed: String, from word: String) -> Bool {
  let (left, right) = (comparable(typed), comparable(word))
  return typed != word && min(left.count, right.count) > 1 && slips(from: left, to: right, atMost: 1) != nil
}

/// The names that have every part of what was typed, in whatever order: `end_reason` for
/// `messaging_session_ended_reason`; first those of which it leaves out the least.
private func byPart(_ typed: String, among candidates: [String]) -> [String] {
  func parts(_ text: String) -> [[Unicode.Scalar]] {
    comparable(text).split { "-.".unicodeScalars.contains($0) }.map(Array.init)
  }
  let wanted = parts(typed)
  guard wanted.contains(where: { $0.count >= 3 }) else { return [] }
  func has(_ name: [[Unicode.Scalar]], _ part: [Unicode.Scalar]) -> Bool {
    name.contains { word in
      // A short word is one itself; a longer one may be the beginning, or have a slip.
      if part.count < 3 { return word == part }
      return word.starts(with: part) || part.count >= 5 && slips(from: part, to: word, atMost: 1) != nil
    }
  }
  let found = candidates.compactMap { name -> (name: String, rest: Int)? in
    let own = parts(name)
    guard own.count > 1, wanted.allSatisfy({ has(own, $0) }) else { return nil }
    return (name, own.count - wanted.count)
  }
  guard let least = found.map(\.rest).min() else { return [] }
  return found.filter { $0.rest == least }.map(\.name)
}

/// The names whose texts are nearest, if they are near.
private func nearest(to typed: String, among candidates: [(name: String, text: String)]) -> [String] {
  let wanted = comparable(typed)
  let allowed = allowedSlips(wanted.count)
  var found: [(name: String, distance: Int)] = []
  for (name, text) in candidates {
    let letters = comparable(text)
    if isOpposite(wanted, letters) { continue }
    var distance = slips(from: wanted, to: letters, atMost: allowed)
    // A whole word typed short counts like one slip; a single letter would match too much.
    if distance == nil || distance! > 1, wanted.count >= 2, letters.starts(with: wanted) { distance = 1 }
    // A candidate that shares no letter at all is no near miss, however short.
    if let distance, distance < max(letters.count, 1) || distance == 0 { found.append((name, distance)) }
  }
  guard let best = found.map(\.distance).min() else { return [] }
  // The order of declaration breaks ties, so the answer is always the same.
  var names: Set<String> = []
  return found.filter { $0.distance == best }.map(\.name).filter { names.insert($0).inserted }
}

/// `; did you mean 'a' or 'b'?`, or nothing.
package func didYouMean(_ words: [String]) -> String {
  guard let last = words.last else { return "" }
  let before = words.dropLast().map { "'\($0)'" }.joined(separator: ", ")
  return "; did you mean \(before.isEmpty ? "" : before + " or ")'\(last)'?"
}

/// The same for what was typed: the near misses among the words there are.
package func didYouMean(_ typed: String, among words: some Sequence<String>) -> String {
  didYouMean(nearMisses(of: typed, among: words))
}

/// Whether one is the other with a no in front of it, which is no slip: `inactive` is not meant as `active`.
private func isOpposite(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Bool {
  let (short, long) = one.count < other.count ? (one, other) : (other, one)
  guard short.count >= 4, long.suffix(short.count) == short[...] else { return false }
  return ["in", "un", "non", "non-", "not-"].contains {
    long.dropLast(short.count).elementsEqual($0.unicodeScalars)
  }
}

private func comparable(_ text: String) -> [Unicode.Scalar] {
  text.lowercased().unicodeScalars.map { $0 == "_" ? "-" : $0 }
}

private func allowedSlips(_ length: Int) -> Int {
  switch length {
  case ..<5: 1
  case ..<9: 2
  case ..<24: 3
  default: length / 6
  }
}

/// The Damerau–Levenshtein distance (each pair of letters swapped at most once), or nil if it exceeds `bound`.
private func slips(from left: [Unicode.Scalar], to right: [Unicode.Scalar], atMost bound: Int) -> Int? {
  guard abs(left.count - right.count) <= bound else { return nil }
  if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
  var beforeLast = [Int](repeating: 0, count: right.count + 1)
  var last = Array(0...right.count)
  for row in 1...left.count {
    var current = [Int](repeating: row, count: right.count + 1)
    for column in 1...right.count {
      let same = left[row - 1] == right[column - 1]
      var cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0 : 1))
      if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
        cost = min(cost, beforeLast[column - 2] + 1)
      }
      current[column] = cost
    }
    // A swap reaches back two rows, so both must be out of bounds before giving up.
    if current.min()! > bound, last.min()! > bound { return nil }
    beforeLast = last
    last = current
  }
  return last[right.count] <= bound ? last[right.count] : nil
}
