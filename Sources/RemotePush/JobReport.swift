import JSONText

/// What the account says of one of its jobs.
package struct JobReport: Hashable, Sendable {
  /// The account's word for it: letters, digits, `-` and `_`, so that it can stand in an address.
  package var id: String
  /// Where it stands.
  package var state: State
  /// Why it failed, where it says so; cut short.
  package var message: String?
  /// What became of each ticket that it names, in its order; empty as long as it works.
  package var rows: [TicketResult]

  /// How far a job is.
  package enum State: Hashable, Sendable {
    /// Queued, working, or a word that nobody has documented: it is asked for again.
    case unfinished
    /// Over: `rows` say what became of each ticket.
    case completed
    /// Failed or killed: rows that are there count all the same.
    case failed
  }

  /// One ticket's line in a job's results.
  package struct TicketResult: Hashable, Sendable {
    /// nil where the row has only its place among what was sent.
    package var ticketID: Int64?
    /// Its place among what was sent, from 0; nil where the row does not say.
    package var place: Int?
    /// What became of it.
    package var outcome: TaggingOutcome

    /// Takes the parts as they are.
    package init(ticketID: Int64?, place: Int? = nil, _ outcome: TaggingOutcome) {
      self.ticketID = ticketID
      self.place = place
      self.outcome = outcome
    }
  }

  /// Takes the parts as they are.
  package init(id: String, state: State, message: String? = nil, rows: [TicketResult] = []) {
    self.id = id
    self.state = state
    self.message = message
    self.rows = rows
  }
}

extension JobReport {
  /// The jobs of an answer, `{"job_status":{…}}` or `{"job_statuses":[…]}`; what is none is left out.
  package static func jobs(in answer: JSONValue) -> [JobReport] {
    let one = answer["job_status"].map { [$0] }
    return (one ?? answer["job_statuses"]?.array ?? []).compactMap(JobReport.init)
  }

  /// nil where there is no id that could be asked for.
  package init?(_ value: JSONValue) {
    guard let id = value["id"]?.string, Self.isID(id) else { return nil }
    self.id = id
    switch value["status"]?.string {
    case "completed": state = .completed
    case "failed", "killed": state = .failed
    default: state = .unfinished
    }
    message = value["message"].flatMap(ErrorWords.phrase)
    rows = (value["results"]?.array ?? []).map(TicketResult.init)
  }

  /// Whether a word can be a job's: what an account says is put into addresses.
  package static func isID(_ word: String) -> Bool {
    (1...128).contains(word.utf8.count)
      && word.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  /// What became of the tickets that were sent with this job, each exactly once; nil while it works.
  ///
  /// A ticket that its rows don't mention, or about which they say neither yes nor no, is unclear: whoever looks at the
  /// account knows. Where rows of one ticket disagree, the worst counts. Rows about other tickets are not looked at.
  package func outcomes(of sent: [Int64]) -> [Int64: TaggingOutcome]? {
    let unmentioned: TaggingOutcome
    switch state {
    case .unfinished: return nil
    case .completed: unmentioned = .unclear("the job finished without a result for this ticket")
    case .failed: unmentioned = .failed("the job failed" + (message.map { ": \($0)" } ?? ""))
    }
    var outcomes: [Int64: TaggingOutcome] = [:]
    for id in sent { outcomes[id] = unmentioned }
    var told: Set<Int64> = []
    for row in rows {
      let place = row.place.flatMap { sent.indices.contains($0) ? sent[$0] : nil }
      guard let id = row.ticketID ?? place, outcomes[id] != nil else { continue }
      if told.insert(id).inserted {
        outcomes[id] = row.outcome
      } else if let before = outcomes[id], row.outcome.isWorse(than: before) {
        outcomes[id] = row.outcome
      }
    }
    return outcomes
  }
}

extension JobReport.TicketResult {
  /// An `error` is a failure, with `success` or without it.
  fileprivate init(_ value: JSONValue) {
    ticketID = value["id"]?.integer ?? value["id"]?.string.flatMap { Int64($0) }
    place = value["index"]?.integer.flatMap { Int(exactly: $0) }
    if let error = value["error"], !error.isNull {
      let words = [error, value["details"] ?? .null].compactMap(ErrorWords.phrase)
      outcome = .failed(words.isEmpty ? "the account gives no reason" : words.joined(separator: ": "))
    } else if value["success"]?.bool == true {
      outcome = .tagged
    } else if value["success"]?.bool == false {
      outcome = .failed("the account gives no reason")
    } else {
      outcome = .unclear("the job reports neither success nor failure")
    }
  }
}
