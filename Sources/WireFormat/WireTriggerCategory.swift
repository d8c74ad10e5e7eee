import CivilTime
import JSONText
import SessionModel

/// A trigger category of the public API, whose ids are texts.
public struct WireTriggerCategory: Sendable {
  /// `id`, never empty; a number is taken as its digits.
  public var id: String
  /// `name`, without which the record is refused.
  public var name: String
  /// `position`: triggers run by their category's first (T3).
  public var position: Int64
  /// `updated_at`, else `created_at`; nil where the record says neither.
  public var updatedAt: Instant?

  /// Throws `WireProblem`, which names the member that is missing or of the wrong kind.
  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    guard let id = fields.value("id").flatMap({ $0.string() ?? $0.integer().map { String($0) } }), !id.isEmpty
    else {
      throw WireProblem("id: expected an id, found nothing")
    }
    self.id = id
    guard let name = try fields.text("name"), !name.isEmpty else {
      throw WireProblem("name: expected a text")
    }
    self.name = name
    guard let position = fields.value("position")?.integer() else {
      throw WireProblem("position: expected a whole number")
    }
    self.position = position
    let createdAt = try fields.time("created_at")
    updatedAt = try fields.time("updated_at") ?? createdAt
  }
}
