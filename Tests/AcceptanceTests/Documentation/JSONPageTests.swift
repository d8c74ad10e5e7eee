import CommandGrammar
import Foundation
import JSONText
import Rendering
import Testing

@testable import SessionctlCommands

/// `sessionctl-json(5)` says what comes out: every declared field has words, and every member that the commands print
/// is declared, of the declared type, and null only where the page says so.
@Suite struct JSONPageTests {
  @Test("Every document belongs to one family of the page, and every family has one")
  func families() {
    let named = DocumentFamily.all.flatMap(\.names)
    #expect(Set(named).count == named.count)
    let missing = Set(DescribedDocument.all.map(\.schema.name)).symmetricDifference(named)
    #expect(missing == [], "without words, or words without a document")
  }

  @Test(
    "Every field has words, and no words are for a field that there isn't",
    arguments: DocumentFamily.all.map(\.names))
  func words(names: [String]) throws {
    let family = try #require(DocumentFamily.all.first { $0.names == names })
    var paths: Set<String> = []
    for document in DescribedDocument.all where names.contains(document.schema.name) {
      var fields = family.fields(of: document.schema)
      if case .run(let head) = document.schema.shape { fields += DocumentFamily.fields(head) }
      for field in fields {
        paths.insert(field.path)
        let meaning = family.meaning(of: field.path)
        #expect(meaning != nil, "\(document.schema.name): no words for \(field.path)")
        #expect(meaning?.text.hasSuffix(".") == false, "\(field.path)")
      }
    }
    let lastNames = Set(paths.map { $0.split(separator: ".").last.map(String.init) ?? $0 })
    for key in family.meanings.keys {
      #expect(paths.contains(key) || lastNames.contains(key), "\(names): words for \(key), which there isn't")
    }
  }

  @Test("Fields that mean the same everywhere are somewhere")
  func common() {
    let paths = DocumentFamily.all.flatMap { family in
      DescribedDocument.all.filter { family.names.contains($0.schema.name) }.flatMap { document in
        family.fields(of: document.schema).map(\.path)
          + (document.head.map { DocumentFamily.fields($0).map(\.path) } ?? [])
      }
    }
    let known = Set(paths + paths.compactMap { $0.split(separator: ".").last.map(String.init) })
    #expect(Set(CommonFields.meanings.keys).subtracting(known).isEmpty)
  }

  @Test("Every command that can print JSON says what it prints, or is named as one that prints none")
  func commands() throws {
    let page = try #require(CommandTable.toolkit.pages.first { $0.name == "json" })
    let text = "\(page.parts)"
    let described = Set(DescribedDocument.all.flatMap(\.commands))
    for command in CommandTable.toolkit.commands where !command.hidden && command.path != ["help"] {
      if described.contains(command.name) { continue }
      #expect(text.contains(command.name) || text.contains("`\(command.verb)`"), "\(command.name)")
    }
  }

  @Test(
    "A lifelike account's documents have the members that the page has",
    arguments: [
      "feature status", "settings list", "settings get csat.link", "session list --all",
      "session list --state ended --limit 3",
      "ticket list", "ticket show 1052", "ticket show 1001", "ticket history 1017", "ticket history 1052",
      "conversation list", "conversation show 47", "conversation show 60", "trigger list", "trigger fields",
      "queue list", "queue show standard", "queue tickets standard", "agent list", "group list",
      "routing explain 1053",
      "routing run", "session end --all --yes", "session end --all --without-ticket --dry-run", "recipe list",
      "recipe install notify-before-end --yes", "report ended --by day,reason,tag",
      "report end-time --by agent",
      "report routing-change-time", "report open-ended --by age,group", "report csat",
      "report active --by idle,channel",
      "report capacity", "report queues", "report triggers", "report agents", "report board", "log list",
      "log show 2",
      "doctor",
    ])
  func lifelike(_ line: String) throws {
    let machine = try Self.lifelikeMachine()
    let words = line.split(separator: " ").map(String.init)
    let command = try #require(
      CommandTable.command(Array(words.prefix(2))) ?? CommandTable.command([words[0]]))
    let run = machine.run(words + ["--json"])
    #expect(run.code == .done, "\(run)")
    let complaints = DocumentCheck.complaints(of: run.json, try #require(command.described))
    #expect(complaints == [])
  }

  @Test("What rules sent, and what an import and an end did, has the members that the page has")
  func busy() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed(
      "trigger", "create", "--title", "Tell", "--if", "messaging_session_state value ended", "--do",
      #"notification_user ["requester_id", "Ended", "Bye"]"#, "--do", "current_tags gone")
    for (words, document) in [
      (["import", "-"], "import"), (["session", "end", "--all", "--yes"], "session-end"),
      (["outbox", "list"], "outbox-list"),
      (["outbox", "show", "1"], "outbox-entry"), (["ticket", "history", "1001"], "ticket-history"),
      (["session", "list", "--all"], "session-list"),
    ] {
      let run = machine.run(words + ["--json"], input: Array(Wire.tickets(Wire.ticket(1001)).utf8))
      let schema = try #require(DescribedDocument.all.first { $0.schema.name == document }).schema
      #expect(run.code == .done && !run.output.isEmpty, "\(run)")
      #expect(DocumentCheck.complaints(of: run.json, schema) == [], "\(run)")
    }
    #expect(machine.run("session", "list", "--all", "--json").text.contains("ended_by\":{"))
  }

  @Test("The check finds what is not documented, of another type, null without a word, or missing")
  func check() throws {
    let schema = try #require(DescribedDocument.all.first { $0.schema.name == "group-list" }).schema
    func complaints(_ item: String) throws -> [String] {
      DocumentCheck.complaints(
        of: try JSONValue.parse(#"{"schema":"sessionctl.group-list/1","count":1,"items":[\#(item)]}"#), schema
      )
    }
    #expect(try complaints(#"{"id":1,"name":"A","agents":0,"agent_ids":[],"agent_names":[]}"#) == [])
    #expect(
      try complaints(#"{"id":1,"name":"A","agents":0,"agent_ids":[],"agent_names":[],"more":1}"#).count == 2)
    #expect(try complaints(#"{"id":1,"name":2,"agents":0,"agent_ids":[],"agent_names":[]}"#).count == 1)
    #expect(try complaints(#"{"id":1,"name":null,"agents":0,"agent_ids":[],"agent_names":[]}"#).count == 1)
    #expect(try complaints(#"{"id":1,"name":"A","agents":0,"agent_ids":[true],"agent_names":[]}"#).count == 1)
    #expect(try complaints(#"{"id":1,"name":"A","agents":0}"#).count == 1)
  }

  /// Made once, and copied for each command.
  static func lifelikeMachine() throws -> TestMachine {
    try TestMachine.holding(lifelikeStore.get())
  }

  private static let lifelikeStore = Result<[UInt8], any Error> {
    let machine = try TestMachine()
    try machine.succeed("demo", "--fill-only", "--sessions", "60", "--seed", "7", "--store", machine.store)
    return try machine.bytes(of: machine.store)
  }
}

extension DescribedDocument {
  /// The members ahead of the items, where there are any of its own.
  var head: [Column]? { if case .run(let head) = schema.shape { head } else { nil } }
}
