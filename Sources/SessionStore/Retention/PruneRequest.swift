import CivilTime
import SessionModel

/// What a run of `prune` takes out, by how long it is over; nil: none of it.
package struct PruneRequest: Sendable {
  /// Conversations that are closed, and that nothing has happened to since this moment.
  package var endedBefore: Instant?
  /// Messages of the outbox that left or were cancelled before this moment.
  package var outboxBefore: Instant?
  /// Entries of the log from before this moment.
  package var logBefore: Instant?

  /// Takes out nothing.
  package init() {}
}

/// What a run of `prune` goes through, one after the other.
package enum PruneStage: CaseIterable, Sendable {
  /// Conversations with their tickets.
  case sessions
  /// Closed tickets that never had a session, such as e-mails.
  case tickets
  /// What a feed has sent, which it might send again.
  case events
  /// Messages that have left or were cancelled.
  case outbox
  /// Entries of the log.
  case log

  /// What the store notes that it pruned.
  package var kind: PrunedKind {
    switch self {
    case .sessions, .tickets, .events: .conversations
    case .outbox: .outbox
    case .log: .log
    }
  }

  /// How many leave in one transaction: its rows are read, compared with the archive and deleted within a fraction of a
  /// second.
  package var mostAtOnce: Int {
    switch self {
    case .sessions, .tickets: 100
    case .outbox, .log: 1_000
    case .events: 5_000
    }
  }
}

extension PruneRequest {
  /// The moment before which leaves what a stage goes through; nil: all of it stays.
  package func cutoff(_ stage: PruneStage) -> Instant? {
    switch stage.kind {
    case .conversations: endedBefore
    case .outbox: outboxBefore
    case .log: logBefore
    }
  }
}

/// How many rows leave, or have left.
package struct PruneCounts: Sendable, Equatable {
  /// Conversations with a session.
  package var conversations = 0
  /// Tickets, those of conversations included.
  package var tickets = 0
  /// Entries of their histories.
  package var history = 0
  /// Comments and logged messages that were told outside of histories.
  package var messages = 0
  /// Survey answers.
  package var ratings = 0
  /// Names of events that a feed has sent.
  package var events = 0
  /// Messages of the outbox, those about these tickets included.
  package var outbox = 0
  /// Entries of the log.
  package var log = 0

  /// Nothing yet.
  package init() {}

  /// Whether there is nothing.
  package var isEmpty: Bool { self == PruneCounts() }

  /// Adds what further rows come to.
  package static func += (sum: inout PruneCounts, more: PruneCounts) {
    sum.conversations += more.conversations
    sum.tickets += more.tickets
    sum.history += more.history
    sum.messages += more.messages
    sum.ratings += more.ratings
    sum.events += more.events
    sum.outbox += more.outbox
    sum.log += more.log
  }
}

/// What leaves in one transaction.
package struct PrunePiece: Sendable {
  /// What they are.
  package let stage: PruneStage
  /// How many things there are in it.
  package let count: Int
  /// Their ids; events have names instead.
  package let ids: [Int64]
  /// The first and the last name.
  package let names: [String]

  /// The first half of it, where what it holds is too much for one transaction; nil where it can't be halved.
  package var half: PrunePiece? {
    guard ids.count > 1 else { return nil }
    return PrunePiece(
      stage: stage, count: ids.count / 2, ids: Array(ids.prefix(ids.count / 2)), names: [])
  }
}
