import CivilTime
import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

/// The options that select sessions, declared once for every command that takes them.
enum SelectionOptions {
  static let idleFor = Option<TimeSpan>(
    "idle-for", "DURATION", .timeSpan, help: "Last active this long ago or longer: 90m, 4h, 2d")
  static let idleUnder = Option<TimeSpan>(
    "idle-under", "DURATION", .timeSpan, help: "Last active less than this long ago")
  static let startedBefore = Option<TimeExpression>(
    "started-before", "TIME", .time, help: "Started before this time")
  static let user = Option<String>(
    "user", "USER", .nonEmptyText, repeatable: true,
    help: "The customer, by id or e-mail address")
  static let group = Option<String>(
    "group", "GROUP", .nonEmptyText, repeatable: true, completion: .stored("group"),
    help: "Tickets of this group; 'none' for no group")
  static let notGroup = Option<String>(
    "not-group", "GROUP", .nonEmptyText, repeatable: true, completion: .stored("group"),
    help: "Tickets of another group, or of none")
  static let agent = Option<String>(
    "agent", "AGENT", .nonEmptyText, repeatable: true, completion: .stored("agent"),
    help: "Tickets assigned to this agent; 'none' for unassigned")
  static let notAgent = Option<String>(
    "not-agent", "AGENT", .nonEmptyText, repeatable: true, completion: .stored("agent"),
    help: "Tickets assigned to somebody else, or to nobody")
  static let queue = Option<String>(
    "queue", "QUEUE", .nonEmptyText, repeatable: true, completion: .stored("queue"),
    help: "Tickets that wait in this queue")
  static let channel = Option<String>(
    "channel", "CHANNEL", .nonEmptyText, repeatable: true, completion: .words(Channel.messaging.map(\.name)),
    help: "Came in through this channel")
  static let notChannel = Option<String>(
    "not-channel", "CHANNEL", .nonEmptyText, repeatable: true,
    completion: .words(Channel.messaging.map(\.name)), help: "Came in through another channel")
  static let status = Option<[TicketStatus]>(
    "status", "STATUS", .list(of: .vocabulary()), repeatable: true, help: "The ticket's status")
  static let notStatus = Option<[TicketStatus]>(
    "not-status", "STATUS", .list(of: .vocabulary()), repeatable: true,
    help: "The ticket has another status")
  static let priority = Option<[Priority]>(
    "priority", "PRIORITY", .list(of: .priority), repeatable: true,
    help: "The ticket's priority; 'none' for no priority")
  static let tag = Option<[String]>(
    "tag", "TAG", .list(of: .nonEmptyText), repeatable: true, help: "The ticket has this tag")
  static let allTags = Option<[String]>(
    "all-tags", "TAG", .list(of: .nonEmptyText), repeatable: true,
    help: "The ticket has every one of these tags")
  static let notTag = Option<[String]>(
    "not-tag", "TAG", .list(of: .nonEmptyText), repeatable: true, help: "The ticket does not have this tag")
  static let subjectContains = Option<String>(
    "subject-contains", "TEXT", .nonEmptyText, repeatable: true, help: "The subject contains this text")
  static let lastSender = Option<[Sender]>(
    "last-sender", "SENDER", .list(of: .vocabulary()), repeatable: true,
    help: "Who wrote the last public message")
  static let outsideHours = Option<String>(
    "outside-hours", "SCHEDULE", .nonEmptyText, completion: .stored("schedule"),
    help: "Started outside these business hours")
  static let ticket = Option<[Int64]>(
    "ticket", "ID", .list(of: .id), repeatable: true, help: "The session of this ticket")
  static let idsFrom = Option<String>(
    "ids-from", "FILE", .file,
    help: "Sessions whose ids are in this file, one per line ('-': standard input)",
    details: [
      "The file can also be csv or tsv with a heading line and a column `session_id` or `id`, or JSON or NDJSON documents of sessions or with a `session_id`."
    ])
  static let withoutTicket = Flag(
    "without-ticket",
    help: "Only sessions that are still with the AI agent; by default, only those with a ticket")
  static let all = Flag("all", help: "Everything")

  /// What the heading says of several options, and of several values of one.
  static let heading = "Selection (options combine with 'and', the values of one with 'or')"

  static let forTickets: [any OptionDeclaring] = section(heading, whose)

  /// Who has no ticket can't be reminded, and nobody reminds everybody.
  static let forReminders = section(heading, whose + [idsFrom])

  /// Who has no ticket has no conversation log either.
  static let forActivity = section(heading, whose + [idsFrom, all])

  static let forSessions: [any OptionDeclaring] = section(heading, whose + [idsFrom, withoutTicket, all])

  /// By what the ticket is now; reports have these too.
  static let ofTickets: [any OptionDeclaring] = [
    user, group, notGroup, agent, notAgent, channel, notChannel, status, notStatus, priority, tag, allTags,
    notTag,
    subjectContains,
  ]

