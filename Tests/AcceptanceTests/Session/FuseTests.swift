import CommandGrammar
import Testing

/// The fuses of `session end`: reasons not to begin.
@Suite struct FuseTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  @Test("--max: if more match, nothing ends, exit 1; as many or fewer are ended")
  func max() throws {
    for dryRun in [["--dry-run"], ["--yes"]] {
      let blown = machine.run(["session", "end", "--all", "--max", "3"] + dryRun)
      #expect(blown.code == .no)
      #expect(
        blown.errors
          == "sessionctl: 4 sessions match, more than --max 3: nothing was ended; check with --dry-run, or raise --max\n"
      )
      #expect(blown.output.isEmpty)
    }
    #expect(machine.active == [1, 2, 3, 4, 50])
    #expect(!machine.logged.contains("session end"))
    let allowed = machine.run("session", "end", "--all", "--max", "4", "--yes", "--json")
    #expect(allowed.code == .done)
    #expect(allowed.json["ended"] == 4)
  }

  @Test("--idle-for on a feed that has stopped: refused with 1, unless --even-if-stalled")
  func stalled() throws {
    // Nobody has written for longer than the threshold: the last word came at 09:00.
    machine.now = machine.now.advanced(by: 24 * 3600)
    for dryRun in [["--dry-run"], ["--yes"]] {
      let refused = machine.run(["session", "end", "--idle-for", "4h"] + dryRun)
      #expect(refused.code == .no)
      #expect(
        refused.errors
          == "sessionctl: no session at all has been active since 2026-07-16T06:00:00Z, so the feed has probably stopped: nothing was ended; if it has not, give --even-if-stalled\n"
      )
    }
    #expect(machine.active == [1, 2, 3, 4, 50])
    let forced = machine.run("session", "end", "--idle-for", "4h", "--even-if-stalled", "--yes", "--json")
    #expect(forced.code == .done)
    #expect(forced.json["ended"] == 4)
  }

  @Test("activity in a session that has ended, or is with the AI agent, shows that the feed is alive")
  func endedCounts() throws {
    try machine.succeed("session", "end", "4", "2", "--yes", "-q")
    // Only session 4, which has ended, was active within 2 hours.
    let run = machine.run("session", "end", "--idle-for", "2h", "--yes", "--json")
    #expect(run.code == .done)
    #expect(run.json["ended"] == 2)
  }

  @Test(
    "--idle-for on an empty store: the feed says nothing, so it is refused; sessions named by id need no feed"
  )
  func empty() throws {
    let empty = try TestMachine.withStore()
    try empty.succeed("feature", "enable", "-q")
    #expect(empty.run("session", "end", "--idle-for", "4h", "--yes").code == .no)
    #expect(empty.run("session", "end", "--idle-for", "4h", "--even-if-stalled", "--yes").code == .done)
    machine.now = machine.now.advanced(by: 24 * 3600)
    #expect(machine.run("session", "end", "1", "--json").json["ended"] == 1)
  }
}
