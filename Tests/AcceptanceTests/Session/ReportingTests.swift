import CommandGrammar
import Foundation
import Rendering
import Testing

/// What a run says when something of it fails, or cannot be said.
@Suite struct ReportingTests {
  @Test("a result that can't be written: 74, and that the sessions were ended")
  func fullDisk() throws {
    let machine = try TestMachine.withAccount()
    for more in [[], ["--json"]] {
      let id = more.isEmpty ? "1" : "2"
      let run = machine.run(["session", "end", id] + more, output: MemorySink(room: 0))
      #expect(run.code == .ioFailure, "\(run)")
      #expect(
        run.errors.contains(
          "the result could not be written (No space left on device), but the change is stored: ended 1 of 1 sessions (see 'sessionctl log list')"
        ),
        "\(run)")
      #expect(machine.session(Int64(id)!)["state"] == "ended")
    }
    let looked = machine.run(["session", "list"], output: MemorySink(room: 0))
    #expect(looked.code == .ioFailure)
    #expect(!looked.errors.contains("is stored"))
  }

  @Test("failures name the session; after ten the rest is counted")
  func failures() throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper("UPDATE ticket SET status = 5 WHERE id = 1001")
    let one = machine.run("session", "end", "1", "2", "--yes")
    #expect(one.code == .no)
    #expect(one.errors == "sessionctl: session 1: ticket 1001 is closed and never changes again\n")
    let many = machine.run(["session", "end", "--yes"] + (100...130).map(String.init))
    let lines = many.errors.split(separator: "\n")
    #expect(lines.count == 11)
    #expect(lines.last == "sessionctl: … and 21 more (--json lists all)")
  }

  @Test("quiet hides a sweep's line, not a dry run's")
  func quiet() throws {
    let machine = try TestMachine.withAccount()
    #expect(machine.run("session", "end", "1", "--dry-run", "-q").text.hasPrefix("would end 1 of 1"))
    #expect(machine.run("session", "end", "1", "-q").output.isEmpty)
  }

  @Test("a fuse says its moment in the reader's zone")
  func zone() throws {
    let machine = try TestMachine.withAccount()
    machine.now = machine.now.advanced(by: 48 * 3600)
    let run = machine.run("session", "end", "--idle-for", "4h", "--yes", "--timezone", "Europe/Berlin")
    #expect(run.errors.contains("since 2026-07-17T08:00:00+02:00"), "\(run)")
  }

  @Test("Ctrl-C ends a program whose reader is stalled: 130, and says what is stored")
  func stalledReader() throws {
    let machine = try TestMachine()
    try machine.succeed("demo", "--fill-only", "--sessions", "2000", "--store", machine.store, "-q")
    let pipe = Pipe()
    // A small pipe, which nobody reads from.
    let setPipeSize: Int32 = 1031
    _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, setPipeSize, 4096)
    let program = try RealProgram(
      machine, ["session", "end", "--all", "--yes", "--json"], output: pipe.fileHandleForWriting)
    let end = Date().addingTimeInterval(30)
    while !machine.active.isEmpty, Date() < end { usleep(20_000) }
    usleep(200_000)
    program.signal(SIGINT)
    let ended = program.wait(atMost: 10)
    #expect(ended.status == 130, "\(ended)")
    #expect(ended.errors.contains("the change is stored: ended "), "\(ended)")
  }
}
