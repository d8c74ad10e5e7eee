import Foundation
import Rendering
import Testing

@testable import SessionctlCommands

/// On a terminal help, lists and things go through a pager, and nothing else does.
@Suite struct PagerTests {
  private final class Reader: Pager {
    let command: String
    let leavesAfter: Int
    private(set) var text = ""
    private(set) var isFinished = false

    init(_ command: String, leavesAfter: Int) {
      self.command = command
      self.leavesAfter = leavesAfter
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
      text += String(decoding: bytes, as: UTF8.self)
      if text.utf8.count > leavesAfter { throw ClosedPipe() }
    }

    func finish() { isFinished = true }
  }

  private let machine: TestMachine

  init() throws {
    machine = try TestMachine.withAccount()
    machine.environment["PAGER"] = "sh -c more"
  }

  private func paged(
    _ words: [String], terminals: TestMachine.Terminals = .all, leavesAfter: Int = .max
  ) -> (run: Run, reader: Reader?) {
    var reader: Reader?
    machine.pager = { command in
      let new = Reader(command, leavesAfter: leavesAfter)
      reader = new
      return new
    }
    return (machine.run(words, terminals: terminals), reader)
  }

  @Test(
    "help, lists and things",
    arguments: [
      "help", "session end --help", "session -h", "help formats", "session list", "report ended",
      "report board",
      "ticket show 1001", "ticket history 1001", "routing explain 1001", "trigger fields",
      "ticket list --json",
    ])
  func pages(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let (run, reader) = paged(words)
    #expect(run.code == .done && run.text.isEmpty, "\(run)")
    let used = try #require(reader)
    #expect(used.isFinished && used.command == "sh -c more")
    machine.pager = nil
    #expect(used.text == machine.run(words, terminals: .all).text)
    #expect(paged(words, terminals: .errorsOnly).reader == nil)
    #expect(paged(words + ["--no-pager"]).reader == nil)
  }

  @Test("what changes or sends something is never kept behind a pager; nor what prints nothing")
  func others() {
    for line in [
      "session end 1", "version", "group create Sales", "settings get account.plan", "completions bash",
    ] {
      let (run, reader) = paged(line.split(separator: " ").map(String.init))
      #expect(run.code == .done && reader == nil, "\(run)")
    }
    let (run, reader) = paged(["ticket", "show", "99"])
    #expect(run.code == .no && reader == nil)
    #expect(paged(["session", "list", "--output", "\(machine.folder)/x"]).reader == nil)
  }

  @Test("a reader who leaves early is no failure")
  func leaving() throws {
    let (run, reader) = paged(["session", "end", "--help"], leavesAfter: 0)
    #expect(run.code == .done && run.errors.isEmpty, "\(run)")
    #expect(try #require(reader).isFinished)
  }

  @Test("which pager: ours, then everybody's; empty or cat is none, and a missing one is told")
  func choice() throws {
    machine.environment["SESSIONCTL_PAGER"] = "less -S"
    #expect(paged(["help"]).reader?.command == "less -S")
    for none in ["", " ", "cat"] {
      machine.environment["SESSIONCTL_PAGER"] = none
      #expect(paged(["help"]).reader == nil, "\(none)")
    }
    machine.environment["SESSIONCTL_PAGER"] = "no-such-pager -R"
    let (run, reader) = paged(["help"])
    #expect(reader == nil && run.code == .done && run.text.hasPrefix("Usage:"))
    #expect(run.errors == "sessionctl: no pager: there is no program 'no-such-pager' in PATH\n")
    machine.environment["SESSIONCTL_PAGER"] = "less"
    machine.environment["TERM"] = "dumb"
    #expect(paged(["help"]).reader == nil)
  }

  @Test(
    "the real pager gets the text and no secrets, and its end is waited for",
    .enabled(if: TestMachine.has("script"), "script is missing"))
  func realOne() throws {
    let secrets = ["ZENDESK_API_TOKEN": "hush-1", "ZENDESK_OAUTH_CLIENT_SECRET": "hush-2"]
    func onTerminal(_ pager: String, _ line: String) throws -> (status: Int32, output: String) {
      try machine.shell(
        "script -qec '\(line)' /dev/null", more: secrets.merging(["SESSIONCTL_PAGER": pager]) { $1 })
    }
    let all = try onTerminal("sed s/^/paged:/; env", "sessionctl group list")
    #expect(all.status == 0 && all.output.contains("paged:"), "\(all)")
    #expect(all.output.contains("LESS=FRX") && !all.output.contains("hush"))
    // One that leaves at once, while megabytes are to come.
    let gone = try onTerminal("true", "sessionctl session end --help; echo status $?")
    #expect(gone.output.contains("status 0"), "\(gone)")
  }
}
