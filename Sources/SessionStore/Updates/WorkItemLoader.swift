import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// Hot loop: gives the frozen batch's work items one by one, in id order.
package struct WorkItemLoader {
  private let statement: SteppedStatement
  private let customFields: SteppedStatement?
  private let columns: WorkItemColumns
  /// Which work items are given: what the statement reads has to outlast it.
  private let source: Source
  /// In the order of the statement's columns.
  private let fields: [TicketField]
  /// Where the fields begin.
  private let firstField: Int32
  private var words = Interned { String(decoding: $0, as: UTF8.self) }
  /// In a bulk run few lists are different, and splitting them costs more than everything else that is read.
  private var tags = Interned { bytes in
    bytes.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Which work items are given.
  package enum Source {
    /// The batch that this connection has in `temp.batch`, in its order.
    case batch
    /// A batch that another connection has frozen.
    case frozen(FrozenBatch)
    /// The one whose session is asked for (`work item(ofSession:)`).
    case session
    /// What `WorkItemSnapshot` kept, in the order of the tickets.
    case snapshot
    /// Those of the tickets that a query gives as `ticket_id`, in its order, read while it goes on.
    case tickets(String)
  }

  /// Prepares the statement that reads these columns and no others.
  package init(_ db: Database, _ source: Source = .batch, columns: WorkItemColumns) throws {
    self.columns = columns
    self.source = source
    fields = Self.fields(columns)
    firstField = Self.firstField(columns)
    let sql =
      switch source {
      case .batch:
        Self.select(
          columns, moment: "b.at",
          from: """
            temp.batch b LEFT JOIN session s ON s.id = b.session_id LEFT JOIN ticket t ON t.id = b.ticket_id
            """, "ORDER BY b.position")
      case .frozen: Self.select(columns, from: FrozenBatch.tables, "")
      case .session:
        Self.select(columns, from: "session s LEFT JOIN ticket t ON t.id = s.ticket_id", "WHERE s.id = ?")
      case .snapshot: WorkItemSnapshot.selection
      case .tickets(let query):
        Self.select(
          columns,
          from: """
            (\(query)) x LEFT JOIN session s ON s.ticket_id = x.ticket_id LEFT JOIN ticket t ON t.id = x.ticket_id
            """, "")
      }
    statement = try SteppedStatement(db, sql)
    if case .frozen(let batch) = source { batch.lend(to: statement) }
    let fields =
      if case .snapshot = source { WorkItemSnapshot.customFields } else { Self.customFieldsOfTicket }
    customFields = columns.contains(.customFields) ? try SteppedStatement(db, fields) : nil
  }

  /// What is no field of a ticket; the fields follow.
  private enum Column: Int, StatementColumn {
    case sessionID, state, endReason, ticketID, moment
    /// Only where it is asked where tickets wait.
    case queueKey, eligibleSince, isChosen

    static func read(_ columns: WorkItemColumns) -> ArraySlice<Column> {
      allCases.prefix { $0.rawValue < Column.queueKey.rawValue || columns.contains(.waiting) }
    }
  }
  private enum CustomField: Int, StatementColumn { case fieldID, value }

  private static func firstField(_ columns: WorkItemColumns) -> Int32 { Int32(Column.read(columns).count) }

  /// What is read of a ticket for these columns.
  private static func fields(_ columns: WorkItemColumns) -> [TicketField] {
    TicketField.all.filter { columns.isSuperset(of: $0.columns) }
  }

  /// The statement whose columns `next` reads.
  ///
  /// - Parameter tables: a session `s` and a ticket `t`
  static func select(
    _ columns: WorkItemColumns, moment: String = "NULL", from tables: String, _ ending: String
  ) -> String {
    var names = Column.read(columns).map { column in
      switch column {
      case .sessionID: "s.id"
      case .state, .endReason: "s.\(column.name)"
      case .ticketID: "t.id"
      case .moment: moment
      case .queueKey, .eligibleSince, .isChosen: "w.\(column.name)"
      }
    }
    names += fields(columns).map { "\($0.table == .ticket ? "t" : "u").\($0.column)" }
    return """
      SELECT \(names.joined(separator: ", "))
      FROM \(tables)
        \(columns.contains(.requester) ? "LEFT JOIN user u ON u.id = t.requester_id" : "")
        \(columns.contains(.waiting) ? "LEFT JOIN queue_ticket w ON w.ticket_id = t.id" : "")
      \(ending)
      """
  }

  /// How many columns that statement has.
  static func width(_ columns: WorkItemColumns) -> Int {
    Int(firstField(columns)) + fields(columns).count
  }

  /// What was set here goes before what was imported. Conditions compare texts `[local]`: a checkbox is true or
  /// false, and a list its words with spaces between.
  static let customFieldsOfTicket = """
    SELECT f.value ->> '$.id',
      CASE json_type(f.value, '$.value') WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'
        WHEN 'array' THEN (SELECT group_concat(e.value, ' ') FROM json_each(f.value, '$.value') e)
        ELSE f.value ->> '$.value' END
      FROM ticket_document d, json_each(d.body, '$.custom_fields') f
      WHERE d.ticket_id = ?1 AND f.value ->> '$.value' IS NOT NULL
    UNION ALL SELECT field_id, value FROM ticket_custom_field WHERE ticket_id = ?1
    """

  /// The next work item; nil after the last.
  package mutating func next() throws -> WorkItem? {
    defer { withExtendedLifetime(source) {} }
    guard try statement.step() else {
      statement.reset()
      return nil
    }
    return WorkItem(session: session, ticket: try ticket(), waiting: waiting)
  }

  private var waiting: Waiting? {
    guard columns.contains(.waiting), let since = statement.optionalInteger(Column.eligibleSince) else {
      return nil
    }
    return Waiting(
      queueKey: statement.optionalInteger(Column.queueKey), since: Instant(since),
      isChosen: statement.integer(Column.isChosen) == 1)
  }

  /// When it happened to the work item that was given last, if not when the update did.
  var moment: Instant? { statement.optionalMoment(Column.moment) }

  /// A single work item, of the source `session`; nil when there is no such session.
  mutating func item(ofSession id: Int64) throws -> WorkItem? {
    statement.bind(id)
    defer { statement.reset() }
    return try statement.step() ? WorkItem(session: session, ticket: try ticket(), waiting: waiting) : nil
  }

  private var session: WorkItem.Session? {
    guard let id = statement.optionalInteger(Column.sessionID) else { return nil }
    let state: SessionState = statement.word(Column.state) ?? .ended
    let reason: EndReason? = statement.word(Column.endReason)
    return WorkItem.Session(
      id: id, state: state,
      end: state == .ended ? WorkItem.End(reason: reason, at: nil, by: nil, via: nil) : nil)
  }

  private mutating func ticket() throws -> WorkItem.Ticket? {
    guard let id = statement.optionalInteger(Column.ticketID) else { return nil }
    var ticket = WorkItem.Ticket(id: id, status: .closed, routingChannel: .email)
    var column = firstField
    for field in fields {
      switch field.reading {
      case .integer(let set): set(&ticket, statement.optionalInteger(column))
      case .text(let set): set(&ticket, statement.optionalText(column))
      case .word(let set):
        set(&ticket, statement.isNull(column) ? nil : words.value(of: statement.utf8(column)))
      case .words(let set): set(&ticket, tags.value(of: statement.utf8(column)))
      }
      column += 1
    }
    if let customFields {
      customFields.bind(id)
      defer { customFields.reset() }
      while try customFields.step() {
        ticket.customFields[customFields.integer(CustomField.fieldID)] = customFields.text(CustomField.value)
      }
      ticket.customFields = ticket.customFields.filter { !$0.value.isEmpty }
    }
    return ticket
  }
}
