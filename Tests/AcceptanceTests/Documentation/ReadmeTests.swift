import DemoAccount
import Foundation
import Testing

@testable import CommandGrammar

/// The README's transcripts are executed: every command in it works, and prints what it says.
///
/// `SESSIONCTL_REGENERATE=1 swift test --filter "GeneratedFile|Readme"` writes what the commands print.
@Suite struct ReadmeTests {
  @Test("The README's commands print what it shows")
  func transcripts() throws {
    let readme = try Repository.read("README.md")
    let machine = try TestMachine()
    var account = DemoAccount(
      sessions: 60, seed: 7, now: TestMachine.start, adminEmail: "admin@example.com")
    var export: [UInt8] = []
    var line: [UInt8] = []
    while account.next(into: &line) { export += line + [0x0A] }
    try machine.file("export.ndjson", export)

    let written = try Transcript.rewritten(
      readme, isPassage: { ($0 == "```console", $0.hasPrefix("```")) }, run: { try run($0, on: machine) })
    #expect(try Repository.isCurrent("README.md", written))
  }

  /// A transcript's line as its reader would type it; what it prints, as the README shows it.
  private func run(_ line: String, on machine: TestMachine) throws -> [String] {
    let words = (ShellWords.calls(of: "sessionctl", in: String(line.dropFirst(2))).first ?? []).map { word in
      word == "export.ndjson" ? "\(machine.folder)/export.ndjson" : word
    }
    let run = machine.run(words)
    #expect(run.code == .done, "\(run)")
    let text = (run.text + run.errors).replacingOccurrences(of: machine.folder + "/", with: "")
    let lines = text.split(separator: "\n").map(String.init)
    // A long document is shown by its beginning.
    return lines.map { $0.count > 300 ? String($0.prefix(299)) + "…" : $0 }
  }
}
