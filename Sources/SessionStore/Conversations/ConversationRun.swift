import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// Hot loop: does what events tell of conversations, one after the other, in one transaction or in several between which
/// nobody else has written.
///
/// The update over a batch once more, with an update of its own for each event: what happened is noted, and each
/// conversation is kept as it is by now until `flush` writes all of them with the few statements that a bulk run has.
/// Only new customers are rows at once; what is noted is written before anything is read that it may be among.
final class ConversationRun {
  /// A conversation that events have named.
  private final class Working {
    /// What is to be written before rows that name it.
    enum Missing { case nothing, row, link }

    let id: Int64
    /// As it stands in the store, or as it is noted.
    var stored: WorkItem
    var now: WorkItem
    let beginning: ConversationRows.Beginning
    private var missing: Missing
    /// When a ticket was made of it that is no row yet.
    private var newTicketAt: Instant?
    /// Whether anything was told since the ticket was written.
    var isTold = false
    /// The latest public comment on its ticket since the last flush.
    private(set) var comment: HistoryWriter.PublicComment?
    /// The number of the flush that wrote of it last.
    private(set) var settledIn = 0
    /// What is noted of what was said last since the last flush.
    private var spoken: WorkItem.Activity?
    /// Of what was told of it since the last flush.
    var latest: Instant
    /// An audit that told of it since the last flush; nil as long as nothing has happened.
    var auditID: Int64?
    /// Whether it was asked how the customer stands.
    let knowsCustomer: Bool
    /// What was said before there is a ticket, in the order in which it was told; nil where only the store knows it.
    var lines: [Handoff.Line]?
    private var room = Working.longestTalk

    /// In bytes: where more is said, the store is asked for it.
    private static let longestTalk = 4096

    /// One that the store has.
    init(_ item: WorkItem, _ id: Int64, _ beginning: ConversationRows.Beginning) {
      self.id = id
      (stored, now) = (item, item)
      self.beginning = beginning
      latest = beginning.startedAt
      knowsCustomer = true
      missing = .nothing
    }

    /// One that begins.
    init(beginning: ConversationRows.Beginning, _ id: Int64, knowsCustomer: Bool) {
      let item = WorkItem(session: WorkItem.Session(id: id, state: .active), ticket: nil)
      self.id = id
      (stored, now) = (item, item)
      self.beginning = beginning
      latest = beginning.startedAt
      self.knowsCustomer = knowsCustomer
      missing = .row
      lines = []
    }

    var isOver: Bool { now.session?.state == .ended }

    /// Takes a new ticket, before anything is noted that names it.
    ///
    /// - Returns: whether nothing else was missing
    func begin(_ ticket: WorkItem.Ticket, at moment: Instant) -> Bool {
      stored.ticket = ticket
      newTicketAt = moment
      guard missing == .nothing else { return false }
      missing = .link
      return true
    }

    /// Notes what is missing.
    func write(to rows: ConversationRows) throws {
      guard let session = now.session else { return }
      if let madeAt = newTicketAt { try writeTicket(to: rows, madeAt: madeAt) }
      switch missing {
      case .row: try rows.add(session, beginning, ticketID: stored.ticket?.id)
      case .link: if let ticket = stored.ticket { try rows.link(ticket.id, to: session) }
      case .nothing: return
      }
      missing = .nothing
      spoken = session.activity
    }

    private func writeTicket(to rows: ConversationRows, madeAt: Instant) throws {
      newTicketAt = nil
      guard let begun = stored.ticket else { return }
      // What comes with an end is written with it, and the update that makes the ticket may still be at work.
      guard let ticket = now.ticket, !isOver, ticket.routingChannel == begun.routingChannel else {
        return try rows.add(begun, madeAt: madeAt, updatedAt: madeAt)
      }
      try rows.add(ticket, madeAt: madeAt, updatedAt: max(madeAt, latest))
      stored.ticket = ticket
      stored.ticket?.customFields = begun.customFields
      isTold = false
    }

    func note(_ latest: HistoryWriter.PublicComment) {
      if let comment, comment.at >= latest.at { return }
      comment = latest
    }

    /// What is to be written of it, as far as it is not noted.
    var outcome: WorkItem {
      var item = now
      if item.session?.activity == spoken { item.session?.activity = nil }
      return item
    }

    func keep(_ line: Handoff.Line) {
      room -= line.text.utf8.count
      // What SQLite reads of a text ends at such a byte.
      if room < 0 || line.text.utf8.contains(0) { lines = nil }
      lines?.append(line)
    }

