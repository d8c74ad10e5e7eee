import CivilTime
import JSONText

/// When a record's source says that the thing was as the record tells it (§12).
///
/// `updated_at` decides. The API moves it only with an event of the thing, `generated_timestamp` with every change
/// of its export: a ticket that was scrubbed comes again with the old time of update.
public struct SourceTime: Equatable, Sendable {
  /// `updated_at`, or what is known better; nil where nothing says it.
  public var updatedAt: Instant?
  /// Seconds since 1970, in incremental exports.
  public var generatedAt: Int64?

  /// - Parameter updatedAt: what is known better than by the record itself
  public init(_ record: JSONRecord, updatedAt known: Instant? = nil) throws(WireProblem) {
    let fields = RecordFields(record)
    if let known { updatedAt = known } else { updatedAt = try fields.time("updated_at") }
    generatedAt = fields.value("generated_timestamp")?.integer()
  }

  /// Whether what is told of this time is older than what is told of another. Where the times don't tell, nothing
  /// is: what comes later counts.
  public func isOlder(than other: SourceTime) -> Bool {
    guard let mine = updatedAt, let theirs = other.updatedAt else { return false }
    if mine != theirs { return mine < theirs }
    guard let mine = generatedAt, let theirs = other.generatedAt else { return false }
    return mine < theirs
  }

  /// Whether both are of one moment, as far as they say.
  public func ties(with other: SourceTime) -> Bool { !isOlder(than: other) && !other.isOlder(than: self) }

  /// When the source had said that a thing was updated, by our own export of it; nil where that says no more than the
  /// record does, or the record is none.
  public static func exported(beside record: JSONRecord) throws(WireProblem) -> Instant? {
    guard let slice = record.companion(LocalTicketState.key) else { return nil }
    return try RecordFields(slice, prefix: "\(LocalTicketState.key).").time("source_updated_at")
  }
}
