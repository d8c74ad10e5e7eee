import Foundation
import Testing

/// Long work tells how far it has come: on a terminal only, in one line that is gone afterwards.
@Suite struct ProgressTests {
  /// The kinds of work, each with the lines that it must show.
  static let works: [(words: [String], shows: String)] = [
    (
      ["demo", "--fill-only", "--sessions", "300", "--store", "NEW"],
      #"filling  [0-9,]+  [0-9]+%  [0-9,]+/s  [0-9]"#
    ),
    (["import", "NDJSON"], #"importing .*/all.ndjson  256  100%  256/s"#),
    (["conversation", "ingest", "EVENTS"], #"ingesting .*/events.ndjson  300  100%  [0-9,]+/s"#),
    (["export"], #"exporting  [0-9,]+ of [0-9,]+  [0-9,]+/s  [0-9].* left"#),
    (["backup", "COPY"], #"copying  [0-9,]+ of [0-9,]+ MiB  [0-9,]+ MiB/s"#),
    (["session", "end", "--all", "--yes"], #"ending  256 of [0-9]{3}  [0-9,]+/s  [0-9].* left"#),
    (["session", "end", "--all", "--dry-run"], #"planning  256 of [0-9]{3}  [0-9,]+/s  [0-9].* left"#),
    (
      ["settings", "set", "routing.autorouting_tag", "other"],
      #"matching again  256 of [0-9]{3}  [0-9,]+/s  [0-9].* left"#
    ),
  ]

  /// Hundreds of active sessions, unassigned, so that there is enough to do.
  private func filled() throws -> TestMachine {
    let machine = try TestMachine.withAccount()
    for (name, bytes) in try Self.prepared.get() { try machine.file(name, bytes) }
    _ = chmod(machine.store, 0o600)
    return machine
  }

  /// Made once and copied: the store, all that is in it, and what customers say next.
  private static let prepared = Result {
    let machine = try TestMachine.withAccount()
    let events = (0..<300).map { number in
      #"{"event_id":"s\#(number)","type":"start","at":"2026-07-15T08:00:00Z","conversation":"c\#(number)","user_name":"User \#(number)","channel":"line","message":"hi"}"#
        + "\n"
        + #"{"event_id":"h\#(number)","type":"handoff","at":"2026-07-15T08:01:00Z","conversation":"c\#(number)"}"#
        + "\n"
    }
    let path = try machine.file("start.ndjson", events.joined())
    try machine.succeed("conversation", "ingest", path, "-q")
    try machine.file("all.ndjson", machine.run("export").output)
    try machine.file(
      "events.ndjson",
      (0..<300).map {
        #"{"event_id":"m\#($0)","type":"say","at":"2026-07-15T08:02:00Z","conversation":"c\#($0)","from":"customer","message":"hi"}"#
          + "\n"
      }.joined())
    return try ["store.db", "all.ndjson", "events.ndjson"].map {
      ($0, try machine.bytes(of: "\(machine.folder)/\($0)"))
    }
  }

  private func words(_ work: [String], _ machine: TestMachine) -> [String] {
    let places = [
      "NEW": "\(machine.folder)/new.db", "NDJSON": "\(machine.folder)/all.ndjson",
      "EVENTS": "\(machine.folder)/events.ndjson", "COPY": "\(machine.folder)/copy.db",
    ]
    return work.map { places[$0] ?? $0 }
  }

  @Test(arguments: works) func onATerminal(work: [String], shows: String) throws {
    let machine = try filled()
    machine.tick = 1_000_000_000
    let run = machine.run(words(work, machine), terminals: .errorsOnly)
    #expect(run.code == .done, "\(run)")
    #expect(run.errors.range(of: "\r" + shows, options: .regularExpression) != nil, "\(run.errors)")
    // What is left on the screen is what would be there without progress.
    let screen = run.errors.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.split(separator: "\r", omittingEmptySubsequences: false).last ?? "")
    }
    #expect(!screen.contains { $0.range(of: "/s( |$)", options: .regularExpression) != nil }, "\(screen)")
  }

  @Test(arguments: works) func silentElsewhere(work: [String], shows: String) throws {
    let machine = try filled()
    machine.tick = 1_000_000_000
    #expect(!machine.run(words(work, machine)).errors.contains("\r"))
  }

  @Test func quietAndShortWorkIsSilent() throws {
    let machine = try filled()
    #expect(
      !machine.run(["session", "end", "--all", "--dry-run"], terminals: .errorsOnly).errors.contains("\r"))
    machine.tick = 1_000_000_000
    #expect(
      machine.run(["session", "end", "--all", "--dry-run", "-q"], terminals: .errorsOnly).errors.isEmpty)
  }

  /// Of standard input nobody knows how much there is.
  @Test func standardInputHasNoEnd() throws {
    let machine = try filled()
    machine.tick = 1_000_000_000
    let run = machine.run(
      ["import", "-"], input: try machine.bytes(of: "\(machine.folder)/all.ndjson"), terminals: .errorsOnly)
    #expect(run.errors.contains("\rimporting standard input  256  "))
    #expect(!run.errors.contains("left") && !run.errors.contains("%"))
  }
}