    /// As it would be read now.
    ///
    /// - Parameter number: how many flushes there were before
    func settle(in number: Int) {
      settledIn = number
      now.session?.activity = nil
      spoken = nil
      comment = nil
      isTold = false
      stored = now
      latest = beginning.startedAt
      auditID = nil
      if now.ticket != nil { lines = nil }
    }
  }

  private let db: Database
  private let reader: StoreReader
  private let moment: Instant
  private let policy: UpdatePolicy
  private let endUsersMayEnd: Bool
  private let rules: RuleBook
  let people: ConversationPeople
  private var working: [Int64: Working] = [:]
  private var touched: [Int64] = []
  private var flushes = 0
  /// Those of which something is missing.
  private var incomplete: [Working] = []
  let log: WriteLog
  private var runner: RuleRunner
  private var staging: Staging
  private var notices: NotificationWriter
  private var loader: WorkItemLoader
  private let rows: ConversationRows
  private var summary = UpdateSummary()
  private var firings = RuleFirings()

  init(_ writer: StoreWriter, at moment: Instant) throws {
    db = writer.db
    reader = writer.reader
    policy = try reader.updatePolicy()
    endUsersMayEnd = try reader.feature(.endUsers).enabled
    rules = try RuleBook(reader, at: moment)
    people = try ConversationPeople(db)
    self.moment = moment
    log = WriteLog(db, .kept)
    runner = RuleRunner(db, finding: log)
    rows = try ConversationRows(db, log)
    staging = try Staging(
      log, .store, Update(actor: .system, via: .messaging, at: moment, steps: []), reading: db)
    notices = try NotificationWriter(db, log, .store, findsAdded: true, at: moment)
    loader = try WorkItemLoader(
      db, .session, columns: WorkItemColumns([.fields, .details]).union(rules.columns))
    log.beforeWriting = { [unowned self] in
      for conversation in incomplete { try conversation.write(to: rows) }
      incomplete.removeAll(keepingCapacity: true)
    }
  }

  // MARK: Events

  /// Does what an event tells.
  ///
  /// - Parameter sessionID: the conversation that it is about; none for a start
  /// - Throws: `UpdateRefusal` where the domain says no; the conversation then stays as it is
  func take(_ event: ConversationEvent, of sessionID: Int64?) throws -> ConversationAnswer {
    if case .start(let channel, let message) = event.kind {
      let customer = try people.customer(event)
      let chain = try event.followsLatest ? chain(ofCustomer: customer, channel, at: event.at) : nil
      return try start(customer, channel, message, chain: chain, at: event.at)
    }
    guard let sessionID, let addressed = try conversation(sessionID, at: event.at) else {
      throw UpdateRefusal(kind: .notFound, message: "no conversation \(sessionID ?? 0)")
    }
    try check(event, of: addressed, sessionID)
    guard case .say(let message, let sender) = event.kind, addressed.isOver else {
      return try take(event, of: addressed, sessionID)
    }
    let chain = addressed.beginning.chain ?? sessionID
    let newest = try rows.newest(ofChain: chain)
    guard sender == .customer else {
      // E2: nobody else goes along by themselves, but they are told where the customer is.
      if newest != sessionID { throw UpdateRefusal.messagingOff(sessionID: sessionID, goesOnIn: newest) }
      return try take(event, of: addressed, sessionID)
    }
    // E13: it never reaches the old ticket, and goes on where the one before it went.
    let latest = try newest == sessionID ? addressed : conversation(newest, at: event.at) ?? addressed
    try check(event, of: latest, newest)
    var answer: ConversationAnswer
    if !latest.isOver {
      answer = try take(event, of: latest, newest)
    } else {
      answer = try start(
        addressed.beginning.userID, knowsCustomer: addressed.knowsCustomer, addressed.beginning.channel,
        message, chain: chain, at: event.at)
      answer.opened = true
    }
    answer.previousID = sessionID
    return answer
  }

  /// Does what an event tells of a conversation that was pruned: its customer's next message begins a new one (E13), and
  /// nothing else can happen to it.
  func take(_ event: ConversationEvent, after past: PastConversation) throws -> ConversationAnswer {
    // Those that followed it may still be here.
    let newest = try rows.newest(ofChain: past.chain)
    if try conversation(newest, at: event.at) != nil { return try take(event, of: newest) }
    guard case .say(let message, from: .customer) = event.kind else {
      throw UpdateRefusal(
        kind: .channelOff,
        message: "session \(past.id) has ended and was pruned, so the messaging channel is off")
    }
    guard try !people.isSuspended(past.userID) else {
      throw UpdateRefusal(
        kind: .notPermitted,
        message: "the customer of conversation \(past.id) is suspended and can't act in it")
    }
    var answer = try start(
      past.userID, knowsCustomer: false, past.channel, message, chain: nil, at: event.at)
    answer.opened = true
    answer.previousID = past.id
    return answer
  }

