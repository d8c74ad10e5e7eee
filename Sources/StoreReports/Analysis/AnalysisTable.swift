import JSONText

/// A table of `export --analysis`: numbers and words about what is over, and nothing that tells whom it was about.
package struct AnalysisTable: Sendable {
  /// Its folder's name.
  package let name: String
  /// For the manual: what a row is.
  package let row: String
  /// For the manual: which month a row is of.
  package let monthly: String
  /// In the order in which they stand in each line.
  package let columns: [AnalysisColumn]

  /// All there are, in the order of the manual.
  package static let all: [AnalysisTable] = [sessions, tickets, firings, agentDays, queueDays]

  /// Column names and types as an engine takes them.
  package func declaration(for engine: AnalysisEngine) -> String {
    let lines = columns.map { column in
      let type = column.type(for: engine)
      return engine == .duckdb ? "\(column.name): '\(type)'" : "\(column.name) \(type)"
    }
    return lines.joined(separator: ", ")
  }

  /// A line of a table whose rows are made elsewhere, with its end.
  func line(of values: [JSONValue]) -> [UInt8] {
    JSONValue.object(JSONObject(Array(zip(columns.map(\.name), values)))).bytes + [0x0A]
  }
}
