/// The actions of a macro that write: `comment_value` is a text, or a list of a channel and a text, of which a macro
/// may have one for each channel.
struct MacroWriters {
  /// By the channel that is named, empty where none is; the plain text goes before the HTML of the same.
  private var plain: [(channel: String, action: RuleAction)] = []
  private var html: [RuleAction] = []

  init(_ macro: Macro) {
    for action in macro.actions {
      switch ActionCatalogue.macroField(action.field)?.effect {
      case .comment: plain.append((Self.channel(of: action), action))
      case .commentHTML: html.append(action)
      default: break
      }
    }
  }

  /// What it writes in a conversation: the text for chats, else the one for all channels, else what there is.
  var forConversations: RuleAction? { text(for: ["chat", "messaging"]) }

  /// What it writes in a ticket, by e-mail or as a note.
  var forTickets: RuleAction? { text(for: ["web", "email"]) }

  private func text(for channels: [String]) -> RuleAction? {
    let chosen =
      plain.first { channels.contains($0.channel) } ?? plain.first { $0.channel.isEmpty } ?? plain.first
    return chosen?.action ?? html.first
  }

  /// Several texts for the same channel: which of them is meant can't be told.
  var problems: [RuleProblem] {
    var seen: Set<String> = []
    var problems: [RuleProblem] = []
    for (channel, _) in plain where !seen.insert(channel).inserted {
      let whose = channel.isEmpty ? "" : " for the channel \(channel)"
      problems.append(
        RuleProblem(
          "several_texts",
          "it has several 'comment_value'\(whose), but only one can be written; combine them into one text"))
      break
    }
    if html.count > 1 {
      problems.append(
        RuleProblem(
          "several_texts",
          "it has several 'comment_value_html', but only one can be written; combine them into one text"))
    }
    return problems
  }

  /// The text, also where it stands behind a channel.
  static func text(of action: RuleAction) -> String? {
    action.value.string ?? action.value.array?.last?.string
  }

  /// `chat` of `["channel:chat", "…"]`; empty for every channel.
  private static func channel(of action: RuleAction) -> String {
    guard let list = action.value.array, list.count > 1, let word = list[0].string,
      word.hasPrefix("channel:")
    else { return "" }
    let channel = String(word.dropFirst("channel:".count))
    return channel == "all" ? "" : channel
  }
}
