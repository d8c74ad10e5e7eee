import CivilTime
import GRDB
import JSONText
import Placeholders
import SessionModel

/// What the placeholders of notifications, comments and macros stand for (§5); an unknown one stands for nothing.
struct PlaceholderValues {
  private let db: Database
  private let at: Instant
  private let accountName: String?
  private var groupNames: [Int64: String?] = [:]

  init(_ db: Database, at: Instant) throws {
    self.db = db
    self.at = at
    accountName = try StoreReader(db).setting("account.name")
  }

  /// The value of one placeholder for a ticket, as it was at some moment of an update (T4).
  mutating func value(
    _ placeholder: Placeholder, _ ticket: Subject.Ticket, _ outcome: UpdateOutcome,
    _ people: inout PersonLookup
  ) throws -> TemplateValue {
    switch placeholder {
    case .requester(let member): value(member, of: try people.person(ticket.facts.requesterID))
    case .assignee(let member): value(member, of: try people.person(ticket.assigneeID))
    case .updater(let member): value(member, of: try people.person(outcome.updaterID))
    case .ticket(let member): try value(member, of: ticket, outcome)
    case .customField(let id): text(ticket.customFields[id])
    case .accountName: text(accountName)
    case .now: .text(at.rfc3339)
    case .unknown: .none
    }
  }

  private func value(_ member: Placeholder.PersonMember, of person: Person?) -> TemplateValue {
    guard let person else { return .none }
    switch member {
    case .name: return .text(person.displayName)
    case .firstName: return .text(firstWord(of: person.displayName))
    case .lastName:
      return .text(person.displayName.split(separator: " ").dropFirst().joined(separator: " "))
    case .email: return text(person.email)
    case .phone: return text(person.phone)
    case .locale, .language: return text(person.locale)
    case .role: return .text(person.role.word)
    case .id: return .number(Int(person.id))
    }
  }

  private func firstWord(of name: String) -> String {
    let space = UInt8(ascii: " ")
    return String(Substring(name.utf8.drop { $0 == space }.prefix { $0 != space }))
  }

  private mutating func value(
    _ member: Placeholder.TicketMember, of ticket: Subject.Ticket, _ outcome: UpdateOutcome
  ) throws -> TemplateValue {
    switch member {
    case .id: return .number(Int(ticket.id))
    case .title: return .text(ticket.facts.subject)
    case .status: return .text(ticket.status.word)
    case .priority: return text(ticket.priority.wireValue)
    case .type: return text(ticket.type?.word)
    case .channel: return .text(ticket.facts.channel)
    case .tags: return .text(ticket.tags.joined(separator: " "))
    case .account: return text(accountName)
    case .groupName: return text(try ticket.groupID.flatMap { try groupName($0) })
    case .description: return text(try comments(of: ticket.id, outcome).first?.body)
    case .latestComment:
      // The update's own is the latest: no history need be read for it.
      return text(try outcome.comment?.body ?? comments(of: ticket.id, outcome).last?.body)
    case .latestPublicComment:
      if let comment = outcome.comment, comment.isPublic { return text(comment.body) }
      return text(try comments(of: ticket.id, outcome).filter(\.isPublic).last?.body)
    case .comments, .publicComments:
      // Internal notes are not for whom it is sent to.
      return .text(
        try comments(of: ticket.id, outcome).filter(\.isPublic).reversed().map(formatted).joined(
          separator: "\n\n"))
    }
  }

  private mutating func groupName(_ id: Int64) throws -> String? {
    if let known = groupNames[id] { return known }
    let name = try StoreReader(db).groupName(id: id)
    groupNames[id] = .some(name)
    return name
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
