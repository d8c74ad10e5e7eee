import SessionModel
import Testing

@testable import SessionStore
@testable import StoreExchange
@testable import StoreEngine

/// An account record comes from a file that somebody sent: what it may say, and what stays.
@Suite struct ImportAccountTests {
  private func record(
    plan: String = "suite_growth", _ settings: String, enabled: Bool = false, by: String = "1"
  ) -> String {
    """
    {"account":{"plan":"\(plan)","messaging_add_on":false,"settings":{\(settings)},"features":{"agents":\
    {"enabled":\(enabled),"changed_at":\(Feed.time(1)),"changed_by":\(by),"changed_from":"x"}}}}
    """
  }

  private func setting(_ key: String, _ bench: ImportBench) throws -> String? {
    try bench.store.read { try $0.storedSetting(key) }
  }

  @Test(
    "Settings that run commands or say where secrets go are never set or removed by an import",
    arguments: AccountImport.ofThisMachine.sorted())
  func commands(key: String) throws {
    let bench = try ImportBench()
    try bench.store.write { try $0.set(key, to: "mine") }
    let report = try bench.take(record("\"account.name\":\"A\",\"\(key)\":\"rm -rf /\""))
    #expect(report.counts[.account]?.updated == 1)
    #expect(report.notes == [.commands([key])])
    #expect(try setting(key, bench) == "mine")
    #expect(try setting("account.name", bench) == "A")
    try bench.take(record("\"account.name\":\"B\""))
    #expect(try setting(key, bench) == "mine")
  }

  @Test("The plan comes along, and the switch follows that plan (P2)") func plan() throws {
    let bench = try ImportBench(plan: .supportTeam)
    let report = try bench.take(record("\"account.name\":\"A\"", enabled: true))
    #expect(report.counts[.account]?.updated == 1 && report.notes.isEmpty)
    #expect(try bench.store.read { try $0.account().canEndSessions && $0.feature(.agents).enabled })
    #expect(try setting("account.name", bench) == "A")
    let other = try ImportBench()
    let without = """
      {"account":{"plan":"support_team","messaging_add_on":false,"settings":{},"features":{"agents":{"enabled":true}}}}
      """
    #expect(try other.take(without).notes.count == 1)
    #expect(try other.store.read { try !$0.feature(.agents).enabled })
  }

  @Test("A store with a life of its own leaves an account record out and says so") func notFresh() throws {
    let bench = try ImportBench()
    _ = try bench.store.write { try $0.log(ImportBench.entry("settings set")) }
    let report = try bench.take(record("\"account.name\":\"A\""), Feed.ticket(1))
    #expect(report.counts[.account]?.skipped == 1 && report.notes.count == 1)
    #expect(report.counts[.ticket]?.created == 1)
    #expect(try setting("account.name", bench) == nil)
  }

  @Test(
    "A record that is wrong anywhere writes nothing, also with --keep-going",
    arguments: [
      ("\"account.name\":\"A\",\"routing.mode\":\"x\"", "1"),
      ("\"account.name\":\"A\",\"no.such\":\"x\"", "1"),
      ("\"account.name\":\"A\"", "-4"), ("\"account.name\":\"A\"", "\"boss\""),
    ])
  func validatedFirst(settings: String, by: String) throws {
    let bench = try ImportBench()
    try bench.store.write { try $0.set("csat.link", to: "mine") }
    let report = try bench.importing([record(settings, by: by)], keepGoing: true)
    #expect(report.counts[.account]?.failed == 1)
    #expect(try setting("account.name", bench) == nil)
    #expect(try setting("csat.link", bench) == "mine")
  }

  @Test("Export → fresh import → export, after several imports before it") func roundTrip() throws {
    let bench = try ImportBench()
    try bench.take(record("\"account.name\":\"A\",\"account.timezone\":\"Europe/Berlin\"", enabled: true))
    try bench.take(Feed.user(9), Feed.ticket(1, requester: 9))
    #expect(try bench.exportedAgain() == bench.export())
  }
}
