import Rendering
import SessionModel
import StoreExchange

/// What a pull made of one stream, or of the conversation logs.
struct PulledStream {
  /// `tickets`, or `activity`
  let word: String
  var pages = 0
  var rows = 0
  var created = 0
  var updated = 0
  var unchanged = 0
  var removed = 0
  var skipped = 0
  /// Of the skipped ones those about customers who were redacted here.
  var redacted = 0
  var failed = 0
  /// Whether the account had no more.
  var isComplete = false

  init(_ word: String) { self.word = word }

  mutating func add(_ report: ImportReport) {
    pages += 1
    rows += report.total
    for counts in report.counts.values {
      created += counts.created
      updated += counts.updated
      unchanged += counts.unchanged
      skipped += counts.skipped + counts.redacted
    }
    redacted += report.redacted
    skipped += report.skipped.values.reduce(0, +) + report.unknown.skipped
    failed += report.failureCount
  }
}

enum RemotePullDocument {
  static let schema = RowSchema<PulledStream>(
    "remote-pull",
    [
      RowColumn("stream", .token) { $0.word }, RowColumn("pages", .integer) { $0.pages },
      RowColumn("rows", .integer) { $0.rows }, RowColumn("created", .integer) { $0.created },
      RowColumn("updated", .integer) { $0.updated }, RowColumn("unchanged", .integer) { $0.unchanged },
      RowColumn("removed", .integer) { $0.removed },
      RowColumn("skipped", .integer) { $0.skipped }, RowColumn("failed", .integer) { $0.failed },
      RowColumn("complete", .bool) { $0.isComplete },
    ])
}
