/// What a customer speaks: decides on names, texts, phone numbers and the usual channels.
enum Language: Int, CaseIterable {
  case english, german, japanese, portuguese, french, spanish, chinese

  var locale: StaticString {
    switch self {
    case .english: "en-US"
    case .german: "de"
    case .japanese: "ja"
    case .portuguese: "pt-BR"
    case .french: "fr"
    case .spanish: "es"
    case .chinese: "zh-CN"
    }
  }

  /// All but the last two digits: where numbers are kept free for film and print, such numbers.
  var phonePrefix: StaticString {
    switch self {
    case .english: "+120255501"
    case .german: "+4917139200"
    case .japanese: "+8190000000"
    case .portuguese: "+55119000000"
    case .french: "+336399800"
    case .spanish: "+346000000"
    case .chinese: "+86139000000"
    }
  }

  static func drawn(_ dice: inout Dice) -> Language {
    dice.pick(
      (42, .english), (21, .german), (14, .japanese), (9, .portuguese), (6, .french), (5, .spanish),
      (3, .chinese))
  }
}

/// How a ticket came in.
enum ContactChannel {
  case nativeMessaging, whatsapp, instagram, line, telegram, email

  var word: StaticString {
    switch self {
    case .nativeMessaging: "native_messaging"
    case .whatsapp: "whatsapp"
    case .instagram: "instagram_dm"
    case .line: "line"
    case .telegram: "telegram"
    case .email: "email"
    }
  }

  static func drawn(for language: Language, _ dice: inout Dice) -> ContactChannel {
    language == .japanese
      ? dice.pick((50, .nativeMessaging), (45, .line), (5, .instagram))
      : dice.pick((62, .nativeMessaging), (22, .whatsapp), (11, .instagram), (1, .line), (4, .telegram))
  }
}
