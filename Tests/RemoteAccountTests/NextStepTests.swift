import JSONText
import Testing

@testable import RemoteAccount

/// What follows from an answer, from its status, its headers and its body alone.
@Suite struct NextStepTests {
  private func step(
    _ status: Int, _ headers: [(String, String)] = [], _ body: String = "{}", attempt: Int = 1
  ) -> NextStep {
    NextStep.after(
      RemoteAnswer(status: status, headers: AnswerHeaders(headers), body: Array(body.utf8)), attempt: attempt)
  }

  @Test("what was done needs nothing more", arguments: [200, 201, 204]) func good(_ status: Int) {
    #expect(step(status) == .goOn)
  }

  @Test("Retry-After goes before any arithmetic, whatever the counters say")
  func retryAfter() {
    let counters = [
      ("X-Rate-Limit-Remaining", "500"), ("RateLimit-Reset", "40"), ("Retry-After", "7"),
      ("zendesk-ratelimit-incremental-exports", "total=10; remaining=3; resets=50"),
    ]
    #expect(step(429, counters) == .wait(seconds: 7, .limit))
    #expect(step(503, counters) == .wait(seconds: 7, .contention))
    #expect(step(429, [("retry-after", "0")]) == .wait(seconds: 0, .limit))
  }

  @Test(
    "each family of headers tells when there is room again",
    arguments: [
      [("RateLimit-Remaining", "0"), ("ratelimit-reset", "9")],
      [("Zendesk-Rate-Limit-Tickets-Update", "total=100; remaining=0; resets=9")],
      [("zendesk-ratelimit-incremental-exports", "total=10;remaining=0;resets=9")],
      [("x-rate-limit-remaining", "0"), ("Rate-Limit-Reset", "9")],
      [("Rate_Limit_Remaining", "0"), ("X_RateLimit_Reset", "9")],
    ])
  func families(_ headers: [(String, String)]) {
    #expect(step(429, headers) == .wait(seconds: 9, .limit))
  }

  @Test("a limit is waited out many times, contention and trouble a few times, and then it is said")
  func attempts() {
    for status in [409, 500, 502, 503] {
      #expect(step(status, attempt: NextStep.mostAttempts - 1) != step(status, attempt: 1))
      guard case .stop(.gaveUp) = step(status, attempt: NextStep.mostAttempts) else {
        Issue.record("\(status) goes on")
        continue
      }
    }
    guard case .wait = step(429, attempt: NextStep.mostAttempts) else {
      Issue.record("429 gives up")
      return
    }
    guard case .stop(.gaveUp) = step(429, attempt: NextStep.mostLimitedAttempts) else {
      Issue.record("429 never gives up")
      return
    }
  }

  @Test("TooManyJobs is known by its body, whatever its status", arguments: [429, 422, 400, 503])
  func tooManyJobs(_ status: Int) {
    let body = #"{"error":"TooManyJobs","description":"Too many","current_job_ids":["a","b"]}"#
    #expect(step(status, [("Retry-After", "3")], body) == .stop(.tooManyJobs(ids: ["a", "b"], seconds: 3)))
  }

  @Test("the four shapes of errors say the same")
  func shapes() throws {
    for (body, code, message) in [
      (#"{"error":{"title":"Forbidden","message":"No access."}}"#, "Forbidden", "No access."),
      (#"{"error":"RecordNotFound","description":"Not found"}"#, "RecordNotFound", "Not found"),
      (#"{"errors":[{"code":"Bad","title":"Invalid","detail":"x must be"}]}"#, "Bad", "Invalid: x must be"),
      (#"{"error":"Couldn't authenticate you"}"#, "", "Couldn't authenticate you"),
      (
        #"{"error":"RecordInvalid","description":"Errors","details":{"x":[{"description":"closed"}]}}"#,
        "RecordInvalid", "Errors: closed"
      ),
      (#"{"tickets":[]}"#, "", ""), ("[1]", "", ""),
    ] {
      let problem = AnswerProblem(try JSONValue.parse(body))
      #expect(problem.code == code)
      #expect(problem.message == message)
    }
  }

  @Test("401 asks for a new token, 403 and 404 stop, and a redirect is not followed")
  func stops() {
    #expect(step(401) == .signInAgain)
    #expect(step(403, [], #"{"error":"Forbidden"}"#) == .stop(.forbidden("Forbidden")))
    #expect(step(404, [], #"{"error":"RecordNotFound"}"#) == .stop(.notFound("RecordNotFound")))
    #expect(
      step(404, [], #"{"error":{"title":"InvalidEndpoint","message":"Not found"}}"#)
        == .stop(.noEndpoint("InvalidEndpoint: Not found")))
    #expect(
      step(302, [("Location", "https://evil.example/path?token=x")])
        == .stop(.redirected(to: "https://evil.example")))
  }

  @Test("a 404 that is not the API's says nothing of what is there")
  func foreign404() {
    for body in [#"{"errors":[{"title":"No"}]}"#, #"{"error":"RecordNotFound"}"#] {
      guard case .stop(.notFound) = step(404, [], body) else {
        Issue.record("\(body) is the API's")
        continue
      }
    }
    for body in ["<html>nope", "Not found", "[]", "\"no\"", "{", "", " \n", "{}", #"{"message":"no Route"}"#]
    {
      #expect(
        step(404, [("Content-Type", "text/html")], body) == .stop(.notJSON(kind: "text/html")), "\(body)")
    }
  }

  @Test("a connection is tried again, what is wrong on this machine isn't")
  func transport() {
    for failure in [TransportFailure.unreachable("x"), .cutOff, .timedOut(seconds: 1)] {
      guard case .wait(_, .trouble) = NextStep.after(failure, attempt: 1) else {
        Issue.record("\(failure) is not tried again")
        continue
      }
      #expect(NextStep.after(failure, attempt: NextStep.mostAttempts) == .stop(.transport(failure)))
    }
    for failure in [
      TransportFailure.noProgram("x"), .untrusted("x"), .tooLarge(bytes: 1), .garbled, .interrupted,
    ] {
      #expect(NextStep.after(failure, attempt: 1) == .stop(.transport(failure)))
    }
  }

  @Test("headers of any content make a decision and no crash")
  func anyHeaders() {
    var seed: UInt64 = 7
    func next(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    let names = [
      "retry-after", "ratelimit-reset", "x-rate-limit-remaining", "zendesk-ratelimit-x", "ratelimit",
    ]
    let parts = [
      "-1", "9", "total=", "9999999999999999999999", ";", "remaining=0", "resets=3", "\u{0}", "é", " ",
    ]
    for _ in 0..<2000 {
      let headers = (0..<next(5)).map { _ in
        (names[next(names.count)], (0..<next(4)).map { _ in parts[next(parts.count)] }.joined())
      }
      switch step(429, headers) {
      case .wait(let seconds, .limit): #expect(seconds >= 0)
      default: Issue.record("\(headers)")
      }
    }
  }
}
