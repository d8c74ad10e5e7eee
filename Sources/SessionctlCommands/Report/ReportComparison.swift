import CivilTime
import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreReports

/// A report beside the same one of the period before: every measure, what it was, and by how much it has changed.
struct ReportComparison {
  private let now: ReportDocument
  private let before: ReportDocument

  init(now: ReportDocument, before: ReportDocument) {
    self.now = now
    self.before = before
  }

  // MARK: Columns

  /// The columns that come with a comparison, of each measure behind it.
  static func further(_ measure: ReportMeasure, _ column: Column, inTable: Bool) -> [Column] {
    let isPoints = measure.kind == .percent
    return [
      Column("\(measure.name)_previous", column.kind, header: "BEFORE", inTable: inTable),
      Column(
        "\(measure.name)_change", .real, header: isPoints ? "CHANGE (POINTS)" : "CHANGE %", inTable: inTable),
    ]
  }

  private var schema: DocumentSchema {
    let (columns, keys) = (now.schema.columns, now.table.groupings.count)
    return DocumentSchema(
      now.schema.name,
      columns.prefix(keys)
        + now.table.measures.enumerated().flatMap { index, measure in
          [columns[keys + index]]
            + Self.further(measure, columns[keys + index], inTable: measure.name == now.report.chartMeasure)
        })
  }

  /// All that a comparison can have, behind all that the report can have.
  static func schemaAtMost(_ report: SessionReport) -> DocumentSchema {
    let whole = ReportDocument.schema(report, report.groupings, report.measures)
    guard report != .active else { return whole }
    let columns = zip(report.measures, whole.columns.suffix(report.measures.count))
    return DocumentSchema(
      whole.name, whole.columns + columns.flatMap { further($0, $1, inTable: true) })
  }

  // MARK: Rows

  /// A week's place and its days' can't be counted at once: days of two weeks would stand beside each other.
  ///
  /// - Throws: a usage failure where times are grouped by more than one unit of the calendar
  static func check(_ groupings: [ReportGrouping]) throws {
    let times = groupings.filter { $0.unit != nil }
    guard times.count > 1 else { return }
    let names = times.map { "'\($0.rawValue)'" }.joined(separator: " and ")
    throw Failure.usage(
      "--compare takes one grouping by time, but --by names \(names); leave out all but one")
  }

  /// What tells a row of both from the others: of time, which bucket of its period it is.
  private enum Place: Hashable {
    case key(ReportKey)
    case bucket(Int)
  }

  private static func places(_ table: ReportTable) -> [[Place]] {
    var buckets: [Int: [ReportKey: Int]] = [:]
    for level in table.groupings.indices where table.groupings[level].unit != nil {
      let starts = Set((0..<table.count).map { table.key($0, level) }).sorted()
      buckets[level] = Dictionary(
        starts.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
    return (0..<table.count).map { row in
      table.groupings.indices.map { level in
        let key = table.key(row, level)
        return buckets[level].map { .bucket($0[key] ?? -1) } ?? .key(key)
      }
    }
  }

  /// Writes it; groups that only the period before has come last.
  func write(_ reader: StoreReader, _ context: CommandContext, _ clock: RunClock, limit: Int?) throws {
    let (places, earlier) = (Self.places(now.table), Self.places(before.table))
    let found = Dictionary(earlier.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let isKnown = Set(places)
    var pairs: [(now: Int?, before: Int?)] = places.indices.map { ($0, found[places[$0]]) }
    pairs += earlier.indices.filter { !isKnown.contains(earlier[$0]) }.map { (nil, $0) }
    if let limit { pairs = Array(pairs.prefix(limit)) }
    let writer = try context.document(schema, clock)
    try writer.begin(count: pairs.count)
    var names = ReportNames(reader)
    for pair in pairs { try writer.row(try cells(pair, &names)) }
    try writer.finish(footer: pairs.count > 1 ? try footer() : nil)
    if pairs.isEmpty && context.format == .table { context.noteNothing("no session ended in either period") }
  }

  private func cells(_ pair: (now: Int?, before: Int?), _ names: inout ReportNames) throws -> [Cell] {
    let keys = now.table.groupings.count
    let newer = try pair.now.map { try now.row($0, &names) }
    let older = try pair.before.map { try before.row($0, &names) }
    var cells = Array((newer ?? older ?? []).prefix(keys))
    for (index, measure) in now.table.measures.enumerated() {
      // What is not there is nothing, of which a count is 0.
      let nothing: Cell = measure.kind == .count ? .integer(0) : .null
      let zero: Double? = measure.kind == .count ? 0 : nil
      cells.append(newer?[keys + index] ?? nothing)
      cells.append(older?[keys + index] ?? nothing)
      cells.append(
        Self.change(
          pair.now.map { now.table.value($0, index) } ?? zero,
          from: pair.before.map { before.table.value($0, index) } ?? zero, measure))
    }
    return cells
  }

  private func footer() throws -> [Cell]? {
    guard let newer = now.footer ?? now.totals, let older = before.footer ?? before.totals else { return nil }
    let keys = now.table.groupings.count
    var cells = Array(newer.prefix(keys))
    for (index, measure) in now.table.measures.enumerated() {
      let (new, old) = (now.table.totals?[index] ?? .nan, before.table.totals?[index] ?? .nan)
      cells += [newer[keys + index], older[keys + index]]
      cells.append(Self.change(new.isNaN ? nil : new, from: old.isNaN ? nil : old, measure))
    }
    return cells
  }

  /// In percent of what it was; of a percentage in points. Nothing can't be compared with, nor can less than nothing.
  static func change(_ new: Double?, from old: Double?, _ measure: ReportMeasure) -> Cell {
    guard let new, let old else { return .null }
    let change: Double
    if measure.kind == .percent {
      change = new - old
    } else {
      guard old > 0 else { return .null }
      change = (new - old) / old * 100
    }
    return .real((change * 100).rounded() / 100)
  }
}
