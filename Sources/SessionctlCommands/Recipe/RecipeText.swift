/// What the recipes write to customers `[local]`: reconstructed from their purpose; edit them as you like.
enum RecipeText {
  static let noticeTitle = "Notice before the end"
  static let notice =
    "I am ending this conversation now. A new reply starts a new conversation and a new ticket."
  static let noticeGerman =
    "Ich beende diese Unterhaltung jetzt. Eine neue Antwort beginnt eine neue Unterhaltung und ein neues Ticket."

  static let surgeSubject = "We got your message [{{ticket.id}}]"
  static let surge = """
    Hello {{ticket.requester.first_name}},

    we are getting many more messages than usual and can't answer in the chat at the moment. Your request "{{ticket.title}}" is with us, and we will answer by e-mail as soon as we can. You need not write again.
    {% if account.name %}
    {{account.name}}
    {% endif %}
    """

  static let outOfHoursSubject = "We got your message [{{ticket.id}}]"
  static let outOfHours = """
    Hello {{ticket.requester.first_name}},

    your message reached us outside our business hours, so nobody is there to chat with you. Your request "{{ticket.title}}" is with us, and we will answer by e-mail when we are back.
    {% if account.name %}
    {{account.name}}
    {% endif %}
    """
}
