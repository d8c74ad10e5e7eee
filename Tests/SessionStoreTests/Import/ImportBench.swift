import CivilTime
import GRDB
import JSONText
import SessionModel
import Testing
import WireFormat

@testable import SessionStore
@testable import StoreExchange
@testable import StoreEngine

/// A store as `init` leaves it, with one admin, and ways to import into it and to look.
final class ImportBench {
  let store: Store
  private let folder: Folder
  /// Hours after the new year 2026.
  static let now = moment(1000)

  init(plan: Plan = .suiteGrowth) throws {
    folder = try Folder()
    store = try PreparedStore.open("bench \(plan.word)", at: folder.path + "/store.db") { writer in
      try writer.createAccount(Account(plan: plan, messagingAddOn: false), at: Self.moment(0))
      let admin = Person(id: 0, name: "Boss", email: "boss@example.com", role: .admin)
      _ = try writer.add(admin, at: Self.moment(0))
      try writer.log(Self.entry("init"))
    }
  }

  deinit { try? store.close() }

  static func moment(_ hours: Int) -> Instant { Instant(1_767_225_600 + Int64(hours) * 3600) }

  static func entry(_ command: String) -> LogEntry {
    LogEntry(at: now, actorID: nil, osUser: nil, command: command, summary: "")
  }

  // MARK: In and out

  @discardableResult
  func importing(_ lines: [String], keepGoing: Bool = false) throws -> ImportReport {
    let reader = JSONRecordReader(
      Array(lines.joined(separator: "\n").utf8), collectionKeys: RecordKind.keys,
      singularKeys: RecordKind.keys)
    return try store.importRecords(reader, keepGoing: keepGoing, now: Self.now) { _, writer in
      try writer.log(Self.entry("import"))
    }
  }

