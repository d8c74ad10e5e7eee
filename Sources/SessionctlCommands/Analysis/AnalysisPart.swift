import CivilTime
import Rendering
import StoreReports

/// A file of a month while it is written: it has its name once it is complete, and never takes another's.
final class AnalysisPart {
  let table: AnalysisTable
  let month: AnalysisMonth
  private let path: String
  private let file: WholeFile
  private var checksum = Checksum()
  private var tally = AnalysisTally()
  private var bytes = 0

  init(_ table: AnalysisTable, _ month: AnalysisMonth, in folder: String, _ path: String) throws {
    self.table = table
    self.month = month
    self.path = path
    file = try WholeFile("\(folder)/\(path)", replaces: false)
  }

  /// Takes a line with its end.
  func add(_ id: Int64, _ line: [UInt8]) throws {
    try line.withUnsafeBytes { line in
      checksum.add(line)
      try file.write(line)
    }
    tally.add(id)
    bytes += line.count
  }

  /// Puts the file under its name.
  func finish(hours: String?, isOfPruned: Bool, at now: Instant) throws -> AnalysisManifest.File {
    try file.finish()
    return AnalysisManifest.File(
      table: table.name, month: month, path: path, tally: tally, bytes: bytes, checksum: checksum.text,
      hours: hours, isOfPruned: isOfPruned, writtenAt: now)
  }
}
