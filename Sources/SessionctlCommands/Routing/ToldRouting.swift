import SessionModel
import SessionStore
import StoreEngine

/// A routing explanation in words: the one cause, why the ticket waits or not, who could take it, and what would help.
struct ToldRouting {
  /// A queue with its conditions, tried on the ticket.
  struct TriedQueue {
    let queue: Queue
    let matches: Bool
    let trial: NamedTrial
  }

  /// Agents of whom the same is to be said.
  struct Verdict {
    /// nil: they can take it.
    let reason: String?
    let agents: [RoutingAgent]
  }

  let explanation: RoutingExplanation
  let queues: [TriedQueue]
  let assigneeName: String?
  private let groupNames: [Int64: String]

  init(_ explanation: RoutingExplanation, _ reader: StoreReader) throws {
    self.explanation = explanation
    groupNames = try reader.groupNames()
    var names = ActorNames(reader)
    queues = try explanation.queues.map {
      TriedQueue(queue: $0.queue, matches: $0.matches, trial: try NamedTrial($0.trial, &names))
    }
    assigneeName = try explanation.item.ticket?.assigneeID.map { try names.name(of: .user(id: $0)) }
  }

  var ticket: WorkItem.Ticket? { explanation.item.ticket }
  var isEligible: Bool { explanation.ineligibilities.isEmpty }
  /// Where it waits, and at which place; nil: in no queue.
  var place: (queue: Queue, position: Int64)? {
    explanation.place.flatMap { place in
      explanation.queue(key: place.queueKey).map { ($0, place.position) }
    }
  }

  /// Why it waits or not, and why there.
  var reasons: [String] {
    guard isEligible, let ticket else { return explanation.ineligibilities.map(sentence) }
    return [
      "its status is \(ticket.status.word), nobody has it, and it can be routed as \(ticket.routingChannel.word)"
    ] + whyThere + (explanation.unserved.map { ["nobody serves it there: \($0)"] } ?? [])
  }

  private func sentence(_ ineligibility: Ineligibility) -> String {
    if ineligibility == .assigned, let assigneeName { return "it is assigned to \(assigneeName)" }
    return ineligibility.sentence
  }

  private var whyThere: [String] {
    let match = explanation.firstMatch
    guard let place = explanation.place, let queue = explanation.queue(key: place.queueKey) else {
      let refusals = explanation.standardRefusals.map(\.sentence)
      return ["no queue takes it"] + (refusals.isEmpty ? [] : refusals) + pending(nil, match)
    }
    let number = "it is number \(place.position) in '\(queue.name)'"
    if explanation.item.waiting?.isChosen == true {
      return [
        "\(number), chosen by the hand-off: it stays there until it is assigned, is routed as email, or can no longer be routed"
      ]
    }
    if queue.key != match?.key { return [number] + pending(queue, match) }
    return [
      queue.isStandard ? "\(number), because no custom queue matches" : "\(number), the first that matches"
    ]
  }

  /// Queues that were edited change who enters from then on only (Q6).
  private func pending(_ current: Queue?, _ match: Queue?) -> [String] {
    guard match?.key != current?.key else { return [] }
    return [
      match.map { "the queues were edited since: the ticket's next change moves it to '\($0.name)'" }
        ?? "the queues were edited since: the ticket's next change takes it out of the queue"
    ]
  }

  // MARK: Agents

  /// Those who can take it first, then the others by what keeps them from it.
  var verdicts: [Verdict] {
    var order: [String?] = []
    var agents: [String?: [RoutingAgent]] = [:]
    for (agent, verdict) in explanation.agents.sorted(by: { Self.rank($0.verdict) < Self.rank($1.verdict) }) {
      let reason = reason(verdict)
      if agents[reason] == nil { order.append(reason) }
      agents[reason, default: []].append(agent)
    }
    return order.map { Verdict(reason: $0, agents: agents[$0] ?? []) }
  }

  /// Those who are near to taking it come before those who have nothing to do with it.
  private static func rank(_ verdict: AgentVerdict) -> Int {
    switch verdict {
    case .canTake: 0
    case .primaryAvailable: 1
    case .full: 2
    case .status: 3
    case .suspended, .barred: 4
    case .groupDeleted: 5
    case .notInGroups: 6
    }
  }

