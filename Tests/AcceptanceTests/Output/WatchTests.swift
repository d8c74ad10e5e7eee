import CommandGrammar
import Foundation
import Testing

/// `--watch`: the same list again and again in the same place.
@Suite struct WatchTests {
  private let machine: TestMachine

  init() throws {
    machine = try TestMachine.withAccount()
    machine.pausesBeforeInterrupt = 2
  }

  @Test("drawn over itself, until somebody ends it")
  func redraws() throws {
    let once = machine.run("session", "list", terminals: .all).text
    let lines = once.split(separator: "\n").count
    let run = machine.run("session", "list", "--watch", "5", terminals: .all)
    #expect(run.code == .interrupted && run.errors.isEmpty, "\(run)")
    #expect(machine.pauses == [5, 5, 5])
    #expect(run.text.hasSuffix("\n"))
    let frames = run.text.dropLast().split(separator: "\u{1B}[?7l")
    #expect(frames.count == 3)
    #expect(frames.dropFirst().allSatisfy { $0.hasPrefix("\u{1B}[\(lines)A\r") })
    for frame in frames {
      #expect(frame.hasSuffix("\u{1B}[J\u{1B}[?7h"))
      let shown = frame.split(separator: "\r").last.map(String.init) ?? ""
      #expect(shown.replacing("\u{1B}[K", with: "").replacing("\u{1B}[J\u{1B}[?7h", with: "") == once)
    }
  }

  @Test("what doesn't fit is counted, and notes are part of what is drawn")
  func long() throws {
    machine.lines = 6
    let run = machine.run("trigger", "fields", "--watch", "1", terminals: .all)
    #expect(run.text.contains(/\n… \d+ more lines\u{1B}\[K\n\u{1B}\[J/), "\(run)")
    let none = machine.run("session", "list", "--tag", "nobody", "--watch", "1", terminals: .all)
    #expect(none.text.contains("no sessions match\u{1B}[K\n") && none.errors.isEmpty, "\(none)")
    machine.environment["TERM"] = "dumb"
    #expect(!machine.run("group", "list", "--watch", "1", terminals: .all).text.contains("\u{1B}"))
  }

  @Test(
    "only people at a terminal can watch",
    arguments: [
      "session list --watch 5", "session list --watch 5 --json", "session list --watch 0",
      "session list --watch 86401", "session list --watch 1.5", "session list --watch -1",
      "report board --watch 5 --output x.html", "session list --watch 5 --output -",
      "session show 1 --watch 5",
      "session end 1 --watch 5", "trigger create --watch 5",
    ])
  func refused(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let run = machine.run(words, terminals: line.hasSuffix("--watch 5") ? .errorsOnly : .all)
    #expect(run.code == .usage && run.text.isEmpty && machine.pauses.isEmpty, "\(run)")
  }

  @Test("what fails ends it")
  func failing() {
    let run = machine.run("queue", "tickets", "none of these", "--watch", "5", terminals: .all)
    #expect(run.code == .no && machine.pauses.isEmpty)
  }

  @Test(
    "the real program ends at Ctrl-C with 130", .enabled(if: TestMachine.has("script"), "script is missing"))
  func interrupted() throws {
    let run = try machine.shell(
      """
      cat >watching <<'END'
      sessionctl group list --watch 1 & p=$!
      i=0; until grep -q Support shown || [ $((i=i+1)) -gt 600 ]; do sleep 0.1; done
      kill -INT $p; wait $p; echo status $?
      END
      (sleep 1; echo stop) | script -qefc 'sh watching' shown
      """)
    #expect(run.output.contains("status 130") && run.output.contains("Support"), "\(run)")
  }
}
