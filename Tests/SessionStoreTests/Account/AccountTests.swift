import CivilTime
import GRDB
import SessionModel
import Testing

@testable import SessionStore
@testable import StoreEngine

@Suite struct AccountTests {
  @Test("A store holds one account") func oneAccount() throws {
    let made = try TestStore(plan: .supportTeam)
    #expect(try made.store.read { try $0.account() } == Account(plan: .supportTeam, messagingAddOn: false))
    #expect(throws: DatabaseError.self) {
      try made.store.write {
        try $0.createAccount(Account(plan: .suiteTeam, messagingAddOn: true), at: TestStore.now)
      }
    }
    #expect(try made.number("SELECT count(*) FROM account") == 1)
  }

  @Test("69: an account that can't be understood") func brokenAccount() throws {
    let made = try TestStore()
    for statement in ["UPDATE account SET plan = 99", "DELETE FROM account"] {
      try made.execute(statement)
      let error = #expect(throws: StoreError.self) { try made.store.read { try $0.account() } }
      #expect(error?.kind == .unusable)
    }
  }

  @Test("Settings: the default until one is set, then that") func settings() throws {
    let made = try TestStore()
    // Plan and add-on are the account's own from the start.
    for setting in Setting.all where !["account.plan", "account.messaging_add_on"].contains(setting.key) {
      #expect(try made.store.read { try $0.setting(setting.key) } == setting.defaultValue)
      #expect(try made.store.read { try $0.storedSetting(setting.key) } == nil)
    }
    try made.store.write { try $0.set("routing.mode", to: "messaging") }
    try made.store.write { try $0.set("account.name", to: "Größe & Söhne") }
    try made.store.write { try $0.set("account.name", to: "") }
    #expect(try made.store.read { try $0.setting("routing.mode") } == "messaging")
    #expect(try made.store.read { try $0.setting("account.name") } == "")
    #expect(try made.store.read { try $0.setting("no.such.key") } == nil)
  }

  @Test("F1, F4 two switches, off in a new store, with who, when and from where") func switches() throws {
    let made = try TestStore(feature: false)
    for audience in FeatureAudience.allCases {
      #expect(try made.store.read { try $0.feature(audience) } == FeatureState())
    }
    let on = FeatureState(enabled: true, changedAt: TestStore.now, changedBy: 1, changedFrom: "ada@desk")
    try made.store.write { try $0.setFeature(.agents, on) }
    #expect(try made.store.read { try $0.feature(.agents) } == on)
    #expect(try made.store.read { try $0.feature(.endUsers) } == FeatureState())
    let off = FeatureState(enabled: false, changedAt: TestStore.now, changedBy: 1, changedFrom: nil)
    try made.store.write { try $0.setFeature(.agents, off) }
    #expect(try made.store.read { try $0.feature(.agents) } == off)
  }

  @Test("E3, F2 what the account says to an update") func policy() throws {
    let made = try TestStore(feature: false)
    func policy() throws -> [Bool] {
      let policy = try made.store.read { try $0.updatePolicy() }
      return [policy.endedSessionsAsEmail, policy.triggerEndSetsEmail, policy.canEndSessions]
    }
    #expect(try policy() == [true, true, false])
    try made.store.write { try $0.set("routing.ended_sessions_as_email", to: "false") }
    #expect(try policy() == [false, true, false])
    try made.store.write { try $0.set("triggers.end_session_sets_email", to: "false") }
    #expect(try policy() == [false, false, false])
    // F4: the customers' switch is another one.
    try made.store.write { try $0.setFeature(.endUsers, FeatureState(enabled: true)) }
    #expect(try policy() == [false, false, false])
    try made.store.write { try $0.setFeature(.agents, FeatureState(enabled: true)) }
    #expect(try policy() == [false, false, true])
  }

  @Test("One entry a command, the newest last") func log() throws {
    let made = try TestStore()
    var entry = LogEntry(
      at: TestStore.now, actorID: 1, osUser: "root", command: "settings set", summary: "routing.mode",
      before: "omnichannel", after: "messaging")
    let id = try made.store.write { try $0.log(entry) }
    let bare = LogEntry(at: TestStore.now, actorID: nil, osUser: nil, command: "x", summary: "y")
    _ = try made.store.write { try $0.log(bare) }
    try made.store.write { try $0.amendLog(id, summary: "amended") }
    (entry.id, entry.summary) = (id, "amended")
    var found: [LogEntry] = []
    try made.store.read { try $0.forEachLogEntry { found.append($0) } }
    #expect(found.map(\.command) == ["init", "settings set", "x"])
    #expect(found[1] == entry)
    #expect(found[2].actorID == nil && found[2].before == nil)
  }
}
