import CivilTime
import Foundation
import Testing

@testable import SessionctlCommands

/// The queries of sessionctl-analysis(7) in the engines that they are for; `Tests/Analysis/run` does it with many accounts.
@Suite struct AnalysisEngineTests {
  private static let python = ProcessInfo.processInfo.environment["ANALYSIS_PYTHON"] ?? "python3"

  private static func has(_ module: String) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      python, "-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('\(module)') is None)",
    ]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  @Test(
    "Every report over two accounts comes out of DuckDB, and of PySpark if it is there, as it comes out here",
    .enabled(if: has("duckdb"), "Python has no duckdb: pip install duckdb pyspark, and set ANALYSIS_PYTHON"))
  func equal() throws {
    let machine = try TestMachine()
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Analysis/run").path
    let run = try machine.shell(
      "'\(script)' \"$(command -v sessionctl)\" 2 120",
      more: ["ANALYSIS_PYTHON": Self.python, "TMPDIR": machine.folder])
    #expect(run.status == 0 && run.output.contains("numbers of 2 accounts, all equal"), "\(run.output)")
  }
}
