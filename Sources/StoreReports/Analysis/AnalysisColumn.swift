import SessionModel

/// A column of an analysis table: what stands in it, what it is made of, and what each engine calls its type.
package struct AnalysisColumn: Sendable {
  /// What readers declare, so that none of them has to infer it.
  package enum Kind: String, Sendable {
    /// Numbers of 64 bits, whole and with a fraction; texts, `true` and `false`, and days.
    case integer, real, text, boolean, date
    /// A list of texts; empty, never null.
    case texts
  }

  /// Where its values come from.
  enum Source: Sendable {
    /// What the table's rows are read with, as it is.
    case read(String)
    /// A number that stands for a word of a closed set.
    case word(String, [Int: String])
    /// Texts that are separated by blanks.
    case split(String)
    /// Seconds from one moment to another, both columns of the same table, never less than none.
    case elapsed(from: String, to: String)
    /// Those of them that lie within business hours.
    case openSeconds(from: String, to: String)
    /// Whether a moment lies outside of business hours.
    case outsideHours(String)
    /// Whoever writes the row has it: tables of few rows.
    case made
  }

  /// Its name in the files.
  package let name: String
  /// Its type.
  package let kind: Kind
  /// Whether it can be null.
  package let canBeNull: Bool
  /// For the manual: what it says, and when it says nothing.
  package let meaning: String
  let source: Source

  init(_ name: String, _ kind: Kind, null: Bool = false, _ source: Source, _ meaning: String) {
    self.name = name
    self.kind = kind
    self.meaning = meaning
    canBeNull = null
    self.source = source
  }

  /// A word of a closed set.
  static func word<Word: Vocabulary>(
    _ name: String, _ words: Word.Type, _ column: String, null: Bool = false, _ meaning: String
  ) -> AnalysisColumn where Word.RawValue == Int {
    let table = Dictionary(Word.allCases.map { ($0.rawValue, $0.word) }, uniquingKeysWith: { $1 })
    return AnalysisColumn(name, .text, null: null, .word(column, table), meaning)
  }
}

/// A program that the tables are declared to.
package enum AnalysisEngine: String, CaseIterable, Sendable {
  /// Apache Spark, DuckDB and ClickHouse, by the key under which their declarations stand.
  case spark, duckdb, clickhouse
}

extension AnalysisColumn {
  /// What an engine calls the type.
  package func type(for engine: AnalysisEngine) -> String {
    switch engine {
    case .spark:
      switch kind {
      case .integer: "BIGINT"
      case .real: "DOUBLE"
      case .text: "STRING"
      case .boolean: "BOOLEAN"
      case .date: "DATE"
      case .texts: "ARRAY<STRING>"
      }
    case .duckdb:
      switch kind {
      case .integer: "BIGINT"
      case .real: "DOUBLE"
      case .text: "VARCHAR"
      case .boolean: "BOOLEAN"
      case .date: "DATE"
      case .texts: "VARCHAR[]"
      }
    case .clickhouse:
      switch kind {
      case .integer: nullable("Int64")
      case .real: nullable("Float64")
      case .text: nullable("String")
      case .boolean: nullable("Bool")
      case .date: nullable("Date")
      case .texts: "Array(String)"
      }
    }
  }

  private func nullable(_ type: String) -> String { canBeNull ? "Nullable(\(type))" : type }
}
