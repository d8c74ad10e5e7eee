import JSONText

/// The messaging platform's word for a ticket's conversation, which an audit tells.
package struct ConversationWord: Hashable, Sendable {
  /// Whatever the account calls it; it is put into an address only as one escaped part.
  package var text: String

  /// Reads an audit, or a ticket event, its second dialect; nil where it does not tell.
  package init?(_ audit: JSONValue) {
    for event in audit["events"]?.array ?? audit["child_events"]?.array ?? [] {
      guard (event["type"]?.string ?? event["event_type"]?.string) == "ChatStartedEvent",
        let word = event["value"]?["conversation_id"]?.string, (1...256).contains(word.utf8.count)
      else { continue }
      text = word
      return
    }
    return nil
  }
}
