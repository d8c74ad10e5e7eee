import SessionModel
import SessionStore
import StoreEngine

/// An agent's work on one ticket, as one update with its log entry.
///
/// - Parameter steps: made within the transaction
/// - Throws: the refusal, where it can't be done
func updateTicket(
  _ id: Int64, _ open: OpenStore, told: String, _ steps: (StoreReader) throws -> [Update.Step]
) throws -> UpdateSummary {
  let summary = try open.store.run(
    log: { request, _ in open.entry(by: request.update.actor, told) },
    { reader in
      let actor = try open.actor(reader)
      guard try reader.ticket(id: id) != nil else { throw try Failure.noTicket(id, reader) }
      var selection = Selection()
      selection.ticketIDs = [id]
      var request = UpdateRequest(
        .tickets, selection,
        Update(actor: .user(id: actor.id), via: .api, at: open.now, steps: try steps(reader)),
        policy: try reader.updatePolicy())
      request.viaFollowsSession = true
      return request
    })
  if summary.failed > 0 {
    try open.store.forEachUpdateItem { item in if let refusal = item.refusal { throw refusal } }
  }
  return summary
}

/// What the requester of a ticket does to it and a member of the staff records: the history names the requester, the
/// log who recorded it.
///
/// - Parameter check: whether it can be, with the ticket and its requester as they are within the transaction
/// - Returns: what came of it
/// - Throws: the refusal, where it can't be done
func updateAsRequester(
  _ id: Int64, _ open: OpenStore, told: String, via: Via, _ step: Update.Step,
  check: (TicketRow, Person) throws -> Void = { _, _ in }
) throws -> UpdateSummary {
  var actor: Person?
  let summary = try open.store.run(
    log: { _, _ in open.entry(by: actor.map { .user(id: $0.id) } ?? .system, told) },
    { reader in
      actor = try open.actor(reader)
      guard let ticket = try reader.ticket(id: id) else { throw try Failure.noTicket(id, reader) }
      guard let requester = try ticket.requesterID.flatMap({ try reader.person(id: $0) }) else {
        throw Failure.refused("ticket \(id) has no requester who could do that")
      }
      try check(ticket, requester)
      var selection = Selection()
      selection.ticketIDs = [id]
      return UpdateRequest(
        .tickets, selection,
        Update(actor: .user(id: requester.id), via: via, at: open.now, steps: [step]),
        policy: try reader.updatePolicy())
    })
  if summary.failed > 0 {
    try open.store.forEachUpdateItem { item in if let refusal = item.refusal { throw refusal } }
  }
  return summary
}
