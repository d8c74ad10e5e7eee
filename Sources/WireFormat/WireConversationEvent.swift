import CivilTime
import JSONText
import SessionModel

/// An event of a conversation as feeds send it (interface, ingest event).
public struct WireConversationEvent: Sendable {
  /// The sender's own name for the event: it is taken once.
  public let id: String
  /// The sender's own name for the conversation.
  public let conversation: String
  /// What happened, when and to whom, with the words of the feed for people, groups and queues.
  public var event: ConversationEvent

  private enum EventType: Int, Vocabulary {
    case start, say, handoff, end

    var word: String {
      switch self {
      case .start: "start"
      case .say: "say"
      case .handoff: "handoff"
      case .end: "end"
      }
    }
  }

  /// - Parameter now: when it happened, where it does not say
  /// - Throws: `WireProblem` that names the member
  public init(_ record: JSONRecord, now: Instant) throws(WireProblem) {
    let fields = RecordFields(record)
    id = try fields.requiredName("event_id")
    conversation = try fields.requiredName("conversation")
    guard let type = try fields.word("type", EventType.self) else {
      throw WireProblem("type: expected one of \(EventType.words.joined(separator: ", ")), found nothing")
    }
    let from = try fields.word("from", Sender.self)
    let kind: ConversationEvent.Kind =
      switch type {
      case .start: .start(channel: try fields.channel(), message: try fields.message())
      case .say: .say(message: try fields.message(), from: from ?? .customer)
      case .handoff: .handOff
      case .end: .end(from: from ?? .customer)
      }
    event = ConversationEvent(kind, at: try fields.time("at") ?? now)
    event.user = try fields.name("user")
    event.userName = try fields.plainText("user_name")
    event.userEmail = try fields.address("user_email")
    event.group = try fields.name("group")
    event.agent = try fields.name("agent")
    event.queue = try fields.name("queue")
  }
}

extension RecordFields {
  /// A text or a number that names something.
  fileprivate func name(_ key: StaticString) throws(WireProblem) -> String? {
    guard let slice = value(key) else { return nil }
    if let number = slice.integer() { return String(number) }
    guard let text = slice.string(), !text.isBlank, text.utf8.count <= 1024 else {
      throw problem(key, "a name or an id", slice)
    }
    return text
  }

  fileprivate func requiredName(_ key: StaticString) throws(WireProblem) -> String {
    guard let name = try name(key) else {
      throw WireProblem("\(key): expected a name or an id, found nothing")
    }
    return name
  }

  fileprivate func plainText(_ key: StaticString) throws(WireProblem) -> String? {
    guard let text = try text(key), !text.isBlank else { return nil }
    if text.controlsSomething { throw WireProblem("\(key): expected a text without control characters") }
    return text
  }

  fileprivate func address(_ key: StaticString) throws(WireProblem) -> String? {
    guard let text = try text(key), !text.isEmpty else { return nil }
    guard text.isMailAddress else { throw WireProblem("\(key): expected an e-mail address") }
    return text
  }

  fileprivate func channel() throws(WireProblem) -> String {
    guard let text = try text("channel") else { return "native_messaging" }
    guard let channel = Channel.named(text), channel.isMessaging else {
      throw WireProblem("channel: expected a messaging channel such as native_messaging or whatsapp")
    }
    return text
  }

  fileprivate func message() throws(WireProblem) -> String {
    guard let text = try text("message") else { throw WireProblem("message: expected a text, found nothing") }
    if let fault = ConversationEvent.fault(ofMessage: text) { throw WireProblem("message: it \(fault)") }
    return text
  }
}
