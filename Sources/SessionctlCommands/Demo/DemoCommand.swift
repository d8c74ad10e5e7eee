import CivilTime
import CommandGrammar
import DemoAccount
import Glibc
import JSONText
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import WireFormat
import SystemErrors

private let sessions = Option<Int>(
  "sessions", "N", .integer(upTo: 10_000_000), default: "500", help: "How many sessions to create")
private let seed = Option<Int>(
  "seed", "N", .nonNegativeInteger, default: "1", help: "The same seed gives the same account")
private let fillOnly = Flag("fill-only", help: "Only fill the account and switch the feature on; end nothing")

let demoCommand = Command(
  CommandSpec(
    ["demo"], summary: "Fill a new store with a lifelike account, and show the main job on it",
    discussion: [
      "Without `--store`, `demo` creates the store in a temporary folder, prints its path and leaves it there, even if `SESSIONCTL_STORE` is set. With `--fill-only` the sessions stay active, so that you can try things out."
    ],
    options: [sessions, seed, fillOnly],
    examples: [
      Example(command: "sessionctl demo", explanation: "The main job on 500 sessions, step by step"),
      Example(
        command: "sessionctl demo --store demo.db --sessions 100000 --fill-only",
        explanation: "A large account to try things on"),
    ]),
  prints: demoDocument
) { context in
  try Demo(context).run()
}

private struct Demo {
  private static let admin = "admin@example.com"

  private let context: CommandContext
  private let path: String
  /// The commands of the show act at one moment, the one the account was made for.
  private let clock: RunClock

  init(_ context: CommandContext) throws {
    self.context = context
    try context.refuseActor()
    if context.wantsDocument, !context.arguments[fillOnly] {
      throw CommandTable.toolkit.usageError(
        "'demo' prints a tour for people; only 'demo --fill-only' prints a document", in: context.spec)
    }
    clock = try context.clock(zoneNamed: context.arguments[RunOptions.timezone] ?? "Europe/Berlin")
    path = try Demo.storePath(context)
  }

  /// `SESSIONCTL_STORE` names somebody's real store, which is no place for a show.
  private static func storePath(_ context: CommandContext) throws -> String {
    if let path = context.arguments[RunOptions.store] { return path }
    let folder = context.world.environment("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array("\(folder)/sessionctl-demo-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Failure(
        .cannotCreate, "cannot_create",
        "cannot create a folder in \(folder): \(SystemError.text())")
    }
    return String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      + "/demo.db"
  }

  private var isTemporary: Bool { !context.arguments.wasGiven(RunOptions.store) }

  func run() throws {
    do { try fill() } catch {
      // What was made of the store is gone already.
      if isTemporary { rmdir(String(path.dropLast("/demo.db".utf8.count))) }
      throw error
    }
    let count = context.arguments[sessions] ?? 0
    if context.arguments[fillOnly] {
      guard !context.wantsDocument else {
        return try context.document(demoDocument, clock).single([.text(path), .integer(Int64(count))])
      }
      return context.note("filled \(path) with \(count) sessions; the feature is on")
    }
    try show()
    context.note("The store is at \(path); explore it with --store \(shellWord(path))")
  }

  // MARK: The account

  private func fill() throws {
    var actor = Person(id: 0, name: "Demo Admin", email: Self.admin, role: .admin)
    // All of it belongs to the new store: an interrupted demonstration leaves none.
    try Store.create(path, context.storeOptions(cacheMiB: 128)) { writer in
      actor = try writer.found(
        Account(plan: .suiteGrowth, messagingAddOn: false), admin: actor, zone: clock.zone.name, at: clock.now
      )
      try writer.log(
        LogEntry(
          at: clock.now, actorID: actor.id, osUser: context.world.osUser, command: context.spec.name,
          summary: "created a store for a demonstration"))
    } complete: { store in
      let open = try context.adopt(store)
      try importAccount(into: open, actor)
      _ = try open.administer(as: { try $0.firstAdmin() ?? actor }) {
        try $0.turn(.agents, on: true, deactivates: false)
      }
    }
  }

