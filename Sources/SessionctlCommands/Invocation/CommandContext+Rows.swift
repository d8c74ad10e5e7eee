import Rendering

extension CommandContext {
  /// Writes a list that is at hand; `--sort` and `--limit` apply here, by the values of the column.
  func list<Item>(
    _ document: RowSchema<Item>, _ rows: [Item], _ clock: RunClock, emptyNote: String, footer: [Cell]? = nil,
    page: PageWords? = nil
  ) throws {
    try list(
      document.schema, rows.map(document.cells), clock, emptyNote: emptyNote, footer: footer, page: page)
  }

  /// `--sort` and `--limit`, by the values of a document's columns.
  func arranged<Item>(_ rows: [Item], _ document: RowSchema<Item>) throws -> [Item] {
    try arranged(rows, document.schema, by: document.cells)
  }

  /// Writes a document of one thing.
  func show<Item>(_ document: RowSchema<Item>, _ row: Item, _ clock: RunClock, page: PageWords? = nil) throws
  {
    try self.document(document.schema, clock, page: page).single(document.cells(of: row))
  }

  /// Writes rows as they come, without `--sort` and `--limit`.
  func write<Item>(_ document: RowSchema<Item>, _ rows: [Item], _ clock: RunClock) throws {
    let writer = try self.document(document.schema, clock)
    try writer.begin(count: rows.count)
    for row in rows { try writer.row(document.cells(of: row)) }
    try writer.finish()
  }

  /// Writes what a run did, with its head in JSON.
  func tell<Head, Item>(
    _ document: RowSchema<Item>, _ head: [RowColumn<Head>], of run: Head, _ rows: [Item], _ clock: RunClock
  ) throws {
    let writer = try self.document(document.schema, clock)
    try writer.begin(head: head.cells(of: run))
    for row in rows { try writer.row(document.cells(of: row)) }
    try writer.finish()
  }
}
