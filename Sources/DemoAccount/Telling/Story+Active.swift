extension Story {
  /// A session that nobody has ended yet.
  ///
  /// - Parameters:
  ///   - lastActivity: the moment of the last public message
  ///   - agent: who answers, if somebody does
  mutating func stayActive(lastActivity last: Int64, now: Int64, agent: Int, _ dice: inout Dice) {
    enum Course { case untouched, customerWaits, agentWaits, onHold, solved }
    let between = dice.within(createdAt...last)
    switch dice.pick(
      (22, Course.untouched), (42, .customerWaits), (28, .agentWaits), (3, .onHold), (5, .solved))
    {
    case .untouched:
      if dice.chance(percent: 20) {
        add(.aiReply, at: last, by: .system)
      } else {
        add(.customerReply, at: last, by: .customer)
      }
    case .customerWaits:
      add(.agentReply, at: between, by: .staff(agent), status: .open, assignee: agent)
      if dice.chance(percent: 25) { add(.note, at: dice.within(between...last), by: .staff(agent)) }
      add(.customerReply, at: last, by: .customer)
    case .agentWaits:
      if dice.chance(percent: 35) { add(.customerReply, at: between, by: .customer) }
      add(.agentReply, at: last, by: .staff(agent), status: .pending, assignee: agent)
    case .onHold:
      add(.note, at: between, by: .staff(agent), status: .open, assignee: agent)
      add(.agentReply, at: last, by: .staff(agent), status: .hold)
    case .solved:
      // The work is done, but nobody ended the session: what a sweep is for.
      add(.agentReply, at: last, by: .staff(agent), status: .solved, assignee: agent)
    }
    // A note is no activity: such a session is idle although its ticket was touched.
    if steps.count < 4 && assignee != nil && dice.chance(percent: 10) {
      add(.note, at: dice.within(last...now), by: .staff(agent))
    }
  }

  /// The moment of a last message within four hours of now.
  static func freshMoment(after created: Int64, now: Int64, _ dice: inout Dice) -> Int64 {
    let earliest = max(created, now - 13_800)
    return dice.within(earliest...max(earliest, now - 15))
  }

  /// The moment of a last message four hours to six days ago, soon after the beginning more often than late.
  static func staleMoment(after created: Int64, now: Int64, _ dice: inout Dice) -> Int64 {
    let earliest = max(created, now - 6 * 86_400)
    let span = max(0, now - 14_700 - earliest)
    let share = dice.fraction()
    return earliest + Int64(Double(span) * share * share)
  }
}
