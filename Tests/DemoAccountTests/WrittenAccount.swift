import CivilTime
import DemoAccount
import JSONText
import Synchronization

/// A demo account, read back from its lines.
struct WrittenAccount {
  static let now = Instant(1_784_111_400)

  private(set) var lines: [JSONValue] = []

  init(
    sessions: Int, seed: UInt64, now: Instant = WrittenAccount.now, adminEmail: String = "admin@example.com"
  ) throws {
    var account = DemoAccount(sessions: sessions, seed: seed, now: now, adminEmail: adminEmail)
    var line: [UInt8] = []
    while account.next(into: &line) { lines.append(try JSONValue.parse(line)) }
  }

  /// The same account for every test that asks for it: reading it back takes longer than looking at it.
  static func shared(seed: UInt64) throws -> WrittenAccount {
    try known.withLock { known in
      if let account = known[seed] { return account }
      let account = try WrittenAccount(sessions: 2000, seed: seed)
      known[seed] = account
      return account
    }
  }

  private static let known = Mutex<[UInt64: WrittenAccount]>([:])

  static func bytes(
    sessions: Int, seed: UInt64, now: Instant = WrittenAccount.now, adminEmail: String = "admin@example.com"
  ) -> [UInt8] {
    var account = DemoAccount(sessions: sessions, seed: seed, now: now, adminEmail: adminEmail)
    var bytes: [UInt8] = []
    var line: [UInt8] = []
    while account.next(into: &line) { bytes += line + [UInt8(ascii: "\n")] }
    return bytes
  }

  /// The things of one kind, without their wrapping.
  func things(_ kind: String) -> [JSONValue] { lines.compactMap { $0[kind] } }

  var staff: [JSONValue] { things("user").filter { $0["role"]?.string != "end-user" } }
  var customers: [JSONValue] { things("user").filter { $0["role"]?.string == "end-user" } }

  /// The tickets with what stands beside them and the audits that follow.
  var tickets: [WrittenTicket] {
    var tickets: [WrittenTicket] = []
    for line in lines {
      if let ticket = line["ticket"] {
        tickets.append(WrittenTicket(ticket: ticket, local: line["sessionctl"] ?? .null, audits: []))
      } else if let audit = line["audit"] {
        tickets[tickets.count - 1].audits.append(audit)
      }
    }
    return tickets
  }
}

/// A ticket with its companion and its audits.
struct WrittenTicket {
  let ticket: JSONValue
  let local: JSONValue
  var audits: [JSONValue]

  var id: Int64? { ticket["id"]?.integer }
  var status: String? { ticket["status"]?.string }
  /// nil for an e-mail ticket.
  var session: JSONValue? { local["session"].flatMap { $0.isNull ? nil : $0 } }
  var isActive: Bool { session?["state"]?.string == "active" }

  /// The events of all audits, each with its audit.
  var events: [(audit: JSONValue, event: JSONValue)] {
    audits.flatMap { audit in (audit["events"]?.array ?? []).map { (audit, $0) } }
  }

  func events(_ type: String) -> [(audit: JSONValue, event: JSONValue)] {
    events.filter { $0.event["type"]?.string == type }
  }
}

extension JSONValue {
  /// The moment of a member.
  func time(_ key: String) -> Instant? { self[key]?.string.flatMap { try? Instant(rfc3339: $0) } }
}
