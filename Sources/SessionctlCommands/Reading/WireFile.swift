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
    let noun = noun ?? kind.rawValue
    // With the keys of the others, what is under one is known for what it is.
    let keys = [WireKind.trigger, .messagingTrigger, .macro, .queue].reduce(kind.keys.union(OwnDocument.keys))
    {
      $0.union($1.keys)
    }
    let reader = JSONRecordReader(collectionKeys: keys, singularKeys: keys) {
      try input.read(into: $0)
    }
    switch try reader.next() {
    case .end: throw wrong("it contains no \(noun)")
    case .failure(let line, _, let reason, _): throw wrong("line \(line): \(reason)")
    case .record(let found):
      let opened = RecordOpener().open(found, order: kind.record)
      guard opened.recognition.kind == kind.record else {
        let other = opened.recognition.kind.map { "a \(Self.words($0))" } ?? "something else"
        throw wrong("line \(found.line): this is \(other), not a \(Self.words(kind.record))")
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

  private static func words(_ kind: RecordKind) -> String { kind.name.replacing("_", with: " ") }
}

/// The documents that this program prints, taken back as files.
enum OwnDocument {
  /// The members that have what a document is about.
  static let keys: Set<String> = ["item", "items"]
}
