import JSONText
import SessionModel
import Testing

@testable import RemoteAccount

/// A client against answers that stand in a list, with a clock that never waits.
@Suite struct ClientTests {
  /// Answers in turn; what is asked is kept.
  final class Script: RemoteTransport {
    var answers: [Result<RemoteAnswer, TransportFailure>]
    var asked: [(request: RemoteRequest, token: String?)] = []

    init(_ answers: [Result<RemoteAnswer, TransportFailure>]) { self.answers = answers }

    func send(_ request: RemoteRequest, to address: ServiceAddress, as token: Secret?)
      throws(TransportFailure) -> RemoteAnswer
    {
      asked.append((request, token?.text))
      if answers.isEmpty { throw .garbled }
      return try answers.removeFirst().get()
    }
  }

  final class Clock {
    var now: Int64 = 1_784_109_600
    var slept: [Int] = []
  }

  private func answer(
    _ status: Int, _ body: String = "{}", _ headers: [(String, String)] = []
  ) -> Result<RemoteAnswer, TransportFailure> {
    .success(RemoteAnswer(status: status, headers: AnswerHeaders(headers), body: Array(body.utf8)))
  }

  private func token(_ name: String, scope: String = "read", seconds: Int = 1800)
    -> Result<RemoteAnswer, TransportFailure>
  {
    let token =
      #""access_token":"\#(name)","token_type":"bearer","scope":"\#(scope)","expires_in":\#(seconds)"#
    return answer(200, "{\(token)}")
  }

  private func client(
    _ script: Script, _ clock: Clock = Clock(), scopes: [String] = ["read"],
    _ credentials: RemoteCredentials = .client(id: "c", secret: Secret("s"))
  ) throws -> RemoteAccountClient {
    RemoteAccountClient(
      try ServiceAddress(subdomain: "acme"), credentials: credentials, scopes: scopes, transport: script,
      clock: RemoteClock(now: { clock.now }) {
        clock.slept.append($0)
        clock.now += Int64($0)
      })
  }

  private let question = RemoteRequest.get("/api/v2/users/me.json")

