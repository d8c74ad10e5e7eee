import CivilTime
import CommandGrammar
import RemotePush
import SessionModel
import SessionStore
import StoreEngine

/// A plan of ends, as far as it can be done in the live account by a tag.
struct PlanToPush {
  let plan: EndPlan
  let path: String
  /// By which the journal knows it: what the head says.
  let word: String

  /// - Throws: a failure with status 65 or 66 where the file is no plan, 1 where it asks for what a tag can't do.
  init(_ path: String, _ context: CommandContext) throws {
    plan = try EndPlanFile.read(path, context)
    self.path = path
    let head = plan.head
    word = "\(EndPlanText.line(head).checksum)-\(head.plannedAt.seconds)-\(head.sessions)"
    if head.terms.macro != nil || head.terms.note != nil {
      throw Failure.refused(
        "\(path) adds a \(head.terms.macro != nil ? "macro" : "note") to each end, which a push can't do in the live account; create the plan without it"
      )
    }
  }

  /// What there is to send: tickets that were never sent, or of which nobody knows, and what is left alone.
  struct Work {
    /// Everything that waits, in the order of the tickets' ids; some of it may have been sent before.
    var waiting: [Int64] = []
    /// New in the journal, with their sessions.
    var fresh: [(ticketID: Int64, sessionID: Int64)] = []
    /// In the journal, never sent, and not to be sent any more.
    var withdrawn: [Int64] = []
    /// Sessions that are not as they were planned, and why.
    var leftOut: [(sessionID: Int64, UpdateRefusal)] = []
    /// In jobs of an earlier run.
    var inFlight = 0
  }

  /// What is to be done, by the journal and by what the sessions are now.
  ///
  /// What was sent before is not judged again: the account has changed it meanwhile, and a pull has told so here.
  func work(_ reader: StoreReader, retrying: Bool) throws -> Work {
    guard try reader.identity() == plan.head.store else {
      throw Failure(
        .badInput, "bad_input",
        "\(path) was made for another store; name that one with --store, or create a plan for this one")
    }
    var work = Work()
    var states: [Int64: PushedTicket.State] = [:]
    var unsent: Set<Int64> = []
    if let push = try reader.push(ofPlan: word) {
      unsent = Set(try reader.unsentTickets(push.id))
      try reader.forEachPushedTicket(push.id) { states[$0.ticketID] = $0.state }
    }
    var toJudge: [PlannedSession] = []
    for session in plan.sessions {
      guard let ticket = session.ticketID else {
        work.leftOut.append((session.id, .withoutTicketToTag))
        continue
      }
      switch states[ticket] {
      case nil: toJudge.append(session)
      case .waiting where unsent.contains(ticket): toJudge.append(session)
      case .waiting: work.waiting.append(ticket)
      case .failed, .unclear: if retrying { work.waiting.append(ticket) }
      case .sent: work.inFlight += 1
      case .tagged, .ended: break
      }
    }
    toJudge.sort { $0.id < $1.id }
    try reader.compare(toJudge) { session, departure in
      guard let ticket = session.ticketID else { return }
      if let departure {
        work.leftOut.append((session.id, UpdateRefusal(kind: .impossible, message: departure)))
      } else {
        work.waiting.append(ticket)
        if states[ticket] == nil { work.fresh.append((ticket, session.id)) }
        unsent.remove(ticket)
      }
    }
    work.withdrawn = unsent.sorted()
    work.waiting.sort()
    work.leftOut.sort { $0.sessionID < $1.sessionID }
    return work
  }
}

extension StoreReader {
  /// Says of planned sessions, ascending by id, what has happened to them since; nil where nothing has.
  fileprivate func compare(
    _ planned: [PlannedSession], _ body: (PlannedSession, _ departure: String?) throws -> Void
  ) throws {
    var place = 0
    try forEachPlannedSession(of: planned.map(\.id)) { now in
      while place < planned.count, planned[place].id < now.id {
        try body(planned[place], planned[place].departure(by: nil))
        place += 1
      }
      guard place < planned.count, planned[place].id == now.id else { return }
      try body(planned[place], planned[place].departure(by: now))
      place += 1
    }
    for session in planned[place...] { try body(session, session.departure(by: nil)) }
  }
}

extension UpdateRefusal {
  fileprivate static let withoutTicketToTag = UpdateRefusal(
    kind: .noTicket, message: "it has no ticket yet that could be tagged; it is still with the AI agent")
}
