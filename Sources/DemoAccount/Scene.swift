/// One ticket with everybody and everything in it, ready to be written.
struct Scene {
  let ticketID: Int64
  /// nil for an e-mail ticket.
  let sessionID: Int64?
  let customer: Customer
  let topic: Topic
  let orderNumber: Int64
  let desk: Team.Desk
  let story: Story
  /// What has no bearing on the rest: priority, type, product …
  var extras: Dice

  func id(of author: Story.Author) -> Int64 {
    switch author {
    case .customer: customer.id
    case .staff(let place): Team.id(ofMember: place)
    // As the public API has it for what nobody did.
    case .system: -1
    }
  }
}

/// Makes the scenes one after the other.
struct SceneMaker {
  private let now: Int64
  private let count: Int
  private var dice: Dice
  private var timeline: Timeline
  private var plan: ActivityPlan
  private var customers: Customers
  private var nextSession = 0
  private var nextTicket = 0
  private var emailFollowsAt: Int64?

  init(sessions: Int, seed: UInt64, now: Int64, timeline: Timeline) {
    self.now = now
    self.timeline = timeline
    count = sessions
    dice = Dice(seed: seed)
    plan = ActivityPlan(count: sessions)
    customers = Customers(seed: seed)
  }

  var share: Double { count == 0 ? 1 : Double(nextSession) / Double(count) }

  /// The next ticket, and whether its customer is new; nil when all has been told.
  mutating func next() -> (scene: Scene, isNewcomer: Bool)? {
    if let moment = emailFollowsAt {
      emailFollowsAt = nil
      return (email(at: moment), true)
    }
    guard nextSession < count else { return nil }
    defer { nextSession += 1 }
    let startedAt = timeline.beginning(of: nextSession, &dice)
    if dice.chance(percent: 8) { emailFollowsAt = startedAt }
    let returning = dice.chance(percent: 36) ? customers.returning(at: startedAt, &dice) : nil
    let customer = returning ?? customers.newcomer(writesByEmail: false)
    return (session(startedAt, customer), returning == nil)
  }

  private mutating func session(_ startedAt: Int64, _ customer: Customer) -> Scene {
    // The hand-off: until then the AI agent answered.
    let createdAt = startedAt + dice.within(20...480)
    let (topic, desk, agent, colleague) = circumstances(for: customer)
    var story = Story(startedAt: startedAt, createdAt: createdAt, hasSession: true)
    switch plan.role(of: nextSession, &dice) {
    case .ended: story.runToEnd(now: now, agent: agent, colleague: colleague, &dice)
    case .fresh:
      let last = Story.freshMoment(after: createdAt, now: now, &dice)
      story.stayActive(lastActivity: last, now: now, agent: agent, &dice)
    case .stale:
      let last = Story.staleMoment(after: createdAt, now: now, &dice)
      story.stayActive(lastActivity: last, now: now, agent: agent, &dice)
    }
    if let end = story.end { customers.remember(customer, freeFrom: end.at, &dice) }
    return scene(story, customer, topic, desk, sessionID: Int64(nextSession) + 1)
  }

  private mutating func email(at moment: Int64) -> Scene {
    let customer = customers.newcomer(writesByEmail: true)
    let (topic, desk, agent, _) = circumstances(for: customer)
    var story = Story(startedAt: moment, createdAt: moment, hasSession: false)
    story.runByEmail(now: now, agent: agent, &dice)
    return scene(story, customer, topic, desk, sessionID: nil)
  }

  private mutating func circumstances(
    for customer: Customer
  ) -> (topic: Topic, desk: Team.Desk, agent: Int, colleague: Int) {
    let topic = Phrasebook.topic(customer.language, ticketNumber: nextTicket, &dice)
    let isEastern = customer.language == .japanese || customer.language == .chinese
    let elsewhere: Team.Desk? =
      dice.chance(percent: 4) ? .surge : isEastern && dice.chance(percent: 60) ? .night : nil
    let desk = elsewhere ?? topic.desk
    return (topic, desk, dice.pick(desk.members), dice.pick(desk.members))
  }

  private mutating func scene(
    _ story: Story, _ customer: Customer, _ topic: Topic, _ desk: Team.Desk, sessionID: Int64?
  ) -> Scene {
    defer { nextTicket += 1 }
    return Scene(
      ticketID: 1001 + Int64(nextTicket), sessionID: sessionID, customer: customer, topic: topic,
      orderNumber: 40_000 + Int64(dice.below(60_000)), desk: desk, story: story,
      extras: Dice(seed: dice.next()))
  }
}
