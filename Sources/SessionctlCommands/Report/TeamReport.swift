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
  var words: [String: FieldMeaning] { makeWords() }
  private let makeWords: @Sendable () -> [String: FieldMeaning]
  /// Whether it takes `--compare`.
  let isCompared: Bool
  let command: Command

  init(
    name: String, summary: String, measures: [ReportMeasure],
    words: @autoclosure @escaping @Sendable () -> [String: FieldMeaning], isCompared: Bool = false,
    command: Command
  ) {
    self.name = name
    self.summary = summary
    self.measures = measures
    makeWords = words
    self.isCompared = isCompared
    self.command = command
  }
}

let teamReports = [boardReport, capacityReport, queuesReport, triggersReport, agentsReport]

extension TeamReport {
  /// Percent with two digits; nil of nothing.
  static func percent(_ part: Int, of whole: Int) -> Double? {
    whole == 0 ? nil : (Double(part) / Double(whole) * 10_000).rounded() / 100
  }
}
