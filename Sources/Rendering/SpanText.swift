import CivilTime

/// Lengths of time as people say them.
public enum SpanText {
  /// `45s`, `4h 5m`, `3d 2h`: the two largest units, rounded down.
  public static func text(_ seconds: Int64) -> String {
    let sign = seconds < 0 ? "-" : ""
    let seconds = seconds.magnitude
    let (large, small): (String, String) =
      switch seconds {
      case ..<60: ("\(seconds)s", "")
      case ..<3600: ("\(seconds / 60)m", part(seconds % 60, "s"))
      case ..<86_400: ("\(seconds / 3600)h", part(seconds % 3600 / 60, "m"))
      default: ("\(seconds / 86_400)d", part(seconds % 86_400 / 3600, "h"))
      }
    return sign + large + small
  }

  /// `3h ago`, `in 5m`, `now`: one unit, rounded down.
  public static func relative(_ instant: Instant, to now: Instant) -> String {
    let (difference, overflow) = instant.seconds.subtractingReportingOverflow(now.seconds)
    if overflow { return instant.rfc3339 }
    let seconds = difference.magnitude
    let length: String =
      switch seconds {
      case 0: "now"
      case ..<60: "\(seconds)s"
      case ..<3600: "\(seconds / 60)m"
      case ..<86_400: "\(seconds / 3600)h"
      case ..<(2 * 365 * 86_400): "\(seconds / 86_400)d"
      default: "\(seconds / (365 * 86_400))y"
      }
    return seconds == 0 ? length : difference < 0 ? length + " ago" : "in " + length
  }

  private static func part(_ number: UInt64, _ unit: String) -> String {
    number == 0 ? "" : " \(number)\(unit)"
  }
}
