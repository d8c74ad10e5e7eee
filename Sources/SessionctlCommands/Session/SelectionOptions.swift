import CivilTime
import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

/// The options that select sessions, declared once for every command that takes them.
enum SelectionOptions {
  static let idleFor = Option<TimeSpan>(
    "idle-for", "DURATION", .timeSpan, help: "Last active that long ago or longer: 90m, 4h, 2d")
  static let startedBefore = Option<TimeExpression>(
    "started-before", "TIME", .time, help: "Started before this time")
  static let group = Option<String>(
    "group", "GROUP", .nonEmptyText, completion: .stored("group"),
    help: "Tickets of this group; 'none' for no group")
  static let agent = Option<String>(
    "agent", "AGENT", .nonEmptyText, completion: .stored("agent"),
    help: "Tickets assigned to this agent; 'none' for unassigned")
  static let queue = Option<String>(
    "queue", "QUEUE", .nonEmptyText, completion: .stored("queue"), help: "Tickets that wait in this queue")
  static let channel = Option<String>(
    "channel", "CHANNEL", .nonEmptyText, completion: .words(Channel.messaging.map(\.name)),
    help: "Came in through this channel")
  static let status = Option<TicketStatus>(
    "status", "STATUS", .vocabulary(), help: "The ticket's status")
  static let tag = Option<String>(
    "tag", "TAG", .nonEmptyText, repeatable: true, help: "The ticket has this tag; several: all of them")
  static let notTag = Option<String>(
    "not-tag", "TAG", .nonEmptyText, repeatable: true, help: "The ticket does not have this tag")
  static let lastSender = Option<Sender>(
    "last-sender", "SENDER", .vocabulary(), help: "Who wrote the last public message")
  static let outsideHours = Option<String>(
    "outside-hours", "SCHEDULE", .nonEmptyText, completion: .stored("schedule"),
    help: "Started outside these business hours")
  static let ticket = Option<Int64>(
    "ticket", "ID", .id, repeatable: true, help: "The session of this ticket")
  static let idsFrom = Option<String>(
    "ids-from", "FILE", .file, help: "Sessions whose ids are in this file, one a line ('-': standard input)")
  static let withoutTicket = Flag(
    "without-ticket", help: "Only sessions that are still with the AI agent; else only those with a ticket")
  static let all = Flag("all", help: "Everything")

  static let forTickets: [any OptionDeclaring] = section(
    "Selection (all combined with 'and')",
    [
      idleFor, startedBefore, group, agent, queue, channel, status, tag, notTag, lastSender, outsideHours,
      ticket,
    ])

  /// Who has no ticket can't be reminded, and nobody reminds everybody.
  static let forReminders = forSessions.filter {
    $0.spec.name != withoutTicket.spec.name && $0.spec.name != all.spec.name
  }

  static let forSessions: [any OptionDeclaring] = section(
    "Selection (all combined with 'and')",
    [
      idleFor, startedBefore, group, agent, queue, channel, status, tag, notTag, lastSender, outsideHours,
      ticket, idsFrom, withoutTicket, all,
    ])
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
    Set(ids ?? []).count + Set(arguments[all: SelectionOptions.ticket]).count
  }

  /// Whether anything at all selects.
  var isGiven: Bool {
    !ids.isEmpty || SelectionOptions.forSessions.contains { arguments.wasGiven($0) }
  }

  /// The sessions that were named, `--ids-from` included; nil when none were.
  func readIDs() throws -> [Int64]? {
    guard let path = arguments[SelectionOptions.idsFrom] else { return ids.isEmpty ? nil : ids }
    return try ids + IDList.read(path, context)
  }

  /// Looks names and times up; nothing about the state of sessions is said here.
  ///
  /// - Parameter ids: what `readIDs` gave
  func resolve(_ reader: StoreReader, _ clock: RunClock, ids: [Int64]?) throws -> Selection {
    var selection = Selection()
    let naming = Naming(reader)
    selection.sessionIDs = ids
    let tickets = arguments[all: SelectionOptions.ticket]
    if !tickets.isEmpty { selection.ticketIDs = tickets }
    selection.idleSince = arguments[SelectionOptions.idleFor].map { clock.now.advanced(by: -$0.seconds) }
    selection.startedBefore = try arguments[SelectionOptions.startedBefore]?
      .resolve(now: clock.now, zone: clock.zone)
    selection.groupID = try arguments[SelectionOptions.group].map(naming.groupOrNone)
    selection.assigneeID = try arguments[SelectionOptions.agent].map(naming.agentOrNone)
    selection.channel = try arguments[SelectionOptions.channel].map(naming.channel)
    selection.status = arguments[SelectionOptions.status]
    selection.tags = arguments[all: SelectionOptions.tag]
    selection.notTags = arguments[all: SelectionOptions.notTag]
    selection.lastSender = arguments[SelectionOptions.lastSender]
    if let queue = arguments[SelectionOptions.queue] {
      try reader.requireQueues()
      selection.queueKey = try naming.queue(queue).key
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
