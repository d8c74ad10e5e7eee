import CivilTime
import JSONText
import SessionModel
import WireFormat

/// Reads audits, straight from their bytes, with memory that is used again for each.
struct AuditReader {
  private let index = RecordIndex()
  private var text: [UInt8] = []
  /// Whether the texts of comments are wanted.
  let readsComments: Bool

  init(readsComments: Bool) { self.readsComments = readsComments }

  /// One that was made here.
  mutating func read(
    _ update: RecordedUpdate, events: UnsafeBufferPointer<UInt8>
  ) -> RecordedUpdate {
    text.removeAll(keepingCapacity: true)
    text += Self.opening
    text.append(contentsOf: events)
    text.append(UInt8(ascii: "}"))
    return read(update, text)
  }

  private static let opening = Array("{\"events\":".utf8)

  /// One that was imported, in the form of an audit.
  mutating func read(_ update: RecordedUpdate, document: [UInt8]) -> RecordedUpdate {
    var update = update
    if let record = try? index.scan(document) {
      update.channel = record.member("via")?.member("channel")?.string() ?? ""
    }
    return read(update, document)
  }

  private func read(_ started: RecordedUpdate, _ document: [UInt8]) -> RecordedUpdate {
    var update = started
    guard let record = try? index.scan(document), let events = record.member("events") else {
      update.obstacle = .unreadable
      return update
    }
    var talk = Talk()
    events.forEachElement { event in
      guard case .object = event.kind, let type = event.member("type") else {
        update.obstacle = update.obstacle ?? .unreadable
        return
      }
      take(event, type, &update, &talk)
    }
    update.comment = talk.comment
    if update.isCreation { update.publicComments = 0 }
    return update
  }

  /// What the author says in an update: rules look at one comment of it.
  private struct Talk {
    var first: RuleEvent.Comment?
    var last: RuleEvent.Comment?
    var opening: RuleEvent.Comment?
    var reminder: RuleEvent.Comment?
    var hasMacro = false

    /// A reminder is what its update is about; a macro's comment comes first, of other steps the last counts.
    var comment: RuleEvent.Comment? { reminder ?? opening ?? (hasMacro ? first : last) }
  }

  private func take(
    _ event: JSONSlice, _ type: JSONSlice, _ update: inout RecordedUpdate, _ talk: inout Talk
  ) {
    let author = author(of: event)
    if case .trigger(let id) = author { update.note(fired: id) }
    if author == .other { update.hasMessagingTrigger = true }
    if author == .actor { update.hasActor = true }
    if type.equals("Change") {
      readChange(event, author, &update)
    } else if type.equals("Create") {
      update.isCreation = true
      guard let field = field(event), let value = value(event.member("value"), field) else { return }
      update.created.append((field, value))
    } else if type.equals("Comment") {
      guard author == .actor else { return }
      readComment(event, &update, &talk)
    } else if type.equals("BeforeRules") {
      readBeforeRules(event, &update)
    } else if type.equals("MessagingSessionEnded") {
      let reason = event.member("reason")?.string().flatMap(EndReason.init(word:))
      update.end = RecordedUpdate.End(reason: reason, author: author)
    } else if type.equals("RoutingChannelChanged") {
      guard let from = channel(event.member("previous_value")), let to = channel(event.member("value")) else {
        update.obstacle = update.obstacle ?? .unreadable
        return
      }
      update.changes.append(
        RecordedUpdate.Change(field: .routingChannel, from: from, to: to, author: author))
    } else if type.equals("Notification") || type.equals("NotificationWithCcs") {
      guard case .trigger(let id) = author else { return }
      let isSurvey =
        event.member("body")?.equals("satisfaction survey") ?? false
        && event.member("subject")?.equals("") ?? true
      var recipients = 0
      event.member("recipients")?.forEachElement { _ in recipients += 1 }
      update.sent.append(
        RecordedUpdate.Sent(trigger: id, kind: isSurvey ? .survey : recipients == 0 ? .webhook : .email))
    } else if type.equals("AgentMacroReference") {
      talk.hasMacro = true
    } else if type.equals("MessagingSessionReminder") {
      talk.reminder = RuleEvent.Comment(
        body: readsComments ? event.member("body")?.string() ?? "" : "", isPublic: true)
    } else if !Self.harmless.contains(type.string() ?? "") {
      update.obstacle = update.obstacle ?? .unknownEvent
    }
  }

  private func readComment(_ event: JSONSlice, _ update: inout RecordedUpdate, _ talk: inout Talk) {
    let isPublic = event.member("public")?.bool ?? false
    let body = readsComments ? event.member("body")?.string() ?? "" : ""
    let comment = RuleEvent.Comment(body: body, isPublic: isPublic)
    if let said = event.member("said_at"), !said.isNull {
      // What others said before the hand-off names them; what is left is the customer's.
      let isOthers = event.member("author_id").map { !$0.isNull } ?? false
      if update.isLocal ? !isOthers : talk.opening == nil { talk.opening = talk.opening ?? comment }
      return
    }
    talk.first = talk.first ?? comment
    talk.last = comment
    if isPublic { update.publicComments += 1 }
  }

