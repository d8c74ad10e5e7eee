import Testing

@testable import SessionStore
@testable import StoreEngine

/// What was imported and has not changed comes out as it went in (§12).
@Suite struct ImportWordForWordTests {
  @Test(
    "Nothing is added and nothing rewritten",
    arguments: [
      "{\"group\":{\"id\":3,\"name\":\"G\",\"created_at\":\"2026-01-01T00:00:00Z\"}}",
      "{\"user\":{\"id\":3,\"name\":\"U\",\"created_at\":\"2026-01-01T00:00:00Z\"}}",
      "{\"group_membership\":{\"id\":3,\"user_id\":1,\"group_id\":3,\"created_at\":\"2026-01-01T00:00:00Z\"}}",
      "{\"ticket\":{\"id\":3,\"status\":\"open\",\"created_at\":\"2026-01-01T00:00:00Z\"}",
      "{\"ticket\":{\"id\":3,\"status\":\"open\",\"tags\":[\"a\",\"\",\"b\"],\"created_at\":\"2026-01-01T00:00:00Z\"}",
      "{\"ticket\":{\"id\":3,\"status\":\"open\",\"tags\":[\"\",\"a b\",\"a\",\"a\"],\"updated_at\":null,\"created_at\":\"2026-01-01T00:00:00Z\"}",
    ])
  func wordForWord(line: String) throws {
    let bench = try ImportBench()
    try bench.take(line.hasPrefix("{\"ticket\"") ? line + "}" : line)
    #expect(try bench.export().contains { $0.hasPrefix(line) })
    #expect(try bench.exportedAgain() == bench.export())
  }

  @Test("Empty tags are none") func emptyTags() throws {
    let bench = try ImportBench()
    try bench.take(Feed.ticket(1, tags: "[\"a\",\"\",\"b c\",\"\"]"))
    #expect(try bench.look("SELECT tags FROM ticket") == ["a b_c"])
  }
}
