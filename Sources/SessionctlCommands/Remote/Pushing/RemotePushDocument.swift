import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// What a push or a look at it has come to.
struct PushTally {
  let push: PushRecord
  private(set) var counts: [PushedTicket.State: Int]
  /// Sessions that were not as they were planned.
  var leftOut = 0
  /// Jobs that this run made.
  var jobs = 0

  init(_ push: PushRecord, _ reader: StoreReader) throws {
    self.push = push
    counts = try reader.pushedCounts(push.id)
  }

  var total: Int { counts.values.reduce(0, +) }
  func count(_ state: PushedTicket.State) -> Int { counts[state, default: 0] }
  /// The account has it, whatever it has made of it.
  var tagged: Int { count(.tagged) + count(.ended) }
  /// In jobs, or not sent.
  var open: Int { count(.waiting) + count(.sent) }
  var bad: Int { count(.failed) + count(.unclear) }
}

/// What `remote push` reports.
enum RemotePushDocument {
  static let schema = DocumentSchema(
    run: "remote-push", head: head,
    [
      Column("session_id", .identifier, header: "SESSION"),
      Column("ticket_id", .identifier, header: "TICKET"),
      Column(
        "outcome", .token,
        styles: ["failed": .red, "left_out": .red, "unclear": .yellow, "tagged": .green, "ended": .green]),
      Column("message", .text, wraps: true),
    ])

  private static let head: [Column] = [
    Column("account", .text), Column("tickets", .integer), Column("tagged", .integer),
    Column("failed", .integer), Column("unclear", .integer), Column("waiting", .integer),
    Column("left_out", .integer), Column("jobs", .integer),
  ]

  static func head(_ tally: PushTally) -> [Cell] {
    func number(_ value: Int) -> Cell { .integer(Int64(value)) }
    return [
      .text(tally.push.account), number(tally.total), number(tally.tagged), number(tally.count(.failed)),
      number(tally.count(.unclear)), number(tally.open), number(tally.leftOut), number(tally.jobs),
    ]
  }

  static func cells(_ ticket: PushedTicket) -> [Cell] {
    [
      .integer(ticket.sessionID), .integer(ticket.ticketID), .token(ticket.state.word), .text(ticket.reason),
    ]
  }

  static func cells(leftOut sessionID: Int64, _ refusal: UpdateRefusal) -> [Cell] {
    [.integer(sessionID), .null, .token("left_out"), .text(refusal.message)]
  }
}

/// What `remote verify` reports.
enum RemoteVerifyDocument {
  static let schema = DocumentSchema(
    run: "remote-verify", head: head,
    [
      Column("session_id", .identifier, header: "SESSION"),
      Column("ticket_id", .identifier, header: "TICKET"),
      Column("outcome", .token, styles: ["failed": .red, "pending": .yellow, "ended": .green]),
      Column("ended_at", .instant, header: "ENDED"),
      Column("seen_by", .token, header: "SEEN BY"),
      Column("message", .text, wraps: true),
    ])

  private static let head: [Column] = [
    Column("account", .text), Column("tickets", .integer), Column("ended", .integer),
    Column("ended_here", .integer), Column("pending", .integer), Column("failed", .integer),
    Column("waiting", .integer),
  ]

  /// - Parameter endedHere: the sessions that this run ended in the store
  static func head(_ tally: PushTally, endedHere: Int) -> [Cell] {
    func number(_ value: Int) -> Cell { .integer(Int64(value)) }
    return [
      .text(tally.push.account), number(tally.total), number(tally.count(.ended)), number(endedHere),
      number(tally.pending), number(tally.count(.failed)), number(tally.count(.waiting)),
    ]
  }

  static func cells(_ ticket: PushedTicket) -> [Cell] {
    [
      .integer(ticket.sessionID), .integer(ticket.ticketID), .token(word(ticket.state)),
      .instant(ticket.endedAt), ticket.seenBy.map { .token($0.word) } ?? .null, .text(ticket.reason),
    ]
  }

  private static func word(_ state: PushedTicket.State) -> String {
    switch state {
    case .ended: "ended"
    case .failed: "failed"
    case .waiting: "waiting"
    case .tagged, .sent, .unclear: "pending"
    }
  }
}

extension PushTally {
  /// Sent, and not seen to have ended.
  var pending: Int { count(.tagged) + count(.sent) + count(.unclear) }
}