  /// The account comes in the way every account does.
  private func importAccount(into open: OpenStore, _ actor: Person) throws {
    let arguments = context.arguments
    var account = DemoAccount(
      sessions: arguments[sessions] ?? 500, seed: UInt64(arguments[seed] ?? 1), now: clock.now,
      adminEmail: Self.admin)
    var line: [UInt8] = []
    var given = 0
    let reader = JSONRecordReader(
      collectionKeys: RecordKind.keys, singularKeys: RecordKind.keys
    ) { room in
      if given == line.count {
        line.removeAll(keepingCapacity: true)
        given = 0
        guard account.next(into: &line) else { return 0 }
        line.append(0x0A)
      }
      let count = min(room.count, line.count - given)
      line.withUnsafeBytes {
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[given..<given + count]))
      }
      given += count
      return count
    }
    let progress = context.progress("filling", .share { account.share })
    let report = try open.store.importRecords(
      reader, keepGoing: false, now: clock.now,
      progress: { progress.reach($0) },
      log: { report, writer in
        try writer.log(open.entry(by: actor.after(report), "imported \(report.changed) made-up records"))
      })
    progress.finish()
    if let failure = report.failures.first {
      throw Failure(.bug, "bug", "the made-up account is wrong at \(failure.place): \(failure.reason)")
    }
  }

  // MARK: The show

  private func show() throws {
    let sweep =
      ["session", "end", "--idle-for", "4h", "--reason", "inactivity_ended"]
      + (try feedIsAlive() ? [] : ["--even-if-stalled"])
    try step(
      "A customer-support account with messaging. These sessions have been idle for four hours or more:")
    try act(["session", "list", "--idle-for", "4h", "--sort", "last_activity_at", "--limit", "5"])
    try step("What would happen if they ended? A dry run changes nothing:")
    try act(sweep + ["--dry-run"])
    try step("Now for real, all of them in one transaction:")
    try act(sweep + ["--yes"])
    try step("A second sweep finds nothing left to do:")
    try act(sweep + ["--yes"])
    try step("And the number that a team lead asks for:")
    try act(["report", "ended", "--last", "7d", "--by", "day,reason"])
  }

  /// In an account of few sessions it may be that nobody has written for hours.
  private func feedIsAlive() throws -> Bool {
    let store = try Store.open(path, context.storeOptions(readOnly: true))
    defer { try? store.close() }
    return try store.read { try $0.hasActivity(since: clock.now.advanced(by: -4 * 3600), until: clock.now) }
  }

  private func step(_ text: String) throws {
    try context.output.write("\n\(text)\n")
  }

  /// Shows a command and runs it as if it had been typed, at the demonstration's moment.
  private func act(_ words: [String]) throws {
    var shown = words + ["--store", shellWord(path)]
    if let now = context.arguments[RunOptions.now] { shown += ["--now", shellWord(now)] }
    try context.output.write("\n$ sessionctl \(shown.joined(separator: " "))\n")
    try context.output.flush()
    var world = context.world
    world.environment = { [variable = world.environment] in $0 == "SESSIONCTL_ACTOR" ? nil : variable($0) }
    let all =
      words + ["--store", path, "--now", clock.now.rfc3339, "--color", context.arguments.colour.rawValue]
    world.arguments = all.map { Array($0.utf8) }
    let code = runSessionctl(world)
    guard code == .done else {
      throw Failure(code, "demo", "the step above failed; the store is at \(path)")
    }
  }
}

private let demoDocument = DocumentSchema(
  single: "demo", [Column("store", .text), Column("sessions", .integer)])

/// A word as it can be pasted into a shell.
private func shellWord(_ word: String) -> String {
  let isPlain = word.utf8.allSatisfy { byte in
    (0x61...0x7A).contains(byte | 0x20) || (0x2B...0x3A).contains(byte) || byte == UInt8(ascii: "_")
  }
  if isPlain, !word.isEmpty { return word }
  return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
