import SessionModel
import SessionStore
import StoreEngine

/// A routing explanation in words: why the ticket waits or not, and who could take it.
struct ToldRouting {
  let explanation: RoutingExplanation
  private let groupNames: [Int64: String]

  init(_ explanation: RoutingExplanation, groupNames: [Int64: String]) {
    self.explanation = explanation
    self.groupNames = groupNames
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
    guard isEligible, let ticket else { return explanation.ineligibilities.map(\.sentence) }
    return [
      "its status is \(ticket.status.word), nobody has it, and it can be routed as \(ticket.routingChannel.word)"
    ] + whyThere + (explanation.unserved.map { ["nobody serves it there: \($0)"] } ?? [])
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
        "\(number), chosen by the hand-off: it stays there until it is assigned, can't be routed, or is routed as email"
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
      match.map { "the queues were edited since: its next change moves it to '\($0.name)'" }
        ?? "the queues were edited since: its next change takes it out"
    ]
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

  /// The groups that serve the queue.
  private var serving: String {
    guard let key = explanation.place?.queueKey, let queue = explanation.queue(key: key) else { return "" }
    let ids =
      queue.isStandard ? ticket?.groupID.map { [$0] } ?? [] : queue.primaryGroups + queue.secondaryGroups
    let names = ids.map(name)
    return names.count > 4 ? "any of the queue's \(names.count) groups" : names.joined(separator: " or ")
  }

  private func name(ofGroup id: Int64) -> String {
    groupNames[id].flatMap { $0.isEmpty ? nil : $0 } ?? "group \(id)"
  }
}
