import CivilTime

/// Writes one document in any format from the same typed rows, so that the formats can't disagree.
///
/// A list is `begin`, `row` for each item, `finish`; one thing is `single` alone.
public final class DocumentWriter {
  private let encoder: any DocumentEncoder
  private let columnCount: Int
  private let head: [Column]

  /// - Parameters:
  ///   - fields: from `schema.select(fields:)`; nil shows what the format shows by default
  ///   - headers: whether table, csv and tsv begin with a line of names
  ///   - now: what relative times on a terminal refer to
  ///   - absoluteTime: a moment in the zone of the reader, for the table and html formats; the others use RFC 3339 in UTC
  ///   - page: what a page says beside the rows
  public init(
    format: OutputFormat, schema: DocumentSchema, fields: FieldSelection? = nil, headers: Bool = true,
    sink: ByteSink, terminal: TerminalFacts, now: Instant,
    absoluteTime: @escaping (Instant) -> String = { $0.rfc3339 }, page: PageWords? = nil
  ) {
    let fields = fields ?? schema.allFields
    columnCount = fields.columnCount
    if case .run(let members) = schema.shape { head = members } else { head = [] }
    switch format {
    case .table:
      let text = TableText(terminal: terminal, now: now, absoluteTime: absoluteTime)
      encoder = TableDocument(fields: fields, headers: headers, sink: sink, text: text)
    case .html:
      let text = TableText(terminal: .none, now: now, absoluteTime: absoluteTime)
      encoder = HTMLDocument(
        schema: schema, fields: fields, page: page ?? PageWords(schema.name), sink: sink, text: text)
    case .json: encoder = JSONDocument(schema: schema, fields: fields, sink: sink)
    // Measures are no document: whoever has them writes them as `MetricsDocument` does.
    case .ndjson, .openmetrics: encoder = NDJSONDocument(fields: fields, sink: sink)
    case .csv:
      encoder = DelimitedDocument(.csv, fields: fields, headers: headers, sink: sink, terminal: terminal)
    case .tsv:
      encoder = DelimitedDocument(.tsv, fields: fields, headers: headers, sink: sink, terminal: terminal)
    }
  }

  /// Begins a list. In JSON the count stands ahead of the items; without one they wait in memory until `finish`.
  public func begin(count: Int?) throws {
    try encoder.begin(count.map(DocumentHead.count) ?? .countLater)
  }

  /// Begins what a run did: a cell for every member that its schema has ahead of the items, such as `dry_run`.
  public func begin(head cells: [Cell]) throws {
    precondition(cells.count == head.count, "the head has a cell for every member")
    try encoder.begin(.members(zip(head, cells).map { ($0.name, $1, $0.kind) }))
  }

  /// Writes an item: a cell for every column of the schema, shown or not.
  public func row(_ cells: [Cell]) throws {
    precondition(cells.count == columnCount, "a row has a cell for every column")
    try encoder.row(cells)
  }

  /// Ends the list and hands everything on.
  ///
  /// - Parameter footer: a last row below a rule, such as totals, in the table format only
  public func finish(footer: [Cell]? = nil) throws { try encoder.finish(footer: footer) }

  /// Writes a document of one thing: `{"schema":…,"item":{…}}`, in tables a line for every property.
  public func single(_ cells: [Cell]) throws {
    precondition(cells.count == columnCount, "a row has a cell for every column")
    try encoder.single(cells)
  }
}
