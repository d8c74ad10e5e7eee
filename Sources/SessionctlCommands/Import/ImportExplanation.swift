import CommandGrammar
import JSONText
import Rendering
import SessionStore
import StoreEngine
import WireFormat

let importExplanationDocument = explanation.schema

private let explanation = RowSchema<ExplainedPart>(
  "import-explanation",
  [
    RowColumn("file", .text) { $0.file }, RowColumn("line", .integer) { $0.line },
    RowColumn("key", .text) { $0.key }, RowColumn("type", .token) { $0.type },
    RowColumn("records", .integer) { $0.records }, RowColumn("use", .token) { $0.use.rawValue },
    RowColumn("why", .text) { $0.why },
  ])

/// `import --explain`: what each part of some files is taken for, and why. Nothing is written.
struct ImportExplanation {
  private let context: CommandContext

  init(_ context: CommandContext) { self.context = context }

  func run() throws -> ExitCode {
    _ = try context.fields(of: importExplanationDocument)
    let clock = try context.clock(zoneNamed: "UTC")
    let files = try context.arguments[all: ImportOptions.files].map { try InputFile.open($0, context) }
    var parts: [ExplainedPart] = []
    for file in files {
      var explained = ExplainedParts(file.name)
      try explain(file, &explained)
      parts += explained.parts
    }
    try context.write(explanation, parts, clock)
    guard !parts.contains(where: { $0.use == .wrong }) else {
      throw Failure(
        .badInput, "bad_input", "some parts can't be imported: see those whose use is 'wrong'")
    }
    return .done
  }

  private func explain(_ file: InputFile, _ parts: inout ExplainedParts) throws {
    let input = ImportInput(file)
    let reader = JSONRecordReader(
      collectionKeys: RecordKind.keys, singularKeys: RecordKind.keys, read: input.read)
    var values: [String: Int] = [:]
    reader.takesValue = { key, _ in
      guard RecordKind.of(key: key)?.wire == nil else { return false }
      values[key, default: 0] += 1
      return true
    }
    // Only so many keys are told apart, as with parts.
    var unnamed: [String: Int] = [:]
    reader.passesUnnamed = { key in
      if unnamed.count < ExplainedParts.most || unnamed[key] != nil { unnamed[key, default: 0] += 1 }
    }
    let order = context.arguments[ImportOptions.asType].flatMap { WireKind(rawValue: $0)?.record }
    let opener = RecordOpener()
    do {
      while true {
        switch try reader.next() {
        case .end:
          for (key, count) in values.sorted(by: { $0.key < $1.key }) {
            parts.add(
              ExplainedPart(
                key: key, type: RecordKind.of(key: key)?.name, records: count, use: .skipped,
                why: "its key '\(key)'"))
          }
          for (key, count) in unnamed.sorted(by: { $0.key < $1.key }) {
            parts.add(
              ExplainedPart(
                key: key, records: count, use: .unknown, why: "a list with the unknown key '\(key)'"))
          }
          return
        case .failure(let line, _, let reason, _):
          parts.add(ExplainedPart(line: line, use: .wrong, why: reason))
        case .record(let record):
          parts.add(ExplainedPart(opener.open(record, order: order), of: record))
        }
      }
    } catch let problem as ImportInput.Problem {
      parts.add(ExplainedPart(line: 1, use: .wrong, why: problem.sentence))
    }
  }
}

/// Records of one file that are taken for the same, for the same reason.
private struct ExplainedPart {
  enum Use: String { case read, kept, skipped, unknown, wrong }

  var file = ""
  /// Of the first of them.
  var line: Int?
  var key: String?
  var type: String?
  var records = 1
  let use: Use
  let why: String

  init(
    line: Int? = nil, key: String? = nil, type: String? = nil, records: Int = 1, use: Use, why: String
  ) {
    self.line = line
    self.key = key
    self.type = type
    self.records = records
    self.use = use
    self.why = why
  }

  init(_ opened: RecordOpener.Opened, of record: JSONRecord) {
    let found = opened.recognition
    let refusal = found.kind == nil ? RecordKind.refusal(of: opened.record) : nil
    let use: Use =
      switch found.kind?.use {
      case .read: .read
      case .kept: .kept
      case .skipped: .skipped
      case nil: refusal == nil ? .unknown : .wrong
      }
    self.init(
      line: record.line, key: record.kindKey, type: found.kind?.name, use: use,
      why: refusal ?? Self.words(for: found))
  }

  private static func words(for found: KindRecognition) -> String {
    switch found.basis {
    case .order: "--as-type says so"
    case .key(let key): "its key '\(key)'"
    case .word(let member, let word): "its \(member) is '\(word)'"
    case .address(let collection):
      found.kind == nil
        ? "its address ends in '\(collection)', which is unknown" : "its address ends in '\(collection)'"
    case .members(let members): "only this kind has \(members.joined(separator: ", "))"
    case .nothing: "nothing says what it is"
    case .several(let kinds): "its members fit \(kinds.map(\.name).joined(separator: ", "))"
    }
  }

  /// What the records of one part have in common.
  var group: [String?] { [key, type, use.rawValue, why] }
}

/// The parts of one file, in the order of their first records.
private struct ExplainedParts {
  private let file: String
  private(set) var parts: [ExplainedPart] = []
  private var places: [[String?]: Int] = [:]
  /// More is nothing that anybody reads; what is over is counted with the last.
  static let most = 1_000

  init(_ file: String) { self.file = file }

  mutating func add(_ part: ExplainedPart) {
    if let place = places[part.group] ?? (parts.count >= Self.most ? parts.count - 1 : nil) {
      parts[place].records += part.records
      return
    }
    places[part.group] = parts.count
    parts.append(part)
    parts[parts.count - 1].file = file
  }
}
