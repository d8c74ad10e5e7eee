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
      end(reason, at: ended, by: .system, routedAsEmail: false, status: .closed)
      return
    }
    let routedAsEmail = reason == .channelChanged || dice.chance(percent: 88)
    // Sweeps run as the admin, and so does the occasional run by hand over many.
    let byAdmin = reason == .inactivityEnded || (reason == .agentEnded && dice.chance(percent: 8))
    let ender = Author.staff(byAdmin ? Team.admin : agent)
    if reason == .inactivityEnded && dice.chance(percent: 15) {
      add(.customerReply, at: last, by: .customer)
      end(reason, at: ended, by: ender, routedAsEmail: routedAsEmail)
      return
    }
    if reason == .inactivityEnded {
      endIdle(last, ended, now: now, ender, routedAsEmail, agent: agent, &dice)
    } else {
      endAnswered(reason, last, ended, ender, routedAsEmail, agent: agent, &dice)
    }
    takeOver(by: colleague, now: now, &dice)
    close(now: now, &dice)
  }

  /// The agent answered, the customer fell silent.
  private mutating func endIdle(
    _ last: Int64, _ ended: Int64, now: Int64, _ ender: Author, _ routedAsEmail: Bool, agent: Int,
    _ dice: inout Dice
  ) {
    let status = dice.pick((15, Status.open), (45, .pending), (40, .solved))
    add(.agentReply, at: last, by: .staff(agent), status: status, assignee: agent)
    end(.inactivityEnded, at: ended, by: ender, routedAsEmail: routedAsEmail)
    guard status == .pending && dice.chance(percent: 40) else { return }
    add(.change, at: dice.within(ended...min(now, ended + Story.day)), by: .staff(agent), status: .solved)
  }

  /// Agent and customer came to an end, or went on by e-mail.
  private mutating func endAnswered(
    _ reason: End.Reason, _ last: Int64, _ ended: Int64, _ ender: Author, _ routedAsEmail: Bool, agent: Int,
    _ dice: inout Dice
  ) {
    let between = dice.within(createdAt...last)
    let outcome = dice.pick((12, Status.open), (22, .pending), (66, .solved))
    let customerHasLastWord = outcome != .pending && dice.chance(percent: 35)
    if customerHasLastWord {
      add(.agentReply, at: between, by: .staff(agent), status: .open, assignee: agent)
      add(.customerReply, at: last, by: .customer)
    } else {
      if dice.chance(percent: 20) { add(.note, at: between, by: .staff(agent), status: .open, assignee: agent) }
      add(.agentReply, at: last, by: .staff(agent), status: outcome == .open ? .open : .pending, assignee: agent)
    }
    end(reason, at: ended, by: ender, routedAsEmail: routedAsEmail, status: outcome)
  }

  /// E6: an assignment after the end takes an e-mail slot.
  private mutating func takeOver(by colleague: Int, now: Int64, _ dice: inout Dice) {
    guard status == .open, let end, end.routedAsEmail, colleague != assignee, steps.count < 4,
      dice.chance(percent: 40)
    else { return }
    add(.change, at: dice.within(end.at...min(now, end.at + Story.day)), by: .staff(colleague), assignee: colleague)
  }

  /// What was solved long enough ago is closed, mostly.
  private mutating func close(now: Int64, _ dice: inout Dice) {
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

  // MARK: E-mail

  /// An e-mail ticket, which has no session.
  mutating func runByEmail(now: Int64, agent: Int, _ dice: inout Dice) {
    let room = now - createdAt
    let status = dice.pick((15, Status.new), (25, .open), (20, .pending), (40, .solved))
    guard status != .new else { return }
    let answered = createdAt + min(dice.within(600...50_000), room / 2)
    add(.agentReply, at: answered, by: .staff(agent), status: status, assignee: agent)
    if status == .open && dice.chance(percent: 50) {
      add(.customerReply, at: answered + min(dice.within(300...90_000), (now - answered) / 2), by: .customer)
    }
    close(now: now, &dice)
  }
}