  /// Whether an event can be one of a conversation at all.
  private func check(_ event: ConversationEvent, of conversation: Working, _ id: Int64) throws {
    guard event.at >= conversation.beginning.startedAt else {
      throw UpdateRefusal(
        kind: .impossible,
        message:
          "conversation \(id) started at \(conversation.beginning.startedAt.rfc3339), after this happened")
    }
    if event.isCustomers, conversation.beginning.customerIsRedacted,
      let customer = conversation.beginning.userID
    {
      throw UpdateRefusal.redacted(customer)
    }
    if event.isCustomers && conversation.beginning.customerIsSuspended {
      throw UpdateRefusal(
        kind: .notPermitted,
        message: "the customer of conversation \(id) is suspended and can't act in it")
    }
  }

  private func take(
    _ event: ConversationEvent, of conversation: Working, _ sessionID: Int64
  ) throws -> ConversationAnswer {
    let auditBefore = conversation.auditID
    switch event.kind {
    case .start: break
    case .say(let message, from: .customer):
      try update(conversation, .customer, [.say(message, from: .customer)], event.at)
    case .say(let message, from: .aiAgent):
      try update(conversation, .aiAgent, [.say(message, from: .aiAgent)], event.at)
    case .say(let message, from: .agent):
      try update(
        conversation, .agent(try people.agent(event.agent)), [.say(message, from: .agent)], event.at)
    case .handOff: try handOff(conversation, sessionID, event)
    case .end(from: let sender): try end(conversation, sender, event)
    }
    var answer = ConversationAnswer(sessionID: sessionID, ticketID: conversation.now.ticket?.id)
    answer.changed = conversation.auditID != auditBefore
    return answer
  }

  /// E13: the customer's latest conversation in a channel, if its session has ended, for a new one then follows it.
  private func chain(ofCustomer userID: Int64, _ channel: String, at moment: Instant) throws -> Int64? {
    guard let id = try rows.latest(ofCustomer: userID, channel: channel),
      let latest = try conversation(id, at: moment), latest.isOver, latest.beginning.startedAt <= moment
    else { return nil }
    let chain = latest.beginning.chain ?? id
    return try rows.newest(ofChain: chain) == id ? chain : nil
  }

  /// - Parameter knowsCustomer: whether it is certain that the customer is neither suspended nor redacted
  private func start(
    _ userID: Int64?, knowsCustomer: Bool = true, _ channel: String, _ message: String, chain: Int64?,
    at moment: Instant
  ) throws -> ConversationAnswer {
    let id = try rows.nextSessionID()
    let conversation = Working(
      beginning: ConversationRows.Beginning(
        userID: userID, channel: channel, startedAt: moment, customerIsSuspended: false,
        customerIsRedacted: false, chain: chain), id, knowsCustomer: knowsCustomer)
    incomplete.append(conversation)
    try update(conversation, .customer, [.say(message, from: .customer)], moment)
    return ConversationAnswer(sessionID: id, ticketID: nil)
  }

  private func handOff(_ conversation: Working, _ id: Int64, _ event: ConversationEvent) throws {
    var handoff = Handoff(
      ticketID: 0, subject: "Conversation with \(try people.name(of: conversation.beginning.userID))",
      channel: conversation.beginning.channel, requesterID: conversation.beginning.userID, opening: "")
    let lines = try conversation.lines.map(\.oldestFirst) ?? rows.lines(sessionID: id)
    let customer = conversation.beginning.userID
    let isCustomers = { (line: Handoff.Line) in line.authorID != nil && line.authorID == customer }
    let words = lines.filter(isCustomers).last(fitting: ConversationEvent.longestMessage)
    handoff.opening = words.map(\.text).joined(separator: "\n")
    handoff.openingAt = words.last?.at
    handoff.otherLines = Array(lines.filter { !isCustomers($0) }.last(fitting: Self.longestTranscript))
    if event.agent != nil && event.queue != nil { throw UpdateRefusal.twoTargets }
    try rows.tellRequester(of: &handoff)
    handoff.groupID = try people.group(event.group)
    handoff.assigneeID = try event.agent.map { try people.assignee($0) }
    // What the domain refuses takes no id.
    if conversation.now.canBeHandedOver { handoff.ticketID = try rows.nextTicketID() }
    var steps: [Update.Step] = [.handOff(handoff)]
    if let queue = event.queue { steps.append(.chooseQueue(try people.queue(queue))) }
    // Whoever hands it over, the ticket is its customer's, as is what it begins with.
    try update(conversation, .customer, steps, event.at)
  }

