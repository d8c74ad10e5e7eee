extension Story {
  private static let day: Int64 = 86_400
  /// An account closes solved tickets after this time.
  private static let closesAfter = 4 * day

  /// A session that was ended, for one of the reasons of domain §3 that need no rules of the account.
  ///
  /// - Parameters:
  ///   - agent: who answers, if somebody does
  ///   - colleague: who takes over after the end, if somebody does
  mutating func runToEnd(now: Int64, agent: Int, colleague: Int, _ dice: inout Dice) {
    var reason = dice.pick(
      (53, End.Reason.agentEnded), (36, .inactivityEnded), (7, .channelChanged), (4, .ticketClosed))
    let last = createdAt + min(Story.conversationLength(&dice), (now - createdAt) / 2)
    var ended = last + Story.pause(before: reason, &dice)
    if ended > now {
      // Too recent for that: an agent ended it at once.
      reason = .agentEnded
      ended = last + dice.within(0...(now - last) / 2)
    }

    if reason == .ticketClosed {
      add(.agentReply, at: last, by: .staff(agent), status: .solved, assignee: agent)
      // E3: the routing channel stays for this reason.
      finish(End(reason: reason, at: ended, by: .system, routedAsEmail: false), status: .closed)
      return
    }
    // Sweeps run as the admin, and so does the occasional run by hand over many.
    let byAdmin = reason == .inactivityEnded || (reason == .agentEnded && dice.chance(percent: 8))
    let end = End(
      reason: reason, at: ended, by: .staff(byAdmin ? Team.admin : agent),
      routedAsEmail: reason == .channelChanged || dice.chance(percent: 88))
    // After some days most of what was left is done.
    let isOld = now - ended > 8 * Story.day
    if reason == .inactivityEnded && dice.chance(percent: isOld ? 2 : 25) {
      add(.customerReply, at: last, by: .customer)
      finish(end)
      return
    }
    if reason == .inactivityEnded {
      fallSilent(at: last, end, isOld: isOld, now: now, agent: agent, &dice)
    } else {
      settle(at: last, end, isOld: isOld, agent: agent, &dice)
    }
    takeOver(by: colleague, now: now, &dice)
    close(now: now, &dice)
  }

  /// The agent answered, the customer said no more.
  private mutating func fallSilent(
    at last: Int64, _ end: End, isOld: Bool, now: Int64, agent: Int, _ dice: inout Dice
  ) {
    let status =
      isOld
      ? dice.pick((4, Status.open), (36, .pending), (60, .solved))
      : dice.pick((20, Status.open), (50, .pending), (30, .solved))
    add(.agentReply, at: last, by: .staff(agent), status: status, assignee: agent)
    finish(end)
    guard status == .pending && dice.chance(percent: isOld ? 75 : 30) else { return }
    add(.change, at: dice.within(end.at...min(now, end.at + Story.day)), by: .staff(agent), status: .solved)
  }

  /// Agent and customer came to an end, or went on by e-mail.
  private mutating func settle(at last: Int64, _ end: End, isOld: Bool, agent: Int, _ dice: inout Dice) {
    let between = dice.within(createdAt...last)
    let outcome =
      isOld
      ? dice.pick((4, Status.open), (10, .pending), (86, .solved))
      : dice.pick((20, Status.open), (30, .pending), (50, .solved))
    if outcome != .pending && dice.chance(percent: 35) {
      add(.agentReply, at: between, by: .staff(agent), status: .open, assignee: agent)
      add(.customerReply, at: last, by: .customer)
    } else {
      if dice.chance(percent: 15) {
        add(.note, at: between, by: .staff(agent), status: .open, assignee: agent)
      }
      let status = outcome == .open ? Status.open : .pending
      add(.agentReply, at: last, by: .staff(agent), status: status, assignee: agent)
    }
    finish(end, status: outcome)
  }

  /// E6: an assignment after the end takes an e-mail slot.
  private mutating func takeOver(by colleague: Int, now: Int64, _ dice: inout Dice) {
    guard status == .open, let end, end.routedAsEmail, colleague != assignee, steps.count < 4,
      dice.chance(percent: 40)
    else { return }
    add(
      .change, at: dice.within(end.at...min(now, end.at + Story.day)), by: .staff(colleague),
      assignee: colleague)
  }

  /// What was solved long enough ago is closed; a history that is long already is left at that.
  mutating func close(now: Int64, _ dice: inout Dice) {
    let moment = updatedAt + Story.closesAfter + dice.within(0...3600)
    guard status == .solved, moment <= now, steps.count < 4 else { return }
    add(.change, at: moment, by: .system, status: .closed)
  }

  private static func conversationLength(_ dice: inout Dice) -> Int64 {
    let share = dice.fraction()
    return 90 + Int64(share * share * 10_800) + (dice.chance(percent: 10) ? dice.within(3600...day) : 0)
  }

  private static func pause(before reason: End.Reason, _ dice: inout Dice) -> Int64 {
    switch reason {
    case .agentEnded: dice.chance(percent: 80) ? dice.within(20...900) : dice.within(900...9000)
    case .inactivityEnded: dice.within(14_400...72_000)
    case .channelChanged: dice.within(30...1800)
    case .ticketClosed: closesAfter + dice.within(0...3600)
    }
  }
}