  /// Imports what must be fine.
  @discardableResult
  func take(_ lines: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> ImportReport {
    let report = try importing(lines)
    #expect(report.failures == [], sourceLocation: sourceLocation)
    return report
  }

  /// Imports what must be refused, and gives the reason.
  func refused(_ lines: String...) throws -> String? {
    let report = try importing(lines)
    #expect(report.isRefused && report.failureCount == 1)
    return report.failures.first?.reason
  }

  func export(_ only: WireKind? = nil) throws -> [String] {
    try store.read { reader in
      var lines: [String] = []
      try reader.forEachExportLine(only) { lines.append(String(decoding: $0, as: UTF8.self)) }
      return lines
    }
  }

  /// What a fresh store with the same plan and admin exports after importing this one's export.
  func exportedAgain() throws -> [String] {
    let fresh = try ImportBench(plan: store.read { try $0.account().plan })
    let report = try fresh.importing(export())
    #expect(report.failures == [])
    return try fresh.export()
  }

  // MARK: Doing and looking

  func update(_ tickets: [Int64], _ steps: Update.Step..., at hours: Int) throws {
    var selection = Selection()
    selection.ticketIDs = tickets
    let update = Update(actor: .user(id: 1), via: .api, at: Self.moment(hours), steps: steps)
    let policy = UpdatePolicy(endedSessionsAsEmail: true, triggerEndSetsEmail: true, canEndSessions: true)
    let summary = try store.run(log: { _, _ in Self.entry("ticket update") }) { _ in
      UpdateRequest(.tickets, selection, update, policy: policy)
    }
    #expect(summary.failed == 0)
  }

  func edit(_ id: Int64, at hours: Int, _ change: (inout Person) -> Void) throws {
    try store.write { writer in
      var person = try #require(try writer.reader.person(id: id))
      change(&person)
      try writer.update(person, at: Self.moment(hours))
      try writer.log(Self.entry("agent edit"))
    }
  }

  /// One that must be there.
  func ticket(_ id: Int64 = 1) throws -> TicketRow { try #require(try store.read { try $0.ticket(id: id) }) }

  func person(_ id: Int64) throws -> Person? { try store.read { try $0.person(id: id) } }

  /// The rows of a query, their columns joined.
  func look(_ sql: String) throws -> [String] {
    try store.read { reader in
      try Row.fetchAll(reader.db, sql: sql).map { row in
        row.databaseValues.map { value in
          value.isNull ? "-" : String.fromDatabaseValue(value) ?? "\(Int64.fromDatabaseValue(value) ?? -1)"
        }.joined(separator: " ")
      }
    }
  }

  /// State, reason, the hours of end and last activity, and the last sender of a ticket's session.
  func session(ofTicket id: Int64) throws -> String {
    let session = try #require(try store.read { try $0.session(ticketID: id) })
    func hours(_ moment: Instant) -> String { "\((moment.seconds - Self.moment(0).seconds) / 3600)" }
    return [
      session.state.word, session.endReason?.word, session.endedAt.map(hours), hours(session.lastActivityAt),
      session.lastSender?.word,
    ].map { $0 ?? "-" }.joined(separator: " ")
  }
}

/// Records as a feed brings them; times are hours after the new year 2026.
enum Feed {
  static func time(_ hours: Int) -> String { "\"\(ImportBench.moment(hours).rfc3339)\"" }

  static func user(
    _ id: Int64, _ name: String = "Ana", email: String? = nil, role: String = "end-user",
    suspended: Bool = false, at hours: Int = 1, beside: String? = nil
  ) -> String {
    """
    {"user":{"id":\(id),"name":"\(name)","email":\(email.map { "\"\($0)\"" } ?? "null"),"role":"\(role)",\
    "suspended":\(suspended),"created_at":\(time(0)),"updated_at":\(time(hours))}\(companion(beside))}
    """
  }

  static func group(_ id: Int64, at hours: Int = 1) -> String {
    """
    {"group":{"id":\(id),"name":"G\(id)","deleted":false,"created_at":\(time(0)),"updated_at":\(time(hours))}}
    """
  }

  static func membership(_ id: Int64, user: Int64, group: Int64, at hours: Int = 1) -> String {
    """
    {"group_membership":{"id":\(id),"user_id":\(user),"group_id":\(group),"created_at":\(time(0)),\
    "updated_at":\(time(hours))}}
    """
  }

  static func ticket(
    _ id: Int64, status: String = "open", requester: Int64 = 11, assignee: Int64? = nil, tags: String = "[]",
    at hours: Int = 1, beside: String? = nil
  ) -> String {
    """
    {"ticket":{"id":\(id),"via":{"channel":"whatsapp"},"subject":"Help","status":"\(status)",\
    "requester_id":\(requester),"assignee_id":\(assignee.map(String.init) ?? "null"),"tags":\(tags),\
    "created_at":\(time(0)),"updated_at":\(time(hours))}\(companion(beside))}
    """
  }

  static func session(_ id: Int64, user: Int64 = 11, started hours: Int = 0, active: Int = 1) -> String {
    """
    {"session":{"id":\(id),"user_id":\(user),"channel":"whatsapp","state":"active",\
    "started_at":\(time(hours)),"last_activity_at":\(time(active)),"last_sender":null}}
    """
  }

  static func audit(
    _ id: Int64, ticket: Int64? = nil, conversation: Int64? = nil, by author: Int64 = 11, at hours: Int,
    _ events: String...
  ) -> String {
    let place = conversation.map { ",\"conversation_id\":\($0)" } ?? ""
    return """
      {"audit":{"id":\(id),"ticket_id":\(ticket.map(String.init) ?? "null")\(place),"created_at":\(time(hours)),\
      "author_id":\(author),"via":{"channel":"web"},"events":[\(events.joined(separator: ","))]}}
      """
  }

  static let comment = "{\"id\":9,\"type\":\"Comment\",\"public\":true,\"body\":\"x\"}"
  static let end = "{\"id\":9,\"type\":\"MessagingSessionEnded\",\"reason\":\"agent_ended\"}"

  private static func companion(_ text: String?) -> String { text.map { ",\"sessionctl\":\($0)" } ?? "" }
}
