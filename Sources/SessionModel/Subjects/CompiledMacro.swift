/// A macro, ready to be applied as a part of an update.
public struct CompiledMacro: Hashable, Sendable {
  /// Its text in one language, and the macro that it is of.
  public struct Comment: Hashable, Sendable {
    public let macro: RuleReference
    /// nil for the macro that was named.
    public let language: String?
    public let text: RuleTemplate
    /// What it writes in a conversation, where that is something else.
    public let chatText: RuleTemplate?

    /// The text for how it reaches the customer.
    public func text(inConversation: Bool) -> RuleTemplate { inConversation ? chatText ?? text : text }
  }

  public let macro: RuleReference
  /// Empty where it says nothing; the first is the named macro's.
  public let comments: [Comment]
  public let isPublic: Bool
  public let actions: [CompiledAction]
  /// Of an update that ends sessions: one that has ended before gets nothing (E1), and what ends is the update's.
  public var endsSession = false

  /// The comment for somebody with this language.
  public func comment(locale: String?) -> Comment? {
    let language = locale.map { String($0.lowercased().prefix { $0 != "-" && $0 != "_" }) }
    return comments.first { $0.language == language && language != nil } ?? comments.first
  }

  var columns: SubjectColumns {
    var columns: SubjectColumns = comments.isEmpty ? [] : [.details, .facts, .fields, .tags, .requester]
    for comment in comments {
      for text in [comment.text, comment.chatText].compactMap(\.self) {
        for placeholder in text.placeholders { columns.formUnion(placeholder.columns) }
      }
    }
    for action in actions { columns.formUnion(action.columns) }
    return columns
  }
}
