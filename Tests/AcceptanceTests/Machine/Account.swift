import CommandGrammar
import Foundation
import JSONText
import Synchronization

/// An account with a little of everything, for tests that select and end.
///
/// | ticket | session | channel | status | group | agent | tags | started | last word |
/// |---|---|---|---|---|---|---|---|---|
/// | 1001 | 1 | native_messaging | open | Support | Ana | vip billing | 10 h ago | customer, 5 h ago |
/// | 1002 | 2 | whatsapp | new | – | – | – | 8 h ago | agent, 3 h ago |
/// | 1003 | 3 | native_messaging | pending | Billing | Ben | vip | 30 h ago | unknown, 26 h ago |
/// | 1004 | 4 | line | solved | Support | – | late | 2 h ago | customer, 1 h ago |
/// | 1005 | – | email | open | | | | | |
/// | 1006 | 5 | native_messaging | closed | | | | | ended before it was seen |
/// | – | 50 | native_messaging | – | | | | 9 h ago | AI agent, 6 h ago |
///
/// 501 has an e-mail address and a phone, 502 neither, 503 only a phone.
extension TestMachine {
  static let admin = "admin@example.com"

  /// A new store, without the feature.
  static func withStore(
    plan: String = "suite-growth", admin: String = TestMachine.admin, _ more: String...
  ) throws -> TestMachine {
    let words = ["init", "--plan", plan, "--admin", admin, "-q"] + more
    let bytes = try newStores.withLock { known in
      if let bytes = known[words] { return bytes }
      let machine = try TestMachine()
      let run = machine.run(words)
      guard run.code == .done else { throw Unexpected(run) }
      let bytes = try machine.bytes(of: machine.store)
      known[words] = bytes
      return bytes
    }
    return try holding(bytes)
  }

  /// A machine whose store is a copy of another's.
  static func holding(_ store: [UInt8]) throws -> TestMachine {
    let machine = try TestMachine()
    try machine.file("store.db", store)
    machine.isTampered = false
    _ = chmod(machine.store, 0o600)
    return machine
  }

  private static let newStores = Mutex<[[String]: [UInt8]]>([:])

  /// The account of the table, the feature on.
  static func withAccount(enabled: Bool = true) throws -> TestMachine {
    try holding((enabled ? accountWithFeature : account).get())
  }

  /// Made once, by the commands that an admin would use, and copied for each test.
  private static let account = made(enabled: false)
  private static let accountWithFeature = made(enabled: true)

  private static func made(enabled: Bool) -> Result<[UInt8], any Error> {
    Result {
      let machine = try withStore()
      try machine.take(accountLines)
      if enabled { try machine.succeed("feature", "enable", "-q") }
      return try machine.bytes(of: machine.store)
    }
  }

  /// Imports NDJSON from standard input.
  func take(_ lines: [String]) throws {
    let run = run(["import", "-", "-q"], input: Array(lines.joined(separator: "\n").utf8))
    guard run.code == .done else { throw Unexpected(run) }
  }

  /// Runs what must work for the test to mean anything.
  @discardableResult
  func succeed(_ words: String..., input: String = "") throws -> Run {
    let run = run(words, input: Array(input.utf8))
    guard run.code == .done else { throw Unexpected(run) }
    return run
  }

  func session(_ id: Int64) -> JSONValue { run("session", "show", "\(id)", "--json").item }
  /// A session without what its document says of the ticket.
  func sessionItself(_ id: Int64) -> [JSONValue?] {
    let session = session(id)
    return [
      "channel", "state", "started_at", "last_activity_at", "last_sender", "ended_at", "end_reason",
      "ended_by",
    ]
    .map { session[$0] }
  }
  func ticket(_ id: Int64) -> JSONValue { run("ticket", "show", "\(id)", "--json").item }

  /// The ids of the active sessions.
  var active: [Int64] { run("session", "list", "--json").json.integers("items", "id") }

  /// The commands in the log, the oldest first.
  var logged: [String] {
    run("log", "list", "--oldest-first", "--json").items.compactMap { $0["command"]?.string }
  }

  private static let accountLines: [String] = [
    Wire.wrapped("group", Wire.group(701, "Support")),
    Wire.wrapped("group", Wire.group(702, "Billing")),
    Wire.wrapped(
      "user",
      Wire.user(501, [("name", "Carla"), ("email", "carla@example.net"), ("phone", "+49 30 1234567")])),
    Wire.wrapped("user", Wire.user(502, [("name", "Otto")])),
    Wire.wrapped("user", Wire.user(503, [("name", "Phoebe"), ("phone", "+43 1 7654321")])),
    Wire.wrapped(
      "user", Wire.user(601, [("name", "Ana Lima"), ("email", "ana@example.com"), ("role", "agent")])),
    Wire.wrapped(
      "user", Wire.user(602, [("name", "Ben Okafor"), ("email", "ben@example.com"), ("role", "agent")])),
    Wire.wrapped(
      "ticket",
      Wire.ticket(
        1001,
        [
          ("requester_id", 501), ("assignee_id", 601), ("group_id", 701), ("tags", ["vip", "billing"]),
          ("created_at", "2026-07-15T00:00:00Z"), ("updated_at", "2026-07-15T05:00:00Z"),
        ])),
    Wire.wrapped(
      "ticket",
      Wire.ticket(
        1002,
        [
          ("via", ["channel": "whatsapp"]), ("requester_id", 502), ("status", "new"),
          ("created_at", "2026-07-15T02:00:00Z"), ("updated_at", "2026-07-15T07:00:00Z"),
        ])),
    Wire.wrapped(
      "ticket",
      Wire.ticket(
        1003,
        [
          ("requester_id", 503), ("assignee_id", 602), ("group_id", 702), ("status", "pending"),
          ("tags", ["vip"]), ("created_at", "2026-07-14T04:00:00Z"), ("updated_at", "2026-07-14T08:00:00Z"),
        ])),
    Wire.wrapped(
      "ticket",
      Wire.ticket(
        1004,
        [
          ("via", ["channel": "line"]), ("requester_id", 501), ("group_id", 701), ("status", "solved"),
          ("tags", ["late"]), ("created_at", "2026-07-15T08:00:00Z"), ("updated_at", "2026-07-15T09:00:00Z"),
        ])),
    Wire.wrapped(
      "ticket",
      Wire.ticket(
        1005, [("via", ["channel": "email"]), ("from_messaging_channel", false), ("requester_id", 501)])),
    Wire.wrapped("ticket", Wire.ticket(1006, [("requester_id", 502), ("status", "closed")])),
    Wire.wrapped("audit", Wire.audit(9001, ticket: 1001, by: 501, at: "2026-07-15T05:00:00Z")),
    Wire.wrapped("audit", Wire.audit(9011, ticket: 1002, by: 601, at: "2026-07-15T07:00:00Z")),
    Wire.wrapped("audit", Wire.audit(9021, ticket: 1004, by: 501, at: "2026-07-15T09:00:00Z")),
    Wire.wrapped(
      "session",
      """
      {"id":50,"user_id":502,"channel":"native_messaging","state":"active","started_at":"2026-07-15T01:00:00Z",\
      "last_activity_at":"2026-07-15T04:00:00Z","last_sender":"ai_agent"}
      """),
  ]
}

/// A command that had to work did not.
struct Unexpected: Error, CustomStringConvertible {
  let run: Run

  init(_ run: Run) { self.run = run }

  var description: String { "unexpected: \(run)" }
}
