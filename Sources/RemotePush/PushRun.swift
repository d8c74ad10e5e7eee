/// Which tickets are sent next, and what the account's answers mean for them: every decision of a push, and nothing that
/// is done about it.
///
/// Each ticket is waiting, in one job, or has its outcome, and goes from one to the next only. Chunks go out as long as
/// there is room for their jobs; then the jobs are asked about, with pauses that grow as long as nothing happens.
package struct PushRun: Sendable {
  /// What to do next. Nothing of it has happened yet; each is followed by exactly one of the functions that say how it
  /// went.
  package enum Step: Hashable, Sendable {
    /// Send these as one job; then `accepted`, `refusedForRoom`, `tooManyAtOnce` or `notSent`.
    case send([Int64])
    /// After so many seconds ask about these jobs; then `read`.
    case ask([String], after: Int)
    /// The account's jobs are all others': wait, then `waited`.
    case wait(Int)
    /// Nothing waits and nothing is in flight.
    case done
    /// The jobs of others leave no room, however long one waits; what waits stays waiting.
    case crowdedOut
    /// The account's jobs don't come to an end; they can be asked about later.
    case stalled
  }

  /// A job that was sent, with its tickets in the order in which they stood there.
  package struct Flight: Hashable, Sendable {
    /// The account's word for it.
    package var job: String
    /// In the order in which they were sent.
    package var tickets: [Int64]

    /// Takes both as they are.
    package init(job: String, tickets: [Int64]) {
      self.job = job
      self.tickets = tickets
    }
  }

  /// The most jobs that an account takes at once, whoever's they are.
  package static let mostJobs = 30
  /// The most tickets that a job takes.
  package static let mostTickets = 100
  /// So often a job that the account does not know is asked for: then its data is taken for gone, as it is after a day.
  package static let patience = 5
  /// So often in a row others may leave no room.
  package static let mostRefusals = 20
  /// So often in a row nothing may have come to an end, which is more than half an hour.
  package static let mostIdleAsks = 40
  private static let longestPause = 60

  /// In the order in which they are sent; those from `next` on wait.
  private var queue: [Int64]
  private var next = 0
  /// What was refused goes out first.
  private var again: [[Int64]] = []
  private var chunkSize = PushRun.mostTickets
  private var flights: [Flight]
  /// How often in a row the account did not know a job.
  private var misses: [String: Int] = [:]
  private var refusals = 0
  private var isCrowded = false
  /// Jobs of others, when they were counted last.
  private var others = 0
  private var idleAsks = 0
  private var sending: [Int64] = []

  /// - Parameters:
  ///   - waiting: each ticket once, none of them in a job
  ///   - flights: jobs that an earlier run sent and nobody has read yet
  package init(waiting: [Int64], flights: [Flight] = []) {
    queue = waiting
    self.flights = flights
  }

  /// How many tickets have not been sent.
  package var waitingCount: Int { queue.count - next + again.reduce(0) { $0 + $1.count } }
  /// How many tickets are in jobs.
  package var flyingCount: Int { flights.reduce(0) { $0 + $1.tickets.count } }

  // MARK: Deciding

  /// What to do now.
  package mutating func step() -> Step {
    let hasWaiting = waitingCount > 0
    if hasWaiting, !isCrowded, flights.count < max(1, Self.mostJobs - others), flights.count < Self.mostJobs {
      sending = takeChunk()
      return .send(sending)
    }
    if !flights.isEmpty {
      if idleAsks >= Self.mostIdleAsks { return .stalled }
      return .ask(flights.prefix(100).map(\.job), after: pause(idleAsks))
    }
    guard hasWaiting else { return .done }
    return refusals >= Self.mostRefusals ? .crowdedOut : .wait(pause(refusals))
  }

  /// 0, 1, 2, 4 … seconds.
  private func pause(_ times: Int) -> Int {
    times == 0 ? 0 : min(Self.longestPause, 1 << min(times - 1, 10))
  }

  private mutating func takeChunk() -> [Int64] {
    if let chunk = again.popLast() {
      guard chunk.count > chunkSize else { return chunk }
      again.append(Array(chunk.dropFirst(chunkSize)))
      return Array(chunk.prefix(chunkSize))
    }
    let end = min(next + chunkSize, queue.count)
    defer { next = end }
    return Array(queue[next..<end])
  }

  // MARK: What happened

  /// The chunk was taken, as this job.
  ///
  /// - Returns: what became of its tickets, where the answer says so already
  package mutating func accepted(_ report: JobReport) -> [Int64: TaggingOutcome]? {
    let tickets = sending
    sending = []
    refusals = 0
    isCrowded = false
    if let outcomes = report.outcomes(of: tickets) { return outcomes }
    flights.append(Flight(job: report.id, tickets: tickets))
    return nil
  }

  /// There was no room for another job.
  ///
  /// - Parameter running: the jobs that the account names, ours among them
  package mutating func refusedForRoom(running: [String]) {
    returnChunk()
    refusals += 1
    isCrowded = true
    let ours = Set(flights.map(\.job))
    others = running.filter { !ours.contains($0) }.count
  }

  /// The account takes fewer tickets in one job than was thought.
  package mutating func tooManyAtOnce(most: Int) {
    chunkSize = max(1, min(most, sending.count - 1, chunkSize))
    returnChunk()
  }

  /// The chunk was not sent, or nobody knows: it waits as before.
  package mutating func notSent() { returnChunk() }

  private mutating func returnChunk() {
    if !sending.isEmpty { again.append(sending) }
    sending = []
  }

  /// The pause is over, and there may be room.
  package mutating func waited() {
    isCrowded = false
    others = 0
  }

  /// A job whose tickets now have their outcomes.
  package struct Landing: Hashable, Sendable {
    /// The account's word for it.
    package var job: String
    /// What became of each of its tickets.
    package var outcomes: [Int64: TaggingOutcome]
  }

  /// What the account said of the jobs that were asked about.
  package mutating func read(_ reports: [JobReport], askedAbout jobs: [String]) -> [Landing] {
    let asked = Set(jobs)
    var told: [String: JobReport] = [:]
    for report in reports where asked.contains(report.id) { told[report.id] = report }
    var landings: [Landing] = []
    flights = flights.filter { flight in
      guard asked.contains(flight.job) else { return true }
      if let report = told[flight.job] {
        misses[flight.job] = nil
        guard let outcomes = report.outcomes(of: flight.tickets) else { return true }
        landings.append(Landing(job: flight.job, outcomes: outcomes))
        return false
      }
      misses[flight.job, default: 0] += 1
      guard misses[flight.job, default: 0] >= Self.patience else { return true }
      let gone = TaggingOutcome.unclear("the account no longer knows the job; it keeps jobs for a day")
      landings.append(
        Landing(
          job: flight.job,
          outcomes: Dictionary(flight.tickets.map { ($0, gone) }, uniquingKeysWith: { one, _ in one })))
      misses[flight.job] = nil
      return false
    }
    idleAsks = landings.isEmpty ? idleAsks + 1 : 0
    // Where one of ours has ended there is room, and others may have ended too.
    if !landings.isEmpty || refusals > 0 { waited() }
    return landings
  }
}
