import JSONText
import Testing

/// Who we are in the live account, and what is in the way.
@Suite(.enabled(if: LiveAccount.isPossible, "\(LiveAccount.whatItNeeds)")) struct RemoteStatusTests {
  @Test("status says who we are and what was granted")
  func status() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits")
    let run = try machine.succeed("remote", "status", "--json")
    #expect(run.item["base_url"] == .string(live.base))
    #expect(run.item["user"]?["role"] == "admin")
    #expect(run.item["scopes_granted"] == ["read"])
    #expect(run.item["token_ends_at"]?.string != nil)
    #expect(run.errors.isEmpty)
  }

  @Test("a good answer about nobody is not taken for being signed in")
  func anonymous() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits")
    try live.fault("anonymous", on: "users/me")
    let run = machine.run("remote", "status")
    #expect(run.code == .notPermitted)
    #expect(run.errors.contains("does not know who is asking"))
  }

  @Test("clocks that are ten minutes apart are said")
  func clocks() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits")
    try live.fault("clock", on: "users/me", ["seconds": 700])
    // To the second, which may end between the two clocks' looks.
    let errors = try machine.succeed("remote", "status").errors
    #expect(errors.contains(/11m (?:3[5-9]|40|41)s ahead of/), "\(errors)")
  }

  @Test("without an account, without a client and without its secret it says what to set")
  func unset() throws {
    let machine = try TestMachine.withStore()
    #expect(machine.run("remote", "status").errors.contains("settings set remote.subdomain"))
    try machine.succeed("settings", "set", "remote.subdomain", "acme")
    #expect(machine.run("remote", "status").errors.contains("settings set remote.client_id"))
    try machine.succeed("settings", "set", "remote.client_id", "c")
    #expect(machine.run("remote", "status").errors.contains("ZENDESK_CLIENT_SECRET"))
    #expect(machine.run("settings", "set", "remote.base_url", "http://acme.example").code == .usage)
  }
}
