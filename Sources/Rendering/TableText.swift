import CivilTime

/// One cell as the table format shows it: safe text and its columns.
struct TableCell {
  var text: String
  var width: Int
  var style = Style.plain

  init(_ text: String, _ style: Style = .plain) {
    self.text = text
    width = DisplayWidth.of(text)
    self.style = style
  }

  /// Makes any text safe.
  init(sanitising text: String, _ style: Style) {
    let plainWidth = Sanitizer.plainWidth(text)
    self.text = plainWidth == nil ? Sanitizer.visible(text) : text
    width = plainWidth ?? DisplayWidth.of(self.text)
    self.style = style
  }

  /// The cell in lines of at most `width` columns.
  func wrapped(to width: Int) -> [TableCell] {
    self.width <= width ? [self] : DisplayWidth.wrap(text, to: width).map { TableCell($0, style) }
  }

  /// The cell in at most `width` columns.
  func cut(to width: Int) -> TableCell {
    self.width <= width ? self : TableCell(DisplayWidth.cut(text, to: width), style)
  }
}

/// Turns cells into what people read. All text of the table format comes from here, sanitised.
struct TableText {
  let terminal: TerminalFacts
  let now: Instant
  let absoluteTime: (Instant) -> String

  func cell(_ cell: Cell, _ column: Column) -> TableCell {
    if case .null = cell { return TableCell("-", .dim) }
    var style = Style.plain
    if case .token(let word) = cell { style = column.styles[word] ?? .plain }
    return TableCell(sanitising: text(cell, column.kind), style)
  }

  /// The text of a value that may take several lines, one element each, every one safe.
  func lines(_ cell: Cell, _ column: Column) -> [String] {
    switch cell {
    case .null: return ["-"]
    case .instant(let instant) where terminal.isTerminal:
      return [Sanitizer.visible("\(SpanText.relative(instant, to: now)) (\(absoluteTime(instant)))")]
    default:
      let text = text(cell, column.kind)
      let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      return lines.map { Sanitizer.visible(String($0)) }
    }
  }

  private func text(_ cell: Cell, _ kind: ColumnKind) -> String {
    switch cell {
    case .bool(let value): value ? "yes" : "no"
    case .span(let seconds): SpanText.text(seconds)
    case .instant(let instant):
      terminal.isTerminal ? SpanText.relative(instant, to: now) : absoluteTime(instant)
    case .real(let number): TableText.rounded(number)
    case .list(let cells): TableText.list(cells) ?? FlatText.text(cell, kind)
    default: FlatText.text(cell, kind)
    }
  }

  /// `vip, billing`; phrases, which may have commas of their own, with semicolons; nil of what is neither text nor number.
  private static func list(_ cells: [Cell]) -> String? {
    var parts: [String] = []
    for cell in cells {
      switch cell {
      case .text(let text), .token(let text): parts.append(text)
      case .integer(let number): parts.append(String(number))
      default: return nil
      }
    }
    return parts.joined(separator: parts.contains { $0.contains(" ") } ? "; " : ", ")
  }

  /// Two digits after the point, so that the points of a column stand below each other.
  private static func rounded(_ number: Double) -> String {
    guard number.magnitude < 1e15, let hundredths = Int64(exactly: (number.magnitude * 100).rounded()) else {
      return number.isFinite ? number.description : "-"
    }
    let sign = number < 0 && hundredths > 0 ? "-" : ""
    let fraction = hundredths % 100
    return "\(sign)\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
  }
}
