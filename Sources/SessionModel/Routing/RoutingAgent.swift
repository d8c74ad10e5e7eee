/// An agent as routing sees them.
public struct RoutingAgent: Hashable, Sendable {
  /// Equal agents are picked in the order of ids.
  public var id: Int64
  /// What to call them in a sentence; never empty.
  public var name: String
  /// Only who is online gets anything (C3).
  public var status: AgentStatus
  /// Whether they may act on nothing, and so get nothing.
  public var isSuspended: Bool
  /// Why nothing may be assigned to them, whatever their status; nil: nothing bars them.
  public var bar: AssignmentBar?
  /// Their groups that are not deleted: which queues they serve (Q5).
  public var groups: Set<Int64>
  /// Those that are deleted serve no longer.
  public var deletedGroups: Set<Int64>
  /// What their assigned tickets take now; the dispatcher keeps it right during a run (C1).
  public var load: AgentLoad
  /// C1: the most that routing assigns; by hand there may be more (C2).
  public var capacity: AgentLoad
  /// When routing last assigned to them: the lowest number goes next in round robin, 0 for never (C3).
  public var turn: Int64

  /// An agent without load or history, as far as nothing else is said.
  public init(
    id: Int64, name: String, status: AgentStatus = .online, isSuspended: Bool = false,
    bar: AssignmentBar? = nil, groups: Set<Int64>, deletedGroups: Set<Int64> = [],
    load: AgentLoad = AgentLoad(), capacity: AgentLoad, turn: Int64 = 0
  ) {
    self.id = id
    self.name = name
    self.status = status
    self.isSuspended = isSuspended
    self.bar = bar
    self.groups = groups
    self.deletedGroups = deletedGroups
    self.load = load
    self.capacity = capacity
    self.turn = turn
  }

  /// Takes the status, the bar and the limits of a person over (C1, C3).
  public init(
    _ person: Person, groups: Set<Int64>, deletedGroups: Set<Int64>, load: AgentLoad, turn: Int64
  ) {
    self.init(
      id: person.id, name: person.displayName, status: person.status, isSuspended: person.suspended,
      bar: person.bar, groups: groups, deletedGroups: deletedGroups, load: load,
      capacity: AgentLoad(messaging: person.messagingCapacity, email: person.emailCapacity), turn: turn)
  }

  /// How many more tickets of a channel routing may assign; less than none after assignments by hand.
  func room(_ channel: RoutingChannel) -> Int { max(0, capacity[channel]) - max(0, load[channel]) }
}

extension AgentLoad {
  /// The tickets that count towards this channel, or may.
  public subscript(channel: RoutingChannel) -> Int {
    get { channel == .email ? email : messaging }
    set { if channel == .email { email = newValue } else { messaging = newValue } }
  }

  static func += (load: inout AgentLoad, other: AgentLoad) {
    load.messaging += other.messaging
    load.email += other.email
  }

  static func -= (load: inout AgentLoad, other: AgentLoad) {
    load.messaging -= other.messaging
    load.email -= other.email
  }
}

extension WorkItem {
  /// What the ticket takes of its agent's room (C1, E6).
  var load: AgentLoad {
    guard let ticket, ticket.assigneeID != nil, ticket.status.isInProgress else { return AgentLoad() }
    return AgentLoad(
      messaging: session?.state == .active ? 1 : 0, email: ticket.assignedChannel == .email ? 1 : 0)
  }
}

/// How routing picks among the agents who have room (C3).
public enum AssignmentMethod: String, Sendable {
  /// Whoever has the most room for the ticket's channel.
  case highestSpareCapacity = "highest_spare_capacity"
  /// Whoever has waited longest since routing last gave them a ticket.
  case roundRobin = "round_robin"
}

/// Whether an agent can take a ticket now, and if not, why.
public enum AgentVerdict: Hashable, Sendable {
  /// Nothing stands against it.
  case canTake
  /// They may act on nothing, and so get nothing.
  case suspended
  /// Nothing may be assigned to them, for this reason.
  case barred(AssignmentBar)
  /// They are in no group that serves the queue; the standard queue is served by the ticket's own group.
  case notInGroups
  /// In a group that serves the queue, and that is deleted.
  case groupDeleted(Int64)
  /// They are not online but this (C3).
  case status(AgentStatus)
  /// They have as many tickets of the channel as routing gives them, which is `capacity` (C1).
  case full(RoutingChannel, capacity: Int)
  /// Q5: of a secondary group, while a primary agent is available.
  case primaryAvailable
}
