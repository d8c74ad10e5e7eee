import Placeholders

/// What a satisfaction survey's e-mail says of its ticket.
public struct SurveyContext: Hashable, Sendable {
  /// The ticket's subject, which the letter reminds the customer of.
  public var title = ""
  /// For placeholders of the link; nil where the customer is not known.
  public var requesterID: Int64?
  /// Empty where none is known: the letter then greets without a name.
  public var requesterName = ""
  /// The customer's language; nil: the account's.
  public var locale: String?
  /// For placeholders of the link; nil where nobody has the ticket.
  public var assigneeID: Int64?
  /// For placeholders of the link; nil where the ticket has no group.
  public var groupID: Int64?

  /// Nothing is known of the customer yet.
  public init() {}
}

/// Writes the e-mail or message that asks a customer how it went, with the link that leads to the survey.
public struct SurveyLetter: Sendable {
  private let link: Template
  private let accountName: String?
  private let accountLocale: String

  /// - Returns: nil when the setting `csat.link` says nothing that a link could be made of.
  public init?(link: String?, accountName: String?, accountLocale: String?) {
    guard let link, !link.isEmpty, let template = try? Template.compile(link) else { return nil }
    self.link = template
    self.accountName = accountName
    self.accountLocale = accountLocale ?? "en"
  }

  /// The entry with the subject and text that it leaves with; only surveys that have none yet are changed.
  public func completing(_ entry: OutboxEntry) -> OutboxEntry {
    guard entry.kind == .survey, entry.body.isEmpty else { return entry }
    var entry = entry
    let isGerman = Language.isGerman(entry.survey.locale ?? accountLocale)
    entry.subject = SurveyLetter.subject(german: isGerman)
    entry.body = body(entry, german: isGerman)
    return entry
  }

  /// The letter's subject line, in one of the two languages it is written in.
  public static func subject(german: Bool) -> String {
    german ? "Wie zufrieden waren Sie mit unserer Hilfe?" : "How would you rate the support you received?"
  }

  private func body(_ entry: OutboxEntry, german: Bool) -> String {
    let name = entry.survey.requesterName
    let address = address(entry)
    let greeting = german ? "Guten Tag" : "Hello"
    let text =
      german
      ? "Sie haben uns geschrieben: \(entry.survey.title)\n\nWie war es? Bitte sagen Sie es uns hier:"
      : "You wrote to us: \(entry.survey.title)\n\nHow did it go? Please tell us here:"
    let signature = accountName.map { "\n\($0)\n" } ?? ""
    return "\(greeting)\(name.isEmpty ? "" : " \(name)"),\n\n\(text)\n\n\(address)\n\(signature)"
  }

  private func address(_ entry: OutboxEntry) -> String {
    let survey = entry.survey
    func number(_ id: Int64?) -> TemplateValue { id.map { .number(Int($0)) } ?? .none }
    return link.render { path in
      switch path {
      case "ticket.id": number(entry.ticketID)
      case "ticket.title": .text(PercentEncoding.of(survey.title))
      case "ticket.requester.id": number(survey.requesterID)
      case "ticket.requester.name": .text(PercentEncoding.of(survey.requesterName))
      case "ticket.requester.email": entry.way == .survey ? .text(PercentEncoding.of(entry.to)) : .none
      case "ticket.requester.locale", "ticket.requester.language":
        .text(
          PercentEncoding.of(survey.locale ?? accountLocale))
      case "ticket.assignee.id": number(survey.assigneeID)
      case "ticket.group.id": number(survey.groupID)
      case "account.name": .text(PercentEncoding.of(accountName ?? ""))
      default: .none
      }
    }.text
  }
}

/// The two languages in which this program itself writes to customers.
public enum Language {
  /// Whether a locale such as `de` or `de-AT` is of German; everything else, nil included, gets English.
  public static func isGerman(_ locale: String?) -> Bool {
    guard let locale else { return false }
    let language = locale.lowercased().split { $0 == "-" || $0 == "_" }.first
    return language == "de"
  }
}

/// Texts as a part of an address: everything but the unreserved characters of RFC 3986 as `%XX`.
enum PercentEncoding {
  static func of(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
