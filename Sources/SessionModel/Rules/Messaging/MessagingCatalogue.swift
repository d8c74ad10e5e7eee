/// How a condition of a messaging trigger compares (M3).
public enum MessagingOperator: String, CaseIterable, Sendable {
  /// The same value or another, and the order of numbers.
  case `is`, isNot = "is_not", lessThan = "less_than", greaterThan = "greater_than"
  /// The order of numbers, the value itself included; the admin pages' names for them are understood, too.
  case lessThanOrEqual = "less_than_or_equal", greaterThanOrEqual = "greater_than_or_equal"
  /// A text within the text, or one of several tags, and its opposite.
  case contains, doesNotContain = "does_not_contain"
  /// A list of values: any of them, or none.
  case isOneOf = "is_one_of", isNotOneOf = "is_not_one_of"

  /// Also under the names that the admin pages give them.
  private static let others: [String: MessagingOperator] = [
    "less_than_or_equal_to": .lessThanOrEqual, "greater_than_or_equal_to": .greaterThanOrEqual,
    "not_contains": .doesNotContain,
  ]

  /// Understands the names of the admin pages, too; nil for what is no operator.
  public static func named(_ word: String) -> MessagingOperator? {
    MessagingOperator(rawValue: word) ?? others[word]
  }

  /// The operators that say the opposite of another one.
  var isNegative: Bool { self == .isNot || self == .doesNotContain || self == .isNotOneOf }

  /// Those whose value may be a list.
  public var takesList: Bool { self == .isOneOf || self == .isNotOneOf }

  static let choice: [MessagingOperator] = [.is, .isNot, .isOneOf, .isNotOneOf]
  static let order: [MessagingOperator] = [.lessThan, .greaterThan, .lessThanOrEqual, .greaterThanOrEqual]
  static let inclusion: [MessagingOperator] = [.contains, .doesNotContain]
}

/// What a condition of a messaging trigger looks at.
public enum MessagingSource: Hashable, Sendable {
  /// Numbers: the hour, 0 to 23, and the day, 0 for Monday, in UTC; how many earlier conversations of the customer reached
  /// an agent; how many of the account's wait for one.
  case hourOfDay, dayOfWeek, previousConversations, queueSize
  /// Texts: the customer's, empty if unknown; the name of whoever wrote the message, and what it says.
  case customerName, customerEmail, sender, message
  /// The ticket's group and tags, who wrote the message, and whether an agent has written to the customer.
  case group, tags, senderType, customerServed
}

/// One field that conditions of messaging triggers can name.
public struct MessagingField: Sendable {
  /// The name that is written; others are understood.
  public let name: String
  /// Other names of the public material for the same.
  public let alsoCalled: [String]
  /// What is looked at when the condition is asked.
  public let source: MessagingSource
  /// Those that it takes, in the order in which they are listed (M3).
  public let operators: [MessagingOperator]
  /// What its value has to be; operators with a list take several of it.
  public let value: RuleValueKind
  /// What it looks at, as a phrase without a full stop, for the manual.
  public let description: String

  init(
    _ name: String, also: [String] = [], _ source: MessagingSource, _ operators: [MessagingOperator],
    _ value: RuleValueKind, _ description: String
  ) {
    self.name = name
    alsoCalled = also
    self.source = source
    self.operators = operators
    self.value = value
    self.description = description
  }
}

/// One field that actions of messaging triggers can name (M4).
public struct MessagingActionField: Sendable {
  /// What happens when the trigger fires (M4).
  public enum Effect: Sendable { case sendMessage, addTags, removeTags }

  /// The name that is written; others are understood.
  public let name: String
  /// Other names of the public material for the same.
  public let alsoCalled: [String]
  /// What happens when the trigger fires (M4).
  public let effect: Effect
  /// What its value has to be.
  public let value: RuleValueKind
  /// What it does, as a phrase without a full stop, for the manual.
  public let description: String
}

/// Every condition, action and placeholder of messaging triggers: checks, evaluation, `messaging-trigger fields` and
/// the manual read this one table (M3, M4).
public enum MessagingCatalogue {
  private static let numbers = MessagingOperator.choice + MessagingOperator.order
  private static let texts = MessagingOperator.choice + MessagingOperator.inclusion

  /// The words for the days of the week, from Monday, which is 0.
  public static let days = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  /// Every condition, in the order of the manual (M3).
  public static let fields: [MessagingField] = [
    MessagingField("hour_of_day", .hourOfDay, numbers, .integer, "The hour of the day in UTC, 0 to 23"),
    MessagingField(
      "day_of_week", .dayOfWeek, numbers,
      .words((0...6).map(String.init) + days, numbers: Array(0...6) + Array(0...6)),
      "The day of the week in UTC; 0 is Monday"),
    MessagingField(
      "customer_name", .customerName, texts, .text, "The customer's name"),
    MessagingField(
      "customer_email", .customerEmail, texts, .text,
      "The customer's e-mail address; empty if unknown"),
    MessagingField(
      "customer_previous_conversations", also: ["customer_prev_conversations", "previous_conversations"],
      .previousConversations, numbers, .integer,
      "How many earlier conversations of the customer reached an agent"),
    MessagingField(
      "group_id", also: ["group"], .group, MessagingOperator.choice, .reference(.group), "The ticket's group"),
    MessagingField(
      "tags", also: ["tag", "current_tags"], .tags, texts, .tags,
      "The ticket has one of these tags, or none of them"),
    MessagingField("sender", .sender, texts, .text, "The name of whoever wrote the message"),
    MessagingField(
      "sender_type", .senderType, MessagingOperator.choice,
      .words(["customer", "agent"], numbers: [Sender.customer, .agent].map { Int64($0.rawValue) }),
      "Who wrote the message"),
    MessagingField("message", .message, texts, .text, "The text of the message"),
    MessagingField(
      "queue_size", .queueSize, numbers, .integer, "How many of the account's conversations wait for an agent"
    ),
    MessagingField(
      "customer_served", .customerServed, [.is, .isNot], .boolean, "An agent has written to the customer"),
  ]

  /// Every action, in the order of the manual (M4).
  public static let actions: [MessagingActionField] = [
    MessagingActionField(
      name: "send_message_to_customer", alsoCalled: ["send_message"], effect: .sendMessage, value: .text,
      description: "Send a message to the customer; it may contain placeholders"),
    MessagingActionField(
      name: "add_tags", alsoCalled: ["add_tag", "current_tags"], effect: .addTags, value: .tags,
      description: "Add tags to the ticket"),
    MessagingActionField(
      name: "remove_tags", alsoCalled: ["remove_tag"], effect: .removeTags, value: .tags,
      description: "Remove tags from the ticket"),
  ]

  private static let fieldsByName = Dictionary(
    uniqueKeysWithValues: fields.flatMap { field in ([field.name] + field.alsoCalled).map { ($0, field) } })
  private static let actionsByName = Dictionary(
    uniqueKeysWithValues: actions.flatMap { field in ([field.name] + field.alsoCalled).map { ($0, field) } })

  /// By any of its names; nil for one that nobody knows, which bars the trigger (T10).
  public static func field(_ name: String) -> MessagingField? { fieldsByName[name] }
  /// By any of its names; nil for one that nobody knows, which bars the trigger (T10).
  public static func action(_ name: String) -> MessagingActionField? { actionsByName[name] }
}
