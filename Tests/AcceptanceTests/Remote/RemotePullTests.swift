import CommandGrammar
import JSONText
import Testing

/// What has changed in the live account comes into the store, page by page, whatever happens in between.
@Suite(.enabled(if: LiveAccount.isPossible, "\(LiveAccount.whatItNeeds)")) struct RemotePullTests {
  private static func pulled(_ run: Run) -> [String: Int64] {
    Dictionary(
      uniqueKeysWithValues: run.items.map { ($0["stream"]?.string ?? "", $0["rows"]?.integer ?? -1) })
  }

  @Test("a pull brings groups, users, tickets and events; another one changes nothing")
  func twice() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--tickets", "25", "--page", "10", "--no-limits")
    let first = try machine.succeed("remote", "pull", "--json")
    #expect(Self.pulled(first)["tickets"] == 25)
    #expect(Self.pulled(first)["users"] == 27)
    #expect(first.items.allSatisfy { $0["complete"] == true })
    let before = machine.content()
    let second = try machine.succeed("remote", "pull", "--json")
    #expect(second.items.allSatisfy { $0["created"] == 0 && $0["updated"] == 0 })
    #expect(machine.content() == before)
    // The second one began behind the first.
    let asked = try live.asked()
    #expect(asked.filter { $0.contains("tickets/cursor") && $0.contains("start_time") }.count == 1)
    #expect(asked.allSatisfy { !$0.contains("incremental/tickets") || $0.contains("support_type_scope=all") })
  }

  @Test("who is in which group comes, and who has left goes")
  func memberships() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits", "--tickets", "1")
    for user in [1, 10_000] { try live.order("join", ["user": .integer(Int64(user)), "group": 100]) }
    let first = try machine.succeed("remote", "pull", "--only", "groups,users,memberships", "--json")
    #expect(Self.pulled(first)["memberships"] == 3)
    func agents() -> Int {
      machine.run("export", "--type", "group_membership").text.split(separator: "\n").count
    }
    #expect(agents() == 3)
    try live.order("leave", ["user": 1, "group": 100])
    let second = try machine.succeed("remote", "pull", "--only", "memberships", "--json")
    #expect(second.items.first?["removed"] == 1 && agents() == 2)
    #expect(try machine.succeed("remote", "pull", "--json").items[2]["removed"] == 0)
    #expect(agents() == 2)
  }

  @Test("records that are wrong are written into a file as they came")
  func rejects() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits", "--tickets", "3")
    try live.order("change", ["ticket": 1001, "status": "asleep"])
    try live.order("clock", ["advance": 120])
    let path = "\(machine.folder)/wrong.ndjson"
    let refused = machine.run("remote", "pull", "--rejects", path)
    #expect(refused.code == .badInput)
    let lines = String(decoding: try machine.bytes(of: path), as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 1 && lines[0].hasPrefix(#"{"tickets":{"id": 1001"#), "\(lines)")
    #expect(machine.run("remote", "pull", "--rejects", path, "--keep-going").code == .no)
    #expect(machine.run("session", "list", "--json").items.count == 2)
  }

  @Test("a pull in two halves, and one that is refused in between, is the same as one")
  func halves() throws {
    let (whole, _) = try TestMachine.withLiveAccount("--tickets", "25", "--page", "10", "--no-limits")
    try whole.succeed("remote", "pull")
    let (machine, live) = try TestMachine.withLiveAccount("--tickets", "25", "--page", "10", "--no-limits")
    try machine.succeed("remote", "pull", "--max-pages", "5")
    try live.fault("403", on: "incremental/tickets", ["after": 1])
    #expect(machine.run("remote", "pull").code == .notPermitted)
    try machine.succeed("remote", "pull")
    whole.now = machine.now
    #expect(machine.run("session", "list", "--json").text == whole.run("session", "list", "--json").text)
    let asked = try live.asked().filter { $0.contains("incremental/tickets") }
    #expect(Set(asked).count == asked.count - 1, "only the page that was refused is asked for twice")
  }

  @Test(
    "what passes is waited out or tried again, and the pull ends well",
    arguments: [
      ("429", ["headers": "x"]), ("429", ["headers": "ratelimit"]), ("429", ["headers": "zendesk"]),
      ("429", ["headers": "spelled"]), ("429", ["headers": "none", "seconds": .null]), ("503", [:]),
      ("409", [:]), ("html", ["status": 502]), ("401", [:]), ("hang-up", [:]), ("torn", [:]),
    ] as [(String, KeyValuePairs<String, JSONValue>)])
  func passing(_ kind: String, _ more: KeyValuePairs<String, JSONValue>) throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits")
    try live.fault(kind, on: "incremental/tickets", more)
    let run = try machine.succeed("remote", "pull", "--json")
    #expect(Self.pulled(run)["tickets"] == 20)
    #expect(kind == "401" || machine.pauses.count == 1, "\(machine.pauses)")
  }

  @Test(
    "what does not pass ends the pull with a sentence, and the next pull goes on",
    arguments: [
      ("403", [:], ExitCode.notPermitted, "does not allow it"),
      ("not-json", [:], .badInput, "is not JSON"), ("invalid-json", [:], .badInput, "is not JSON"),
      ("longer", [:], .ioFailure, "ends in the middle"),
      ("redirect", ["to": "https://evil.example/x?token=1"], .badInput, "redirects to https://evil.example,"),
      ("foreign-next", [:], .badInput, "another host"),
      ("429", ["seconds": 4000], .busy, "asks to wait 67 minutes"),
      ("503", ["times": 9, "seconds": 0], .busy, "answered 503 5 times in a row"),
      ("huge", ["bytes": 70_000_000], .badInput, "larger than 64 MiB"),
    ] as [(String, KeyValuePairs<String, JSONValue>, ExitCode, String)])
  func lasting(
    _ kind: String, _ more: KeyValuePairs<String, JSONValue>, _ code: ExitCode, _ words: String
  ) throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits")
    try live.fault(kind, on: "incremental/tickets", more)
    let run = machine.run("remote", "pull")
    #expect(run.code == code, "\(run)")
    #expect(run.errors.contains(words), "\(run)")
    try live.order("clear", ["x": 1])
    try machine.succeed("remote", "pull")
    #expect(machine.run("session", "list", "--json").items.count == 20)
  }

  @Test("an answer that is silent or trickles is given up after the time that the setting allows")
  func slow() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits", "--tickets", "2")
    // Long enough for every other answer, however busy the machine is.
    try machine.succeed("settings", "set", "remote.timeout", "3s")
    try live.fault("silent", on: "incremental/tickets", ["seconds": 6])
    try live.fault("drip", on: "incremental/tickets", ["seconds": .number("0.2")])
    let run = try machine.succeed("remote", "pull")
    #expect(machine.pauses.count >= 2, "\(run)")
  }

  @Test("a cursor that repeats is noticed, its page is kept, and the next pull goes on")
  func repeated() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--tickets", "25", "--page", "10", "--no-limits")
    try live.fault("repeated-cursor", on: "incremental/tickets", ["after": 1])
    let run = machine.run("remote", "pull")
    #expect(run.code == .no)
    #expect(
      run.errors.contains("tickets: the account gives a place for the next page that has already been read"))
    try machine.succeed("remote", "pull")
    #expect(machine.run("session", "list", "--json").items.count == 25)
  }

  @Test("more tickets in one second than a page holds come all the same")
  func tied() throws {
    let (machine, _) = try TestMachine.withLiveAccount(
      "--tickets", "25", "--page", "10", "--no-limits", "--tied")
    let run = try machine.succeed("remote", "pull", "--json")
    #expect(Self.pulled(run)["tickets"] == 25)
    #expect(machine.run("session", "list", "--json").items.count == 25)
  }

  @Test("a store holds one account: another one's cursor is refused")
  func otherAccount() throws {
    let (machine, _) = try TestMachine.withLiveAccount("--no-limits")
    try machine.succeed("remote", "pull")
    let other = try LiveAccount("--no-limits")
    try machine.connect(to: other)
    let run = machine.run("remote", "pull")
    #expect(run.code == .no)
    #expect(run.errors.contains("one store holds one account"))
    #expect(try other.asked().filter { !$0.contains("oauth") }.isEmpty)
  }

  @Test("deleted and scrubbed tickets are closed here, and a session that ended stays ended")
  func deleted() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits", "--tickets", "3")
    try machine.succeed("remote", "pull")
    try live.order("change", ["ticket": 1000, "status": "deleted"])
    try live.order("change", ["ticket": 1001, "status": "closed"])
    try live.order("clock", ["advance": 120])
    try machine.succeed("remote", "pull")
    #expect(machine.run("session", "list", "--json").items.map { $0["ticket_id"] } == [1002])
    try live.order("change", ["ticket": 1000, "scrub": true])
    try live.order("clock", ["advance": 120])
    try machine.succeed("remote", "pull")
    #expect(machine.run("ticket", "show", "1000", "--json").item["subject"] == "SCRUBBED")
  }

  @Test("messages are asked for of the sessions that would end, and keep those that are still talked in")
  func activity() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits", "--tickets", "6")
    try machine.succeed("feature", "enable")
    try machine.succeed("remote", "pull")
    try live.order("say", ["ticket": 1002, "kind": "user", "text": "Are you there?"])
    machine.now = machine.now.advanced(by: 60)
    let run = try machine.succeed(
      "remote", "pull", "--activity", "--idle-for", "4h", "--ticket", "1001,1002", "--json")
    #expect(try live.asked().filter { $0.contains("conversation_log") }.count == 2)
    #expect(Self.pulled(run)["activity"] == 5)
    let session = machine.run("session", "list", "--ticket", "1002", "--json").items[0]
    #expect(session["last_sender"] == "customer")
    #expect(
      machine.run("session", "list", "--idle-for", "4h", "--json").items.map { $0["ticket_id"] }
        == [1000, 1001, 1003, 1004, 1005])
  }

  @Test("names with control characters reach no terminal")
  func hostile() throws {
    let (machine, _) = try TestMachine.withLiveAccount("--no-limits", "--hostile")
    try machine.succeed("remote", "pull")
    let run = machine.run("ticket", "list", "--fields", "requester_name")
    #expect(run.text.contains("Cus"))
    #expect(!run.output.contains(0x1B) && !run.text.unicodeScalars.contains("\u{202E}"))
  }

  @Test("options that make no sense together are refused before anything is asked")
  func usage() throws {
    let (machine, live) = try TestMachine.withLiveAccount()
    #expect(machine.run("remote", "pull", "--idle-for", "4h").code == .usage)
    #expect(machine.run("remote", "pull", "--activity").code == .usage)
    #expect(machine.run("remote", "pull", "--only", "tikets").errors.contains("did you mean 'tickets'"))
    #expect(machine.run("remote", "pull", "--since", "10 seconds ago").code == .usage)
    #expect(try live.asked().isEmpty)
  }

  @Test("only admins may") func agents() throws {
    let (machine, _) = try TestMachine.withLiveAccount()
    try machine.succeed("agent", "create", "--name", "Ana", "--email", "ana@example.com")
    #expect(machine.run("remote", "pull", "--as", "ana@example.com").code == .notPermitted)
  }
}
