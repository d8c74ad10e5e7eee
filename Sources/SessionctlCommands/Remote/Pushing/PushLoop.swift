import CivilTime
import JSONText
import RemoteAccount
import RemotePush
import SessionModel
import SessionStore
import StoreEngine

/// Sends what waits and reads what the account says of it, each step written down before the next: a run that is killed
/// anywhere goes on where it was, and only the chunk that was on its way is sent again.
final class PushLoop {
  private let store: Store
  private let client: RemoteAccountClient
  private let push: PushRecord
  private let pause: (Int) throws -> Void
  private let now: () -> Instant
  /// The journal's numbers of the jobs in flight.
  private var rows: [String: Int64] = [:]
  private var run: PushRun
  /// How many jobs were taken.
  private(set) var jobs = 0
  /// Answers in a row that did not say whether a chunk was taken.
  private var lost = 0
  private static let mostLost = 3

  /// How it came to its end.
  enum Ending {
    case done
    /// Other tools' jobs leave no room.
    case crowdedOut
    /// The account does not come to an end with its jobs.
    case stalled
  }

  /// - Parameter waiting: tickets that wait in the journal, ascending
  init(
    _ store: Store, _ client: RemoteAccountClient, _ push: PushRecord, waiting: [Int64],
    now: @escaping () -> Instant, pause: @escaping (Int) throws -> Void
  ) throws {
    self.store = store
    self.client = client
    self.push = push
    self.now = now
    self.pause = pause
    var flights: [PushRun.Flight] = []
    for job in try store.read({ try $0.openJobs(push.id) }) where !job.isPrinted {
      guard let word = job.word, rows[word] == nil else { continue }
      rows[word] = job.id
      flights.append(PushRun.Flight(job: word, tickets: job.tickets))
    }
    run = PushRun(waiting: waiting, flights: flights)
  }

  /// - Parameter progress: how many tickets have their outcome or are in jobs, and are to be told of
  func go(progress: (_ left: Int) -> Void) throws -> Ending {
    while true {
      progress(run.waitingCount + run.flyingCount)
      switch run.step() {
      case .send(let tickets): try send(tickets)
      case .ask(let words, let seconds):
        if seconds > 0 { try pause(seconds) }
        try ask(words)
      case .wait(let seconds):
        try pause(seconds)
        run.waited()
      case .done: return .done
      case .crowdedOut: return .crowdedOut
      case .stalled: return .stalled
      }
    }
  }

  // MARK: Sending

  private func send(_ tickets: [Int64]) throws {
    try Interruption.check()
    let job = try store.write { try $0.putIntoJob(tickets, of: push.id, at: now()) }
    let answer: JSONValue
    do { answer = try client.json(PushRequest.tagging(tickets)) } catch {
      try refused(job, tickets, error)
      return
    }
    guard let report = JobReport.jobs(in: answer).first, rows[report.id] == nil else {
      // Whatever it means, adding a tag once more does no harm.
      try store.write(notes: true) { try $0.forgetJob(job, wasRefused: false) }
      run.notSent()
      lost += 1
      if lost >= Self.mostLost { throw RemoteFailure.unexpected("job_status.id") }
      return
    }
    lost = 0
    jobs += 1
    rows[report.id] = job
    let outcomes = run.accepted(report)
    // The account has it: an interruption must not undo that this is known.
    try store.write(notes: true) { writer in
      try writer.nameJob(job, report.id)
      if let outcomes { try writer.land(job, PushedOutcomes.rows(outcomes)) }
    }
    if outcomes != nil { rows[report.id] = nil }
  }

  private func refused(_ job: Int64, _ tickets: [Int64], _ error: any Error) throws {
    guard let failure = error as? RemoteFailure else {
      try store.write(notes: true) { try $0.forgetJob(job, wasRefused: false) }
      run.notSent()
      throw error
    }
    try store.write(notes: true) { try $0.forgetJob(job, wasRefused: failure.tellsThatNothingWasTaken) }
    switch failure {
    case .tooManyJobs(let ids, let seconds):
      run.refusedForRoom(running: ids)
      if let seconds, seconds > 0 { try pause(min(seconds, client.longestWait)) }
    case .refused(_, let problem) where problem.code == "TooManyValues" && tickets.count > 1:
      run.tooManyAtOnce(most: tickets.count / 2)
    default:
      run.notSent()
      throw failure
    }
  }

  // MARK: Asking

  private func ask(_ words: [String]) throws {
    let answer: JSONValue
    do { answer = try client.json(PushRequest.jobs(words)) } catch RemoteFailure.notFound {
      // It knows none of them: the same as an empty list.
      answer = .null
    }
    let landings = run.read(JobReport.jobs(in: answer), askedAbout: words)
    if landings.isEmpty { return }
    try store.write(notes: true) { writer in
      for landing in landings {
        guard let row = rows[landing.job] else { continue }
        try writer.land(row, PushedOutcomes.rows(landing.outcomes))
      }
    }
    for landing in landings { rows[landing.job] = nil }
  }
}

/// What a push asks the account for.
enum PushRequest {
  /// One job that tags these tickets.
  static func tagging(_ tickets: [Int64]) -> RemoteRequest {
    RemoteRequest(
      .put, path, query: ["ids": ids(tickets.map(String.init))],
      body: ["ticket": ["additional_tags": [.string(EndingTrigger.tag)]]])
  }

  static let path = "/api/v2/tickets/update_many.json"

  /// What became of these jobs.
  static func jobs(_ words: [String]) -> RemoteRequest {
    .get("/api/v2/job_statuses/show_many.json", ["ids": ids(words)])
  }

  private static func ids(_ words: [String]) -> String { words.joined(separator: ",") }
}

/// Outcomes as the journal has them.
enum PushedOutcomes {
  static func rows(
    _ outcomes: [Int64: TaggingOutcome]
  ) -> [(ticketID: Int64, state: PushedTicket.State, reason: String?)] {
    outcomes.sorted { $0.key < $1.key }.map { id, outcome in
      switch outcome {
      case .tagged: (id, .tagged, nil)
      case .failed(let reason): (id, .failed, reason)
      case .unclear(let reason): (id, .unclear, reason)
      }
    }
  }
}

extension RemoteFailure {
  /// Whether a chunk was certainly not taken; else it may have been, and is sent again.
  fileprivate var tellsThatNothingWasTaken: Bool {
    switch self {
    case .tooManyJobs, .refused, .forbidden, .notFound, .noEndpoint, .notSignedIn, .scope, .redirected,
      .tooLongAWait:
      true
    case .transport(.noProgram), .transport(.untrusted): true
    default: false
    }
  }
}
