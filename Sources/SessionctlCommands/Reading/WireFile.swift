import JSONText
import SessionModel
import WireFormat

/// The one record of the wire format that a file holds: bare, under its key, or as `show --json` prints it, and a list
/// of one.
struct WireFile<Record> {
  let record: Record
  /// Its text on one line.
  let document: [UInt8]

  /// - Parameters:
  ///   - noun: what the sentences call it; nil: the kind's name
  ///   - members: those that a rule of the kind has; near misses of them are warned of
  /// - Throws: a failure with status 65 that says where the file is wrong
  static func read(
    _ path: String, _ context: CommandContext, kind: WireKind, noun: String? = nil, members: Set<String>,
    _ parse: (JSONRecord) throws(WireProblem) -> Record
  ) throws -> WireFile {
    let input = try InputFile.open(ofThing: path, context)
    func wrong(_ message: String) -> Failure { Failure(.badInput, "bad_input", "\(input.name): \(message)") }
    let (noun, keys) = (noun ?? kind.rawValue, kind.keys.union(OwnDocument.keys))
    let reader = JSONRecordReader(collectionKeys: keys, singularKeys: keys) {
      try input.read(into: $0)
    }
    switch try reader.next() {
    case .end: throw wrong("it contains no \(noun)")
    case .failure(let line, _, let reason, _): throw wrong("line \(line): \(reason)")
    case .record(let found):
      let opened = RecordOpener().open(found, order: kind.record)
      guard opened.recognition.kind == kind.record else {
        throw wrong(
          "line \(found.line): this is \(opened.recognition.kind.map { "a \($0.name)" } ?? "something else"), not a \(noun)"
        )
      }
      let (record, line) = (opened.record, found.line)
      do throws(AdministrationRefusal) { try WireRule.refuseTooLarge(record.bytes, noun) } catch {
        throw wrong(error.advised)
      }
      let file: WireFile
      do throws(WireProblem) {
        file = WireFile(record: try parse(record), document: JSONLine.compacted(record.bytes))
      } catch { throw wrong("line \(line): \(error.message)") }
      if let object = try? JSONValue.parse(record.bytes, allowingDuplicateKeys: true).object {
        context.warnOfSlips(in: object, members, at: input.name)
      }
      switch try reader.next() {
      case .end: return file
      case .failure(let line, _, let reason, _): throw wrong("line \(line): \(reason)")
      case .record(let other): throw wrong("line \(other.line): expected one \(noun), found another")
      }
    }
  }
}

/// The documents that this program prints, taken back as files.
enum OwnDocument {
  /// The members that have what a document is about.
  static let keys: Set<String> = ["item", "items"]
}
