import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

let conversationCommands = CommandGroup(
  "conversation", "Play the customer's and the AI agent's side, and ingest their events",
  [
    "A conversation starts with the customer's first message and stays with the AI agent until the hand-off creates its ticket. It has exactly one session. It ends when its ticket is closed, not when its session ends: in between, the conversation is open and its messaging is off. A conversation without a ticket ends with its session.",
    "After the session has ended, the customer's next message never reaches the old ticket. It starts a new conversation in the same channel, again with the AI agent first and with a new ticket at the hand-off. Further messages go to the new conversation while its session is active, and then to the next one, no matter which old conversation they are addressed to.",
  ],
  [
    conversationStartCommand, conversationSayCommand, conversationHandoffCommand, conversationEndCommand,
    conversationListCommand, conversationShowCommand, conversationIngestCommand,
  ],
  sections: [ConversationStories.all.section])

/// The conversation that a command is about; its id and its session's are the same.
let conversationOperand = Operand<Int64>("ID", .id, help: "The conversation's id")

/// What is said.
let messageOption = Option<String>(
  "message", "TEXT", .message, help: "The text; '-' reads it from standard input")

extension CommandContext {
  /// A required option's text, or standard input where it is `-`.
  func message(_ option: Option<String>) throws -> String {
    guard let text = arguments[option] else {
      throw CommandTable.toolkit.usageError(
        "'\(spec.name)' needs a text: give \(option.spec.spelling)", in: spec)
    }
    guard text == "-" else { return text }
    var bytes = try InputFile.open("-", self).readAll()
    while bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.badInput, "bad_input", "standard input is not valid UTF-8")
    }
    if let fault = ConversationEvent.fault(ofMessage: text) {
      throw Failure(.badInput, "bad_input", "standard input \(fault)")
    }
    return text
  }

  /// Has an event done, and answers with the conversation as it is then.
  @discardableResult
  func converse(
    _ id: Int64?, _ open: OpenStore, summary: (ConversationAnswer) -> String,
    _ prepare: (StoreReader) throws -> ConversationEvent
  ) throws -> ConversationAnswer {
    var actor = Actor.system
    let answer = try open.store.converse(
      id, log: { open.entry(by: actor, summary($0)) },
      { reader in
        actor = .user(id: try open.actor(reader).id)
        if let id, try reader.session(id: id) == nil { throw try Failure.noConversation(id, reader) }
        return try prepare(reader)
      })
    guard wantsDocument else {
      note(summary(answer))
      for sentence in answer.leftRouting.sentences { note(sentence) }
      return answer
    }
    try open.store.read { reader in
      guard let row = try reader.conversation(id: answer.sessionID) else { return }
      try show(ConversationDocument.answer, ConversationDocument.Answered(row, answer, reader), open.clock)
    }
    return answer
  }
}

extension ValueParser where Value == String {
  /// A message with something to read in it, of a size that the public API takes.
  static var message: ValueParser {
    nonEmptyText.map { (text) throws(ValueError) -> String in
      if let fault = ConversationEvent.fault(ofMessage: text) {
        throw ValueError("can't be sent: it \(fault)")
      }
      return text
    }
  }
}
