import CivilTime
import SessionModel
import Testing
import WireFormat

@testable import SessionStore
@testable import StoreEngine

/// The account's settings and switches from an export (§12).
@Suite struct AccountImportTests {
  private let line = """
    {"account":{"plan":"suite_enterprise","messaging_add_on":true,"settings":{"routing.mode":"messaging"},\
    "features":{"agents":{"enabled":true,"changed_at":\(Wire.time(4)),"changed_by":44,"changed_from":"a@b"},\
    "end_users":{"enabled":false,"changed_at":null,"changed_by":null,"changed_from":null}}}}
    """

  @Test("A store in which nobody has set anything takes it") func fresh() throws {
    let made = try TestStore(feature: false)
    #expect(try made.take(line).counts[.account]?.updated == 1)
    #expect(
      try made.store.read { try $0.account() } == Account(plan: .suiteEnterprise, messagingAddOn: true))
    #expect(try made.store.read { try $0.setting("routing.mode") } == "messaging")
    #expect(
      try made.store.read { try $0.feature(.agents) }
        == FeatureState(enabled: true, changedAt: Wire.instant(4), changedBy: 44, changedFrom: "a@b"))
    #expect(try made.export(.account) == [line])
    // Its own coming back is fine.
    #expect(try made.take(line).counts[.account]?.unchanged == 1)
  }

  @Test("Settings of its own are never overwritten, and the rest of the file is taken") func notFresh() throws
  {
    let made = try TestStore(feature: false)
    try made.store.write { writer in
      try writer.set("routing.mode", to: "omnichannel")
      try writer.log(TestStore.entry("settings set"))
    }
    let report = try made.take(line)
    #expect(report.counts[.account]?.skipped == 1)
    #expect(report.notes == [.account])
    #expect(try made.store.read { try $0.setting("routing.mode") } == "omnichannel")
  }

  @Test(arguments: [
    (
      "{\"plan\":\"free\"}",
      "account: plan: expected one of suite_team, suite_growth, suite_professional, suite_enterprise, suite_enterprise_plus, support_team, support_professional, support_enterprise"
    ),
    (
      "{\"plan\":\"suite_team\",\"settings\":{\"colour\":\"blue\"}}",
      "account: settings: expected the keys of 'settings list' with texts"
    ),
    (
      "{\"plan\":\"suite_team\",\"settings\":{\"routing.mode\":\"post\"}}",
      "account: settings: routing.mode takes omnichannel or messaging, not 'post'"
    ),
  ])
  func refusals(account: String, reason: String) throws {
    let made = try TestStore(feature: false)
    let before = try made.export()
    #expect(try made.importing("{\"account\":\(account)}").failures.map(\.reason) == [reason])
    #expect(try made.export() == before)
  }
}
