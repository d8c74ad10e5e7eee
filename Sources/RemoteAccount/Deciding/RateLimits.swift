/// What the headers of an answer say about limits, from whichever of three families.
package struct RateLimits: Hashable, Sendable {
  /// One counter.
  package struct Bucket: Hashable, Sendable {
    /// As the header names it; empty for the account's own.
    package let name: String
    /// Requests a period, as far as it is said.
    package let total: Int?
    /// Requests that are left of it, as far as that is said.
    package let remaining: Int?
    /// Seconds until it begins anew.
    package let resets: Int?
  }

  /// In the order of the headers; the account's own first.
  package let buckets: [Bucket]
  /// Seconds to wait, as `Retry-After` says; before any arithmetic.
  package let retryAfter: Int?

  /// Reads `x-rate-limit(-remaining)`, `ratelimit-limit|remaining|reset` and `zendesk-ratelimit-NAME: total=; …`, with or
  /// without hyphens and in any case.
  package init(_ headers: AnswerHeaders) {
    var own: (total: Int?, remaining: Int?, resets: Int?)
    var named: [Bucket] = []
    for (name, value) in headers.all {
      let hyphened = name.replacing("_", with: "-").replacing("rate-limit", with: "ratelimit")
      if let bucket = hyphened.after("zendesk-ratelimit-") {
        let parts = Self.parts(value)
        named.append(
          Bucket(
            name: bucket, total: parts["total"], remaining: parts["remaining"], resets: parts["resets"]))
        continue
      }
      guard let number = Self.number(value) else { continue }
      switch hyphened.after("x-") ?? hyphened {
      case "ratelimit", "ratelimit-limit": own.total = own.total ?? number
      case "ratelimit-remaining": own.remaining = min(own.remaining ?? number, number)
      case "ratelimit-reset": own.resets = own.resets ?? number
      default: break
      }
    }
    let isKnown = own.total != nil || own.remaining != nil
    buckets =
      (isKnown ? [Bucket(name: "", total: own.total, remaining: own.remaining, resets: own.resets)] : [])
      + named
    retryAfter = headers["retry-after"].flatMap(Self.number)
  }

  /// Seconds until all counters have room; nil if they have, or don't say.
  package var secondsToRoom: Int? {
    let empty = buckets.filter { $0.remaining == 0 }.compactMap(\.resets)
    return empty.max().flatMap { $0 > 0 ? $0 : nil }
  }

  private static func parts(_ text: String) -> [String: Int] {
    var parts: [String: Int] = [:]
    for part in text.split(whereSeparator: { ";,".contains($0) }) {
      let sides = part.split(separator: "=", maxSplits: 1)
      guard sides.count == 2, let number = number(String(sides[1])) else { continue }
      parts[sides[0].trimmed.lowercased()] = number
    }
    return parts
  }

  /// A whole number that is not negative; of `100, 100;w=60` the first.
  private static func number(_ text: String) -> Int? {
    let digits = text.trimmed.prefix { $0.isASCII && $0.isNumber }
    let rest = text.trimmed.dropFirst(digits.count).first
    guard rest == nil || [",", ";", " ", "."].contains(rest) else { return nil }
    return Int(digits)
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    var text = Substring(self).drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return String(text)
  }

  fileprivate func after(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
