/// Why an account can't be managed as somebody wanted it: what stands against it, and the values that it is about.
///
/// What to do about it, with the names of commands, is said by whoever talks to people.
package enum AdministrationRefusal: Error, Hashable {
  /// T10, F2, P3: what bars a rule or queue, at least one problem.
  case problems(ManagedThing, [RuleProblem])
  /// T9, Q3: the document of a rule or queue has too many bytes.
  case tooLarge(noun: String, bytes: Int)
  /// T9: there would be so many active rules of a kind.
  case tooManyActive(noun: String, count: Int)
  /// Q3: there would be so many custom queues.
  case tooManyQueues(count: Int)
  /// T8: it can't be deleted as long as it is active.
  case isActive(ManagedThing)
  /// T3: the category of another rule runs first.
  case runsAfter(ManagedThing, other: ManagedThing)
  /// Something else is called so already.
  case nameTaken(ManagedThing)
  /// A custom queue can't be called like the standard one.
  case standardQueueName(String)
  /// Q6: reordering takes every queue.
  case notEveryQueue(missing: [ManagedThing])
  /// The address is somebody else's.
  case addressTaken(String, owner: String, ownerID: Int64)
  /// A customer can't have an address of the staff.
  case staffAddress(String, owner: String)
  /// Nobody would be left who may change settings and rules.
  case lastAdmin(String)
  /// Tickets, agents, queues or rules belong to the group.
  case groupIsInUse(ManagedThing)
  /// Active rules or queues name it, at least one.
  case isNamed(ManagedThing, by: [ManagedThing])
  /// Tickets that are not closed are with somebody or a group that is to go, and nobody was named to take them.
  case hasTickets(ManagedThing, count: Int)
  /// Nobody takes over from themselves.
  case takesOverFromItself(ManagedThing)
  /// Nobody deletes themselves.
  case isActor(ManagedThing)
  /// F3: active triggers need the switch.
  case switchIsNeeded(by: [ManagedThing])
  /// P2: the account's plan has no switch.
  case planLacksSwitch(Plan)
  /// §8: tickets without a schedule of their own have this one.
  case isDefaultSchedule(String)
  /// §8: active rules or queues name the schedule, at least one.
  case scheduleIsNamed(String, by: [ManagedThing])
  /// What an entry of the log did to it is no longer how it is; nil where no entry says who changed it.
  case changedSince(ManagedThing, entry: Int64?)
  /// Nobody is taken out of the account again.
  case personStays(ManagedThing)
  /// The log does not say how it was in a way that can be made so again.
  case cannotUndo(ManagedThing)
  /// Staff can't be redacted as long as they are staff.
  case isStaff(ManagedThing)
  /// A customer can't be redacted while somebody works for them: so many sessions are active, some of them still with the
  /// AI agent, or tickets not solved.
  case isBeingServed(ManagedThing, sessions: Int, withoutTicket: Int, tickets: Int)
  /// Nobody is given back what a redaction took.
  case wasRedacted(ManagedThing)
}

extension AdministrationRefusal {
  /// What stands against it, as a sentence without a full stop.
  package var sentence: String { sentence { $0.sentence } }

  /// The same with problems of rules in somebody's own words.
  package func sentence(_ words: (RuleProblem) -> String) -> String {
    switch self {
    case .problems(let thing, let problems):
      "\(thing.noun) '\(thing.name)': \(words(problems[0]))\(problems.count > 1 ? " (and \(problems.count - 1) more)" : "")"
    case .tooLarge(let noun, let bytes):
      "a \(noun) has at most \(Trigger.largestSize) bytes; this one has \(bytes)"
    case .tooManyActive(let noun, let count):
      "there would be \(count) active \(noun)s, more than \(Trigger.mostActive)"
    case .tooManyQueues(let count): "there would be \(count) queues, more than \(Queue.mostCustom)"
    case .isActive(let thing): "\(thing.noun) \(thing.label) is active"
    case .runsAfter(let thing, let other):
      "\(thing.noun) \(thing.label) can't run before \(other.label), whose category runs first"
    case .nameTaken(let thing): "there is already a \(thing.noun) '\(thing.name)' (\(thing.id))"
    case .standardQueueName(let name): "'\(name)' is the name of the built-in queue"
    case .notEveryQueue(let missing): "reordering needs every queue; missing: \(missing.labels)"
    case .addressTaken(let address, let owner, let id): "\(address) already belongs to \(owner) (user \(id))"
    case .staffAddress(let address, let owner): "\(address) belongs to \(owner), one of the staff"
    case .lastAdmin(let name): "\(name) is the last admin; make somebody else an admin first"
    case .groupIsInUse(let group): "tickets, agents, queues or rules still use group \(group.label)"
    case .isNamed(let thing, let others):
      "\(thing.noun) \(thing.label) is named by \(others[0].noun) \(others[0].label)\(others.count > 1 ? " (and \(others.count - 1) more)" : ""); change or disable it first"
    case .hasTickets(let thing, let count):
      "\(count) ticket\(count == 1 ? " that is not closed is" : "s that are not closed are") with \(thing.noun) \(thing.label)"
    case .takesOverFromItself(let thing): "\(thing.noun) \(thing.label) can't take over from itself"
    case .isActor(let thing): "\(thing.label) can't delete themselves; somebody else has to run this command"
    case .switchIsNeeded(let triggers):
      "\(triggers.count) active trigger\(triggers.count == 1 ? " depends" : "s depend") on it: \(triggers.labels)"
    case .planLacksSwitch(let plan):
      "the plan \(plan.word) does not include it: \(Plan.endingSessionsNeeds)"
    case .isDefaultSchedule(let name): "schedule '\(name)' is the account's default"
    case .scheduleIsNamed(let name, let things):
      "schedule '\(name)' is used by \(things[0].noun) \(things[0].label)\(things.count > 1 ? " (and \(things.count - 1) more)" : ""); change or disable it first"
    case .changedSince(let thing, let entry):
      "\(thing.noun) \(thing.label) has changed since\(entry.map { ", by log entry \($0)" } ?? "")"
    case .personStays(let thing): "\(thing.noun) \(thing.label) can't be removed from the account again"
    case .cannotUndo(let thing): "\(thing.noun) \(thing.label) can't be restored to what it was"
    case .isStaff(let thing): "\(thing.noun) \(thing.label) is one of the staff and can't be redacted"
    case .isBeingServed(let thing, let sessions, _, let tickets):
      "user \(thing.label) is still being served, with \(Self.work(sessions, "active session")) and \(Self.work(tickets, "unsolved ticket"))"
    case .wasRedacted(let thing): "user \(thing.id) was redacted"
    }
  }

  private static func work(_ count: Int, _ noun: String) -> String {
    count == 0 ? "no \(noun)" : "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// The same where it is said already which thing it is about.
  package func reason(_ words: (RuleProblem) -> String) -> String {
    if case .problems(_, let problems) = self { words(problems[0]) } else { sentence(words) }
  }
}

extension [ManagedThing] {
  /// Their ids and names in a row.
  package var labels: String { map(\.label).joined(separator: ", ") }
}