  /// In bytes: what an AI agent has said goes into one entry of the history, which must not grow without bound.
  private static let longestTranscript = 1_048_576

  private func end(_ conversation: Working, _ sender: Sender, _ event: ConversationEvent) throws {
    switch sender {
    case .customer:
      guard endUsersMayEnd else { throw UpdateRefusal.endUsersMayNotEnd }
      try update(conversation, .customer, [.endSession(.endUserEnded, routing: nil)], event.at)
    case .agent:
      let agent = try people.agent(event.agent)
      try update(conversation, .agent(agent), [.endSession(.agentEnded, routing: nil)], event.at)
    case .aiAgent:
      throw UpdateRefusal(
        kind: .impossible, message: "an AI agent can't end a conversation; it can only hand it over")
    }
  }

  // MARK: Updating

  /// Who makes an update, with what the rules and the history make of it.
  private enum Speaker {
    case customer, aiAgent
    case agent(Person)
  }

  private func update(
    _ conversation: Working, _ speaker: Speaker, _ steps: [Update.Step], _ moment: Instant
  ) throws {
    let actor: Actor =
      switch speaker {
      case .customer: conversation.beginning.userID.map { .user(id: $0) } ?? .system
      case .aiAgent: .system
      case .agent(let agent): .user(id: agent.id)
      }
    var update = Update(actor: actor, via: .api, at: moment, steps: steps)
    // E12: what ends a session does not come in through messaging, whoever ends it.
    if !update.endsSession { update.via = .messaging(conversation.beginning.channel) }
    var draft = try conversation.now.applying(update, policy: policy)
    guard draft.isChange else { return }
    if let ticket = draft.baseline {
      if conversation.now.ticket == nil, conversation.begin(ticket, at: moment) {
        incomplete.append(conversation)
      }
      let rules = try rules.rules(
        for: event(of: draft, speaker, update), steps: steps.map(\.shape), at: moment)
      try runner.run(
        rules, on: &draft, message: rules.messaging.isEmpty ? nil : message(conversation, steps))
      summary.leftRouting.note(draft.routingExit(rules.queues))
    }
    for trigger in draft.fired { firings.note(trigger.rule) }
    var events = try draft.events + notices.send(draft, counting: &summary)
    if !draft.fired.isEmpty { events += draft.firings(untoldBy: events) }
    let auditID = try staging.tell(events, of: draft, by: actor, via: update.via)
    if conversation.auditID == nil { touched.append(conversation.id) }
    conversation.auditID = auditID
    conversation.isTold = true
    if draft.item.ticket != nil, events.contains(where: \.isPublicComment) {
      conversation.note(HistoryWriter.PublicComment(at: moment, authorID: actor.authorID))
    }
    if !conversation.isOver, draft.item.session?.state == .ended { summary.ended += 1 }
    if conversation.now.ticket == nil {
      for case .say(let text, _) in steps {
        conversation.keep(Handoff.Line(text: text, authorID: draft.updaterID, at: moment))
      }
    }
    conversation.now = draft.item
    conversation.latest = max(conversation.latest, moment)
    working[conversation.id] = conversation
  }

  private func event(of draft: UpdateDraft, _ speaker: Speaker, _ update: Update) -> RuleEvent {
    let isCreation = draft.before.ticket == nil
    // Its text is left open, so that the rules are compiled once for all events of a kind.
    let comment = draft.comment.map { RuleEvent.Comment(body: "", isPublic: $0.isPublic) }
    var event = RuleEvent(
      isCreation: isCreation, comment: comment, updaterID: nil, updaterRole: .endUser,
      channel: update.via.word)
    event.commentVaries = true
    switch speaker {
    case .customer: event.updaterIsRequester = true
    case .aiAgent: event.updaterRole = .agent
    case .agent(let agent): (event.updaterID, event.updaterRole) = (agent.id, agent.role)
    }
    return event
  }

