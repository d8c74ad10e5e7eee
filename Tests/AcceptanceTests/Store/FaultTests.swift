import Foundation
import JSONText
import SessionStore
import Testing

@testable import CommandGrammar
import StoreEngine
import StoreDoctor

/// Every operation on files may fail. Whatever does: a documented exit status, a store that is as before or as after and
/// is well, and nothing left behind that the next command would not tidy.
@Suite(.serialized, .enabled(if: Faults.canBeMade, Comment(rawValue: Faults.whatTheyNeed))) struct FaultTests
{
  /// A command, and what it needs.
  struct WorkItem: CustomTestStringConvertible, Sendable {
    let name: String
    let words: [String]
    /// Made in a store that is at `store/store.db` of the machine's folder.
    var preparation: @Sendable (TestMachine) throws -> Void = { _ in }
    var hasStore = true
    /// Where a new file appears.
    var makes: String?
    /// Whether it is done in steps that count by themselves, of which some may have been done.
    var hasSteps = false

    var testDescription: String { name }
  }

  private static let event =
    #"{"event_id":"e1","type":"start","at":"2026-07-15T09:00:00Z","conversation":"k1","user_name":"Kim","channel":"native_messaging","message":"Hello"}"#

  static let subjects: [WorkItem] = [
    WorkItem(
      name: "init", words: ["init", "--plan", "suite-growth", "--admin", TestMachine.admin], hasStore: false,
      makes: "store.db"),
    WorkItem(
      name: "demo", words: ["demo", "--fill-only", "--sessions", "20", "--store", "STORE"], hasStore: false,
      makes: "store.db"),
    WorkItem(
      name: "import", words: ["import", "FOLDER/lines"],
      preparation: { machine in
        let lines = (2001...2060).map { Wire.wrapped("ticket", Wire.ticket($0)) }
        try machine.file("lines", lines.joined(separator: "\n"))
      }),
    WorkItem(name: "session end", words: ["session", "end", "--all", "--yes"]),
    WorkItem(
      name: "session end on two cores", words: ["session", "end", "--all", "--yes"],
      preparation: { machine in
        try Data(crowded.get()).write(to: URL(fileURLWithPath: machine.store))
      }),
    WorkItem(
      name: "conversation ingest", words: ["conversation", "ingest", "FOLDER/events"],
      preparation: { try $0.file("events", event + "\n") }),
    WorkItem(
      name: "outbox deliver", words: ["outbox", "deliver"],
      preparation: { machine in
        try machine.succeed("ticket", "update", "1001", "--routing-channel", "email", "-q")
        try machine.succeed("ticket", "reply", "1001", "--message", "It is on its way.", "-q")
        try machine.succeed("settings", "set", "outbox.from", "help@example.com", "-q")
        let program = try machine.program(
          "sendmail", "cat > /dev/null; echo x >> \"\(machine.folder)/mails\"")
        try machine.succeed("settings", "set", "outbox.sendmail", program, "-q")
      }, hasSteps: true),
    // Its note in the log is another transaction.
    WorkItem(
      name: "restore", words: ["restore", "FOLDER/backup.db"],
      preparation: { machine in
        try machine.succeed("backup", "\(machine.folder)/backup.db", "-q")
        try machine.succeed("settings", "set", "account.name", "Later", "-q")
      }, hasSteps: true),
    WorkItem(
      name: "restore as new", words: ["restore", "FOLDER/backup.db"],
      preparation: { machine in
        let account = try TestMachine.withAccount()
        try machine.file("backup.db", machine.bytes(of: account.store))
      }, hasStore: false, makes: "store.db", hasSteps: true),
    WorkItem(
      name: "doctor --rescue", words: ["doctor", "--rescue", "FOLDER/store/saved.db"], makes: "saved.db"),
    WorkItem(
      name: "redact user", words: ["redact", "user", "501", "--yes"],
      preparation: { machine in
        try machine.succeed("session", "end", "--all", "--yes", "-q")
        for ticket in ["1001", "1002", "1003", "1005"] {
          try machine.succeed("ticket", "update", ticket, "--status", "solved", "-q")
        }
      }),
    WorkItem(
      name: "prune", words: ["prune", "--ended-before", "1s", "--archive", "FOLDER/archive", "--yes"],
      preparation: { machine in
        try machine.succeed("session", "end", "--all", "--yes", "-q", "--now", "2026-07-15T09:00:00Z")
        try machine.succeed("ticket", "close-solved", "--after", "1s", "-q", "--now", "2026-07-15T09:30:00Z")
      }, hasSteps: true),
    WorkItem(name: "backup", words: ["backup", "FOLDER/store/copy.db"], makes: "copy.db"),
    WorkItem(
      name: "upgrade", words: ["settings", "set", "account.name", "New"],
      preparation: { machine in
        unlink(machine.store)
        try OldStore.make(machine.store, schema: 4)
      }, hasSteps: true),
  ]

  /// A store with more sessions than one core is enough for; half of them have tickets.
  private static let crowded: Result<[UInt8], any Error> = Result {
    let machine = try TestMachine.withAccount()
    var events: [String] = []
    for number in 1...1_200 {
      events.append(
        #"{"event_id":"s\#(number)","type":"start","at":"2026-07-15T09:00:00Z","conversation":"k\#(number)","user_name":"Kim \#(number)","channel":"native_messaging","message":"Hello"}"#
      )
      if number % 2 == 0 {
        events.append(
          #"{"event_id":"h\#(number)","type":"handoff","at":"2026-07-15T09:01:00Z","conversation":"k\#(number)"}"#
        )
      }
    }
    try machine.file("events", events.joined(separator: "\n"))
    try machine.succeed("conversation", "ingest", "\(machine.folder)/events", "-q")
    return try machine.bytes(of: machine.store)
  }

  /// A machine whose store is alone in a folder, so that what is left behind shows.
  private func machine(for subject: WorkItem) throws -> TestMachine {
    let machine = try subject.hasStore ? TestMachine.withAccount() : TestMachine()
    let folder = "\(machine.folder)/store"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    if subject.hasStore { rename(machine.store, "\(folder)/store.db") }
    machine.environment["SESSIONCTL_STORE"] = "\(folder)/store.db"
    try subject.preparation(machine)
    return machine
  }

  private func words(_ subject: WorkItem, _ machine: TestMachine) -> [String] {
    subject.words.map {
      $0.replacingOccurrences(of: "STORE", with: machine.store)
        .replacingOccurrences(of: "FOLDER", with: machine.folder)
    } + ["--now", "2026-07-15T10:00:00Z"]
  }

  private func files(_ machine: TestMachine) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(machine.folder)/store").sorted()
  }

  /// All of them, but for a long run of one.
  static let tried = subjects.filter { Faults.command == nil || $0.name == Faults.command }

  @Test("a long run's one command is there") func isTried() { #expect(!Self.tried.isEmpty) }

  /// What a store says, with what nobody can repeat left out: who ran the command, and where.
  private func content(_ machine: TestMachine) -> String {
    machine.run("export").text + machine.run("log", "list", "--fields", "at,command,summary", "--json").text
      + machine.run("outbox", "list", "--fields", "id,state", "--json").text
  }

  @Test("operations that fail", arguments: tried)
  func failing(_ subject: WorkItem) throws {
    // Errors of reading take as long again, and are left to the long run.
    for isReading in Faults.times > 10 ? [false, true] : [false] {
      let good = try machine(for: subject)
      let before = subject.hasStore && subject.name != "upgrade" ? content(good) : nil
      let (ended, count) = try Faults.run(good, words(subject, good), Faults.Fault(isReading: isReading))
      try #require(ended.status == 0 && count > 0, "\(ended)")
      let after = content(good)
      let times = min(Faults.times, count * 4)
      var outcomes: [String: Int] = [:]
      for trial in 0..<times {
        var fault = Faults.Fault(
          operation: 1 + (Faults.seed + trial * count / times) % count, isReading: isReading)
        fault.error = trial % 2 == 0 || isReading ? EIO : ENOSPC
        // SQLite tells a disk that fails once while it reads from damage no more than we can.
        fault.lasts = isReading || trial % 4 > 1
        let what = "\(subject.name): \(fault) (seed \(Faults.seed))"
        let outcome = try outcome(subject, fault, before, after, what)
        outcomes[outcome, default: 0] += 1
      }
      if Faults.times > 10 {
        print(
          "\(subject.name), \(isReading ? "reading" : "writing"): \(times) of \(count) operations, \(outcomes.sorted { $0.key < $1.key })"
        )
      }
    }
  }

  @Test(
    "killed at any operation: as before or as after, well, and the next command tidies", arguments: tried)
  func killed(_ subject: WorkItem) throws {
    let good = try machine(for: subject)
    let before = subject.hasStore && subject.name != "upgrade" ? content(good) : nil
    let (ended, count) = try Faults.run(good, words(subject, good), Faults.Fault())
    try #require(ended.status == 0 && count > 0, "\(ended)")
    let after = content(good)
    var outcomes: [String: Int] = [:]
    for trial in 0..<Faults.kills {
      var fault = Faults.Fault(operation: 1 + (Faults.seed + trial / 2) % count)
      fault.kills = trial % 2 == 0 ? .before : .within
      let what = "\(subject.name): \(fault) (seed \(Faults.seed))"
      outcomes[try outcome(subject, fault, before, after, what), default: 0] += 1
    }
    if Faults.kills > 10 {
      print(
        "\(subject.name), killed: \(Faults.kills) of \(count) operations, \(outcomes.sorted { $0.key < $1.key })"
      )
    }
  }

  private func outcome(
    _ subject: WorkItem, _ fault: Faults.Fault, _ before: String?, _ after: String, _ what: String
  ) throws -> String {
    let machine = try machine(for: subject)
    let words = words(subject, machine)
    let (ended, _) = try Faults.run(machine, words, fault)
    let code = ended.status.flatMap { ExitCode(rawValue: $0) }
    #expect(fault.kills == nil ? code != nil && code != .bug : ended.status == nil, "\(what): \(ended)")
    #expect(!ended.errors.contains("SQLite error"), "\(what): \(ended.errors)")
    // An error of the disk is no damage that a backup would mend.
    #expect(!ended.errors.contains("is damaged"), "\(what): \(ended.errors)")
    let made = subject.makes.map { FileManager.default.fileExists(atPath: "\(machine.folder)/store/\($0)") }
    if code == .done, let made { #expect(made, "\(what): \(ended)") }
    var kind = "unmade"
    if subject.hasStore || made == true {
      let doctor = machine.run("doctor", "--json")
      #expect(
        doctor.code == .done || subject.name == "upgrade" && doctor.code == .storeUnavailable,
        "\(what): \(doctor)")
      if subject.name == "upgrade", doctor.code == .storeUnavailable {
        #expect(doctor.errors.contains("older schema"), "\(what): \(doctor)")
        kind = "before"
      } else {
        let found = content(machine)
        if found == after, found != before, code != .done, fault.kills == nil {
          let says = ["not known", "is stored", "is done", "is restored"]
          #expect(says.contains { ended.errors.contains($0) }, "\(what): \(ended)")
        }
        kind = found == after ? "after" : found == before ? "before" : "between"
        if kind == "between", !subject.hasSteps {
          Issue.record("\(what): neither before nor after: \(found)")
        }
      }
    }
    if made == true, let copy = subject.makes, subject.hasStore {
      #expect(machine.run("doctor", "--store", "\(machine.folder)/store/\(copy)").code == .done, "\(what)")
    }
    // Without a fault it works, and tidies.
    if let copy = subject.makes, made == true { unlink("\(machine.folder)/store/\(copy)") }
    // An archive is named before the first row leaves, and never replaced.
    if subject.name == "prune" { unlink("\(machine.folder)/archive") }
    if !subject.hasStore { for suffix in ["-wal", "-shm"] { unlink(machine.store + suffix) } }
    let again = try RealProgram(machine, words).wait()
    #expect([0, 1].contains(again.status ?? 99), "\(what), and then without: \(again)")
    if subject.makes != nil || subject.name == "upgrade" {
      let left = try files(machine).filter { $0.hasPrefix(".") }
      #expect(left.isEmpty || kind == "after", "\(what): \(left) is left")
    }
    return "\(ended.status.map(String.init) ?? "signal") \(kind)"
  }
}