  private func readBeforeRules(_ event: JSONSlice, _ update: inout RecordedUpdate) {
    let name = event.member("field_name")
    if name?.equals("id") ?? false {
      update.importBroughtTicket = event.member("previous_value")?.isNull ?? true
    } else if name?.equals("messaging_session_state") ?? false {
      update.importedSession = event.member("previous_value")?.isNull ?? true ? .brought : .ended
    } else if name?.equals("routing_channel") ?? false {
      guard let from = channel(event.member("previous_value")), let to = channel(event.member("value")) else {
        update.obstacle = update.obstacle ?? .unreadable
        return
      }
      update.beforeRules.append((.routingChannel, from, to))
    } else if name == nil {
      update.obstacle = update.obstacle ?? .redacted
    } else if let field = field(event), let to = value(event.member("value"), field),
      let from = value(event.member("previous_value"), field)
    {
      update.beforeRules.append((field, from, to))
    }
  }

  private func readChange(
    _ event: JSONSlice, _ author: RecordedUpdate.Author, _ update: inout RecordedUpdate
  ) {
    guard event.member("field_name") != nil else {
      update.obstacle = update.obstacle ?? .redacted
      return
    }
    // Of fields that no rule can look at it is no matter what they were.
    guard let field = field(event) else { return }
    guard let to = value(event.member("value"), field),
      let from = value(event.member("previous_value"), field)
    else {
      update.obstacle = update.obstacle ?? .unreadable
      return
    }
    update.changes.append(RecordedUpdate.Change(field: field, from: from, to: to, author: author))
  }

  // MARK: Who

  private func author(of event: JSONSlice) -> RecordedUpdate.Author {
    guard let via = event.member("via"), case .object = via.kind, let channel = via.member("channel"),
      channel.equals("rule")
    else { return .actor }
    guard let source = via.member("source"), case .object = source.kind else { return .other }
    let rel = source.member("rel")
    guard let from = source.member("from"), case .object = from.kind, let id = from.member("id"),
      rel?.equals("trigger") ?? false
    else { return .other }
    guard let number = id.integer() ?? id.string().flatMap(Int64.init) else { return .other }
    return .trigger(number)
  }

  // MARK: What

  private func field(_ event: JSONSlice) -> RecordedUpdate.Field? {
    guard let member = event.member("field_name") else { return nil }
    guard let name = member.string() else { return member.integer().map(RecordedUpdate.Field.custom) }
    if let field = Self.fields[name] { return field }
    if name.hasPrefix("custom_fields_") { return Int64(name.dropFirst(14)).map(RecordedUpdate.Field.custom) }
    return Int64(name).map(RecordedUpdate.Field.custom)
  }

  private static let fields = TicketField.inHistory.mapValues(RecordedUpdate.Field.init)

  /// nil for what is no value of such a field.
  private func value(_ slice: JSONSlice?, _ field: RecordedUpdate.Field) -> RecordedUpdate.Value? {
    let told = slice.flatMap { $0.isNull ? nil : $0 }
    switch field {
    case .tags:
      guard let told, case .array = told.kind else {
        return .tags(told?.string()?.split(separator: " ").map(String.init) ?? [])
      }
      var tags: [String] = []
      told.forEachElement { if let tag = $0.string() { tags.append(tag) } }
      return .tags(tags)
    case .ticket(let place):
      return TicketField.all[place].value(of: told?.word).map(RecordedUpdate.Value.stored)
    case .custom:
      guard let told, case .array = told.kind else {
        return .stored(StoredValue((told?.word).flatMap { $0.isEmpty ? nil : $0 }))
      }
      var words: [String] = []
      told.forEachElement { words.append($0.word) }
      return .stored(words.isEmpty ? .null : .text(words.joined(separator: " ")))
    }
  }

  private func channel(_ slice: JSONSlice?) -> RecordedUpdate.Value? {
    slice?.string().flatMap(RoutingChannel.init(word:)).map { .word($0) }
  }

  /// Events that change nothing that a rule could look at.
  private static let harmless: Set<String> = [
    "RuleFired", "Error", "SatisfactionRating", "ChatStartedEvent", "ChatEndedEvent", "ChatFileAttachment",
    "VoiceComment", "Cc", "EmailCcChange", "FollowerChange", "FollowerNotification", "External", "Push",
    "WebhookEvent", "SmsNotification", "OrganizationActivity", "AttachmentRedactionEvent",
    "CommentRedactionEvent", "CommentPrivacyChange", "KnowledgeCaptured", "KnowledgeFlagged",
    "KnowledgeLinkAccepted", "KnowledgeLinked", "KnowledgeLinkRejected", "LogMeInTranscript",
    "AgentMacroReference", "FacebookEvent", "FacebookComment", "TweetEvent", "Tweet", "ChannelBackEvent",
    "ChannelBackFailedEvent", "TicketSharingEvent", "UserCustomEvent", "MessagingCsatEvent",
    "AssociateAttValsToTicket", "RuleBasedTicketSkillAttributesUpdate", "TicketLinkEvent",
  ]
}

extension JSONSlice {
  /// Numbers and truth values are told as texts or as they are.
  fileprivate var word: String { string() ?? text }
}
