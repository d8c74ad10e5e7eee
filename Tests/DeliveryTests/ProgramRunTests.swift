import Delivery
import Testing

@Suite struct ProgramRunTests {
  private func shell(_ script: String, _ input: String = "", milliseconds: Int = 20_000) -> ProgramRun {
    ProgramRun.run(
      Program("/bin/sh", ["-c", script]), input: Array(input.utf8), milliseconds: milliseconds)
  }

  private func said(_ run: ProgramRun) -> String { String(decoding: run.output, as: UTF8.self) }

  @Test("the text arrives on standard input, and what is said comes back") func input() {
    let run = shell("cat; echo too >&2", "one\n")
    #expect(run.ending == .exited(0))
    #expect(said(run) == "one\ntoo\n")
  }

  @Test("a program that reads nothing, or only a part, holds nobody up") func unread() {
    let text = String(repeating: "x", count: 5_000_000)
    #expect(shell("exit 3", text).ending == .exited(3))
    #expect(said(shell("head -c 3", text)) == "xxx")
  }

  @Test("megabytes of output are read and dropped but for their beginning") func flood() {
    let run = shell("yes | head -c 20000000")
    #expect(run.succeeded)
    #expect(run.output.count == 4096)
  }

  @Test("a program that hangs is stopped, with its children, and one that does not listen is killed")
  func hanging() {
    #expect(shell("sleep 600", milliseconds: 100).ending == .timedOut)
    #expect(shell("trap '' TERM; while :; do sleep 600; done", milliseconds: 100).ending == .timedOut)
  }

  @Test("a child that keeps the output open is not waited for") func leftover() {
    #expect(said(shell("sleep 60 & echo done")) == "done\n")
  }

  @Test func endings() {
    #expect(shell("kill -9 $$").ending == .signalled(9))
    #expect(
      ProgramRun.run(Program("/nowhere/at/all"), input: [], milliseconds: 1000).ending == .notStarted(2))
    let abandoned = ProgramRun.run(
      Program("/bin/sh", ["-c", "sleep 600"]), input: [], milliseconds: 60_000, isAbandoned: { true })
    #expect(abandoned.ending == .abandoned)
  }

  @Test("an abandoned program may come to its end, and is stopped where it does not")
  func patience() {
    func run(_ script: String, patience: Int) -> ProgramRun {
      ProgramRun.run(
        Program("/bin/sh", ["-c", script]), input: [], milliseconds: 60_000, patience: patience,
        isAbandoned: { true })
    }
    #expect(run("sleep 0.3; exit 3", patience: 20_000).ending == .exited(3))
    #expect(run("sleep 600", patience: 200).ending == .abandoned)
  }

  @Test("what can't be run is seen before") func obstacles() {
    #expect(Program("/bin/sh").obstacle == nil)
    #expect(Program("sh").obstacle == nil)
    #expect(Program("/nowhere/at/all").obstacle == "/nowhere/at/all: No such file or directory")
    #expect(Program("/etc/passwd").obstacle == "/etc/passwd is not a program that can be run")
    #expect(Program("/bin").obstacle == "/bin is not a program that can be run")
    #expect(Program("no-such-program").obstacle == "there is no program 'no-such-program' in PATH")
  }
}
