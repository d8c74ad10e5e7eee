import CivilTime
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreReports

/// A report about sessions as a document: a column for each grouping, with wire values, then the measures.
struct ReportDocument {
  let report: SessionReport
  let table: ReportTable
  let unit: DurationUnit?
  /// Whether people read it: they get names for ids, and times as they say them.
  let isForPeople: Bool
  let hasHours: Bool
  let zone: Zone

  var schema: DocumentSchema {
    Self.schema(report, table.groupings, table.measures, unit: unit, hasHours: hasHours)
  }

  static func schema(
    _ report: SessionReport, _ groupings: [ReportGrouping], _ measures: [ReportMeasure],
    unit: DurationUnit? = nil, hasHours: Bool = true
  ) -> DocumentSchema {
    DocumentSchema(
      "report-\(report.rawValue)",
      groupings.map(\.column) + measures.map { column($0, unit: unit, hasHours: hasHours) })
  }

  private static func column(_ measure: ReportMeasure, unit: DurationUnit?, hasHours: Bool) -> Column {
    let words = (measure.heading ?? measure.name.replacing("_", with: " ")).uppercased()
    return switch measure.kind {
    case .count:
      Column(measure.name, .integer, header: words)
    case .percent: Column(measure.name, .real, header: "\(words) %")
    case .age: Column(measure.name, .span, header: words)
    case .duration:
      Column(
        measure.name, .real, header: unit.map { "\(words) (\($0.rawValue))" } ?? words,
        inTable: hasHours || !measure.needsHours)
    }
  }

  /// What is drawn of it.
  var chart: ReportChart {
    let time = table.groupings.firstIndex { $0.unit != nil }
    return ReportChart(
      keys: table.groupings.count, time: time.map { ($0, table.groupings[$0].rawValue) },
      measure: report.chartMeasure)
  }

  // MARK: Cells

  func row(_ index: Int, _ names: inout ReportNames) throws -> [Cell] {
    var cells: [Cell] = []
    for level in table.groupings.indices {
      cells.append(try cell(table.key(index, level), table.groupings[level], &names))
    }
    for measure in table.measures.indices {
      cells.append(cell(table.value(index, measure), table.measures[measure].kind))
    }
    return cells
  }

  /// Of everything at once; a percentile of all is none of the rows'.
  var footer: [Cell]? { table.count > 1 ? totals : nil }

  /// The same, however many rows there are.
  var totals: [Cell]? {
    guard let totals = table.totals else { return nil }
    let head = table.groupings.indices.map { $0 == 0 ? Cell.text("total") : .null }
    return head
      + table.measures.indices.map {
        cell(totals[$0].isNaN ? nil : totals[$0], table.measures[$0].kind)
      }
  }

  /// A measure of everything at once, by its name; null of none.
  func total(_ name: String) -> Cell {
    guard let totals = table.totals, let place = table.measures.firstIndex(where: { $0.name == name }) else {
      return .null
    }
    return cell(totals[place].isNaN ? nil : totals[place], table.measures[place].kind)
  }

  private func cell(_ key: ReportKey, _ grouping: ReportGrouping, _ names: inout ReportNames) throws -> Cell {
    switch key {
    case .none: return .null
    case .period(let start): return .token(grouping.unit?.label(of: start, in: zone) ?? start.rfc3339)
    case .reason(let reason): return .token(reason.word)
    case .band(let band): return .token(band.word)
    case .weekday(let day): return .token(ReportKey.weekdays[day])
    case .hourOfDay(let hour): return .integer(Int64(hour))
    case .text(let text):
      return isForPeople && grouping == .endedBy ? .text(try names.name(ofActor: text)) : .text(text)
    case .id(let id): return isForPeople ? .text(try names.name(of: id, grouping)) : .integer(id)
    }
  }

  private func cell(_ value: Double?, _ kind: ReportMeasure.Kind) -> Cell {
    guard let value else { return .null }
    return switch kind {
    case .count: .integer(Int64(exactly: value) ?? .max)
    case .percent: .real(value)
    case .age: .span(Int64(exactly: value.rounded(.down)) ?? .max)
    case .duration:
      if let unit {
        // A thousandth of a unit is as much as anybody reads.
        .real((value / unit.seconds * 1000).rounded() / 1000)
      } else if isForPeople {
        .span(Int64(exactly: value.rounded()) ?? .max)
      } else {
        .real((value * 1000).rounded() / 1000)
      }
    }
  }
}

extension ReportGrouping {
  fileprivate var column: Column {
    switch self {
    case .hour, .day, .week, .month, .weekday, .reason, .age, .idle: Column(rawValue, .token)
    case .hourOfDay: Column(rawValue, .integer, header: "HOUR OF DAY")
    case .agent, .group: Column(rawValue, .identifier, flexible: true)
    case .brand: Column(rawValue, .identifier)
    case .endedBy: Column(rawValue, .text, header: "ENDED BY", flexible: true)
    case .channel, .tag: Column(rawValue, .text, flexible: true)
    }
  }
}

/// The names of agents and groups, looked up once each.
struct ReportNames {
  private var names: ActorNames

  init(_ reader: StoreReader) { names = ActorNames(reader) }

  /// - Parameter word: `user:ID`, `trigger:ID` or `system`
  mutating func name(ofActor word: String) throws -> String {
    let parts = word.split(separator: ":")
    guard parts.count == 2, let kind = Actor.Kind(word: parts[0]), let id = Int64(parts[1]),
      let actor = Actor(kind: kind, id: id)
    else { return word }
    return try names.name(of: actor)
  }

  mutating func name(of id: Int64, _ grouping: ReportGrouping) throws -> String {
    switch grouping {
    case .agent: try names.name(of: .user(id: id))
    case .group: try names.groupName(id: id)
    default: String(id)
    }
  }
}
