import Rendering
import SessionStore
import StoreEngine
import StoreReports

/// A report that is a list of what there is, not of sessions.
struct TeamReport: Sendable {
  let name: String
  let summary: String
  let measures: [ReportMeasure]
  /// What its other columns mean.
  let words: [String: FieldMeaning]
  /// Whether it takes `--compare`.
  var isCompared = false
  let command: Command
}

let teamReports = [boardReport, capacityReport, queuesReport, triggersReport, agentsReport]

extension TeamReport {
  /// Percent with two digits; nil of nothing.
  static func percent(_ part: Int, of whole: Int) -> Double? {
    whole == 0 ? nil : (Double(part) / Double(whole) * 10_000).rounded() / 100
  }
}
