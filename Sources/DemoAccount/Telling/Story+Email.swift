extension Story {
  /// An e-mail ticket, which has no session.
  mutating func runByEmail(now: Int64, agent: Int, _ dice: inout Dice) {
    let room = now - createdAt
    let isOld = room > 9 * 86_400
    let status =
      isOld
      ? dice.pick((1, Status.new), (4, .open), (10, .pending), (85, .solved))
      : dice.pick((20, Status.new), (30, .open), (20, .pending), (30, .solved))
    guard status != .new else { return }
    let answered = createdAt + min(dice.within(600...50_000), room / 2)
    add(.agentReply, at: answered, by: .staff(agent), status: status, assignee: agent)
    if status == .open && dice.chance(percent: 50) {
      add(.customerReply, at: answered + min(dice.within(300...90_000), (now - answered) / 2), by: .customer)
    }
    close(now: now, &dice)
  }
}
