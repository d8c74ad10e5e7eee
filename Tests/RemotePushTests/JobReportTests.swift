import JSONText
import RemotePush
import TestSupport
import Testing

/// What the account's answers about jobs mean.
@Suite struct JobReportTests {
  private func report(_ text: String) throws -> JobReport {
    try #require(JobReport.jobs(in: try JSONValue.parse(text)).first)
  }

  @Test("a completed job may hold failed rows, in both of their shapes")
  func rows() throws {
    let job = try report(
      """
      {"job_status":{"id":"a1","status":"completed","total":5,"progress":5,"message":null,"results":[
        {"action":"update","id":1,"status":"Updated","success":true},
        {"action":"update","id":2,"success":false,"error":"TicketClosed","details":"closed"},
        {"index":2,"id":3,"error":"TicketNotFound","details":null},
        {"index":3,"error":{"title":"Odd","message":"No"}},
        {"action":"update","id":5,"success":false}]}}
      """)
    #expect(
      job.outcomes(of: [1, 2, 3, 4, 5]) == [
        1: .tagged, 2: .failed("TicketClosed: closed"), 3: .failed("TicketNotFound"), 4: .failed("Odd"),
        5: .failed("the account gives no reason"),
      ])
  }

  @Test("an error counts for more than a success beside it")
  func contradiction() throws {
    let job = try report(
      #"{"job_status":{"id":"a","status":"completed","results":[{"id":1,"success":true,"error":"x"},{"id":2,"success":true},{"id":2,"error":"y"}]}}"#
    )
    #expect(job.outcomes(of: [1, 2]) == [1: .failed("x"), 2: .failed("y")])
  }

  @Test(
    "null results, rows of others and rows without a word leave a ticket unclear",
    arguments: [
      "null", "[]", #"[{"id":77,"success":true}]"#, #"[{"id":1}]"#, #"[{"index":9,"success":true}]"#,
      "[null]",
    ])
  func unclear(results: String) throws {
    let job = try report(#"{"job_status":{"id":"a","status":"completed","results":\#(results)}}"#)
    guard case .unclear = job.outcomes(of: [1])?[1] else {
      Issue.record("\(job)")
      return
    }
    #expect(job.outcomes(of: [1])?.count == 1)
  }

  @Test("a job that failed or was killed fails its tickets, but for those that it says it did")
  func failed() throws {
    for status in ["failed", "killed"] {
      let job = try report(
        #"{"job_statuses":[{"id":"a","status":"\#(status)","message":"Stopped","results":[{"id":2,"success":true}]}]}"#
      )
      #expect(job.outcomes(of: [1, 2]) == [1: .failed("the job failed: Stopped"), 2: .tagged])
    }
  }

  @Test("what is queued, working or unheard of goes on")
  func unfinished() throws {
    for status in [#""queued""#, #""working""#, #""dreaming""#, "null", "7"] {
      #expect(try report(#"{"job_status":{"id":"a","status":\#(status)}}"#).outcomes(of: [1]) == nil)
    }
  }

  @Test("ids that could not stand in an address are none")
  func ids() throws {
    for id in [
      #""""#, #""a/b""#, #""a b""#, #""a\n""#, "7", "null", #""é""#,
      #""\#(String(repeating: "a", count: 129))""#,
    ] {
      #expect(JobReport.jobs(in: try JSONValue.parse(#"{"job_status":{"id":\#(id)}}"#)).isEmpty, "\(id)")
    }
  }

  @Test(
    "no answer by chance ends a program, and each ticket has an outcome or none has",
    arguments: 0..<300 as Range<UInt64>)
  func hostile(seed: UInt64) throws {
    var chance = SplitMix(seed: seed)
    let sent: [Int64] = [1, 2, 3]
    for job in JobReport.jobs(in: ["job_statuses": .array([value(&chance, 4), value(&chance, 4)])]) {
      if let outcomes = job.outcomes(of: sent) { #expect(Set(outcomes.keys) == Set(sent)) }
    }
  }

  private func value(_ chance: inout SplitMix, _ depth: Int) -> JSONValue {
    switch chance.number(0...(depth > 0 ? 7 : 4)) {
    case 0: .null
    case 1: .bool(chance.number(0...1) == 0)
    case 2: .integer(Int64(chance.number(-1...4)))
    case 3: .string(["completed", "failed", "a", "", "Updated", "1"][chance.number(0...5)])
    case 4: .number("1e400")
    case 5: .array((0..<chance.number(0...3)).map { _ in value(&chance, depth - 1) })
    default:
      .object(
        JSONObject(
          ["id", "status", "results", "error", "details", "success", "index", "message"].filter { _ in
            chance.number(0...1) == 0
          }.map { ($0, value(&chance, depth - 1)) }))
    }
  }
}
