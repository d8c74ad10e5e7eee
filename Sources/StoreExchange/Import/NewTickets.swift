import GRDB
import JSONText
import SessionStore
import StoreEngine
import WireFormat

/// Hot loop: new tickets of a long list. They are noted and written some hundred with one statement, on a second core
/// while the next ones are read (`WriteLog`); the rows are those that one after the other makes.
///
/// Nobody looks whether such a ticket is new: lists come in the order of ids, and its own is above all that are here.
/// Whatever else comes may read what was noted, and so everything is written before it.
final class NewTickets {
  private enum Document: Int, StatementColumn { case ticketID, body }

  /// In the order of what refers to what.
  private struct Statements {
    let log: WriteLog
    let references: References.Noting
    let ticket: LoggedStatement
    let document: LoggedStatement
    let session: LoggedStatement
    let waiting: LoggedStatement
  }

  private let db: Database
  private let references: References
  private let sessions: SessionImport
  private let waiting: WaitingImport
  /// After how many new tickets in a row the next ones are noted; nil: never.
  private let isWorthAfter: Int?
  private var inRow = 0
  /// Made when they are needed first.
  private var statements: Statements?
  /// The highest id of a ticket that is here or noted; nil while none may be noted.
  private var highest: Int64?

  init(
    _ db: Database, _ references: References, _ sessions: SessionImport, _ waiting: WaitingImport,
    isWorthAfter: Int?
  ) {
    self.db = db
    self.references = references
    self.sessions = sessions
    self.waiting = waiting
    self.isWorthAfter = isWorthAfter
  }

  deinit { abandon() }

  /// Notes a ticket that is certainly new and right.
  ///
  /// - Returns: false, and nothing is noted, where it may be neither: it is to be taken as any other
  func note(_ record: JSONRecord) throws -> Bool {
    // What an export says beside a ticket asks for more.
    guard let highest, let statements, record.companion(LocalTicketState.key) == nil,
      let ticket = try? WireTicket(record), ticket.id > highest, !ticket.isMessaging || sessions.knowsNextID
    else { return false }
    self.highest = ticket.id
    try references.noteUser(ticket.requesterID, by: statements.references)
    try references.noteUser(ticket.assigneeID, by: statements.references)
    try references.noteGroup(ticket.groupID, by: statements.references)
    ImportedTicketColumn.bind(ticket, to: statements.ticket)
    try statements.ticket.run()
    statements.document.bind(ticket.id, Document.ticketID)
    statements.document.bind(document: record.bytes, Document.body)
    try statements.document.run()
    if ticket.isMessaging { try sessions.note(of: ticket, by: statements.session) }
    try waiting.note(new: ticket, by: statements.waiting)
    return true
  }

  /// Writes what is noted, before something else is taken.
  func write() throws {
    guard highest != nil else { return }
    highest = nil
    inRow = 0
    try statements?.log.writeAdded()
  }

  /// Counts what was taken as any other, until it is worth noting what comes next.
  func count(_ outcome: ImportOutcome, _ kind: WireKind) throws {
    guard kind == .ticket, outcome == .created else {
      inRow = 0
      return
    }
    inRow += 1
    guard let isWorthAfter, inRow >= isWorthAfter else { return }
    if statements == nil { statements = try prepared() }
    highest = try Int64.fetchOne(db, sql: "SELECT max(id) FROM ticket")
  }

  private func prepared() throws -> Statements {
    let log = WriteLog(db, .besideDeciding)
    return try Statements(
      log: log, references: references.noting(in: log), ticket: log.adding(ImportedTicketColumn.insertNoted),
      document: log.adding(to: "ticket_document", Document.self), session: sessions.noting(in: log),
      waiting: waiting.noting(in: log))
  }

  /// Writes what is noted, and ends the other thread.
  func finish() throws {
    highest = nil
    try statements?.log.finishAdding()
  }

  /// Ends the other thread where the import has failed; what is noted is not written.
  func abandon() {
    highest = nil
    statements?.log.abandon()
  }
}
