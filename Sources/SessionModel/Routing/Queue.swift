/// A queue in which tickets wait for an agent (Q3).
public struct Queue: Hashable, Sendable {
  /// The store's own number of it, by which tickets name their queue.
  public var key: Int64
  /// The wire format's id, which is a text.
  public var id: String
  /// What people call it; several queues can have one name.
  public var name: String
  /// nil where none was written.
  public var description: String?
  /// Its place among the queues: a ticket enters the first that matches.
  public var order: Int64
  /// 1 is the highest: which queue agents serve first (Q4).
  public var priority: Int
  /// Which tickets it takes (`definition` on the wire); with problems it takes none (T10).
  public var conditions: RuleConditions
  /// One pool of agents (Q5).
  public var primaryGroups: [Int64]
  /// They serve only when no primary agent is available.
  public var secondaryGroups: [Int64]

  /// A queue that no secondary groups serve, as far as nothing else is said (Q5).
  public init(
    key: Int64, id: String, name: String, description: String? = nil, order: Int64, priority: Int,
    conditions: RuleConditions, primaryGroups: [Int64], secondaryGroups: [Int64] = []
  ) {
    self.key = key
    self.id = id
    self.name = name
    self.description = description
    self.order = order
    self.priority = priority
    self.conditions = conditions
    self.primaryGroups = primaryGroups
    self.secondaryGroups = secondaryGroups
  }

  /// What takes the tickets that no custom queue does. It is no row: nobody can change, move or delete it, each
  /// ticket's own group serves it, and it comes after all custom queues (Q2, Q4).
  public static let standard = Queue(
    key: 0, id: "standard", name: "Standard queue",
    description: "Tickets that no custom queue takes; each ticket's own group serves them", order: .max,
    priority: lowestPriority, conditions: RuleConditions(), primaryGroups: [])

  /// Whether it is the one that is no row.
  public var isStandard: Bool { key == Queue.standard.key }

  /// The queue as sentences name it.
  package var thing: ManagedThing { ManagedThing("queue", id: id, name: name) }

  /// Q3
  public static let mostCustom = 199
  /// Also the standard queue's, which agents serve last (Q3, Q4).
  public static let lowestPriority = 100
  /// Of primary groups, and of secondary ones (Q3).
  public static let mostGroups = 20
}

extension NamedThings<Queue> {
  /// Those of routing, by the wire format's id or by name.
  public init(queues: [Queue]) { self.init(queues, "queue", id: \.id, name: \.name) }
}
