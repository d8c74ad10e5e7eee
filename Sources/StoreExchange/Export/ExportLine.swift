import JSONText
import WireFormat

/// A line of an export: a record under its singular key, and beside it what only this program knows.
enum ExportLine {
  /// - Parameters:
  ///   - local: what stands beside it
  ///   - companion: the same, written already
  static func of(
    _ kind: WireKind, _ document: [UInt8], _ local: JSONValue? = nil, companion: [UInt8]? = nil
  ) -> [UInt8] {
    var line = Array("{\"\(kind.rawValue)\":".utf8)
    line += document
    if local != nil || companion != nil { line += Array(",\"\(LocalTicketState.key)\":".utf8) }
    local?.append(to: &line)
    if let companion { line += companion }
    line.append(UInt8(ascii: "}"))
    return line
  }

  static func of(_ kind: WireKind, _ value: JSONValue) -> [UInt8] {
    var document: [UInt8] = []
    value.append(to: &document)
    return of(kind, document)
  }
}
