import CivilTime
import CommandGrammar
import Foundation
import Testing

@testable import SessionctlCommands

/// `sessionctl-cron(7)`: the lines that it shows are run as cron and systemd run them.
@Suite struct UnattendedTests {
  /// The page's passages that are kept line by line.
  private static let passages: [String] = cronPage.parts.compactMap { part in
    if case .text(let text) = part, text.hasPrefix(" ") {
      text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.dropFirst() }.joined(
        separator: "\n")
    } else {
      nil
    }
  }

  /// The commands of the crontab, without their times.
  static let crontab: [String] = (passages.first ?? "").split(separator: "\n").map(String.init)
    .filter { $0.first?.isNumber == true || $0.hasPrefix("*") }
    .map {
      $0.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)[5].trimmingCharacters(
        in: .whitespaces)
    }

  static let sweep = crontab.first ?? ""

  private static let units = passages.filter { $0.contains("[Unit]") }

  @Test("The crontab's lines say nothing when all is well", arguments: crontab)
  func lines(line: String) throws {
    let machine = try Self.machine()
    let run = try machine.shell(line)
    #expect(run.status == 0 && run.output == "", "\(line)\n\(run.output)")
    if line.contains("sweeps.ndjson") {
      let kept = String(decoding: try machine.bytes(of: "\(machine.folder)/sweeps.ndjson"), as: UTF8.self)
      #expect(kept.split(separator: "\n").count == 1 && kept.contains("sessionctl.session-end/1"))
    }
    #expect(Self.crontab.count == 6)
  }

  @Test("The user that the page creates may run each line, and gets no tickets") func user() throws {
    let machine = try Self.machine()
    let text = cronPage.parts.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined()
    let create = try #require(text.firstMatch(of: /`(agent create [^`]+)`/)).output.1
    let made = machine.run(create.split(separator: " ").map(String.init))
    #expect(made.code == .done, "\(made)")
    let user = try #require(text.firstMatch(of: /SESSIONCTL_ACTOR=(\S+)/)).output.1
    machine.environment["SESSIONCTL_ACTOR"] = String(user)
    for line in Self.crontab {
      let run = try machine.shell(line)
      #expect(run.status == 0 && run.output == "", "\(line)\n\(run.output)")
    }
    let given = try machine.column(
      "SELECT t.id FROM ticket t JOIN user u ON u.id = t.assignee_id WHERE u.email = '\(user)'")
    #expect(given.isEmpty, "\(given)")
  }

  @Test("The sweep ends what is idle, and the second one finds nothing")
  func sweeping() throws {
    let machine = try Self.machine()
    let idle = machine.run("session", "list", "--idle-for", "24h", "--json").items.count
    let before = Self.swept(machine)
    #expect(idle > 0)
    for _ in 1...2 {
      #expect(try machine.shell(Self.sweep).status == 0)
      #expect(machine.run("session", "list", "--idle-for", "24h", "--json").items.isEmpty)
    }
    #expect(Self.swept(machine) == before + idle)
  }

  @Test("Two sweeps at once do the work once and both exit 0, silently")
  func twoAtOnce() throws {
    let machine = try Self.machine()
    let idle = machine.run("session", "list", "--idle-for", "24h", "--json").items.count
    let before = Self.swept(machine)
    let both = try machine.shell("\(Self.sweep) & \(Self.sweep); b=$?; wait $!; echo $? $b")
    #expect(both.output == "0 0\n")
    #expect(Self.swept(machine) == before + idle)
    #expect(machine.logged.count { $0 == "session end" } == 1)
    #expect(machine.run("doctor").code == .done)
  }

  @Test("A sweep that a fuse stops, or that may not, says so in spite of --quiet")
  func failing() throws {
    let machine = try Self.machine()
    let blown = try machine.shell(Self.sweep.replacingOccurrences(of: "--max 5000", with: "--max 1"))
    #expect(blown.status == 1)
    #expect(blown.output.contains("more than --max 1: nothing was ended"))
    try machine.succeed("feature", "disable", "-q")
    let off = try machine.shell(Self.sweep)
    #expect(off.status == 77 && off.output.hasPrefix("sessionctl: "), "\(off)")
  }

  @Test("The service's ExecStart runs")
  func service() throws {
    let machine = try Self.machine()
    let start = try #require(
      Self.units.joined(separator: "\n").firstMatch(of: /ExecStart=(\/usr\/local\/bin\/sessionctl .*)/)
    )
    .output.1
    #expect(String(start).hasSuffix(Self.sweep))
    let run = try machine.shell(start.replacingOccurrences(of: "/usr/local/bin/", with: ""))
    #expect(run.status == 0 && run.output == "", "\(run)")
  }

  @Test(
    "systemd has nothing to say about the units",
    .enabled(if: TestMachine.has("systemd-analyze"), "systemd-analyze is missing: package systemd"))
  func verified() throws {
    let machine = try TestMachine()
    #expect(Self.units.count == 3)
    for (name, unit) in zip(["sweep.service", "sweep.timer", "failed@.service"], Self.units) {
      try machine.file(
        "sessionctl-\(name)",
        unit.replacingOccurrences(of: "/usr/local/bin/sessionctl", with: RealProgram.path))
    }
    let said = try machine.shell("systemd-analyze verify ./sessionctl-sweep.service ./sessionctl-sweep.timer")
    // It also speaks of units of this machine, which are none of ours.
    #expect(said.output.split(separator: "\n").filter { $0.contains("sessionctl-") } == [], "\(said)")
  }

  /// How many sessions sweeps have ended.
  private static func swept(_ machine: TestMachine) -> Int {
    machine.run("session", "list", "--end-reason", "inactivity_ended", "--json").items.count
  }

  /// A lifelike account of this moment: real programs have a real clock.
  private static func machine() throws -> TestMachine {
    let machine = try TestMachine.holding(store.get())
    machine.now = Instant(Int64(Date().timeIntervalSince1970))
    return machine
  }

  private static let store = Result<[UInt8], any Error> {
    let machine = try TestMachine()
    machine.now = Instant(Int64(Date().timeIntervalSince1970))
    try machine.succeed("demo", "--fill-only", "--sessions", "80", "--seed", "7", "--store", machine.store)
    return try machine.bytes(of: machine.store)
  }
}
