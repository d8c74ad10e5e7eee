import Placeholders

/// The placeholders of messages (M4): `@customer_name` and the like.
public enum MessagingPlaceholders {
  struct Entry: Sendable {
    let name: String
    let description: String
    let needs: MessagingContext.Needs
    let columns: WorkItemColumns
    let value: @Sendable (MessagingContext, WorkItem) -> TemplateValue

    init(
      _ name: String, _ description: String, needs: MessagingContext.Needs = [],
      columns: WorkItemColumns = [],
      _ value: @escaping @Sendable (MessagingContext, WorkItem) -> TemplateValue
    ) {
      self.name = name
      self.description = description
      self.needs = needs
      self.columns = columns
      self.value = value
    }
  }

  static let entries: [Entry] = [
    Entry("hour_of_day", "the hour of the day in UTC, 0 to 23") { facts, _ in .number(Int(facts.hourOfDay)) },
    Entry("day_of_week", "the day of the week in UTC, 0 for Monday") { facts, _ in
      .number(Int(facts.dayOfWeek))
    },
    Entry("customer_name", "the customer's name", needs: .customer) { facts, _ in
      .text(facts.customerName)
    },
    Entry("customer_email", "the customer's e-mail address", needs: .customer) { facts, _ in
      .text(facts.customerEmail)
    },
    Entry(
      "customer_prev_conversations",
      "the number of the customer's earlier conversations that reached an agent",
      needs: .previousConversations
    ) { facts, _ in .number(Int(facts.previousConversations)) },
    Entry("customer_served", "whether an agent has written to the customer", columns: .details) {
      .text($1.isServed ? "true" : "false")
    },
    Entry("sender", "the name of whoever wrote the message") { facts, _ in
      .text(facts.message?.senderName ?? "")
    },
    Entry("sender_type", "who wrote the message: customer or agent") { facts, _ in
      .text(facts.message?.sender.word ?? "")
    },
    Entry("message", "the message") { facts, _ in .text(facts.message?.text ?? "") },
    Entry("tag", "the ticket's tags", columns: .tags) {
      .text($1.ticket?.tags.joined(separator: " ") ?? "")
    },
    Entry("queue_size", "the number of conversations that wait for an agent", needs: .queueSize) { facts, _ in
      .number(Int(facts.queueSize))
    },
  ]

  static let names = Set(entries.map(\.name))
  private static let byName = Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0) })

  static func entry(_ name: String) -> Entry? { byName[name] }

  /// For the catalogue and the manual: `@customer_name`, and what it stands for.
  public static let list: [(name: String, description: String)] = entries.map {
    ("@\($0.name)", $0.description)
  }

  /// Names of the public material that nothing here can fill; in a message they stay as they are written.
  static let unfilled: Set<String> = [
    "customer_triggered", "account_status", "bot_name", "customer_is_in_active_conversation",
    "customer_requesting_conversation", "customer_page_url", "customer_ip", "wait_time_min", "wait_time_max",
  ]
}
