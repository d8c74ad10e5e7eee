/// What the recipes write to customers `[local]`: reconstructed from their purpose; edit them as you like.
struct RecipeText: Sendable {
  /// An e-mail with placeholders.
  struct Letter: Sendable {
    let subject: String
    let body: String
  }

  let surge: Letter
  let outOfHours: Letter

  /// In the language of `account.locale`, whatever its country; else in English.
  static func speaking(_ locale: String?) -> RecipeText {
    let language = locale?.lowercased().prefix { $0 != "-" && $0 != "_" }
    return language == "de" ? german : english
  }

  // MARK: The notice before an end, in both languages

  static let noticeTitle = "Notice before the end"
  static let notice =
    "I am ending this conversation now. A new reply starts a new conversation and a new ticket."
  static let noticeGerman =
    "Ich beende diese Konversation jetzt. Eine neue Antwort beginnt eine neue Konversation und ein neues Ticket."

  // MARK: Letters

  private static let signature = """

    {% if account.name %}
    {{account.name}}
    {% endif %}
    """

  static let english = RecipeText(
    surge: Letter(
      subject: "We got your message [{{ticket.id}}]",
      body: """
        Hello {{ticket.requester.first_name}},

        we are getting many more messages than usual and can't answer in the chat at the moment. Your request "{{ticket.title}}" is with us, and we will answer by e-mail as soon as we can. You need not write again.
        """ + signature),
    outOfHours: Letter(
      subject: "We got your message [{{ticket.id}}]",
      body: """
        Hello {{ticket.requester.first_name}},

        your message reached us outside our business hours, so nobody is there to chat with you. Your request "{{ticket.title}}" is with us, and we will answer by e-mail when we are back.
        """ + signature))

  static let german = RecipeText(
    surge: Letter(
      subject: "Ihre Nachricht ist angekommen [{{ticket.id}}]",
      body: """
        Guten Tag {{ticket.requester.first_name}},

        zurzeit erreichen uns viel mehr Nachrichten als sonst, deshalb können wir gerade nicht im Chat antworten. Ihre Anfrage „{{ticket.title}}“ liegt uns vor, und wir antworten Ihnen per E-Mail, sobald wir können. Sie brauchen nicht noch einmal zu schreiben.
        """ + signature),
    outOfHours: Letter(
      subject: "Ihre Nachricht ist angekommen [{{ticket.id}}]",
      body: """
        Guten Tag {{ticket.requester.first_name}},

        Ihre Nachricht hat uns außerhalb unserer Geschäftszeiten erreicht, im Chat ist gerade niemand da. Ihre Anfrage „{{ticket.title}}“ liegt uns vor, und wir antworten Ihnen per E-Mail, sobald wir wieder da sind.
        """ + signature))
}
