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
  /// Lines of the plan that no push has taken: they were left out of it, or it was of a shorter copy.
  var unsent = 0
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
  /// A ticket of the push, or a session of the plan that was left out.
  typealias Row = (sessionID: Int64?, ticketID: Int64?, outcome: String, message: String?)

  static let schema = RowSchema<Row>(
    run: "remote-push", head: head,
    [
      RowColumn("session_id", .identifier, header: "SESSION") { $0.sessionID },
      RowColumn("ticket_id", .identifier, header: "TICKET") { $0.ticketID },
      RowColumn(
        "outcome", .token,
        styles: ["failed": .red, "left_out": .red, "unclear": .yellow, "tagged": .green, "ended": .green]
      ) { $0.outcome },
      RowColumn("message", .text, wraps: true) { $0.message },
    ])

  static let head: [RowColumn<PushTally>] = [
    RowColumn("account", .text) { $0.push.account }, RowColumn("tickets", .integer) { $0.total },
    RowColumn("tagged", .integer) { $0.tagged }, RowColumn("failed", .integer) { $0.count(.failed) },
    RowColumn("unclear", .integer) { $0.count(.unclear) }, RowColumn("waiting", .integer) { $0.open },
    RowColumn("left_out", .integer) { $0.leftOut }, RowColumn("jobs", .integer) { $0.jobs },
  ]
}

/// What `remote verify` reports.
enum RemoteVerifyDocument {
  static let schema = RowSchema<PushedTicket>(
    run: "remote-verify", head: head,
    [
      RowColumn("session_id", .identifier, header: "SESSION") { $0.sessionID },
      RowColumn("ticket_id", .identifier, header: "TICKET") { $0.ticketID },
      RowColumn("outcome", .token, styles: ["failed": .red, "pending": .yellow, "ended": .green]) {
        word($0.state)
      },
      RowColumn("ended_at", .instant, header: "ENDED") { $0.endedAt },
      RowColumn("seen_by", .token, header: "SEEN BY") { $0.seenBy?.word },
      RowColumn("message", .text, wraps: true) { $0.reason },
    ])

  /// With the sessions that this run ended in the store.
  static let head: [RowColumn<(tally: PushTally, endedHere: Int)>] = [
    RowColumn("account", .text) { $0.tally.push.account },
    RowColumn("tickets", .integer) { $0.tally.total },
    RowColumn("ended", .integer) { $0.tally.count(.ended) },
    RowColumn("ended_here", .integer) { $0.endedHere }, RowColumn("pending", .integer) { $0.tally.pending },
    RowColumn("failed", .integer) { $0.tally.count(.failed) },
    RowColumn("waiting", .integer) { $0.tally.notSent },
  ]

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
  /// Waiting in the push, or not even in it.
  var notSent: Int { count(.waiting) + unsent }
}
