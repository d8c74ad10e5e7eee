import CivilTime
import JSONText
import SessionModel

/// A comment as the history tells of it, whoever made it: the one place that knows how an audit's events say it.
///
/// `WireAudit` reads what an import must know of one, before it is kept.
public struct ToldComment: Sendable {
  /// nil where the text is not told.
  public let body: String?
  /// Whether the customer sees it.
  public let isPublic: Bool
  /// A reminder that a sweep wrote, which is a message and no comment of the API's.
  public let isReminder: Bool
  /// The event's own author, else the audit's; -1 is the account itself, nil nobody who is told.
  public let authorID: Int64?
  /// Whether the audit's author is somebody else.
  public let isSomebodyElses: Bool
  /// The moment of the audit.
  public let toldAt: Instant?
  /// Whether it was said before the hand-off and is told again by the ticket that begins with it.
  public let isRepeated: Bool
  /// When such a one was said.
  public let saidAt: Instant?
  /// Whether a rule wrote it.
  public let isByRule: Bool

  private init(_ event: JSONValue, of audit: JSONValue) {
    let (author, own) = (event["author_id"]?.integer, audit["author_id"]?.integer)
    body = event["body"]?.string
    isPublic = event["public"]?.bool == true
    isReminder = event["type"]?.string == UpdateEvent.reminderType
    authorID = author ?? own
    isSomebodyElses = (author ?? own) != own
    toldAt = Self.time(audit["created_at"])
    isRepeated = event["said_at"]?.string != nil
    saidAt = Self.time(event["said_at"])
    isByRule = event["via"]?["channel"]?.string == Via.rule.word
  }

  private static func time(_ value: JSONValue?) -> Instant? {
    value?.string.flatMap { try? Instant(rfc3339: $0) }
  }

  /// The comments and reminders of an audit, in its order.
  public static func all(in audit: JSONValue) -> [ToldComment] {
    (audit["events"]?.array ?? []).compactMap { event in
      let type = event["type"]?.string
      return type == "Comment" || type == UpdateEvent.reminderType ? ToldComment(event, of: audit) : nil
    }
  }

  // MARK: The same as SQL, over an audit `a` and its event `e`

  /// A table `e` with the events of `a`.
  public static let events = "json_each(coalesce(a.events, a.document -> '$.events')) e"

  /// Whether `e` is a comment that the customer sees.
  public static let isPublic = "e.value ->> '$.type' = 'Comment' AND e.value ->> '$.public'"

  /// Whether `e` is a message to or from the customer: such a comment, or a reminder.
  public static let isMessage =
    "e.value ->> '$.type' IN ('Comment', '\(UpdateEvent.reminderType)') AND e.value ->> '$.public'"

  /// Who wrote `e`.
  public static let author = "coalesce(e.value ->> '$.author_id', a.author_id)"
}