  /// What messaging triggers see as the message: the customer's word, or at a hand-off all of them so far.
  private func message(_ conversation: Working, _ steps: [Update.Step]) throws -> MessagingContext.Message? {
    for step in steps {
      switch step {
      case .say(let text, .customer):
        return MessagingContext.Message(
          text: text, sender: .customer, senderName: try people.name(of: conversation.beginning.userID))
      case .handOff(let handoff):
        return MessagingContext.Message(
          text: handoff.opening, sender: .customer,
          senderName: try people.name(of: conversation.beginning.userID))
      default: break
      }
    }
    return nil
  }

  // MARK: Conversations at hand

  /// - Parameter moment: of what is told of it now. What happened later and was told before is written first: only
  ///   one moment is kept of all that is to be written of a conversation, and nothing in it goes back (§12).
  private func conversation(_ id: Int64, at moment: Instant) throws -> Working? {
    if let known = working[id] {
      if known.auditID == nil || known.latest <= moment { return known }
      try flush()
      if let known = working[id] { return known }
    }
    guard let item = try loader.item(ofSession: id), let beginning = try rows.beginning(ofSession: id) else {
      return nil
    }
    let conversation = Working(item, id, beginning)
    working[id] = conversation
    return conversation
  }

  /// How many are known after a flush: memory stays flat however many a feed tells of.
  private static let mostKnown = 8192

  /// Writes what the events so far have come to. Nothing else is to be written in this transaction that the run reads.
  func flush() throws {
    try log.writeAdded()
    for id in touched {
      guard let conversation = working[id] else { continue }
      try staging.settle(
        conversation.outcome, before: conversation.stored, isTold: conversation.isTold,
        comment: conversation.comment, at: conversation.latest)
      conversation.settle(in: flushes)
      // Hardly anybody speaks of it again.
      if conversation.isOver || !conversation.knowsCustomer { working[id] = nil }
    }
    try rows.saveIDs()
    try people.saveIDs()
    try staging.apply()
    try firings.apply(db, at: moment)
    firings = RuleFirings()
    try staging.clear()
    touched.removeAll(keepingCapacity: true)
    flushes += 1
    if working.count > Self.mostKnown { forget() }
  }

  /// Whoever was named lately is named again soonest.
  private func forget() {
    working = working.filter { $0.value.settledIn >= flushes - 2 }
    if working.count > Self.mostKnown { working.removeAll() }
  }

  /// What updates came to since this was asked last.
  func takeSummary() -> UpdateSummary {
    defer { summary = UpdateSummary() }
    return summary
  }
}

extension Update.Step {
  /// What it does without what it says: the rules of a run are compiled once for all steps of a shape.
  fileprivate var shape: Update.Step {
    switch self {
    case .say(_, let sender): .say("", from: sender)
    case .handOff: .handOff(Handoff(ticketID: 0, subject: "", channel: "", requesterID: nil, opening: ""))
    default: self
    }
  }
}

extension [Handoff.Line] {
  /// In the order in which it was said; what was said at one moment, as it was told.
  fileprivate var oldestFirst: [Handoff.Line] {
    enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
  }

  /// The last ones whose texts fit into so many bytes with a line break each, and the very last in any case.
  fileprivate func last(fitting bytes: Int) -> ArraySlice<Handoff.Line> {
    var room = bytes
    var first = endIndex
    while first > startIndex {
      room -= self[first - 1].text.utf8.count + 1
      if room < 0 && first < endIndex { break }
      first -= 1
    }
    return self[first...]
  }
}

extension UpdateRefusal {
  /// A ticket that somebody has waits in no queue (Q2).
  package static let twoTargets = UpdateRefusal(
    kind: .impossible,
    message:
      "a conversation goes to an agent or to a queue, not to both: an assigned ticket waits in no queue")

  static func messagingOff(sessionID: Int64, goesOnIn newest: Int64) -> UpdateRefusal {
    UpdateRefusal(
      kind: .channelOff,
      message:
        "session \(sessionID) has ended, so the messaging channel is off; the customer continued in conversation \(newest)"
    )
  }

  static func redacted(_ userID: Int64) -> UpdateRefusal {
    UpdateRefusal(kind: .redacted, message: "user \(userID) was redacted")
  }

  /// F4
  package static let endUsersMayNotEnd = UpdateRefusal(
    kind: .endUsersMayNotEnd, message: "end users can't end sessions")
}

extension ConversationEvent {
  /// Whether the customer does it.
  fileprivate var isCustomers: Bool {
    switch kind {
    case .start, .say(_, from: .customer), .end(from: .customer): true
    default: false
    }
  }
}
