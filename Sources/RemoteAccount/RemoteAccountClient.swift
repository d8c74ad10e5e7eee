import JSONText
import SessionModel

/// The clock of a client; tests hand over one that never waits.
package struct RemoteClock {
  /// Seconds since 1970.
  package let now: () -> Int64
  /// Waits so many seconds; throws when somebody asks for an end meanwhile.
  package let sleep: (Int) throws -> Void

  /// Takes both as they are.
  package init(now: @escaping () -> Int64, sleep: @escaping (Int) throws -> Void) {
    self.now = now
    self.sleep = sleep
  }
}

/// Asks one account: signs in, obeys its limits, asks again what can be asked again, and tells the rest apart.
package final class RemoteAccountClient {
  /// Whom it asks.
  package let address: ServiceAddress
  /// What every token is asked for.
  package let scopes: [String]
  private let credentials: RemoteCredentials
  private let transport: any RemoteTransport
  private let clock: RemoteClock
  private var token: AccessToken?
  /// All that was ever sent to sign in, which no failure may tell.
  private var secrets: [String]
  /// Until when requests of a kind would be refused, by the kind.
  private var held: [String: Int64] = [:]
  /// A request that was sent before its answer was asked for.
  private var pending: PendingAnswer?
  /// Is told before each wait: how long, in seconds, and why.
  package var waits: (Int, NextStep.Reason) -> Void = { _, _ in }
  /// The longest wait that is agreed to, in seconds: an hour's `Retry-After` is better said than slept through.
  package var longestWait = 900
  /// What the headers of the last answer said.
  package private(set) var limits = RateLimits(AnswerHeaders([]))
  /// The account's clock less ours in seconds at the last answer; nil if it does not say.
  package private(set) var clockDifference: Int64?

  /// - Parameter scopes: those that the work needs: `read`, `tickets:write`, `triggers:write`
  package init(
    _ address: ServiceAddress, credentials: RemoteCredentials, scopes: [String],
    transport: any RemoteTransport, clock: RemoteClock
  ) {
    self.address = address
    self.credentials = credentials
    self.scopes = scopes
    self.transport = transport
    self.clock = clock
    switch credentials {
    case .token(let secret), .client(_, let secret): secrets = [secret.text]
    }
  }

  /// The one place where failures leave: whatever the other side made of a secret in its words, it stays here.
  private func keepingSecrets<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let failure as RemoteFailure { throw failure.hiding(secrets) }
  }

  /// The JSON of a good answer; `null` where it has none, as with 204.
  ///
  /// - Throws: `RemoteFailure`, and what `sleep` throws.
  package func json(_ request: RemoteRequest) throws -> JSONValue {
    try keepingSecrets {
      let answer = try insist(request)
      return answer.body.isEmpty ? .null : try answer.json()
    }
  }

  /// A good answer, after as many attempts as make sense. A POST whose answer was lost is not sent again.
  ///
  /// - Throws: `RemoteFailure`, and what `sleep` throws.
  package func answer(to request: RemoteRequest) throws -> RemoteAnswer {
    try keepingSecrets { try insist(request) }
  }

  private func insist(_ request: RemoteRequest) throws -> RemoteAnswer {
    var hasSignedInAgain = false
    var attempt = 1
    while true {
      switch try attemptOnce(request, attempt) {
      case (let answer?, .goOn): return answer
      case (let answer, .wait(let seconds, let reason)):
        // What makes something new may have made it all the same.
        if request.method == .post, reason == .trouble { throw Self.lost(answer, attempt) }
        try wait(seconds, reason)
        attempt += 1
      case (let answer, .signInAgain):
        guard case .client = credentials, !hasSignedInAgain else {
          throw RemoteFailure.notSignedIn(answer.map { AnswerProblem($0).text } ?? "")
        }
        hasSignedInAgain = true
        token = nil
      case (_, .stop(let failure)): throw failure
      case (nil, .goOn): throw RemoteFailure.transport(.garbled)
      }
    }
  }

  private static func lost(_ answer: RemoteAnswer?, _ attempt: Int) -> RemoteFailure {
    guard let answer else { return .transport(.cutOff) }
    return .gaveUp(status: answer.status, attempts: attempt, AnswerProblem(answer))
  }

  /// One attempt, with what would be next; for those who plan their own waiting.
  ///
  /// - Parameter number: which attempt of this very request it is, counted from 1
  package func attempt(
    _ request: RemoteRequest, _ number: Int
  ) throws -> (answer: RemoteAnswer?, next: NextStep) {
    try keepingSecrets {
      let (answer, next) = try attemptOnce(request, number)
      if case .stop(let failure) = next { return (answer, .stop(failure.hiding(secrets))) }
      return (answer, next)
    }
  }

  private func attemptOnce(
    _ request: RemoteRequest, _ number: Int
  ) throws -> (answer: RemoteAnswer?, next: NextStep) {
    let token = try freshToken()
    try waitForRoom(request)
    return once(request, as: token.secret, number)
  }

  /// The token in use, asked for if there is none that will do.
  ///
  /// - Throws: `RemoteFailure.notSignedIn`, `.scope`, and what `answer` throws.
  @discardableResult
  package func signedIn() throws -> AccessToken { try keepingSecrets { try freshToken() } }

  private func freshToken() throws -> AccessToken {
    if let token, token.isFresh(at: clock.now()) { return token }
    let made: AccessToken
    switch credentials {
    case .token(let secret): made = AccessToken(given: secret)
    case .client(let id, let secret): made = try newToken(id, secret)
    }
    guard made.holds(scopes) else {
      throw RemoteFailure.scope(granted: made.scopes ?? [], wanted: scopes)
    }
    token = made
    return made
  }

  private func newToken(_ id: String, _ secret: Secret) throws -> AccessToken {
    let request = AccessToken.request(id: id, secret: secret, scopes: scopes)
    var attempt = 1
    while true {
      let (answer, next) = once(request, as: nil, attempt)
      switch next {
      case .goOn:
        guard let answer else { throw RemoteFailure.transport(.garbled) }
        let made = try AccessToken(answer.json(), at: clock.now())
        secrets.append(made.secret.text)
        return made
      case .wait(let seconds, let reason): try wait(seconds, reason)
      // 400 and 401 speak of the client here.
      case .signInAgain, .stop(.refused(status: 400, _)):
        throw RemoteFailure.notSignedIn(answer.map { AnswerProblem($0).text } ?? "")
      case .stop(let failure): throw failure
      }
      attempt += 1
    }
  }

  /// Sends a question whose answer is going to be asked for next, and does not wait for it.
  ///
  /// Only where nothing is to be waited for: else it is sent when its answer is asked for.
  package func expect(_ request: RemoteRequest) {
    guard request.method == .get, held.isEmpty, let token, token.isFresh(at: clock.now()) else { return }
    pending = transport.begin(request, to: address, as: token.secret)
  }

  private func once(
    _ request: RemoteRequest, as token: Secret?, _ number: Int
  ) -> (answer: RemoteAnswer?, next: NextStep) {
    do throws(TransportFailure) {
      let expected = pending
      pending = nil
      let answer: RemoteAnswer
      if let expected, expected.request == request {
        answer = try expected.finish()
      } else {
        answer = try transport.send(request, to: address, as: token)
      }
      note(answer, of: request)
      return (answer, NextStep.after(answer, attempt: number))
    } catch { return (nil, NextStep.after(error, attempt: number)) }
  }

  // MARK: Limits

  private func note(_ answer: RemoteAnswer, of request: RemoteRequest) {
    limits = RateLimits(answer.headers)
    clockDifference = answer.headers["date"].flatMap(HTTPDate.seconds).map { $0 - clock.now() }
    if answer.isGood, let seconds = limits.secondsToRoom {
      held[request.limitedTogether] = clock.now() + Int64(seconds)
    }
  }

  private func waitForRoom(_ request: RemoteRequest) throws {
    guard let until = held.removeValue(forKey: request.limitedTogether) else { return }
    let seconds = until - clock.now()
    if seconds > 0 { try wait(Int(seconds), .limit) }
  }

  private func wait(_ seconds: Int, _ reason: NextStep.Reason) throws {
    guard seconds <= longestWait else { throw RemoteFailure.tooLongAWait(seconds: seconds) }
    waits(seconds, reason)
    if seconds > 0 { try clock.sleep(seconds) }
  }
}

extension RemoteRequest {
  /// What is counted together with it: the counters of the incremental exports are their own, and shared by them.
  fileprivate var limitedTogether: String {
    if path.hasPrefix("/api/v2/incremental/users") { return "users" }
    if path.hasPrefix("/api/v2/incremental/") { return "incremental" }
    if path.contains("/conversation_log") { return "conversation_log" }
    if method == .put, path.hasPrefix("/api/v2/tickets/"), !path.contains("update_many") { return "ticket" }
    return "account"
  }
}
