import CivilTime
import GRDB
import JSONText
import Placeholders
import SessionModel
import StoreEngine
import WireFormat

/// What the placeholders of notifications, comments and macros stand for (§5); an unknown one stands for nothing.
struct PlaceholderValues {
  private let db: Database
  private let log: WriteLog?
  private let at: Instant
  private let accountName: String?
  /// What the AI agent is called in texts to customers.
  private let aiAgent: String
  private var groupNames: [Int64: String?] = [:]

  /// - Parameter log: has noted rows that are to be found, too
  init(_ db: Database, finding log: WriteLog?, at: Instant) throws {
    self.db = db
    self.log = log
    self.at = at
    accountName = try StoreReader(db).setting("account.name")
    aiAgent = try Language.isGerman(StoreReader(db).setting("account.locale")) ? "KI-Agent" : "AI agent"
  }

  /// The value of one placeholder for a ticket, as it was at some moment of an update (T4).
  mutating func value(
    _ placeholder: Placeholder, _ ticket: WorkItem.Ticket, _ draft: UpdateDraft,
    _ people: inout PersonLookup
  ) throws -> TemplateValue {
    switch placeholder {
    case .requester(let member): value(member, of: try people.person(ticket.facts.requesterID))
    case .assignee(let member): value(member, of: try people.person(ticket.assigneeID))
    case .updater(let member): value(member, of: try people.person(draft.updaterID))
    case .ticket(let member): try value(member, of: ticket, draft)
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
    _ member: Placeholder.TicketMember, of ticket: WorkItem.Ticket, _ draft: UpdateDraft
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
    case .description: return text(try comments(of: ticket.id, draft).first { !$0.isEarlier }?.body)
    case .latestComment:
      // The update's own is the latest: no history need be read for it.
      return text(try draft.comment?.body ?? comments(of: ticket.id, draft).last?.body)
    case .latestPublicComment:
      if let comment = draft.comment, comment.isPublic { return text(comment.body) }
      return text(try comments(of: ticket.id, draft).filter(\.isPublic).last?.body)
    case .comments, .publicComments:
      // Internal notes are not for whom it is sent to.
      return .text(
        try comments(of: ticket.id, draft).filter(\.isPublic).reversed().map(formatted).joined(
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
    /// Said before the ticket was made, which begins with the customer's own words.
    var isEarlier = false
  }

  private func formatted(_ comment: Comment) -> String {
    "\(comment.author)\(comment.at.map { ", \($0.rfc3339)" } ?? "")\n\n\(comment.body)"
  }

  /// From the history, and of this very update.
  private func comments(of ticketID: Int64, _ draft: UpdateDraft) throws -> [Comment] {
    var comments: [Comment] = []
    try log?.writeAdded()
    try StoreReader(db).forEachAudit(ofTicket: ticketID) { document in
      let audit = try JSONValue.parse(document, allowingDuplicateKeys: true)
      var told: [Comment] = []
      for comment in ToldComment.all(in: audit) where !comment.isReminder {
        told.append(
          Comment(
            body: comment.body ?? "", isPublic: comment.isPublic,
            at: comment.isRepeated ? comment.saidAt : comment.toldAt,
            author: try name(comment.authorID, isByRule: comment.isByRule),
            // The customer's own words, who makes the ticket, are what it begins with.
            isEarlier: comment.isRepeated && comment.isSomebodyElses))
      }
      comments += told.filter(\.isEarlier) + told.filter { !$0.isEarlier }
    }
    for line in draft.earlierLines {
      comments.append(
        Comment(
          body: line.text, isPublic: true, at: line.at, author: try name(line.authorID ?? -1), isEarlier: true
        ))
    }
    if let comment = draft.comment {
      comments.append(
        Comment(body: comment.body, isPublic: comment.isPublic, at: at, author: try name(draft.updaterID)))
    }
    return comments
  }

  /// The account itself speaks as the AI agent, unless a rule made it say something.
  private func name(_ id: Int64?, isByRule: Bool = false) throws -> String {
    if let id, id < 0 { return isByRule ? accountName ?? "" : aiAgent }
    return try id.flatMap { try StoreReader(db).person(id: $0) }?.displayName ?? ""
  }
}
