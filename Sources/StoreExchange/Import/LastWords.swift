import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// What the source said last of each thing of one kind, and what a further record of it adds (§12).
///
/// Newer is decided by `updated_at`, at a tie by `generated_timestamp`, else by what comes later. A record that says
/// nothing else than what was said last is unchanged, whatever its time. What a record leaves out stays as an earlier
/// one told it, and an older record that comes late still tells what no newer one has.
final class LastWords {
  /// What becomes of a record.
  enum Hearing {
    /// The first that is heard of a thing, or of one that was only named so far.
    case first
    case news(News)
    /// The same again, or older.
    case nothing
    /// It was made here, and has no source.
    case madeHere
  }

  struct News {
    /// All that the source has told by now, to be taken; good until the next record is heard.
    let record: JSONRecord
    /// What it had told before.
    let before: JSONRecord
    /// The members that were changed here since, as bits.
    let localFields: Int64

    /// A document that was changed here, with the members in which the source says something new.
    func document(over ours: [UInt8]) throws -> [UInt8] {
      var changes: [(key: String, value: [UInt8])] = []
      record.forEachMember { key, value in
        guard let key = key.string(), !record.agrees(with: before, in: key) else { return }
        changes.append((key, Array(value.bytes)))
      }
      return try JSONPatch.replacing(changes, in: ours)
    }
  }

  private enum Column: Int, StatementColumn { case origin, updatedAt, document, localFields }

  private let db: Database
  private let known: SteppedStatement
  private let before = RecordIndex()
  private let merged = RecordIndex()

  /// What is known of a thing, as SQL.
  ///
  /// - Parameters:
  ///   - table: where the things are, and after what its `id` is asked for
  ///   - updatedAt: the source's time of update, if a column holds it
  ///   - document: as the source told it
  ///   - localFields: the bits of what changed here
  init(
    _ db: Database, _ table: String, origin: String = "origin", updatedAt: String = "NULL",
    document: String = "document", localFields: String = "0"
  ) throws {
    self.db = db
    let columns = Column.allCases.map { column in
      switch column {
      case .origin: origin
      case .updatedAt: updatedAt
      case .document: document
      case .localFields: localFields
      }
    }
    known = try SteppedStatement(db, "SELECT \(columns.joined(separator: ", ")) FROM \(table) WHERE id = ?")
  }

  /// The record to be taken of a thing that is not changed here; nil: it has nothing to say.
  func news(of record: JSONRecord, id: Int64, _ kind: ImportedKind) throws -> JSONRecord? {
    switch try hear(record, id: id) {
    case .first: return record
    case .news(let news): return news.record
    case .nothing: return nil
    case .madeHere:
      try StoreReader(db).refuseIfLocal(kind, id, record)
      return nil
    }
  }

  func hear(_ record: JSONRecord, id: Int64) throws -> Hearing {
    known.bind(id)
    return try hear(record)
  }

  func hear(_ record: JSONRecord, id: String) throws -> Hearing {
    known.bind(id)
    return try hear(record)
  }

  private func hear(_ record: JSONRecord) throws -> Hearing {
    defer { known.reset() }
    guard try known.step() else { return .first }
    switch known.word(Column.origin) ?? Origin.local {
    case .local: return .madeHere
    case .placeholder: return .first
    case .imported: break
    }
    let document = known.utf8(Column.document)
    let export = record.companion(LocalTicketState.key)
    // Importing everything again is told by the bytes alone.
    if export == nil, record.isWritten(as: document) { return .nothing }
    guard !document.isEmpty, let kept = try? before.scan(document) else { return .first }
    return try compare(record, with: kept, isExport: export != nil)
  }

  private func compare(_ record: JSONRecord, with kept: JSONRecord, isExport: Bool) throws -> Hearing {
    guard isExport || !record.tellsNothing(beyond: kept) else { return .nothing }
    let told = try SourceTime(record, updatedAt: SourceTime.exported(beside: record))
    // An export's own time of update is that of a change made there; the column has the source's.
    let column = known.optionalMoment(Column.updatedAt)
    let isDated = isExport || kept.member("updated_at").map { !$0.isNull } ?? false
    let last = try SourceTime(kept, updatedAt: isDated ? column : nil)
    if told.isOlder(than: last) {
      // What only an export says may have been changed where it was written.
      return isExport ? .nothing : try news(kept, filledFrom: record, before: kept, orElse: .nothing)
    }
    if isExport, told.ties(with: last), told.generatedAt == last.generatedAt { return .nothing }
    if WireTicket.isScrubbed(record) { return .news(news(record, before: kept)) }
    return try news(record, filledFrom: kept, before: kept, orElse: .news(news(record, before: kept)))
  }

  private func news(_ record: JSONRecord, before kept: JSONRecord) -> News {
    News(record: record, before: kept, localFields: known.integer(Column.localFields))
  }

  private func news(
    _ record: JSONRecord, filledFrom other: JSONRecord, before kept: JSONRecord, orElse same: Hearing
  ) throws -> Hearing {
    guard let text = record.filled(from: other) else { return same }
    return .news(news(try merged.scan(text, insteadOf: record), before: kept))
  }
}
