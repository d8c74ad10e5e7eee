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
}
