import Foundation

/// How much of a random test is run: little of it each time, as much as is asked for by hand.
package enum Extent {
  /// `SESSIONCTL_RANDOM=name:first-last` runs the seeds of one random test, `SESSIONCTL_RANDOM=name:12` one of them.
  package static func seeds(_ name: String, usually few: Range<UInt64>) -> [UInt64] {
    let words = (ProcessInfo.processInfo.environment["SESSIONCTL_RANDOM"] ?? "").split(separator: ":")
    guard words.count == 2, words[0] == name else { return Array(few) }
    let ends = words[1].split(separator: "-").compactMap { UInt64($0) }
    guard let first = ends.first, let last = ends.last, first <= last else { return Array(few) }
    return Array(first...last)
  }

  /// Numbers below `count`: always the same few after those that were once got wrong (`first`), or all that were asked for.
  /// Each is told before it is tried, so that it is known even where it ends the tests.
  package static func picks(_ name: String, first: [Int] = [], usually few: Int, of count: Int)
    -> some Sequence<Int>
  {
    let asked = seeds(name, usually: 0..<0).map { Int($0) }.filter { $0 < count }
    var chance = SplitMix(seed: 28)
    let numbers = asked.isEmpty ? first + (0..<few).map { _ in chance.number(0...(count - 1)) } : asked
    return numbers.lazy.map { number in
      FileHandle.standardError.write(Data("SESSIONCTL_RANDOM=\(name):\(number)\n".utf8))
      return number
    }
  }
}
