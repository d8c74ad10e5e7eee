import DemoAccount
import Foundation
import Testing

@testable import CommandGrammar
@testable import SessionctlCommands

/// The README is executed: every command in it works, and prints what it says.
///
/// `SESSIONCTL_REGENERATE=1 swift test --filter "GeneratedFile|Readme"` writes what the commands print.
@Suite struct ReadmeTests {
  @Test("The README's commands print what it shows")
  func transcripts() throws {
    let machine = try TestMachine()
    // The account of `demo --fill-only`, which the page makes after it has shown something.
    try machine.succeed("demo", "--fill-only", "--sessions", "60", "--store", machine.store, "-q")
    var account = DemoAccount(
      sessions: 60, seed: 7, now: TestMachine.start, adminEmail: "admin@example.com")
    var export: [UInt8] = []
    var line: [UInt8] = []
    while account.next(into: &line) { export += line + [0x0A] }
    try machine.file("export.ndjson", export)

    let written = try Transcript.rewritten(
      try Repository.read("README.md"), isPassage: { ($0 == "```console", $0.hasPrefix("```")) },
      run: { try run($0, on: machine) })
    #expect(try Repository.isCurrent("README.md", written))
  }

  @Test("Installing puts the binary, the pages and the completions where they are found")
  func installing() throws {
    let machine = try TestMachine()
    let lines = try Self.passage("sh")
    // The tests have another build at hand; the demo makes this one.
    let build = try #require(lines.first)
    #expect(try Repository.read(".scripts/demo").contains(build))
    let script = lines.dropFirst().joined(separator: "\n")
      .replacingOccurrences(of: "prefix=/usr/local", with: "prefix='\(machine.folder)/usr'")
      .replacingOccurrences(of: ".build/release/sessionctl", with: RealProgram.path)
    let run = try machine.shell("set -eu; cd '\(Repository.root)'; \(script)")
    #expect(run.status == 0, "\(run)")
    let installed = try machine.shell("cd usr && find . -type f | sort").output.split(separator: "\n").map(
      String.init)
    let pages = try FileManager.default.contentsOfDirectory(atPath: "\(Repository.root)/man")
    #expect(
      installed
        == (pages.map { "./share/man/man\($0.suffix(1))/\($0)" } + [
          "./bin/sessionctl", "./share/bash-completion/completions/sessionctl",
          "./share/fish/vendor_completions.d/sessionctl.fish", "./share/zsh/site-functions/_sessionctl",
        ]).sorted())
    #expect(try machine.shell("usr/bin/sessionctl version").output == "sessionctl \(CommandTable.version)\n")
  }

  @Test("Commands in running text are commands")
  func inline() throws {
    let prose = try Repository.read("README.md").split(separator: "```").enumerated()
      .filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined()
    let commands = prose.matches(of: /`(sessionctl [^`]*)`/).map { String($0.output.1) }
    #expect(commands.count > 5)
    for line in commands where line != "sessionctl session end" {
      let words = try #require(ShellWords.calls(of: "sessionctl", in: line).first).map {
        $0 == "TICKET" ? "1" : $0
      }
      if ["sessionctl-json", "sessionctl-rules", "sessionctl-kinds", "sessionctl-cron"].contains(line) {
        continue
      }
      if case .failure(let error) = CommandTable.toolkit.parse(words) {
        Issue.record("\(line): \(error.message)")
      }
    }
  }

  @Test("Files that the README names are there")
  func files() throws {
    for match in try Repository.read("README.md").matches(of: /[A-Z]+\.md|\.scripts\/[a-z]+/) {
      #expect(FileManager.default.fileExists(atPath: "\(Repository.root)/\(match.output)"), "\(match.output)")
    }
  }

  private static func passage(_ language: String) throws -> [String] {
    let lines = try Repository.read("README.md").split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "```\(language)"))
    return lines[(start + 1)...].prefix { $0 != "```" }.map(String.init)
  }

  /// A transcript's line as its reader would type it; what it prints, as the README shows it.
  private func run(_ line: String, on machine: TestMachine) throws -> [String] {
    let words = machine.words(
      of: ShellWords.calls(of: "sessionctl", in: String(line.dropFirst(2))).first ?? [])
    let run = machine.run(words)
    #expect(run.code == .done, "\(run)")
    let text = (run.text + run.errors).replacingOccurrences(of: machine.folder + "/", with: "")
    return text.split(whereSeparator: \.isNewline).map(String.init)
  }
}
