import CivilTime
import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// What a running command has at hand: its arguments, the world, and ways to speak.
struct CommandContext {
  let world: World
  let spec: CommandSpec
  let arguments: ParsedArguments
  let output: ByteSink
  let messages: TerminalWriter
  let journal = Journal()

  init(world: World, spec: CommandSpec, arguments: ParsedArguments) {
    self.world = world
    self.spec = spec
    self.arguments = arguments
    output = ByteSink(world.output)
    messages = TerminalWriter(
      sink: ByteSink(world.errors), terminal: world.terminals.errors(arguments.colour))
  }

  var format: OutputFormat { arguments.format }
  var isQuiet: Bool { arguments[GlobalOptions.quiet] }
  var outputTerminal: TerminalFacts { world.terminals.output(arguments.colour) }

  // MARK: Speaking

  /// A remark on standard error; not with `--quiet`.
  func note(_ text: String) {
    if !isQuiet { messages.line(isRehearsal ? "dry run: \(text)" : text) }
  }

  /// Says why there are no rows; nothing where `--limit 0` asked for none, for then nobody has looked.
  func noteNothing(_ text: String) {
    if arguments[GlobalOptions.limit] != 0 { note(text) }
  }

  /// Something the reader should know even in a cron mail; said in spite of `--quiet`.
  func warn(_ text: String) { messages.line("sessionctl: \(text)", .yellow) }

  func progress(_ label: String, _ total: Progress.Measure = .unknown, unit: String = "") -> Progress {
    let writer =
      isQuiet ? TerminalWriter(sink: ByteSink(world.errors), terminal: .none) : messages
    return Progress(label, total, unit: unit, writer: writer, clock: world.monotonic)
  }

  /// Shows how far the matching of what waits has come, and takes the line away at the end.
  func matchingAgain<Result>(_ body: ((_ done: Int, _ total: Int) -> Void) throws -> Result) rethrows
    -> Result
  {
    let progress = progress("matching again")
    defer { progress.finish() }
    return try body { progress.reach($0, of: $1) }
  }

  // MARK: Documents

  /// Whether a command that by itself only leaves a note is asked for a document.
  var wantsDocument: Bool {
    arguments.wasGiven(GlobalOptions.format) || arguments.wasGiven(GlobalOptions.fields)
      || arguments.wasGiven(GlobalOptions.output)
  }

  /// Whether a command that has changed something prints nothing of it, unless something failed.
  var isSilent: Bool { isQuiet && !wantsDocument }

  /// The writer of the command's document in the format that was asked for.
  ///
  /// - Parameter page: what its page says beside the rows, of a command that makes pages
  func document(_ schema: DocumentSchema, _ clock: RunClock, page: PageWords? = nil) throws -> DocumentWriter
  {
    DocumentWriter(
      format: format, schema: schema, fields: try fields(of: schema),
      headers: !arguments[GlobalOptions.noHeaders], sink: output, terminal: outputTerminal, now: clock.now,
      absoluteTime: { $0.rfc3339(in: clock.zone) }, page: page)
  }

  /// `--fields`, checked before any work is done.
  func fields(of schema: DocumentSchema) throws -> FieldSelection? {
    try arguments[GlobalOptions.fields].map { try schema.select(fields: $0) }
  }

  /// Writes a list that is at hand; `--sort` and `--limit` apply here, by the values of the column.
  func list(
    _ schema: DocumentSchema, _ rows: [[Cell]], _ clock: RunClock, emptyNote: String, footer: [Cell]? = nil,
    page: PageWords? = nil
  ) throws {
    let document = try document(schema, clock, page: page)
    let rows = try arranged(rows, schema)
    try document.begin(count: rows.count)
    for row in rows { try document.row(row) }
    try document.finish(footer: footer)
    if rows.isEmpty && format == .table { noteNothing(emptyNote) }
  }

  func arranged(_ rows: [[Cell]], _ schema: DocumentSchema) throws -> [[Cell]] {
    try arranged(rows, schema, by: { $0 })
  }

  /// `--sort` and `--limit` for things whose document is not made of the cells that sort them.
  func arranged<Thing>(_ things: [Thing], _ schema: DocumentSchema, by cells: (Thing) throws -> [Cell]) throws
    -> [Thing]
  {
    var things = things
    if let key = arguments[GlobalOptions.sort] {
      let keys = schema.sortKeys
      guard let column = schema.columns.firstIndex(where: { $0.name == key.field }), keys.contains(key.field)
      else { throw UnknownField(name: key.field, available: keys, isSortKey: true) }
      // Stable, so that equal values stay in their natural order.
      let values = try things.map { try cells($0)[column] }
      things = things.indices.sorted { left, right in
        let (a, b) = (values[left], values[right])
        if a.sortsBefore(b) { return !key.descending }
        if b.sortsBefore(a) { return key.descending }
        return left < right
      }.map { things[$0] }
    }
    if let limit = arguments[GlobalOptions.limit] { things = Array(things.prefix(limit)) }
    return things
  }

  /// `--sort` for lists that the store sorts.
  var order: ListOrder? {
    arguments[GlobalOptions.sort].map { ListOrder(field: $0.field, descending: $0.descending) }
  }

  /// Judges `--sort` before any work is done.
  func checkSort(_ keys: [String]) throws {
    guard let key = arguments[GlobalOptions.sort], !keys.isEmpty, !keys.contains(key.field) else { return }
    throw UnknownField(name: key.field, available: keys, isSortKey: true)
  }
}

extension ParsedArguments {
  var format: OutputFormat {
    self[GlobalOptions.format].flatMap { OutputFormat(rawValue: $0.rawValue) }
      ?? self[GlobalOptions.output].flatMap(OutputFormat.init(ending:)) ?? .table
  }

  var colour: ColourChoice {
    self[GlobalOptions.color].flatMap { ColourChoice(rawValue: $0.rawValue) } ?? .auto
  }
}

extension OutputFormat {
  /// What the name of a file asks for; nil where it says nothing.
  fileprivate init?(ending path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
    switch name[name.index(after: dot)...].lowercased() {
    case "json": self = .json
    case "ndjson": self = .ndjson
    case "csv": self = .csv
    case "tsv": self = .tsv
    case "html", "htm": self = .html
    case "prom": self = .openmetrics
    default: return nil
    }
  }
}

extension Cell {
  /// Null first, numbers by value, texts by their code points.
  fileprivate func sortsBefore(_ other: Cell) -> Bool {
    switch (self, other) {
    case (.null, .null): false
    case (.null, _): true
    case (_, .null): false
    case (.integer(let a), .integer(let b)), (.span(let a), .span(let b)): a < b
    case (.real(let a), .real(let b)): a < b
    case (.bool(let a), .bool(let b)): !a && b
    case (.instant(let a), .instant(let b)): a < b
    case (.text(let a), .text(let b)), (.token(let a), .token(let b)): a < b
    default: false
    }
  }
}
