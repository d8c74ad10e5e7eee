import CommandGrammar
import Foundation
import Testing

/// Signals where a program waits: heard within a second, and what was not committed is undone.
@Suite(.serialized) struct SignalTests {
  private static let interrupted = "sessionctl: interrupted; nothing was changed\n"

  /// Runs something while another command is in the middle of writing to the store.
  private func whileBusy(_ machine: TestMachine, _ body: @escaping () throws -> Void) throws {
    var isDone = false
    let holder = machine.run(["import", "-", "-q"].map { Array($0.utf8) }) { _ in
      if !isDone { isDone = true; try body() }
      return 0
    }
    #expect(holder.code == .done)
  }

  /// Gives a program the time to come to where it waits; whether it is there yet or not, the end is the same.
  private func settle(_ program: RealProgram, _ number: Int32) {
    program.waitUntilItHears(number)
    usleep(100_000)
  }

  @Test("waiting for a busy store, it ends at the first signal", arguments: [SIGHUP, SIGINT, SIGTERM])
  func waiting(number: Int32) throws {
    let machine = try TestMachine.withAccount()
    let before = machine.content()
    try whileBusy(machine) {
      let program = try RealProgram(machine, ["session", "end", "1", "--wait", "600"])
      settle(program, number)
      program.signal(number)
      let ended = program.wait(atMost: 30)
      #expect(ended.status == ExitCode.interrupted.rawValue)
      #expect(ended.errors == Self.interrupted)
    }
    #expect(machine.content() == before)
  }

  @Test(
    "at a pipe that nobody writes to, opened or not", arguments: [SIGHUP, SIGINT, SIGTERM], [false, true])
  func pipe(number: Int32, isOpen: Bool) throws {
    let machine = try TestMachine.withAccount()
    let path = "\(machine.folder)/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    // Open for both ends, so that a reader gets to reading and finds nothing.
    let writer = isOpen ? open(path, O_RDWR) : -1
    defer { if writer >= 0 { close(writer) } }
    let program = try RealProgram(machine, ["import", path])
    settle(program, number)
    program.signal(number)
    let ended = program.wait(atMost: 30)
    #expect(ended.status == ExitCode.interrupted.rawValue)
    #expect(ended.errors == Self.interrupted)
  }

  @Test("what nohup keeps from a program does not end it") func nohup() throws {
    let machine = try TestMachine.withAccount()
    let run = try machine.shell(
      """
      mkfifo in; (trap '' HUP; exec sessionctl import in 2>said) & p=$!
      \(RealProgram.shellUntilItHears(SIGTERM))
      kill -HUP $p; sleep 0.3; kill -TERM $p; wait $p; echo $?; cat said
      """)
    #expect(run.output == "130\n\(Self.interrupted)")
    let heard = try machine.shell(
      """
      (trap '' HUP; exec sessionctl import in 2>said) & p=$!
      \(RealProgram.shellUntilItHears(SIGTERM))
      kill -HUP $p; sleep 0.3; kill -0 $p && echo alive; kill -TERM $p; wait $p
      """)
    #expect(heard.output == "alive\n")
  }

  @Test(
    "a file that may not grow is a failing write, not a silent death", arguments: ["export", "session list"])
  func tooLarge(words: String) throws {
    let machine = try TestMachine.withAccount()
    // Blocks of 512 bytes or of 1024, and more than one of them.
    let run = try machine.shell("(ulimit -f 0; exec sessionctl \(words) --format ndjson >out 2>/dev/null)")
    #expect(run.status == ExitCode.ioFailure.rawValue)
    let ending = try machine.shell("(ulimit -f 0; exec sessionctl session end 1 2>/dev/null)")
    #expect(ending.status == ExitCode.ioFailure.rawValue)
    #expect(machine.active.contains(1))
    #expect(machine.run("doctor").code == .done)
  }

  @Test("a long report of nothing", arguments: [SIGINT, SIGTERM]) func longReport(number: Int32) throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("session", "end", "1", "-q")
    let words = ["report", "ended", "--by", "hour", "--from", "2000-01-01"]
    let program = try RealProgram(machine, words)
    settle(program, number)
    program.signal(number)
    let ended = program.wait(atMost: 30)
    #expect(ended.status == ExitCode.interrupted.rawValue)
    #expect(ended.errors == Self.interrupted)
  }

  /// A store so large that the doctor is at it for seconds, on both cores where there are two.
  @Test("a look at a large store", arguments: [SIGINT, SIGTERM]) func largeStore(number: Int32) throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper(
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000)
      INSERT INTO audit(ticket_id, created_at, events)
      SELECT 1001, 0, '[{"type":"Comment","id":1,"public":false,"body":"nothing much"}]' FROM n
      """)
    let program = try RealProgram(machine, ["doctor"])
    settle(program, number)
    program.signal(number)
    let ended = program.wait(atMost: 30)
    #expect(ended.status == ExitCode.interrupted.rawValue)
    #expect(ended.errors == Self.interrupted)
  }

  private static let setpriv = "/usr/bin/setpriv"
  private static let canForbidThreads = getuid() == 0 && access(setpriv, X_OK) == 0

  /// libdispatch waits for a thread in order to release a queue, for ever.
  @Test(
    "where a process may make no thread, every command still ends",
    .enabled(if: canForbidThreads, "needs root and setpriv, because root itself may always"),
    arguments: [
      ("session list", ExitCode.done), ("session end 1", .done), ("backup copy.db", .done), ("doctor", .done),
      ("init --plan suite-growth --admin a@example.com --store new.db", .done), ("session show 77", .no),
      ("session list --store words.txt", .storeUnavailable),
    ])
  func noThreads(words: String, code: ExitCode) throws {
    let machine = try TestMachine.withAccount()
    try machine.file(
      "words.txt", "no store at all, but longer than the head of one. " + String(repeating: "x", count: 999))
    let nobody = 65534
    let run = try machine.shell(
      """
      chmod go-w words.txt; chown -R \(nobody) .
      \(Self.setpriv) --reuid=\(nobody) --regid=\(nobody) --clear-groups --inh-caps=+dac_override \
        --ambient-caps=+dac_override sh -c 'ulimit -u 1; exec sessionctl \(words)' >out 2>&1 & p=$!
      i=0; while kill -0 $p 2>/dev/null && [ $i -lt 300 ]; do sleep 0.1; i=$((i+1)); done
      kill -KILL $p 2>/dev/null && echo hangs; wait $p; s=$?; cat out; exit $s
      """)
    #expect(run.status == code.rawValue, "\(run)")
  }
}
