import SessionModel

/// The channels that an account has, by the ids that its `via_id` takes.
struct ChannelWords {
  /// What the account calls them: our id, its id, its title. Those with an id of their own stand for `current_via_id`, too.
  private(set) var words: [AccountWord] = []
  /// Those that nobody here knows: how their tickets name them is nowhere said.
  private(set) var unknown: [Learning.UnknownChannel] = []

  /// Finds them by their ids first, by their titles second.
  init(_ definitions: [Definitions]) {
    guard let entry = definitions.lazy.flatMap(\.conditions).first(where: { $0.subject == "via_id" }) else {
      return
    }
    let ids = Set(entry.values.map(\.value))
    for value in entry.values where value.isEnabled && Int(value.value) != nil {
      if Channel.known.contains(where: { String($0.id) == value.value }) {
        words.append(word("via_id", value.value, value.value, value.title))
      } else if let ours = Self.titled(value.title).map({ String($0.id) }), !ids.contains(ours) {
        words.append(word("via_id", ours, value.value, value.title))
        words.append(word("current_via_id", ours, value.value, value.title))
      } else {
        unknown.append(Learning.UnknownChannel(id: value.value, title: value.title))
      }
    }
  }

  private func word(_ field: String, _ ours: String, _ theirs: String, _ title: String) -> AccountWord {
    AccountWord(.condition, field, ours, field: field, value: theirs, title: title)
  }

  private static func titled(_ title: String) -> Channel? {
    let plain = title.lowercased().filter { $0.isLetter || $0.isNumber }
    guard let name = titles[plain] else { return Channel.named(title) }
    return Channel.named(name)
  }

  /// What admins read, in small letters without spaces.
  private static let titles = [
    "line": "line", "wechat": "wechat", "whatsapp": "whatsapp", "messaging": "native_messaging",
    "messagebirdsms": "messagebird_sms", "facebookmessenger": "sunshine_conversations_facebook_messenger",
    "telegram": "telegram", "twiliosms": "twilio_sms", "viber": "viber", "googlercs": "google_rcs",
    "applebusinesschat": "apple_business_chat", "applemessagesforbusiness": "apple_business_chat",
    "googlebusinessmessages": "google_business_messages", "kakaotalk": "kakaotalk",
    "instagramdirect": "instagram_dm", "instagramdm": "instagram_dm",
    "sunshineconversationsapi": "sunshine_conversations_api",
    "twitterdm": "sunshine_conversations_twitter_dm", "xcorpdm": "sunshine_conversations_twitter_dm",
    "slackconnect": "business_messaging_slack_connect", "webform": "web", "email": "email",
    "webserviceapi": "api", "chat": "chat",
  ]
}
