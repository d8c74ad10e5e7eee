import RemotePush
import TestSupport
import Testing

/// Whatever an account does, a push ends, no ticket is in two places, and each has one outcome.
@Suite struct PushRunTests {
  /// An account made up by chance: it takes jobs or has no room, loses answers, and forgets jobs.
  private struct Account {
    var chance: SplitMix
    var jobs: [String: (tickets: [Int64], asked: Int)] = [:]
    var others: Int
    var made = 0
    let mood: Int

    init(seed: UInt64) {
      chance = SplitMix(seed: seed)
      others = chance.number(0...35)
      mood = chance.number(0...3)
    }

    mutating func take(_ tickets: [Int64]) -> JobReport? {
      if chance.number(0...3) == 0 { others = max(0, others - chance.number(0...6)) }
      if jobs.count + others >= PushRun.mostJobs { return nil }
      made += 1
      let id = "job\(made)"
      jobs[id] = (tickets, 0)
      return JobReport(id: id, state: .unfinished)
    }

    mutating func report(_ id: String) -> JobReport? {
      guard var job = jobs[id], chance.number(0...19) > 0 else { return nil }
      job.asked += 1
      jobs[id] = job
      if job.asked < chance.number(1...4) { return JobReport(id: id, state: .unfinished) }
      jobs[id] = nil
      if mood == 0, chance.number(0...4) == 0 { return JobReport(id: id, state: .failed, message: "no") }
      return JobReport(
        id: id, state: .completed,
        rows: job.tickets.filter { _ in chance.number(0...30) > 0 }.map {
          .init(ticketID: $0, chance.number(0...9) == 0 ? .failed("closed") : .tagged)
        })
    }
  }

  @Test(
    "each ticket gets one outcome, and at most thirty jobs run at once", arguments: 0..<400 as Range<UInt64>)
  func outcomes(seed: UInt64) throws {
    var account = Account(seed: seed)
    let tickets = (0..<Int64(account.chance.number(0...5000))).map { 1000 + 3 * $0 }
    var run = PushRun(waiting: tickets)
    var outcomes: [Int64: TaggingOutcome] = [:]
    var most = 0
    func settle(_ landed: [Int64: TaggingOutcome]) {
      for (id, outcome) in landed {
        #expect(outcomes.updateValue(outcome, forKey: id) == nil, "\(id) has two")
      }
    }
    var steps = 0
    loop: while true {
      steps += 1
      try #require(steps < 20_000, "it does not end")
      #expect(run.waitingCount + run.flyingCount + outcomes.count == tickets.count)
      switch run.step() {
      case .send(let chunk):
        #expect(!chunk.isEmpty && chunk.count <= PushRun.mostTickets)
        if account.chance.number(0...40) == 0 {
          run.notSent()
        } else if account.chance.number(0...60) == 0, chunk.count > 1 {
          run.tooManyAtOnce(most: account.chance.number(0...120))
        } else if let report = account.take(chunk) {
          settle(run.accepted(report) ?? [:])
        } else {
          run.refusedForRoom(running: account.jobs.keys + (0..<account.others).map { "other\($0)" })
        }
        most = max(most, account.jobs.count + account.others)
      case .ask(let jobs, let pause):
        #expect(!jobs.isEmpty && (0...60).contains(pause))
        for landing in run.read(jobs.compactMap { account.report($0) }, askedAbout: jobs) {
          settle(landing.outcomes)
        }
      case .wait(let seconds):
        #expect((1...60).contains(seconds))
        account.others = max(0, account.others - account.chance.number(0...3))
        run.waited()
      case .crowdedOut:
        #expect(account.others > 0)
        break loop
      case .done:
        #expect(outcomes.count == tickets.count)
        break loop
      case .stalled:
        Issue.record("every job of this account ends")
        break loop
      }
    }
    #expect(most <= max(PushRun.mostJobs, 35))
  }

  @Test("jobs of an earlier run are asked about before there is an end")
  func resumed() {
    var run = PushRun(waiting: [], flights: [.init(job: "a", tickets: [1, 2])])
    #expect(run.step() == .ask(["a"], after: 0))
    #expect(run.read([JobReport(id: "a", state: .unfinished)], askedAbout: ["a"]).isEmpty)
    #expect(run.step() == .ask(["a"], after: 1))
    let landings = run.read(
      [JobReport(id: "a", state: .completed, rows: [.init(ticketID: 2, .failed("x"))])], askedAbout: ["a"])
    #expect(landings.map(\.job) == ["a"] && landings[0].outcomes[2] == .failed("x"))
    guard case .unclear = landings[0].outcomes[1] else {
      Issue.record("1 was not mentioned")
      return
    }
    #expect(run.step() == .done)
  }

  @Test(
    "a job that the account does not know any more leaves its tickets unclear, and only after several looks")
  func gone() {
    var run = PushRun(waiting: [], flights: [.init(job: "a", tickets: [1])])
    for _ in 1..<PushRun.patience { #expect(run.read([], askedAbout: ["a"]).isEmpty) }
    let landings = run.read([], askedAbout: ["a"])
    guard case .unclear = landings.first?.outcomes[1] else {
      Issue.record("\(landings)")
      return
    }
  }

  @Test("who never gets room says so, and keeps what waits")
  func crowded() {
    var run = PushRun(waiting: [1])
    for _ in 0..<PushRun.mostRefusals {
      #expect(run.step() == .send([1]))
      run.refusedForRoom(running: (0..<30).map { "other\($0)" })
      if case .wait = run.step() { run.waited() }
    }
    run.waited()
    #expect(run.step() == .send([1]))
    run.refusedForRoom(running: [])
    #expect(run.step() == .crowdedOut)
    #expect(run.waitingCount == 1)
  }

  @Test("jobs that never end are left for a later run")
  func stalled() {
    var run = PushRun(waiting: [], flights: [.init(job: "a", tickets: [1])])
    for _ in 0..<PushRun.mostIdleAsks {
      _ = run.read([JobReport(id: "a", state: .unfinished)], askedAbout: ["a"])
    }
    #expect(run.step() == .stalled)
  }
}
