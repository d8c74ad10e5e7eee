import SessionModel
import Testing

@testable import SessionStore

/// A record is taken whole or not at all.
@Suite struct ImportRefusalTests {
  @Test("A capacity above what a rule may allow is refused (C1)", arguments: ["messaging", "email"])
  func capacity(channel: String) throws {
    let bench = try ImportBench()
    #expect(
      try bench.refused(Feed.user(7, role: "agent", beside: "{\"\(channel)_capacity\":501}"))
        == "user 7: sessionctl.\(channel)_capacity: expected a capacity of at most 500, found 501")
    try bench.take(Feed.user(7, role: "agent", beside: "{\"\(channel)_capacity\":500}"))
  }
}