  private static let whose: [any OptionDeclaring] =
    [idleFor, idleUnder, startedBefore] + ofTickets + [queue, lastSender, outsideHours, ticket]
}

/// A selection as it stands in the arguments, and how it becomes one over the store.
struct SelectionRequest {
  private let context: CommandContext
  private let ids: [Int64]
  private var arguments: ParsedArguments { context.arguments }

  init(_ context: CommandContext, ids: [Int64] = []) {
    self.context = context
    self.ids = ids
  }

  /// Whether sessions were named one by one, by id or by ticket.
  var namesSessions: Bool {
    !ids.isEmpty || arguments.wasGiven(SelectionOptions.ticket)
      || arguments.wasGiven(SelectionOptions.idsFrom)
  }

  /// How many sessions were named one by one, at most.
  func namedCount(_ ids: [Int64]?) -> Int {
    Set(ids ?? []).count + Set(arguments[all: SelectionOptions.ticket].joined()).count
  }

  /// Whether anything at all selects.
  var isGiven: Bool {
    !ids.isEmpty || SelectionOptions.forSessions.contains { arguments.wasGiven($0) }
  }

  /// Whether anything beside `--all` selects.
  var isNarrowed: Bool {
    !ids.isEmpty
      || SelectionOptions.forSessions.contains {
        $0.spec.name != SelectionOptions.all.spec.name && arguments.wasGiven($0)
      }
  }

  /// The sessions that were named, `--ids-from` included; nil when none were.
  func readIDs() throws -> [Int64]? {
    guard let path = arguments[SelectionOptions.idsFrom] else { return ids.isEmpty ? nil : ids }
    return try ids + IDList.read(path, context)
  }

  private func listed<Value>(_ option: Option<[Value]>) -> [Value] {
    Array(arguments[all: option].joined())
  }

  /// What an option's values name, each one thing or several with commas between them; a name may have commas too.
  private func named<Thing>(_ option: Option<String>, _ find: (String) throws -> Thing) throws -> [Thing] {
    try arguments[all: option].flatMap { word -> [Thing] in
      do { return [try find(word)] } catch {
        let parts = word.split(separator: ",").map(String.init)
        guard parts.count > 1 else { throw error }
        return try parts.map(find)
      }
    }
  }

  /// Looks names and times up; nothing about the state of sessions is said here.
  ///
  /// - Parameter ids: what `readIDs` gave
  func resolve(_ reader: StoreReader, _ clock: RunClock, ids: [Int64]?) throws -> Selection {
    var selection = Selection()
    let naming = Naming(reader)
    selection.sessionIDs = ids
    let tickets = Array(arguments[all: SelectionOptions.ticket].joined())
    if !tickets.isEmpty { selection.ticketIDs = tickets }
    selection.idleSince = arguments[SelectionOptions.idleFor].map { clock.now.advanced(by: -$0.seconds) }
    selection.activeAfter = arguments[SelectionOptions.idleUnder].map { clock.now.advanced(by: -$0.seconds) }
    if let since = selection.idleSince, let after = selection.activeAfter, after >= since {
      throw Failure.usage("--idle-under must be longer than --idle-for, or nothing can match")
    }
    selection.startedBefore = try arguments[SelectionOptions.startedBefore]?
      .resolve(now: clock.now, zone: clock.zone)
    selection.requesterIDs = try named(SelectionOptions.user, naming.customers).flatMap(\.self)
    selection.groups.oneOf = try named(SelectionOptions.group, naming.groupOrNone)
    selection.groups.noneOf = try named(SelectionOptions.notGroup, naming.groupOrNone)
    selection.assignees.oneOf = try named(SelectionOptions.agent, naming.agentOrNone)
    selection.assignees.noneOf = try named(SelectionOptions.notAgent, naming.agentOrNone)
    selection.channels.oneOf = try named(SelectionOptions.channel, naming.channel)
    selection.channels.noneOf = try named(SelectionOptions.notChannel, naming.channel)
    selection.statuses.oneOf = listed(SelectionOptions.status)
    selection.statuses.noneOf = listed(SelectionOptions.notStatus)
    selection.priorities = listed(SelectionOptions.priority)
    selection.tags = listed(SelectionOptions.tag)
    selection.allTags = listed(SelectionOptions.allTags)
    selection.notTags = listed(SelectionOptions.notTag)
    selection.subjects = arguments[all: SelectionOptions.subjectContains]
    selection.lastSenders = listed(SelectionOptions.lastSender)
    if arguments.wasGiven(SelectionOptions.queue) {
      try reader.requireQueues()
      selection.queueKeys = try named(SelectionOptions.queue) { try naming.queue($0).key }
    }
    selection.outsideHours = try arguments[SelectionOptions.outsideHours].map(naming.businessHours)
    if arguments[SelectionOptions.withoutTicket] {
      selection.ticketLink = .without
    } else if isGiven && !namesSessions {
      selection.ticketLink = .with
    }
    return selection
  }
}
