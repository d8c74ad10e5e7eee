import CivilTime
import JSONText
import SessionModel

/// A satisfaction rating of the public API: what the store must know of it; its text is kept word for word.
public struct WireRating {
  /// `id`, a positive number.
  public var id: Int64
  /// `ticket_id`, without which the record is refused; the ticket may come later (§12).
  public var ticketID: Int64
  /// `requester_id`; nil where the record does not say who was asked.
  public var requesterID: Int64?
  /// An offer too: the API lists surveys that nobody has answered yet.
  public var score: SatisfactionScore
  /// What the customer wrote; nil for an empty text too.
  public var comment: String?
  /// `created_at`, without which the record is refused.
  public var createdAt: Instant
  /// `updated_at`, which tells the later of two answers; the time of creation where the record does not say.
  public var updatedAt: Instant

  /// Throws `WireProblem`, which names the member; a score that is not known here is one.
  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    id = try fields.requiredID("id")
    ticketID = try fields.requiredID("ticket_id")
    requesterID = try fields.id("requester_id")
    comment = try fields.text("comment").flatMap { $0.isEmpty ? nil : $0 }
    let expected = "one of \(SatisfactionScore.words.joined(separator: ", "))"
    guard let slice = fields.value("score") else {
      throw WireProblem("score: expected \(expected), found nothing")
    }
    guard let score = slice.string().flatMap({ [comment] in SatisfactionScore(word: $0, comment: comment) })
    else { throw fields.problem("score", expected, slice) }
    self.score = score
    createdAt = try fields.requiredTime("created_at")
    updatedAt = try fields.time("updated_at") ?? createdAt
  }

  /// The document of an answer that was noted here.
  public static func document(
    id: Int64, ticketID: Int64, requesterID: Int64?, assigneeID: Int64?, groupID: Int64?,
    score: SatisfactionScore, comment: String?, createdAt: Instant, updatedAt: Instant
  ) -> [UInt8] {
    let value: JSONValue = [
      "id": .integer(id), "ticket_id": .integer(ticketID), "requester_id": .optional(requesterID),
      "assignee_id": .optional(assigneeID), "group_id": .optional(groupID),
      "score": .string(score.wireWord), "comment": comment.map(JSONValue.string) ?? .null,
      "created_at": .time(createdAt), "updated_at": .time(updatedAt),
    ]
    return value.bytes
  }
}

// MARK: Within a ticket

extension WireRating {
  /// The object that a ticket has under `satisfaction_rating`.
  public static func nested(_ score: SatisfactionScore, _ record: WireRating?) -> JSONValue {
    // Without a record the score alone must say whether something was written.
    guard let record else { return ["score": .string(score.word)] }
    return [
      "id": .integer(record.id), "score": .string(score.wireWord),
      "comment": record.comment.map(JSONValue.string) ?? .null,
    ]
  }

  /// Where a ticket's survey stands by such an object; a score that nobody here knows is none.
  ///
  /// Older answers have the score alone, `"good"`.
  static func standing(_ slice: JSONSlice?, _ fields: RecordFields) throws(WireProblem) -> SatisfactionScore {
    if let slice, let word = slice.string() {
      Mending.note(.scoreAlone, "satisfaction_rating", slice)
      return SatisfactionScore(word: word, comment: nil) ?? .unoffered
    }
    return try standing(fields.object("satisfaction_rating"))
  }

  private static func standing(_ fields: RecordFields?) throws(WireProblem) -> SatisfactionScore {
    guard let fields, let word = try fields.text("score") else { return .unoffered }
    return SatisfactionScore(word: word, comment: try fields.text("comment")) ?? .unoffered
  }

  /// Whether such an object says what another, made here, says.
  public static func agrees(_ slice: JSONSlice, _ value: JSONValue) -> Bool {
    let known = value["comment"]?.string
    guard let word = value["score"]?.string, let score = SatisfactionScore(word: word, comment: known)
    else { return false }
    if let alone = slice.string() {
      return known == nil && SatisfactionScore(word: alone, comment: nil) == score
    }
    guard let told = try? standing(RecordFields(slice, prefix: "")) else { return false }
    return told == score && (known == nil || slice.member("comment")?.string() == known)
  }
}

extension SatisfactionScore {
  /// A score of the wire format, which says in a member of its own whether something was written with it.
  init?(word: String, comment: String?) {
    let plain = word.hasSuffix("_without_comment") ? String(word.dropLast("_without_comment".count)) : word
    let commented = comment?.isEmpty == false ? SatisfactionScore(word: "\(plain)_with_comment") : nil
    guard let score = commented ?? SatisfactionScore(word: plain) else { return nil }
    self = score
  }

  /// Without the word on the comment, which the wire format has beside it.
  var wireWord: String {
    switch self {
    case .badWithComment: SatisfactionScore.bad.word
    case .goodWithComment: SatisfactionScore.good.word
    default: word
    }
  }
}
