import Placeholders

/// What a placeholder's path names (§5), worked out once per rule and not for every ticket.
public enum Placeholder: Hashable, Sendable {
  /// Who asked, and who has the ticket: `ticket.requester.…`, `ticket.assignee.…`.
  case requester(PersonMember), assignee(PersonMember)
  /// Whoever makes the update.
  case updater(PersonMember)
  /// Something of the ticket itself: `ticket.…`.
  case ticket(TicketMember)
  /// The value of the custom field of this id: `ticket.ticket_field_<id>`.
  case customField(Int64)
  /// The setting `account.name`, and the moment of the update as RFC 3339.
  case accountName, now
  /// Nobody knows it, so that it renders empty.
  case unknown

  /// What can be told of a person; raw values are the last part of the path.
  public enum PersonMember: String, CaseIterable, Sendable {
    /// The name, or else what is known instead; never empty for somebody who is known.
    case name
    /// The first word of it.
    case firstName = "first_name"
    /// The rest of it; empty where it is one word.
    case lastName = "last_name"
    /// As they are known; both locale and language are the language, such as `de`.
    case email, phone, locale, language, role, id
  }

  /// What can be told of a ticket; raw values are what follows `ticket.` in the path.
  public enum TicketMember: String, CaseIterable, Sendable {
    /// Title is the subject; status and priority are the words of conditions.
    case id, title, status, priority
    /// Empty where it has none.
    case type = "ticket_type"
    /// Through which it came in.
    case channel = "via"
    /// With a space between.
    case tags
    /// The setting `account.name`.
    case account
    /// Empty where it has no group.
    case groupName = "group.name"
    /// What the ticket began with: its first comment.
    case description
    /// Also where it is an internal note.
    case latestComment = "latest_comment"
    /// The latest that the customer can read.
    case latestPublicComment = "latest_public_comment"
    /// All public ones, the latest first, each with who wrote it and when; internal notes are left out.
    case comments = "comments_formatted"
    /// The same as `comments`.
    case publicComments = "public_comments_formatted"
  }

  static let customFieldPrefix = "ticket.ticket_field_"

  /// Never fails: a path that nobody knows is `unknown` and renders empty (domain §5).
  public init(path: String) {
    func member(_ prefix: String) -> String? {
      path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
    }
    func person(_ prefix: String) -> PersonMember? { member(prefix).flatMap(PersonMember.init(rawValue:)) }
    if let one = person("ticket.requester.") {
      self = .requester(one)
    } else if let one = person("ticket.assignee.") {
      self = .assignee(one)
    } else if let one = person("current_user.") {
      self = .updater(one)
    } else if let field = member(Self.customFieldPrefix) {
      self = Int64(field).map(Placeholder.customField) ?? .unknown
    } else if let one = member("ticket.").flatMap(TicketMember.init(rawValue:)) {
      self = .ticket(one)
    } else if path == "account.name" {
      self = .accountName
    } else if path == Template.nowPath {
      self = .now
    } else {
      self = .unknown
    }
  }

  /// What of a ticket must be loaded for it, beside what every notice needs.
  var columns: WorkItemColumns {
    switch self {
    case .ticket(.type): .details
    case .customField: .customFields
    default: []
    }
  }
}

extension Placeholder {
  /// Every path there is, for the manual.
  public static let paths: [(path: String, meaning: String)] =
    TicketMember.allCases.map { ("ticket.\($0.rawValue)", $0.meaning) }
    + [("\(customFieldPrefix)<id>", "A custom field's value")]
    + people.flatMap { owner in
      PersonMember.allCases.map { ("\(owner.path).\($0.rawValue)", "\($0.meaning) of \(owner.who)") }
    }
    + [("account.name", "The setting account.name"), (Template.nowPath, "The time of the update")]

  private static let people: [(path: String, who: String)] = [
    ("ticket.requester", "the requester"), ("ticket.assignee", "the assignee"),
    ("current_user", "whoever makes the update"),
  ]
}

extension Placeholder.PersonMember {
  fileprivate var meaning: String {
    switch self {
    case .name: "The name"
    case .firstName: "The first word of the name"
    case .lastName: "The rest of the name"
    case .email: "The e-mail address"
    case .phone: "The phone number"
    case .locale, .language: "The language"
    case .role: "The role"
    case .id: "The id"
    }
  }
}

extension Placeholder.TicketMember {
  fileprivate var meaning: String {
    switch self {
    case .id: "The ticket's id"
    case .title: "Its subject"
    case .status: "Its status"
    case .priority: "Its priority"
    case .type: "Its type"
    case .channel: "The channel it came in through"
    case .tags: "Its tags"
    case .account: "The setting account.name"
    case .groupName: "The name of its group"
    case .description: "Its first comment"
    case .latestComment: "Its latest comment"
    case .latestPublicComment: "Its latest public comment"
    case .comments, .publicComments: "All its public comments, the latest first"
    }
  }
}

/// A text that a rule sends, compiled, with what its placeholders name.
public struct RuleTemplate: Hashable, Sendable {
  /// The compiled text; its slots ask for the placeholders' values.
  public let template: Template
  /// One for each of the template's slots, in their order.
  public let placeholders: [Placeholder]

  /// Compiles the text of a notification, comment or macro; throws where it can't be read as Liquid.
  public init(_ text: String) throws(TemplateProblem) {
    template = try Template.compile(text)
    placeholders = template.slots.map(Placeholder.init(path:))
  }
}
