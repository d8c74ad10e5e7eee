import CommandGrammar
import Foundation
import JSONText
import Testing

/// What only a process of its own can show: signals, closed pipes, and two programs at one store.
@Suite(.serialized) struct RealProgramTests {
  private static let count = 5_000

  /// A store with many active sessions, made once and copied.
  private static let manySessions = Result {
    let machine = try TestMachine.withStore()
    try machine.succeed("feature", "enable", "-q")
    try machine.take((1...count).map { Wire.wrapped("ticket", Wire.ticket(Int64($0))) })
    return try machine.bytes(of: machine.store)
  }

  private static func machineWithManySessions() throws -> TestMachine {
    let machine = try TestMachine()
    try machine.file("store.db", try manySessions.get())
    _ = chmod(machine.store, 0o600)
    return machine
  }

  private static func activeCount(_ machine: TestMachine) -> Int64? {
    machine.run("session", "list", "--fields", "id", "--json").json["count"]?.integer
  }

  @Test("the program is there and does what the commands in-process do")
  func sameAnswers() throws {
    let machine = try TestMachine.withAccount()
    let now = ["--now", machine.now.rfc3339]
    for words in [["session", "list", "--json"], ["ticket", "show", "1001", "--json"], ["export"]] {
      let real = try RealProgram(machine, words + now).wait()
      #expect(real.status == 0)
      #expect(real.output == machine.run(words + now).text)
    }
    let missing = try RealProgram.run(machine, "session", "show", "4711")
    #expect(missing.status == 1)
    #expect(missing.errors == "sessionctl: no session 4711 (see 'sessionctl session list --all')\n")
  }

  @Test(
    "a closed standard input can't be read, whatever was opened since",
    arguments: [["import", "-"], ["conversation", "ingest", "-"], ["rules", "apply", "-"]])
  func closedInput(words: [String]) throws {
    let machine = try TestMachine.withAccount()
    let ended = try RealProgram(machine, words, lacksInput: true).wait()
    #expect(ended.status == 66)
    #expect(ended.errors == "sessionctl: cannot read standard input: Bad file descriptor\n")
  }

  @Test(
    "a closed pipe ends quietly with 0",
    arguments: [
      ["session", "list", "--format", "ndjson"], ["export"], ["session", "end", "--all", "--yes", "--json"],
    ])
  func closedPipe(words: [String]) throws {
    let machine = try Self.machineWithManySessions()
    // Programs that other tests run meanwhile must not get the end that is closed here.
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let reading = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
    let writing = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
    let program = try RealProgram(machine, words, output: writing)
    try writing.close()
    let first = try reading.read(upToCount: 100) ?? Data()
    try reading.close()
    let ended = program.wait()
    #expect(first.count > 0)
    #expect(ended.status == 0)
    #expect(ended.errors.isEmpty)
    // Output follows the commit: who stops reading does not undo it.
    #expect(Self.activeCount(machine) == (words.contains("end") ? 0 : Int64(Self.count)))
  }

  /// Starts a bulk end and signals it at a moment; again, should the program have been quicker than the signal.
  private static func signalled(
    _ number: Int32, _ moment: Moment
  ) throws -> (machine: TestMachine, ended: RealProgram.Ended) {
    for _ in 1...10 {
      let machine = try machineWithManySessions()
      let program = try RealProgram(machine, ["session", "end", "--all", "--yes"])
      let isThere =
        moment == .deciding ? program.waitForWriteLock(of: machine) : program.waitForWriting(of: machine)
      program.signal(number)
      let ended = program.wait()
      if isThere && ended.status != 0 { return (machine, ended) }
    }
    throw TooQuick()
  }

  private struct TooQuick: Error {}

  @Test("Ctrl-C in the middle of a bulk end: 130, and nothing is changed", arguments: [SIGINT, SIGTERM])
  func interruptedEnd(number: Int32) throws {
    let (machine, ended) = try Self.signalled(number, .deciding)
    #expect(ended.status == ExitCode.interrupted.rawValue)
    #expect(ended.output.isEmpty)
    #expect(ended.errors == "sessionctl: interrupted; nothing was changed\n")
    #expect(machine.content() == (try Self.machineWithManySessions().content()))
    #expect(machine.run("doctor").code == .done)
  }

