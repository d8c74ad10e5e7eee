import CommandGrammar
import JSONText
import SessionModel
import SessionctlCommands
import Testing

/// §13: the product's labels, in both languages, lead to the words here, and are never taken for them.
@Suite struct LabelTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  private func create(_ options: String...) -> Run {
    machine.run(["trigger", "create", "--title", "T"] + options)
  }

  @Test(
    "a label in a condition is answered with the condition",
    arguments: [
      ("Kanal is messaging", "via_id is messaging"), ("channel is messaging", "via_id is messaging"),
      ("Verteilungskanal is email", "routing_channel is email"),
      ("Routing channel is email", "routing_channel is email"),
      ("routing-channel is email", "routing_channel is email"),
      (
        "Grund für das Ende der Messaging-Sitzung value agent_ended",
        "messaging_session_ended_reason value agent_ended"
      ),
      (
        "grund fuer das ende der messaging sitzung changed", "messaging_session_ended_reason changed"
      ),
      ("Messaging session ended reason is agent_ended", "messaging_session_ended_reason is agent_ended"),
      ("Geschäftsstunden false", "in_business_hours false"),
      ("Gescha\u{308}ftsstunden false", "in_business_hours false"),
    ])
  func conditions(typed: String, meant: String) {
    let content = machine.content()
    let run = create("--if", typed, "--do", "current_tags x")
    #expect(run.code == .usage)
    #expect(run.errors.contains("did you mean '\(meant)'?"), "\(run)")
    #expect(machine.content() == content)
    // What is meant can be typed.
    #expect(create("--if", meant, "--do", "current_tags x").errors.contains("did you mean") == false)
  }

  @Test(
    "a label in an action is answered with the action",
    arguments: [
      ("Sitzung beenden", "messaging_session end_session"), ("End session", "messaging_session end_session"),
      ("Messaging-Sitzung end_session", "messaging_session end_session"),
      ("Verteilungskanal email", "routing_channel email"),
      ("Kundenzufriedenheitsumfrage offered", "satisfaction_score offered"),
    ])
  func actions(typed: String, meant: String) {
    let run = create("--if", "status is open", "--do", typed)
    #expect(run.code == .usage)
    #expect(run.errors.contains("did you mean '\(meant)'?"), "\(run)")
    #expect(create("--if", "status is open", "--do", meant).code == .done)
  }

  @Test("labels of values, in conditions, options and settings' keys") func values() throws {
    #expect(
      create("--if", "status is Gelöst", "--do", "current_tags x").errors.contains("did you mean 'solved'?"))
    #expect(
      create("--if", "messaging_session_ended_reason is Von Agent beendet", "--do", "current_tags x").errors
        .contains("did you mean 'agent_ended'?"))
    let list = machine.run("ticket", "list", "--status", "Angehalten")
    #expect(list.code == .usage && list.errors.contains("did you mean 'hold'?"), "\(list)")
    let setting = machine.run("settings", "get", "Verteilungskonfiguration")
    #expect(setting.code == .usage && setting.errors.contains("'routing.mode'"), "\(setting)")
    // A near label leads there too.
    #expect(
      create("--if", "Verteilungskanl is email", "--do", "current_tags x").errors.contains("routing_channel"))
  }

  @Test("in a file too: the field's name is a label") func file() {
    let run = machine.run(
      "trigger", "create", "-",
      input: """
        {"title":"T","conditions":{"all":[{"field":"Kanal","operator":"is","value":"messaging"}]},\
        "actions":[{"field":"priority","value":"low"}]}
        """)
    #expect(run.code == .badInput && run.errors.contains("did you mean 'via_id'?"), "\(run)")
  }

  @Test("every label stands in the glossary and beside its field in the page of rules, and leads to one word")
  func pages() throws {
    let glossary = machine.run("help", "glossary").text
    let pages = ManPage.all(of: CommandTable.toolkit, date: CommandTable.date)
    let rules = try #require(pages.first { $0.fileName == "sessionctl-rules.5" }).text
    for entry in Glossary.entries {
      for label in entry.english + entry.german { #expect(glossary.contains(label), "\(label)") }
      #expect(glossary.contains(entry.word))
      for kind in entry.kinds {
        for label in entry.english + entry.german {
          #expect(Glossary.word(for: label, kind) == entry.word, "\(label)")
        }
      }
    }
    for label in ["Verteilungskanal", "Kanal", "Sitzung beenden"] {
      #expect(rules.contains(label), "\(label)")
    }
  }
}
