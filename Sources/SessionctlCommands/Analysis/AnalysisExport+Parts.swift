import CivilTime
import StoreReports

/// What a run writes of one table, and what the folder has of it.
extension AnalysisExport {
  /// The files of one table that a run writes, each begun with its first row.
  struct Parts {
    private let export: AnalysisExport
    private let table: AnalysisTable
    /// nil: the next number.
    private let name: String?
    private var all: [AnalysisMonth: AnalysisPart] = [:]
    private var last: AnalysisPart?
    private var rows: Int

    init(_ export: AnalysisExport, _ table: AnalysisTable, _ name: String? = nil) {
      self.export = export
      self.table = table
      self.name = name
      rows = export.written.reduce(0) { $0 + $1.tally.rows }
    }

    mutating func add(_ month: AnalysisMonth, _ id: Int64, _ line: [UInt8]) throws {
      if last?.month != month { last = try part(month) }
      try last?.add(id, line)
      rows += 1
      if rows & 0xFFF == 0 { export.progress(rows) }
    }

    private mutating func part(_ month: AnalysisMonth) throws -> AnalysisPart {
      if let part = all[month] { return part }
      let number = export.manifest.files(of: table, in: month).count + 1
      let digits = String(number)
      let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      let name = name.map { $0.hasPrefix("day-") ? $0 : "\($0)-\(padded)" } ?? "part-\(padded)"
      let part = try export.folder.part(table, month, name)
      all[month] = part
      return part
    }

    func finish(hours: String?, isOfPruned: Bool, at now: Instant) throws -> [AnalysisManifest.File] {
      try all.sorted { $0.key < $1.key }.map {
        try $0.value.finish(hours: hours, isOfPruned: isOfPruned, at: now)
      }
    }
  }

  /// What the folder has of the months that rows are of, read when the first of them comes.
  struct KnownIDs {
    private let export: AnalysisExport
    private let table: AnalysisTable
    private let member: String
    private var all: [AnalysisMonth: Set<Int64>] = [:]
    private var last: AnalysisMonth?
    private var known: Set<Int64> = []

    init(_ export: AnalysisExport, _ table: AnalysisTable, _ member: String) {
      self.export = export
      self.table = table
      self.member = member
    }

    mutating func contains(_ id: Int64, in month: AnalysisMonth) throws -> Bool {
      if month != last {
        if all[month] == nil { all[month] = try read(month) }
        known = all[month] ?? []
        last = month
      }
      return !known.isEmpty && known.contains(id)
    }

    private func read(_ month: AnalysisMonth) throws -> Set<Int64> {
      try export.manifest.files(of: table, in: month).reduce(into: []) {
        try $0.formUnion(export.folder.ids(in: $1, member, export.context))
      }
    }
  }
}