  func reason(_ verdict: AgentVerdict) -> String? {
    switch verdict {
    case .canTake: nil
    case .suspended: "is suspended"
    case .barred(let bar): bar.phrase
    case .groupDeleted(let id): "is in \(name(ofGroup: id)), which is deleted"
    case .notInGroups: "is not in \(serving)"
    case .status(let status): "is \(status.word)"
    case .full(let channel, let capacity):
      "has no room: all \(counted(capacity, "\(channel.word) slot")) taken"
    case .primaryAvailable: "is in a secondary group, and a primary agent is available"
    }
  }

  // MARK: Cause and help

  /// What the rest follows from, as a sentence without a full stop.
  var cause: String {
    guard isEligible else { return explanation.ineligibilities.first.map(sentence) ?? "it can't be routed" }
    guard let place else {
      return explanation.standardRefusals.first.map { "no queue takes it: \($0.sentence)" }
        ?? "no queue takes it"
    }
    let able = explanation.agents.count { $0.verdict == .canTake }
    if able > 0 {
      return
        "nothing holds it back: \(counted(able, "agent")) can take it, and the next 'routing run' assigns the first ticket in '\(place.queue.name)'"
    }
    let members = explanation.agents.filter { $0.verdict != .notInGroups }
    if members.isEmpty { return servingIDs.isEmpty ? "no group serves it" : "nobody is in \(serving)" }
    let kinds = Set(members.map { Self.rank($0.verdict) })
    let who = members.count == 1 ? "the one agent" : "all \(members.count) agents"
    if kinds == [2] { return "\(who) in \(serving) \(members.count == 1 ? "has" : "have") no room" }
    if kinds == [3] {
      return members.count == 1
        ? "the one agent in \(serving) is not online" : "nobody in \(serving) is online"
    }
    return "nobody in \(serving) can take it now"
  }

  /// What would get it on its way, a line each, with the command that does it.
  var help: [String] {
    guard let ticket else { return [] }
    let update = "sessionctl ticket update \(ticket.id)"
    guard isEligible else { return explanation.ineligibilities.compactMap { help($0, update) } }
    guard place != nil else {
      return explanation.standardRefusals.compactMap { help($0, update) }
        + ["create a queue that takes it: 'sessionctl queue create --if …'"]
    }
    if explanation.agents.contains(where: { $0.verdict == .canTake }) { return ["'sessionctl routing run'"] }
    var lines: [String] = []
    for (agent, verdict) in explanation.agents {
      switch verdict {
      case .status:
        lines.append("put \(agent.name) online: 'sessionctl agent edit \(agent.id) --status online'")
      case .full(let channel, _):
        lines.append(
          "give \(agent.name) more room: 'sessionctl agent edit \(agent.id) --\(channel.word)-capacity N'")
      case .suspended:
        lines.append("let \(agent.name) act again: 'sessionctl agent edit \(agent.id) --suspended no'")
      default: break
      }
    }
    // Of many the first few say enough; the last one of four is as short as a sentence about it.
    if lines.count > 4 { lines = lines.prefix(3) + ["… or one of \(lines.count - 3) others"] }
    if let group = servingIDs.first.map(name) {
      lines.append("add somebody to \(group): 'sessionctl group edit \"\(group)\" --add-agent AGENT'")
    }
    lines.append("give it to somebody by hand: '\(update) --agent AGENT'")
    return lines
  }

  private func help(_ ineligibility: Ineligibility, _ update: String) -> String? {
    switch ineligibility {
    case .classicRouting: "route with queues: 'sessionctl settings set routing.mode omnichannel'"
    case .status: "open it again: '\(update) --status open'"
    case .assigned: "unassign it: '\(update) --agent none'"
    case .unroutable: "route it as email: '\(update) --routing-channel email'"
    case .noGroup: "give it a group: '\(update) --group GROUP'"
    case .noTag(let tag): "add the tag: '\(update) --tag \(tag)'"
    }
  }

  /// The groups that serve the queue.
  private var servingIDs: [Int64] {
    guard let key = explanation.place?.queueKey, let queue = explanation.queue(key: key) else { return [] }
    return queue.isStandard ? ticket?.groupID.map { [$0] } ?? [] : queue.primaryGroups + queue.secondaryGroups
  }

  private var serving: String {
    let names = servingIDs.map(name)
    return names.count > 4 ? "any of the queue's \(names.count) groups" : names.joined(separator: " or ")
  }

  private func name(ofGroup id: Int64) -> String {
    groupNames[id].flatMap { $0.isEmpty ? nil : $0 } ?? "group \(id)"
  }
}
