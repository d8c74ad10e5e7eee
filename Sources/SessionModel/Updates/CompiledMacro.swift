/// A macro, ready to be applied as a part of an update.
public struct CompiledMacro: Hashable, Sendable {
  /// Its text in one language, and the macro that it is of.
  public struct Comment: Hashable, Sendable {
    /// The macro that the text stands in: the named one, or its like in another language.
    public let macro: RuleReference
    /// nil for the macro that was named.
    public let language: String?
    /// What goes to tickets, and to conversations where nothing else is said for them.
    public let text: RuleTemplate
    /// What it writes in a conversation, where that is something else.
    public let chatText: RuleTemplate?

    /// The text for how it reaches the customer.
    public func text(inConversation: Bool) -> RuleTemplate { inConversation ? chatText ?? text : text }
  }

  /// The macro that was named, whatever language its text is taken from.
  public let macro: RuleReference
  /// Empty where it says nothing; the first is the named macro's.
  public let comments: [Comment]
  /// Whether it writes to the customer; false: an internal note (`comment_mode_is_public`).
  public let isPublic: Bool
  /// Everything but the comment, in the macro's order (§9).
  public let actions: [CompiledAction]
  /// Of an update that ends sessions: one that has ended before gets nothing (E1), and what ends is the update's.
  public var endsSession = false

  /// The comment for somebody with this language.
  public func comment(locale: String?) -> Comment? {
    let language = locale.map { String($0.lowercased().prefix { $0 != "-" && $0 != "_" }) }
    return comments.first { $0.language == language && language != nil } ?? comments.first
  }

  /// The numbers that it may change.
  var changes: [Attribute] { actions.flatMap(\.changes) + (comments.isEmpty ? [] : [.replies]) }

  /// What it reads, beyond what every update does.
  var columns: WorkItemColumns {
    var columns: WorkItemColumns = comments.isEmpty ? [] : [.details, .facts, .fields, .tags, .requester]
    for comment in comments {
      for text in [comment.text, comment.chatText].compactMap(\.self) {
        for placeholder in text.placeholders { columns.formUnion(placeholder.columns) }
      }
    }
    for action in actions { columns.formUnion(action.columns) }
    return columns
  }
}
