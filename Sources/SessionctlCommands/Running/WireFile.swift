import JSONText
import SessionModel
import WireFormat

/// The one record of the wire format that a file holds, bare or under its key.
struct WireFile<Record> {
  let record: Record
  /// Its text on one line.
  let document: [UInt8]

  /// - Throws: a failure with status 65 that says where the file is wrong
  static func read(
    _ path: String, _ context: CommandContext, kind: WireKind,
    _ parse: (JSONRecord) throws(WireProblem) -> Record
  ) throws -> WireFile {
    let input = try InputFile.open(path, context)
    func wrong(_ message: String) -> Failure { Failure(.badInput, "bad_input", "\(input.name): \(message)") }
    let reader = JSONRecordReader(collectionKeys: kind.keys, singularKeys: kind.keys) {
      try input.read(into: $0)
    }
    switch try reader.next() {
    case .end: throw wrong("there is no \(kind.rawValue) in it")
    case .failure(let line, _, let reason, _): throw wrong("line \(line): \(reason)")
    case .record(let record):
      let size = WireRule.size(of: record.bytes, limit: Trigger.largestSize)
      guard size <= Trigger.largestSize else {
        throw wrong("a \(kind.rawValue) is at most \(Trigger.largestSize) bytes; this one has \(size)")
      }
      do throws(WireProblem) {
        return WireFile(record: try parse(record), document: JSONLine.compacted(record.bytes))
      } catch { throw wrong("line \(record.line): \(error.message)") }
    }
  }
}
