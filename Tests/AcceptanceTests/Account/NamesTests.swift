import CommandGrammar
import Testing

/// What may be a name, an address, or the value of a setting, when it is typed here.
@Suite struct NamesTests {
  @Test(
    "names that can't be read or that control a terminal are refused: 64",
    arguments: ["", " ", "\u{3000}\t", "a\u{1B}[31m", "a\nb", "a\u{202E}b", "a\u{9B}b"])
  func names(name: String) throws {
    let machine = try TestMachine.withAccount()
    for words in [
      ["agent", "create", "--email", "x@example.com", "--name", name], ["group", "create", name],
      ["agent", "edit", "601", "--name", name],
      ["schedule", "create", "--name", name, "--open", "mon 09:00-10:00"],
      [
        "init", "--plan", "suite-team", "--admin", "a@b.c", "--name", name, "--store",
        "\(machine.folder)/n.db",
      ],
    ] {
      let run = machine.run(words)
      #expect(run.code == .usage, "\(run)")
    }
  }

  @Test(
    "addresses with control characters are refused: 64",
    arguments: ["a\u{9B}b@c.d", "a@b\u{2028}c", "a b@c.d"])
  func addresses(address: String) throws {
    let machine = try TestMachine.withAccount()
    #expect(machine.run("agent", "create", "--email", address).code == .usage)
    #expect(machine.run("settings", "set", "outbox.from", address).code == .usage)
  }

  @Test("a name that differs only in case is taken: 1")
  func taken() throws {
    let machine = try TestMachine.withAccount()
    let group = machine.run("group", "create", "SUPPORT")
    #expect(group.code == .no)
    #expect(group.errors.contains("there is already a group 'Support' (701)"))
    try machine.succeed("schedule", "create", "--name", "Office", "--open", "mon 09:00-10:00", "-q")
    #expect(machine.run("schedule", "create", "--name", "office", "--open", "mon 09:00-10:00").code == .no)
  }

  @Test(
    "values that a setting can't have are refused: 64, with the likely word",
    arguments: [
      ("routing.mode", "omnichanel", "did you mean 'omnichannel'?"),
      ("account.locale", "not a locale", "takes a language like en, de or pt-BR"),
      ("account.locale", "", "takes a language"), ("account.locale", "en-", "takes a language"),
      ("routing.autorouting_tag", "two words", "takes a tag"), ("routing.autorouting_tag", "", "takes a tag"),
      ("outbox.from", "nobody", "takes an e-mail address"),
      ("account.name", "a\u{7}", "without control characters"),
    ])
  func settings(key: String, value: String, sentence: String) throws {
    let run = try TestMachine.withAccount().run("settings", "set", key, value)
    #expect(run.code == .usage, "\(run)")
    #expect(run.errors.contains(sentence), "\(run)")
  }

  @Test("a channel is named by its id too; near misses are said")
  func channels() throws {
    let machine = try TestMachine.withAccount()
    #expect(machine.run("session", "list", "--channel", "74", "--json").json.integers("items", "id") == [2])
    let miss = machine.run("session", "list", "--channel", "whatsap")
    #expect(miss.code == .no)
    #expect(miss.errors.contains("did you mean 'whatsapp'?"))
    #expect(machine.run("session", "list", "--channel", "999").code == .no)
  }
}
