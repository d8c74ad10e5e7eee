import CivilTime
import JSONText
import SessionModel

/// A public message as some record tells of it: a comment, a message of a live talk, an event of a conversation log.
///
/// The latest one of a session, whoever tells of it, is its last activity (§1, §12).
public struct WireMessage: Hashable, Sendable {
  /// Since 1970. Stores keep seconds; what one record tells is ordered by these.
  public var milliseconds: Int64
  /// nil: only the author tells who they are, or nobody does.
  public var sender: Sender?
  /// nil: nobody who could be named, such as a bot.
  public var authorID: Int64?

  /// The moment in whole seconds, as the store keeps it: the last one that had begun.
  public var at: Instant {
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    return Instant(rest < 0 ? seconds - 1 : seconds)
  }

  /// A public message; without a sender, who it was follows from the author.
  public init(at moment: Instant, sender: Sender? = nil, authorID: Int64?) {
    self.init(milliseconds: moment.seconds * 1000, sender: sender, authorID: authorID)
  }

  /// Takes milliseconds since 1970; an author of 0 or below is nobody who could be named.
  public init(milliseconds: Int64, sender: Sender?, authorID: Int64?) {
    self.milliseconds = milliseconds
    self.sender = sender
    self.authorID = authorID.flatMap { $0 > 0 ? $0 : nil }
  }
}

extension [WireMessage] {
  /// The latest of them, or the latest up to a moment.
  public func latest(until moment: Instant? = nil) -> WireMessage? {
    var latest: WireMessage?
    for message in self where moment.map({ message.at <= $0 }) ?? true {
      // Of several at one moment the one told last.
      if latest.map({ message.milliseconds >= $0.milliseconds }) ?? true { latest = message }
    }
    return latest
  }
}

/// The talk of a live session, which stands in an audit's `ChatStartedEvent` and not among the ticket's comments.
enum ChatHistory {
  /// Calls `body` with each message of `value.history`; what is no message, or of no known time, is passed over.
  static func forEachMessage(of event: JSONSlice, _ body: (WireMessage) -> Void) {
    event.member("value")?.member("history")?.forEachElement { entry in
      guard let type = entry.member("type"), type.equals("ChatMessage") || type.equals("ChatFileAttachment"),
        let moment = moment(of: entry)
      else { return }
      body(
        WireMessage(
          milliseconds: moment, sender: sender(entry.member("actor_type")),
          authorID: entry.member("actor_id")?.wireID))
    }
  }

  /// The system speaks for the AI agent.
  private static func sender(_ type: JSONSlice?) -> Sender? {
    guard let type, !type.isNull else { return nil }
    if type.equals("end-user") { return .customer }
    return type.equals("agent") ? .agent : .aiAgent
  }

  private static func moment(of entry: JSONSlice) -> Int64? {
    if let moment = milliseconds(entry.member("timestamp")) { return moment }
    return milliseconds(entry.member("original_message")?.member("received"))
  }

  /// A count of milliseconds, or of seconds where it is too small for that, or a text; nil beyond the year 9999.
  private static func milliseconds(_ slice: JSONSlice?) -> Int64? {
    guard let slice, !slice.isNull else { return nil }
    if let moment = slice.withText({ Instant(rfc3339: $0) }) ?? nil { return moment.seconds * 1000 }
    guard let number = Double(slice.text), number > 0 else { return nil }
    let count = number < 100_000_000_000 ? number * 1000 : number
    return count < 253_402_300_800_000 ? Int64(exactly: count.rounded(.down)) : nil
  }
}
