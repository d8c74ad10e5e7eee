import JSONText

/// The smallest account in which a conversation can be led and ended, and its first conversation.
extension TestMachine {
  /// The feature on, the group Support and in it the agent Ana.
  static func withSupport(plan: String = "suite-growth") throws -> TestMachine {
    let machine = try withStore(plan: plan)
    try machine.succeed("feature", "enable", "-q")
    try machine.succeed("group", "create", "Support", "-q")
    try machine.succeed(
      "agent", "create", "--email", "ana@x.com", "--name", "Ana", "--group", "Support", "-q")
    return machine
  }

  /// A customer's conversation and its hand-off.
  ///
  /// - Parameters:
  ///   - email: nil: the customer has no address
  ///   - user: a customer who is there already
  ///   - target: whom it is handed to
  /// - Returns: the ticket, which has the number of its conversation as long as nothing else was made
  @discardableResult
  func talk(
    _ name: String = "Al", email: String? = "al@y.net", user: Int64? = nil,
    channel: String = "native_messaging", to target: [String] = ["--group", "Support"]
  ) throws -> Int64 {
    var words = ["conversation", "start", "--channel", channel, "--message", "Hello", "--json"]
    words += user.map { ["--user", "\($0)"] } ?? ["--user-name", name]
    if let email, user == nil { words += ["--user-email", email] }
    let start = run(words)
    let handoff = run(
      ["conversation", "handoff", String(start.item["conversation_id"]?.integer ?? 0), "--json"] + target)
    guard start.code == .done, handoff.code == .done, let ticket = handoff.item["ticket_id"]?.integer else {
      throw Unexpected(handoff)
    }
    return ticket
  }

  func trigger(_ title: String, if conditions: [String], do actions: [String]) throws {
    let words =
      ["trigger", "create", "--title", title, "-q"] + conditions.flatMap { ["--if", $0] }
      + actions.flatMap { ["--do", $0] }
    let run = run(words)
    guard run.code == .done else { throw Unexpected(run) }
  }

  func tags(_ ticket: Int64) -> [String] { self.ticket(ticket)["tags"]?.array?.compactMap(\.string) ?? [] }

  /// The last audit of a ticket.
  func lastAudit(_ ticket: Int64) -> JSONValue {
    run("ticket", "history", "\(ticket)", "--json").items.last ?? .null
  }
}
