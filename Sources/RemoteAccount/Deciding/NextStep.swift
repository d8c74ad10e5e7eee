/// What to do after an answer, decided from it alone.
package enum NextStep: Hashable, Sendable {
  /// It was done.
  case goOn
  /// Wait so many seconds, then ask the same again.
  case wait(seconds: Int, Reason)
  /// The token has run out, perhaps: get a new one and ask the same again, once.
  case signInAgain
  /// No further attempt changes anything.
  case stop(RemoteFailure)

  /// Why something is asked again later.
  package enum Reason: Hashable, Sendable {
    /// 429: a limit of requests.
    case limit
    /// 409 or 503: others are at the same thing, or the service is busy.
    case contention
    /// 5xx, or no answer at all.
    case trouble
  }

  /// How often the same is asked where the service is in trouble: contention, 5xx, no connection.
  package static let mostAttempts = 5
  /// How often the same is asked where it is only a matter of waiting: a limit that says how long.
  package static let mostLimitedAttempts = 20

  /// - Parameter attempt: counted from 1, of this very request
  package static func after(_ answer: RemoteAnswer, attempt: Int) -> NextStep {
    if answer.isGood { return .goOn }
    let limits = RateLimits(answer.headers)
    let problem = AnswerProblem(answer)
    // Whatever its status is: it is nowhere said.
    if problem.code == "TooManyJobs" {
      return .stop(.tooManyJobs(ids: problem.jobIDs, seconds: limits.retryAfter))
    }
    func again(_ reason: Reason, atMost most: Int, _ seconds: Int) -> NextStep {
      attempt < most
        ? .wait(seconds: limits.retryAfter ?? seconds, reason)
        : .stop(.gaveUp(status: answer.status, attempts: attempt, problem))
    }
    switch answer.status {
    case 300...399: return .stop(.redirected(to: host(of: answer.headers["location"] ?? "")))
    case 401: return .signInAgain
    case 403: return .stop(.forbidden(problem.text))
    case 404:
      // What stands between may answer 404, too, and knows nothing of the account.
      if let kind = answer.foreignKind { return .stop(.notJSON(kind: kind)) }
      return .stop(problem.code == "InvalidEndpoint" ? .noEndpoint(problem.text) : .notFound(problem.text))
    case 409: return again(.contention, atMost: mostAttempts, backOff(attempt))
    case 429:
      return again(.limit, atMost: mostLimitedAttempts, limits.secondsToRoom ?? max(5, backOff(attempt)))
    case 503: return again(.contention, atMost: mostAttempts, backOff(attempt))
    case 500...599: return again(.trouble, atMost: mostAttempts, backOff(attempt))
    default: return .stop(.refused(status: answer.status, problem))
    }
  }

  /// Where there was no answer: a connection is tried again, what is wrong on this machine isn't.
  package static func after(_ failure: TransportFailure, attempt: Int) -> NextStep {
    switch failure {
    case .unreachable, .cutOff, .timedOut:
      attempt < mostAttempts ? .wait(seconds: backOff(attempt), .trouble) : .stop(.transport(failure))
    case .noProgram, .untrusted, .tooLarge, .garbled, .interrupted: .stop(.transport(failure))
    }
  }

  /// 1, 2, 4, 8 … seconds, at most a minute.
  static func backOff(_ attempt: Int) -> Int { min(60, 1 << min(attempt - 1, 6)) }

  /// Scheme and host of a link: its path and query may hold what is secret.
  package static func host(of link: String) -> String {
    guard let scheme = link.firstRange(of: "://") else { return "another place" }
    return String(link[..<(link[scheme.upperBound...].firstIndex { "/?#".contains($0) } ?? link.endIndex)])
  }
}

extension RemoteAnswer {
  /// The kind of a body that is none of the API's errors, which name one: a gateway has words of its own, or none. Nil for
  /// the API's.
  fileprivate var foreignKind: String? {
    if let value = try? json(), value["error"] != nil || value["errors"] != nil { return nil }
    return headers["content-type"] ?? "of no kind that it names"
  }
}
