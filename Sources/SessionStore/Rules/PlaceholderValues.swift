import CivilTime
import GRDB
import JSONText
import Placeholders
import SessionModel

/// What the placeholders of notifications, comments and macros stand for (§5); an unknown one stands for nothing.
struct PlaceholderValues {
  /// Whose member a path names.
  enum Owner {
    case requester(String), assignee(String), updater(String), ticket(String)
    case other
  }

  private let db: Database
  private let at: Instant
  private let accountName: String?

  init(_ db: Database, at: Instant) throws {
    self.db = db
    self.at = at
    accountName = try StoreReader(db).setting("account.name")
  }

  static func owner(of path: String) -> Owner {
    func member(_ prefix: String) -> String? {
      path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
    }
    if let name = member("ticket.requester.") { return .requester(name) }
    if let name = member("ticket.assignee.") { return .assignee(name) }
    if let name = member("current_user.") { return .updater(name) }
    if let name = member("ticket.") { return .ticket(name) }
    return .other
  }

  func value(_ member: String, of person: Person?) -> TemplateValue {
    guard let person else { return .none }
    switch member {
    case "name": return .text(person.displayName)
    case "first_name": return .text(person.displayName.split(separator: " ").first.map(String.init) ?? "")
    case "last_name":
      return .text(person.displayName.split(separator: " ").dropFirst().joined(separator: " "))
    case "email": return text(person.email)
    case "phone": return text(person.phone)
    case "locale", "language": return text(person.locale)
    case "role": return .text(person.role.word)
    case "id": return .number(Int(person.id))
    default: return .none
    }
  }

  func value(_ member: String, of ticket: Subject.Ticket, _ outcome: UpdateOutcome) throws -> TemplateValue {
    switch member {
    case "id": return .number(Int(ticket.id))
    case "title": return .text(ticket.facts.subject)
    case "status": return .text(ticket.status.word)
    case "priority": return text(ticket.priority.wireValue)
    case "ticket_type": return text(ticket.type?.word)
    case "via": return .text(ticket.facts.channel)
    case "tags": return .text(ticket.tags.joined(separator: " "))
    case "account": return text(accountName)
    case "group.name":
      return text(try ticket.groupID.flatMap { try StoreReader(db).groupName(id: $0) })
    case "description": return text(try comments(of: ticket.id, outcome).first?.body)
    case "latest_comment", "latest_public_comment":
      let comments = try comments(of: ticket.id, outcome)
      return text((member == "latest_comment" ? comments : comments.filter(\.isPublic)).last?.body)
    case "comments_formatted", "public_comments_formatted":
      // Internal notes are not for whom it is sent to.
      return .text(
        try comments(of: ticket.id, outcome).filter(\.isPublic).reversed().map(formatted).joined(
          separator: "\n\n"))
    default:
      let prefix = "ticket_field_"
      guard member.hasPrefix(prefix), let id = Int64(member.dropFirst(prefix.count)) else { return .none }
      return text(ticket.customFields[id])
    }
  }

  func value(_ path: String) -> TemplateValue {
    switch path {
    case "now": .text(at.rfc3339)
    case "account.name": text(accountName)
    default: .none
    }
  }

  private func text(_ text: String?) -> TemplateValue { text.map(TemplateValue.text) ?? .none }

  // MARK: Comments

  private struct Comment {
    var body: String
    var isPublic: Bool
    var at: Instant?
    var author: String
  }

  private func formatted(_ comment: Comment) -> String {
    "\(comment.author)\(comment.at.map { ", \($0.rfc3339)" } ?? "")\n\n\(comment.body)"
  }

  /// From the history, and of this very update.
  private func comments(of ticketID: Int64, _ outcome: UpdateOutcome) throws -> [Comment] {
    var comments: [Comment] = []
    try StoreReader(db).forEachAudit(ofTicket: ticketID) { document in
      let audit = try JSONValue.parse(document, allowingDuplicateKeys: true)
      for event in audit["events"]?.array ?? [] where event["type"]?.string == "Comment" {
        let author = event["author_id"]?.integer ?? audit["author_id"]?.integer
        comments.append(
          Comment(
            body: event["body"]?.string ?? "", isPublic: event["public"]?.bool ?? false,
            at: audit["created_at"]?.string.flatMap { try? Instant(rfc3339: $0) }, author: try name(author)))
      }
    }
    if let comment = outcome.comment {
      comments.append(
        Comment(body: comment.body, isPublic: comment.isPublic, at: at, author: try name(outcome.updaterID)))
    }
    return comments
  }

  private func name(_ id: Int64?) throws -> String {
    try id.flatMap { try StoreReader(db).person(id: $0) }?.displayName ?? ""
  }
}
