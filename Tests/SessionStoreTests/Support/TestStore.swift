import CivilTime
import GRDB
import JSONText
import SessionModel
import Testing
import WireFormat

@testable import SessionStore
@testable import StoreDoctor
@testable import StoreExchange
@testable import StoreEngine

/// A store in a folder of its own, as `init` leaves it: an account and its admin, user 1.
struct TestStore {
  static let now = Instant(1_768_910_400)  // 2026-01-20T12:00:00Z
  static let adminID: Int64 = 1

  let folder: Folder
  let store: Store
  var path: String { folder.path + "/store.db" }

  /// - Parameter feature: whether agents may end sessions
  init(plan: Plan = .suiteGrowth, feature: Bool = true) throws {
    folder = try Folder()
    store = try PreparedStore.open("\(plan.word) \(feature)", at: folder.path + "/store.db") { writer in
      try writer.createAccount(Account(plan: plan, messagingAddOn: false), at: Instant(1_760_000_000))
      let admin = Person(id: 0, name: "Admin", email: "admin@example.com", role: .admin)
      _ = try writer.add(admin, at: Instant(1_760_000_000))
      try writer.log(Self.entry("init"))
      if feature {
        let state = FeatureState(
          enabled: true, changedAt: Instant(1_760_000_100), changedBy: 1, changedFrom: "root@host")
        try writer.setFeature(.agents, state)
      }
    }
  }

  static func entry(_ command: String) -> LogEntry {
    LogEntry(at: now, actorID: adminID, osUser: "root", command: command, summary: "done")
  }

  // MARK: Import and export

  /// Imports a text as one file.
  @discardableResult
  func importing(
    _ text: String, as kind: WireKind? = nil, keepGoing: Bool = false, now: Instant = TestStore.now
  ) throws -> ImportReport {
    let reader = JSONRecordReader(
      Array(text.utf8), collectionKeys: RecordKind.keys, singularKeys: RecordKind.keys)
    return try store.importRecords(reader, as: kind, keepGoing: keepGoing, now: now) { report, writer in
      let actor = report.mergedStaff[Self.adminID] ?? Self.adminID
      var entry = Self.entry("import")
      entry.actorID = try writer.reader.person(id: actor) == nil ? nil : actor
      try writer.log(entry)
    }
  }

  /// Imports lines that must be fine as one file.
  @discardableResult
  func take(all lines: [String], sourceLocation: SourceLocation = #_sourceLocation) throws -> ImportReport {
    let report = try importing(lines.joined(separator: "\n"))
    #expect(report.failures == [], sourceLocation: sourceLocation)
    return report
  }

  @discardableResult
  func take(_ lines: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> ImportReport {
    try take(all: lines, sourceLocation: sourceLocation)
  }

  func export(_ only: WireKind? = nil) throws -> [String] {
    try store.read { reader in
      var lines: [String] = []
      try reader.forEachExportLine(only) { lines.append(String(decoding: $0, as: UTF8.self)) }
      return lines
    }
  }

  // MARK: Looking

  func rows(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> [Row] {
    try store.read { try Row.fetchAll($0.db, sql: sql, arguments: arguments) }
  }

  /// The first column of every row, as text.
  func column(_ sql: String) throws -> [String] {
    try store.read { reader in
      try Row.fetchAll(reader.db, sql: sql).map { row in
        let value: DatabaseValue = row[0]
        return value.isNull
          ? "-" : String.fromDatabaseValue(value) ?? "\(Int64.fromDatabaseValue(value) ?? -1)"
      }
    }
  }

  func number(_ sql: String) throws -> Int64? {
    try store.read { try Int64.fetchOne($0.db, sql: sql) }
  }

  func execute(_ sql: String) throws {
    try store.write { try $0.db.execute(sql: sql) }
  }

  func session(_ id: Int64) throws -> SessionRow? { try store.read { try $0.session(id: id) } }

  func session(ofTicket id: Int64) throws -> SessionRow? { try store.read { try $0.session(ticketID: id) } }

  func ticket(_ id: Int64) throws -> TicketRow? { try store.read { try $0.ticket(id: id) } }

  /// Which channel a ticket counts as in its agent's load.
  func assignedChannel(_ ticket: Int64) throws -> RoutingChannel? {
    try store.read { try $0.item(ticketID: ticket) }?.ticket?.assignedChannel
  }

  /// The commands in the log, the oldest first.
  func logged() throws -> [String] {
    var commands: [String] = []
    try store.read { try $0.forEachLogEntry { commands.append($0.command) } }
    return commands
  }

  func items() throws -> [String] {
    var items: [String] = []
    try store.forEachUpdateItem { item in
      items.append(
        """
        \(item.sessionID.map(String.init) ?? "-")/\(item.ticketID.map(String.init) ?? "-") \
        \(item.outcome.word) \(item.endReason?.word ?? "-") \(item.routingChannel?.word ?? "-") \
        \(item.refusal?.message ?? "-")
        """)
    }
    return items
  }

  /// What `doctor` finds that must not be, a day later.
  func problems(at moment: Instant = now.advanced(by: 86_400)) throws -> [Finding] {
    try store.read { try $0.examine(path: path, now: moment) }.filter { $0.verdict == .problem }
  }

  // MARK: Writing

  @discardableResult
  func add(_ person: Person) throws -> Int64 {
    try store.write { try $0.add(person, at: Wire.instant(0)) }
  }

  @discardableResult
  func addGroup(_ name: String) throws -> Int64 {
    try store.write { try $0.addGroup(named: name, at: Wire.instant(0)) }
  }

  func run(_ request: UpdateRequest) throws -> UpdateSummary {
    try store.run(log: { _, _ in Self.entry("session end") }, { _ in request })
  }
}

extension UpdateRequest {
  /// An end of sessions, as `session end` asks for it.
  static func end(
    _ selection: Selection, reason: EndReason = .agentEnded, routing: RoutingOverride? = nil,
    at: Instant = TestStore.now, policy: UpdatePolicy = .standard
  ) -> UpdateRequest {
    let update = Update(
      actor: .user(id: TestStore.adminID), via: .api, at: at, steps: [.endSession(reason, routing: routing)])
    return UpdateRequest(.sessions, selection, update, policy: policy)
  }

  static func tickets(_ ids: [Int64], _ steps: Update.Step..., at: Instant = TestStore.now) -> UpdateRequest {
    var selection = Selection()
    selection.ticketIDs = ids
    let update = Update(actor: .user(id: TestStore.adminID), via: .api, at: at, steps: steps)
    return UpdateRequest(.tickets, selection, update, policy: .standard)
  }
}

extension UpdatePolicy {
  static let standard = UpdatePolicy(
    endedSessionsAsEmail: true, triggerEndSetsEmail: true, canEndSessions: true)
}

extension Selection {
  static func sessions(_ ids: Int64...) -> Selection {
    var selection = Selection()
    selection.sessionIDs = ids
    return selection
  }

  static var active: Selection {
    var selection = Selection()
    selection.state = .active
    return selection
  }
}

extension Store {
  /// A plan of a request that is made beforehand.
  func plan(_ request: UpdateRequest) throws -> UpdateSummary { try plan { _ in request } }
}
