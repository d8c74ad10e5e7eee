import JSONText
import WireFormat

/// A line of an export: a record under its singular key, and beside it what only this program knows.
enum ExportLine {
  /// - Parameter companion: what stands beside it
  static func of(
    _ kind: WireKind, _ document: UnsafeBufferPointer<UInt8>, _ companion: [UInt8]? = nil
  ) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(document.count + (companion?.count ?? 0) + 64)
    JSONWriter.append(literal: "{\"", to: &line)
    line += kind.rawValue.utf8
    JSONWriter.append(literal: "\":", to: &line)
    line += document
    if let companion {
      JSONWriter.append(literal: ",\"", to: &line)
      JSONWriter.append(literal: LocalTicketState.key, to: &line)
      JSONWriter.append(literal: "\":", to: &line)
      line += companion
    }
    JSONWriter.append(literal: "}", to: &line)
    return line
  }

  static func of(_ kind: WireKind, _ document: [UInt8], _ companion: [UInt8]? = nil) -> [UInt8] {
    document.withUnsafeBufferPointer { of(kind, $0, companion) }
  }
}