  @Test(
    "Ctrl-C in the middle of an import, waiting for more input or not: 130, and nothing is imported",
    arguments: [1, 5000])
  func interruptedImport(records: Int) throws {
    let machine = try TestMachine.withAccount()
    let before = machine.content()
    let program = try RealProgram(machine, ["import", "-"], hasInput: true)
    program.send((1...records).map { Wire.ticket(Int64($0 + 100_000)) + "\n" }.joined())
    #expect(program.waitForWriteLock(of: machine))
    program.signal(SIGINT)
    // The input stays open: it is the signal that ends the program.
    let ended = program.wait(atMost: 20)
    #expect(ended.status == ExitCode.interrupted.rawValue)
    #expect(ended.errors == "sessionctl: interrupted; nothing was changed\n")
    #expect(machine.content() == before)
  }

  @Test("Ctrl-C, then the end of the input: what was read is not committed")
  func interruptedThenEnd() throws {
    let machine = try TestMachine.withAccount()
    let before = machine.content()
    let program = try RealProgram(machine, ["import", "-"], hasInput: true)
    program.send(Wire.ticket(100_001) + "\n")
    #expect(program.waitForWriteLock(of: machine))
    program.signal(SIGINT)
    program.closeInput()
    #expect(program.wait(atMost: 20).status == ExitCode.interrupted.rawValue)
    #expect(machine.content() == before)
  }

  enum Moment: CaseIterable { case deciding, writing }

  @Test(
    "kill -9 in the middle of a bulk end: all or nothing; a second run finishes it, and doctor is fine",
    arguments: Moment.allCases)
  func killed(moment: Moment) throws {
    let (machine, ended) = try Self.signalled(SIGKILL, moment)
    #expect(ended.status == nil)
    let left = try #require(Self.activeCount(machine))
    #expect(left == Int64(Self.count) || (left == 0 && moment == .writing))
    let second = try RealProgram.run(machine, "session", "end", "--all", "--yes", "--json")
    #expect(second.status == 0)
    #expect(second.json["ended"]?.integer == left)
    #expect(Self.activeCount(machine) == 0)
    #expect(machine.run("report", "ended", "--json").items.first?["ended"]?.integer == Int64(Self.count))
    #expect(machine.run("export", "--type", "audit").lines.count == Self.count)
    #expect(machine.run("doctor").code == .done)
  }

  @Test("two session end at once: both exit 0, and each session is ended once")
  func twoAtOnce() throws {
    let machine = try Self.machineWithManySessions()
    var programs: [RealProgram] = []
    var isAsked = false
    // Both are started while an import holds the store, so that they meet.
    let holder = machine.run(["import", "-", "-q"].map { Array($0.utf8) }) { _ in
      if !isAsked {
        isAsked = true
        for reason in ["agent_ended", "inactivity_ended"] {
          programs.append(
            try RealProgram(
              machine, ["session", "end", "--all", "--reason", reason, "--yes", "--json", "--wait", "60"]))
        }
      }
      return 0
    }
    #expect(holder.code == .done)
    let ended = programs.map { $0.wait() }
    #expect(ended.map(\.status) == [0, 0], "\(ended.map(\.errors))")
    let counts = ended.compactMap { $0.json["ended"]?.integer }
    #expect(counts.reduce(0, +) == Int64(Self.count))
    #expect(Self.activeCount(machine) == 0)
    // One audit each: nothing was ended twice.
    #expect(machine.run("export", "--type", "audit").lines.count == Self.count)
    #expect(machine.run("doctor").code == .done)
  }

  @Test(
    "a store that another process is writing to: 75 after --wait, nothing changed; looking goes on",
    arguments: ["0", "1"])
  func busy(wait: String) throws {
    let machine = try TestMachine.withAccount()
    var refused: RealProgram.Ended?
    var json: RealProgram.Ended?
    var looked: RealProgram.Ended?
    _ = machine.run(["import", "-", "-q"].map { Array($0.utf8) }) { _ in
      if refused == nil {
        refused = try RealProgram.run(machine, "session", "end", "1", "--wait", wait)
        json = try RealProgram.run(machine, "feature", "disable", "--wait", wait, "--json")
        looked = try RealProgram.run(machine, "session", "list", "--wait", wait, "--format", "ndjson")
      }
      return 0
    }
    #expect(refused?.status == ExitCode.busy.rawValue)
    #expect(
      refused?.errors
        == "sessionctl: the store \(machine.store) is busy: another command is writing; try again, or give --wait\n"
    )
    #expect(json?.status == ExitCode.busy.rawValue)
    #expect(json?.errors.contains("\"code\":\"busy\"") == true)
    #expect(looked?.status == 0)
    #expect(looked?.output.split(separator: "\n").count == 5)
    #expect(machine.active == [1, 2, 3, 4, 50])
    #expect(try RealProgram.run(machine, "session", "end", "1", "--wait", wait).status == 0)
  }
}