  @Test("a secret that the account says back is not told on: the client's, a token's, in whatever failure")
  func echoes() throws {
    let credentials = RemoteCredentials.client(id: "c", secret: Secret("hush-hush"))
    func told(_ answers: [Result<RemoteAnswer, TransportFailure>]) throws -> String {
      let asking = try client(Script(answers), scopes: ["read"], credentials)
      do {
        _ = try asking.json(question)
        return ""
      } catch { return "\(error)" }
    }
    let said = #"{"error":{"title":"hush-hush","message":"you sent hush-hush\u0301 and tok-9999!"}}"#
    let signed = token("tok-9999")
    // Before there is a token, only the client's own secret can come back.
    let unsigned = #"{"error":{"title":"hush-hush","message":"you sent hush-hush\u0301!"}}"#
    for answers in [
      [answer(401, unsigned)], [answer(400, unsigned)], [answer(403, unsigned)], [signed, answer(403, said)],
      [signed, answer(404, said)], [signed, answer(422, said)],
      [signed, answer(409, said)] + (0..<9).map { _ in answer(409, said) },
      [signed, answer(401, said), token("tok-8888"), answer(401, said)],
      [signed, answer(302, "", [("Location", "https://tok-9999.example/")])],
      [signed, answer(200, "x", [("Content-Type", "tok-9999")])], [.failure(.untrusted("no hush-hush"))],
      [signed, .failure(.noProgram("tok-9999"))],
    ] {
      let words = try told(answers)
      #expect(words.contains("[secret]"), "\(words)")
      #expect(!words.contains("hush-hush") && !words.contains("tok-9999"), "\(words)")
    }
    let asking = try client(Script([signed, answer(403, said)]), scopes: ["read"], credentials)
    let next = try asking.attempt(question, 1).next
    #expect(!"\(next)".contains("tok-9999"), "\(next)")
    // One that is shorter than four letters would be everywhere.
    let short = try client(Script([token("t"), answer(403, #"{"error":{"title":"s","message":"yes"}}"#)]))
    #expect(throws: RemoteFailure.forbidden("s: yes")) { try short.json(question) }
  }

  @Test("a token is asked for once, used for all, and renewed before it runs out")
  func renewal() throws {
    let script = Script([token("t1"), answer(200), answer(200), token("t2"), answer(200)])
    let clock = Clock()
    let client = try client(script, clock)
    _ = try client.json(question)
    clock.now += 1700
    _ = try client.json(question)
    clock.now += 50
    _ = try client.json(question)
    #expect(script.asked.map(\.token) == [nil, "t1", "t1", nil, "t2"])
    #expect(clock.slept.isEmpty)
  }

  @Test("one 401 gets a new token, a second one is an answer")
  func unauthorized() throws {
    let script = Script([
      token("t1"), answer(401), token("t2"), answer(200), answer(401), token("t3"), answer(401),
    ])
    let client = try client(script)
    _ = try client.json(question)
    #expect(throws: RemoteFailure.notSignedIn("")) { try client.json(question) }
    #expect(script.asked.map(\.token) == [nil, "t1", nil, "t2", "t2", nil, "t3"])
  }

  @Test("a token from the environment is not renewed")
  func givenToken() throws {
    let script = Script([answer(401, #"{"error":"Couldn't authenticate you"}"#)])
    #expect(throws: RemoteFailure.notSignedIn("Couldn't authenticate you")) {
      try client(script, Clock(), .token(Secret("t"))).json(question)
    }
  }

  @Test("a wrong scope yields a token all the same, and is noticed before anything is asked")
  func wrongScope() throws {
    let script = Script([token("t", scope: "triggers")])
    #expect(throws: RemoteFailure.scope(granted: ["triggers"], wanted: ["read", "tickets:write"])) {
      try client(script, scopes: ["read", "tickets:write"]).json(question)
    }
    #expect(script.asked.count == 1)
    let wider = Script([token("t", scope: "read write"), answer(200)])
    _ = try client(wider, scopes: ["read", "tickets:write"]).json(question)
  }

  @Test("waits are told and slept, and one that is too long is said")
  func waits() throws {
    let (script, clock) = (
      Script([
        token("t"), answer(429, "{}", [("Retry-After", "7")]), .failure(.unreachable("x")), answer(200),
        answer(429, "{}", [("Retry-After", "4000")]),
      ]), Clock()
    )
    let client = try client(script, clock)
    var told: [Int] = []
    client.waits = { seconds, _ in told.append(seconds) }
    _ = try client.json(question)
    #expect(clock.slept == [7, 2])
    #expect(told == clock.slept)
    #expect(throws: RemoteFailure.tooLongAWait(seconds: 4000)) { try client.json(question) }
  }

  @Test("a counter that is used up is waited for before the next request of its kind, and of no other")
  func counters() throws {
    let used = [("zendesk-ratelimit-incremental-exports", "total=10; remaining=0; resets=5")]
    let (script, clock) = (Script([token("t"), answer(200, "{}", used), answer(200), answer(200)]), Clock())
    let client = try client(script, clock)
    _ = try client.json(.get("/api/v2/incremental/tickets/cursor.json"))
    _ = try client.json(.get("/api/v2/groups.json"))
    #expect(clock.slept.isEmpty)
    _ = try client.json(.get("/api/v2/incremental/ticket_events.json"))
    #expect(clock.slept == [5])
  }

  @Test("cut off, no JSON and nothing at all are told apart")
  func bodies() throws {
    let script = Script([
      token("t"), answer(200, #"{"tickets":[{"id":1}"#),
      answer(200, "<html>", [("Content-Type", "text/html")]),
      answer(204, ""), answer(200, #"{"a":1}}"#),
    ])
    let client = try client(script)
    #expect(throws: RemoteFailure.cutOff(bytes: 20)) { try client.json(question) }
    #expect(throws: RemoteFailure.notJSON(kind: "text/html")) { try client.json(question) }
    #expect(try client.json(question).isNull)
    #expect(throws: RemoteFailure.self) { try client.json(question) }
  }

  @Test("a secret shows in no description")
  func secret() {
    #expect(!"\(RemoteCredentials.client(id: "c", secret: Secret("hush")))".contains("hush"))
    var dumped = ""
    dump(Secret("hush").description, to: &dumped)
    #expect(!dumped.contains("hush"))
  }
}
