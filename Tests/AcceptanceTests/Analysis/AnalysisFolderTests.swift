import CivilTime
import CommandGrammar
import Foundation
import JSONText
import Testing

@testable import SessionctlCommands

/// The folder of `export --analysis` when something is wrong with it.
@Suite struct AnalysisFolderTests {
  @Test("A folder with other things in it is left alone, as is a file")
  func others() throws {
    let machine = try AnalysisExportTests.machine()
    try FileManager.default.createDirectory(
      atPath: "\(machine.folder)/full", withIntermediateDirectories: true)
    try machine.file("full/thesis.tex", "words")
    let full = machine.run("export", "--analysis", "\(machine.folder)/full")
    #expect(full.code == .cannotCreate && full.errors.contains("holds other things"), "\(full)")
    let file = machine.run("export", "--analysis", "\(machine.folder)/full/thesis.tex")
    #expect(file.code == .cannotCreate && file.errors.contains("a file is there"), "\(file)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(machine.folder)/full") == ["thesis.tex"])
  }

  @Test("What was changed, lost or written by a later program is named, and nothing is written")
  func damage() throws {
    let machine = try AnalysisExportTests.machine()
    let lake = Lake(machine)
    try lake.export()
    let manifest = try #require(try lake.files().keys.first { $0.hasPrefix("manifests/") })
    let part = try #require(try lake.files().keys.first { $0.hasPrefix("sessions/") })
    let (sane, rows) = (try lake.text(manifest), try lake.text(part))
    func refused(_ code: ExitCode, _ words: String, _ what: String) throws {
      let before = try lake.files()
      let run = machine.run("export", "--analysis", lake.path)
      #expect(run.code == code && run.errors.contains(words), "\(what): \(run)")
      #expect(try lake.files() == before, "\(what)")
    }
    try lake.write(part, rows + "\n")
    try refused(.badInput, "is not as it was written", "a longer file")
    try FileManager.default.removeItem(atPath: "\(lake.path)/\(part)")
    try refused(.noInput, "is missing", "a lost file")
    try lake.write(part, rows)
    for (text, words) in [
      (sane.replacingOccurrences(of: "analysis/1", with: "analysis/2"), "newer sessionctl"),
      ("{}", "it has no schema"), ("nonsense", "it is no JSON"),
      (sane.replacingOccurrences(of: "\"files\"", with: "\"dust\""), "it is not whole"),
      (sane.replacingOccurrences(of: "\"path\": \"sessions/", with: "\"path\": \"../"), "its files"),
    ] {
      try lake.write(manifest, text)
      try refused(.badInput, words, words)
    }
    try FileManager.default.removeItem(atPath: "\(lake.path)/\(manifest)")
    try refused(.noInput, "has months of this account", "a lost manifest")
    try lake.write(manifest, sane)
    try lake.export()
  }

  @Test("A changed file of the same size is noticed when it is read, for what came later")
  func sameSize() throws {
    let machine = try AnalysisExportTests.machine()
    let lake = Lake(machine)
    try lake.export()
    let part = try #require(try lake.files().keys.first { $0.hasPrefix("sessions/") })
    try lake.write(part, try lake.text(part).replacingOccurrences(of: "agent_ended", with: "agent_upset"))
    try machine.succeed("session", "end", "2", "--yes", "-q", "--now", "2026-07-20T10:00:00Z")
    let run = machine.run("export", "--analysis", lake.path)
    #expect(run.code == .badInput && run.errors.contains("is not as it was written"), "\(run)")
  }

  @Test("Numbers of rows that were changed by hand are no room that is asked for")
  func rows() throws {
    let machine = try AnalysisExportTests.machine()
    let lake = Lake(machine)
    try lake.export()
    let manifest = try #require(try lake.files().keys.first { $0.hasPrefix("manifests/") })
    let changed = try lake.text(manifest).replacing(#/"rows": [0-9]+/#, with: "\"rows\": 9000000000000000000")
    try lake.write(manifest, changed)
    try machine.succeed("session", "end", "2", "--yes", "-q", "--now", "2026-07-20T10:00:00Z")
    #expect(machine.run("export", "--analysis", lake.path).code == .done)
  }

  @Test("What an interrupted run left is removed, and what is somebody else's stays")
  func leftovers() throws {
    let machine = try AnalysisExportTests.machine()
    let lake = Lake(machine)
    try lake.export()
    let part = try #require(try lake.files().keys.first { $0.hasPrefix("sessions/") })
    let folder = part.replacingOccurrences(of: "part-0001.ndjson", with: "")
    try lake.write("\(folder)part-0002.ndjson", "{}\n")
    try lake.write("\(folder)_SUCCESS", "")
    try lake.export()
    #expect(try !lake.files().keys.contains("\(folder)part-0002.ndjson"))
    #expect(try lake.files().keys.contains("\(folder)_SUCCESS"))
  }

  @Test("A store that was restored to something earlier does not go on in the folder")
  func restored() throws {
    let machine = try AnalysisExportTests.machine()
    let backup = "\(machine.folder)/backup.db"
    try machine.succeed("backup", backup, "-q")
    let lake = Lake(machine)
    try machine.succeed("session", "end", "2", "--yes", "-q", "--now", "2026-07-20T10:00:00Z")
    try lake.export()
    let run = machine.run("export", "--analysis", lake.path, "--store", backup)
    #expect(run.code == .no && run.errors.contains("from a time after the one it was restored to"), "\(run)")
  }

  @Test("While somebody writes the account's months, another does not")
  func busy() throws {
    let machine = try AnalysisExportTests.machine()
    let lake = Lake(machine)
    try lake.export()
    let manifest = try #require(try lake.files().keys.first { $0.hasPrefix("manifests/") })
    let lock = "\(lake.path)/\(manifest.replacingOccurrences(of: ".json", with: "-export"))"
    let descriptor = open(lock, O_CREAT | O_RDWR, 0o600)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    let run = machine.run("export", "--analysis", lake.path)
    #expect(run.code == .busy && run.errors.contains("another export is already working on"), "\(run)")
  }
}

/// A folder of analysis in a machine's own.
struct Lake {
  let machine: TestMachine
  let path: String

  init(_ machine: TestMachine, _ name: String = "lake") {
    self.machine = machine
    path = "\(machine.folder)/\(name)"
  }

  func export() throws { try machine.succeed("export", "--analysis", path, "-q") }

  /// Every file's bytes, by its path from the folder on.
  func files() throws -> [String: Data] {
    guard let all = FileManager.default.enumerator(atPath: path) else { return [:] }
    var files: [String: Data] = [:]
    for case let name as String in all {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder),
        !isFolder.boolValue
      else { continue }
      files[name] = try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))
    }
    return files
  }

  func text(_ name: String) throws -> String {
    String(decoding: try machine.bytes(of: "\(path)/\(name)"), as: UTF8.self)
  }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  /// The rows of a table.
  func rows(_ table: String) throws -> [JSONValue] {
    try files().filter { $0.key.hasPrefix("\(table)/") && $0.key.hasSuffix(".ndjson") }
      .sorted { $0.key < $1.key }
      .flatMap { try $0.value.split(separator: 0x0A).map { try JSONValue.parse(Array($0)) } }
  }
}
