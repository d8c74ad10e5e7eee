import Placeholders

/// What a placeholder's path names (§5), worked out once per rule and not for every ticket.
public enum Placeholder: Hashable, Sendable {
  case requester(PersonMember), assignee(PersonMember)
  /// Whoever makes the update.
  case updater(PersonMember)
  case ticket(TicketMember)
  case customField(Int64)
  case accountName, now
  /// Nobody knows it, so that it renders empty.
  case unknown

  public enum PersonMember: String, CaseIterable, Sendable {
    case name
    case firstName = "first_name"
    case lastName = "last_name"
    case email, phone, locale, language, role, id
  }

  public enum TicketMember: String, CaseIterable, Sendable {
    case id, title, status, priority
    case type = "ticket_type"
    case channel = "via"
    case tags
    case account
    case groupName = "group.name"
    case description
    case latestComment = "latest_comment"
    case latestPublicComment = "latest_public_comment"
    case comments = "comments_formatted"
    case publicComments = "public_comments_formatted"
  }

  static let customFieldPrefix = "ticket.ticket_field_"

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
  var columns: SubjectColumns {
    switch self {
    case .ticket(.type): .details
    case .customField: .customFields
    default: []
    }
  }
}

/// A text that a rule sends, compiled, with what its placeholders name.
public struct RuleTemplate: Hashable, Sendable {
  public let template: Template
  /// One for each of the template's slots, in their order.
  public let placeholders: [Placeholder]

  public init(_ text: String) throws(TemplateProblem) {
    template = try Template.compile(text)
    placeholders = template.slots.map(Placeholder.init(path:))
  }
}
