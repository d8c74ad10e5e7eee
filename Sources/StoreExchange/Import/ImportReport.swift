import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// What an import made of one input.
package struct ImportReport: Sendable {
  /// What became of the records of one kind.
  package struct Counts: Sendable, Equatable {
    /// Records of things that were not there.
    package var created = 0
    /// Records that changed what was there.
    package var updated = 0
    /// Records that told nothing new: the same again, or older than what is there.
    package var unchanged = 0
    /// Records that could not be taken.
    package var failed = 0
    /// Without a place in the store.
    package var skipped = 0
    /// Left out, because they are about customers who were redacted here.
    package var redacted = 0
    /// Of the new and updated ones those in which something had another form than the API's.
    package var mended = 0

    /// No records yet.
    package init() {}
  }

  /// A record that could not be taken.
  package struct Failure: Sendable, Equatable {
    /// nil: the input as a whole.
    package let line: Int?
    /// Its place in its collection, counted from 0.
    package let index: Int?
    /// What is wrong with it, a sentence without a full stop; the kind and the id come first where they are known.
    package let reason: String

    /// A record that was not taken, and where it stands in the input.
    package init(line: Int?, index: Int?, reason: String) {
      self.line = line
      self.index = index
      self.reason = reason
    }

    /// `line 7` or `line 1, element 3`
    package var place: String {
      guard let line else { return "as a whole" }
      return ImportReport.place(line: line, index: index)
    }
  }

  /// Records in which a value had another form than the API's.
  package struct Mended: Sendable, Equatable {
    /// How many records; there is none of a form that did not occur.
    package var count = 1
    /// The first of them, and its place.
    package let example: Mending.Value
    /// Where the example stands, as in `Failure.place`.
    package let place: String
  }

  /// By kind, of those that have a place here; of a refused input what was read before it was rolled back.
  package var counts: [WireKind: Counts] = [:]
  /// What was mended, by its form.
  package var mended: [MendedForm: Mended] = [:]
  /// The first of the records that could not be taken; `failureCount` tells how many there were.
  package var failures: [Failure] = []
  /// How many failed, the input as a whole included.
  package var failureCount = 0
  /// Nothing of the input was taken.
  package var isRefused = false
  /// What was left out on purpose.
  package var notes: [ImportNote] = []
  /// What the rules did to the tickets that are new or newer; nil where none run.
  package var ruled: UpdateSummary?
  /// Records of kinds that have no place in the store.
  package var skipped: [RecordKind: Int] = [:]
  /// Records whose kind nothing told.
  package var unknown = Counts()
  /// Staff made here who turned out to be imported ones: their old ids, and the ids they have now (§12).
  package var mergedStaff: [Int64: Int64] = [:]

  /// More would only be a long list of the same.
  static let keptFailures = 20

  /// Of an input of which nothing has been read.
  package init() {}

  mutating func add(_ failure: Failure, kind: WireKind? = nil) {
    failureCount += 1
    if let kind {
      counts[kind, default: Counts()].failed += 1
    } else if failure.line != nil {
      unknown.failed += 1
    }
    if failures.count < ImportReport.keptFailures { failures.append(failure) }
  }

  mutating func add(_ outcome: ImportOutcome, kind: WireKind) {
    switch outcome {
    case .created: counts[kind, default: Counts()].created += 1
    case .updated: counts[kind, default: Counts()].updated += 1
    case .unchanged: counts[kind, default: Counts()].unchanged += 1
    case .skipped: counts[kind, default: Counts()].skipped += 1
    case .redacted: counts[kind, default: Counts()].redacted += 1
    }
  }

  /// `line 7` or `line 1, element 3`
  static func place(line: Int, index: Int?) -> String {
    index.map { "line \(line), element \($0)" } ?? "line \(line)"
  }

  /// Notes what was mended in a record that was taken.
  mutating func add(_ values: [Mending.Value], kind: WireKind, line: Int, index: Int?) {
    if values.isEmpty { return }
    counts[kind, default: Counts()].mended += 1
    for value in values {
      if mended[value.form] == nil {
        mended[value.form] = Mended(example: value, place: ImportReport.place(line: line, index: index))
      } else {
        mended[value.form]?.count += 1
      }
    }
  }

  /// Notes records that have no place here.
  ///
  /// - Parameter kind: nil where nothing told it
  mutating func skip(_ count: Int, of kind: RecordKind?) {
    if let kind { skipped[kind, default: 0] += count } else { unknown.skipped += count }
  }

  /// How many records were read.
  package var total: Int {
    (Array(counts.values) + [unknown]).reduce(skipped.values.reduce(0, +)) {
      $0 + $1.created + $1.updated + $1.unchanged + $1.failed + $1.skipped + $1.redacted
    }
  }

  /// How many records were left out, because they are about customers who were redacted here.
  package var redacted: Int { counts.values.reduce(0) { $0 + $1.redacted } }

  /// How many records changed the store.
  package var changed: Int { counts.values.reduce(0) { $0 + $1.created + $1.updated } }
}

/// What became of one record.
enum ImportOutcome {
  case created, updated, unchanged
  /// Its kind has no place in the store.
  case skipped
  /// It is about a customer who was redacted here.
  case redacted

  var changesStore: Bool { self == .created || self == .updated }
}

/// What an import left out of an account's record on purpose.
package enum ImportNote: Sendable, Equatable {
  /// All of it, because the store holds more than a new one does.
  case account
  /// The settings with these keys, because they say what this machine runs and where it connects to.
  case commands([String])
  /// These customers were redacted where the export was written, and not here.
  case redactedElsewhere([Int64])
  /// A switch that the plan does not have (P2).
  case featureSwitch(FeatureAudience)
}
