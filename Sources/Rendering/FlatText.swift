/// Lists, objects and JSON where a format has room for one text only.
enum FlatText {
  /// A cell of any kind as text; null and the empty list are empty.
  static func text(_ cell: Cell, _ kind: ColumnKind) -> String {
    switch cell {
    case .null: return ""
    case .integer(let number), .span(let number): return String(number)
    case .real(let number): return number.description
    case .bool(let value): return value ? "true" : "false"
    case .text(let text), .token(let text): return text
    case .instant(let instant): return instant.rfc3339
    case .object, .json: return json(cell, kind)
    case .list(let cells): return list(cells, kind)
    }
  }

  /// `vip billing` where the elements can be told apart again, else JSON.
  private static func list(_ cells: [Cell], _ kind: ColumnKind) -> String {
    guard case .list(let element) = kind else { return "" }
    var parts: [String] = []
    for cell in cells {
      switch cell {
      case .null, .object, .json, .list: return json(.list(cells), kind)
      default: break
      }
      let part = text(cell, element)
      // Words with spaces would fall apart, and a leading bracket would look like JSON.
      if part.isEmpty || part.utf8.first == UInt8(ascii: "[") || part.contains(where: \.isWhitespace) {
        return json(.list(cells), kind)
      }
      parts.append(part)
    }
    return parts.joined(separator: " ")
  }

  private static func json(_ cell: Cell, _ kind: ColumnKind) -> String {
    var buffer = ByteBuffer(capacity: 256)
    JSONRowPlan.append(cell, kind, to: &buffer)
    return buffer.text
  }
}
