import CommandGrammar
import JSONText
import Testing

@Suite struct SettingsTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withStore() }

  static let defaults: [(String, String?)] = [
    ("routing.mode", "omnichannel"), ("routing.ended_sessions_as_email", "true"),
    ("routing.autorouting_tag", "auto-routing"), ("routing.ended_sessions_need_tag", "false"),
    ("routing.assignment_method", "highest_spare_capacity"), ("capacity.idle_after", "off"),
    ("triggers.end_session_sets_email", "true"), ("outbox.from", nil),
    ("outbox.sendmail", "/usr/sbin/sendmail -t -i"), ("outbox.webhook_command", nil),
    ("outbox.message_command", nil), ("csat.link", nil), ("account.plan", "suite_growth"),
    ("account.messaging_add_on", "false"), ("account.name", nil), ("account.timezone", "UTC"),
    ("account.locale", "en"), ("account.default_schedule", nil), ("remote.subdomain", nil),
    ("remote.base_url", nil), ("remote.client_id", nil), ("remote.secret_file", nil),
    ("remote.timeout", "60s"),
  ]

  @Test("every setting of the interface is listed with its default")
  func list() {
    let items = machine.run("settings", "list", "--json").items
    #expect(items.compactMap { $0["key"]?.string } == Self.defaults.map(\.0))
    for (item, (_, value)) in zip(items, Self.defaults) {
      let expected = value.map { JSONValue.string($0) } ?? .null
      #expect(item["value"] == expected)
      // What has been bought has no default.
      let isBought = item["key"] == "account.plan" || item["key"] == "account.messaging_add_on"
      #expect(item["default"] == (isBought ? .null : expected))
      #expect(item["description"]?.string?.isEmpty == false)
    }
  }

  @Test("get prints the bare value for scripts, and a document on request")
  func get() {
    let bare = machine.run("settings", "get", "routing.mode")
    #expect(bare.text == "omnichannel\n")
    #expect(machine.run("settings", "get", "account.name").text == "\n")
    let document = machine.run("settings", "get", "routing.mode", "--json")
    #expect(document.json["schema"] == "sessionctl.setting/1")
    #expect(document.item["value"] == "omnichannel")
  }

  static let good: [(key: String, typed: String, stored: String)] = [
    ("routing.mode", "messaging", "messaging"), ("routing.ended_sessions_as_email", "false", "false"),
    ("routing.assignment_method", "round-robin", "round_robin"),
    ("account.timezone", "Europe/Berlin", "Europe/Berlin"),
    ("account.timezone", "Central Time (US & Canada)", "Central Time (US & Canada)"),
    ("csat.link", "https://example.com/{{ticket.id}}", "https://example.com/{{ticket.id}}"),
    ("account.name", "Bohne & Söhne 漢字", "Bohne & Söhne 漢字"),
  ]

  @Test("set stores the value in its one form, and get gives it back", arguments: good)
  func set(key: String, typed: String, stored: String) {
    #expect(machine.run("settings", "set", key, typed).code == .done)
    #expect(machine.run("settings", "get", key).text == stored + "\n")
    let entry = machine.run("log", "list", "--json").items.first
    #expect(entry?["command"] == "settings set")
    #expect(entry?["after"] == .string(stored))
    #expect(machine.run("settings", "set", key, typed).code == .done)
    #expect(machine.logged == ["init", "settings set"])
  }

  static let bad: [(words: [String], sentence: String)] = [
    (["routing.mode", "fax"], "routing.mode takes omnichannel or messaging, not 'fax'"),
    (
      ["routing.ended_sessions_as_email", "maybe"],
      "routing.ended_sessions_as_email takes true or false, not 'maybe'"
    ),
    (
      ["routing.assignment_method", ""],
      "routing.assignment_method takes highest_spare_capacity or round_robin, not ''"
    ),
  ]

  @Test("a value that a setting does not take: 64, and nothing changes", arguments: bad)
  func refuse(words: [String], sentence: String) {
    let content = machine.content()
    let run = machine.run(["settings", "set"] + words)
    #expect(run.code == .usage)
    #expect(run.errors == "sessionctl: \(sentence)\n")
    #expect(machine.content() == content)
  }

  @Test("an unknown zone is named, in settings, options and init: 64")
  func zones() throws {
    for words in [
      ["settings", "set", "account.timezone", "Europe/Brelin"],
      ["session", "list", "--timezone", "Europe/Brelin"],
    ] {
      let run = machine.run(words)
      #expect(run.code == .usage)
      #expect(run.errors.contains("Europe/Brelin"))
    }
    let fresh = try TestMachine()
    let made = fresh.run(
      "init", "--plan", "suite_team", "--admin", TestMachine.admin, "--timezone", "Europe/Brelin")
    #expect(made.code == .usage)
    #expect(fresh.run("doctor").code == .storeUnavailable)
  }

  @Test("an unknown key is answered with the likely one: 64")
  func unknownKey() {
    let run = machine.run("settings", "get", "routing.mod")
    #expect(run.code == .usage)
    #expect(run.errors.hasSuffix("; did you mean 'routing.mode'?\n"))
  }
}
