import CommandGrammar
import Foundation
import Testing

@testable import SessionctlCommands

/// `sessionctl __complete`, which the completion scripts ask for what only the program knows.
@Suite struct CompletionTests {
  let machine: TestMachine

  init() throws { machine = try Self.filled() }

  /// An account with names that need quotes, and with some that must not be offered.
  static func filled() throws -> TestMachine {
    let machine = try TestMachine.withStore()
    try machine.file(
      "rules.json",
      """
      {"triggers":[
      {"id":1,"title":"Two words","active":true,"conditions":{"all":[{"field":"status","operator":"is","value":"open"}],"any":[]},"actions":[{"field":"priority","value":"high"}]},
      {"id":2,"title":"a $b `c` \\"d\\" it's!","active":true,"conditions":{"all":[{"field":"status","operator":"is","value":"open"}],"any":[]},"actions":[{"field":"priority","value":"high"}]},
      {"id":3,"title":"bad\\u001b]0;x\\u0007","active":false,"conditions":{"all":[{"field":"status","operator":"is","value":"open"}],"any":[]},"actions":[{"field":"priority","value":"high"}]},
      {"id":4,"title":"bad\\u202etxt","active":false,"conditions":{"all":[{"field":"status","operator":"is","value":"open"}],"any":[]},"actions":[{"field":"priority","value":"high"}]},
      {"id":5,"title":"bad\\nline","active":false,"conditions":{"all":[{"field":"status","operator":"is","value":"open"}],"any":[]},"actions":[{"field":"priority","value":"high"}]},
      {"id":6,"title":"-bad","active":false,"conditions":{"all":[{"field":"status","operator":"is","value":"open"}],"any":[]},"actions":[{"field":"priority","value":"high"}]},
      {"id":7,"title":"twice","active":false,"conditions":{"all":[{"field":"status","operator":"is","value":"open"}],"any":[]},"actions":[{"field":"priority","value":"high"}]},
      {"id":8,"title":"twice","active":false,"conditions":{"all":[{"field":"status","operator":"is","value":"open"}],"any":[]},"actions":[{"field":"priority","value":"high"}]}
      ]}
      """)
    for words in [
      ["import", "\(machine.folder)/rules.json"],
      ["group", "create", "Night shift"],
      ["queue", "create", "--name", "Support Berlin", "--primary", "Night shift"],
      ["macro", "create", "--title", "Good bye", "--do", "status solved"],
      ["schedule", "create", "--name", "Office hours", "--zone", "UTC", "--open", "mon-fri 09:00-17:00"],
    ] {
      let run = machine.run(words)
      #expect(run.code == .done, "\(run)")
    }
    return machine
  }

  /// What zsh would get for a line whose last word is being typed.
  func offered(_ words: String...) throws -> [String] {
    let run = machine.run(["__complete", "zsh", "sessionctl"] + words)
    #expect(run.errors.isEmpty)
    return run.text.split(separator: "\n").map(String.init)
  }

  @Test func names() throws {
    #expect(try offered("trigger", "show", "T") == ["Two words"])
    #expect(try offered("trigger", "show", "two") == ["Two words"])
    #expect(try offered("session", "list", "--queue", "") == ["Standard queue", "Support Berlin"])
    #expect(try offered("queue", "show", "Supp") == ["Support Berlin"])
    #expect(try offered("group", "show", "N") == ["Night shift"])
    #expect(try offered("macro", "show", "") == ["Good bye"])
    #expect(try offered("session", "end", "--macro=G") == ["Good bye"])
    #expect(try offered("session", "list", "--outside-hours", "O") == ["Office hours"])
    #expect(try offered("agent", "show", "ad") == ["admin@example.com"])
    #expect(try offered("--as", "ad") == ["admin@example.com"])
    #expect(try offered("settings", "set", "account.default_schedule", "") == ["Office hours"])
  }

  @Test func whatComesAfterWhat() throws {
    #expect(try offered("settings", "set", "routing.mo") == ["routing.mode"])
    #expect(try offered("settings", "set", "routing.mode", "m") == ["messaging"])
    #expect(try offered("session", "list", "--fields", "id,stat") == ["id,state", "id,status"])
    #expect(try offered("session", "list", "--fields", "state,sta") == ["state,started_at", "state,status"])
    #expect(try offered("session", "list", "--sort", "id") == ["id", "id:desc"])
    #expect(try offered("report", "ended", "--by", "reason,gr") == ["reason,group"])
    #expect(
      try offered("report", "ended", "--fields", "end") == [
        "ended-by", "ended", "ended_previous", "ended_change",
      ])
    #expect(try offered("trigger", "create", "--if", "update_t") == ["update_type"])
    #expect(
      try offered("trigger", "create", "--if", "current_tags ") == [
        "current_tags includes", "current_tags not_includes",
      ])
    #expect(try offered("trigger", "create", "--if", "status less_than so") == ["status less_than solved"])
    #expect(try offered("trigger", "create", "--if", "group_id is N") == ["group_id is Night shift"])
    #expect(try offered("trigger", "create", "--do", "group_id N") == ["group_id Night shift"])
    #expect(
      try offered("messaging-trigger", "create", "--if", "queue_size g").contains("queue_size greater_than"))
    #expect(try offered("macro", "apply", "x", "--ticket", "") == [])
    #expect(try offered("queue", "show", "x", "") == [])
  }

  @Test func dangerousNamesAreLeftOut() throws {
    #expect(try offered("trigger", "show", "bad") == [])
    #expect(try offered("trigger", "show", "-b") == [])
    #expect(try offered("trigger", "show", "tw") == ["Two words"])
    #expect(
      try offered("trigger", "show", "") == [
        "Two words", "a $b `c` \"d\" it's!",
      ])
  }

  @Test func theStoreIsTheOneOfTheLine() throws {
    var elsewhere = machine.environment
    elsewhere["SESSIONCTL_STORE"] = "/nowhere/at/all.db"
    let other = try TestMachine()
    other.environment = elsewhere
    let line = ["sessionctl", "--store", machine.store, "queue", "show", "Supp"]
    #expect(other.run(["__complete", "zsh"] + line).text == "Support Berlin\n")
    #expect(
      other.run(["__complete", "zsh"] + line.filter { $0 != "--store" && $0 != machine.store }).text == "")
  }

  @Test(arguments: [
    [], ["fish"], ["tcsh", "sessionctl", "trigger", "show", ""], ["bash", "sessionctl trigger show x"],
    ["bash", "sessionctl trigger show x", "y"], ["zsh", "sessionctl", "nonsense", "--queue", ""],
    ["zsh", "sessionctl", "trigger", "show", "--", "--"],
    ["zsh", "sessionctl", "--store=", "queue", "show", ""],
    ["zsh", "sessionctl", "--store", "/", "queue", "show", ""], ["fish", "sessionctl", "-n"],
  ]) func nothingIsEverSaid(words: [String]) throws {
    let machine = try TestMachine()
    let run = machine.run(["__complete"] + words)
    #expect(run.errors.isEmpty && run.text.isEmpty, "\(words)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: machine.folder).isEmpty)
  }

  @Test func aStoreThatCantBeReadIsNotTouched() throws {
    let machine = try TestMachine()
    for content in ["", "no database at all", "SQLite format 3\u{0}"] {
      let path = try machine.file("store.db", content)
      let run = machine.run("__complete", "zsh", "sessionctl", "queue", "show", "")
      #expect(run.errors.isEmpty && run.text.isEmpty)
      #expect(try machine.bytes(of: path) == Array(content.utf8))
      #expect(try FileManager.default.contentsOfDirectory(atPath: machine.folder) == ["store.db"])
    }
  }

  @Test func lookingLeavesNoTrace() throws {
    let before = try machine.storeState()
    let files = try FileManager.default.contentsOfDirectory(atPath: machine.folder).sorted()
    #expect(
      machine.run("__complete", "zsh", "sessionctl", "queue", "show", "").text.contains("Support Berlin"))
    #expect(try machine.storeState() == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: machine.folder).sorted() == files)
  }

  @Test func bytesThatAreNoText() throws {
    let words: [[UInt8]] = [Array("__complete".utf8), Array("zsh".utf8), [0xFF]]
    let run = try TestMachine().run(words) { _ in 0 }
    #expect(run.errors.isEmpty && run.text.isEmpty)
  }

  /// A kind that nobody answers for would be a declaration without effect.
  @Test func everyKindIsKnown() {
    func check(_ kind: CompletionKind, _ place: String) {
      switch kind {
      case .stored(let name): #expect(CompletionCandidates.knows(name), "\(place): \(name)")
      case .list(let kind): check(kind, place)
      case .none, .file, .words: break
      }
    }
    let toolkit = CommandTable.toolkit
    for command in toolkit.commands {
      for option in toolkit.options(of: command) {
        check(option.completion, "\(command.name) \(option.name)")
      }
      for operand in command.operands { check(operand.completion, "\(command.name) \(operand.name)") }
    }
  }

  @Test(arguments: Shell.allCases) func scriptsCanBePrinted(shell: Shell) {
    let run = machine.run("completions", shell.rawValue)
    #expect(run.code == .done && run.text == Completions.script(for: shell, of: CommandTable.toolkit))
  }

  @Test func theEntryIsInNoList() {
    let toolkit = CommandTable.toolkit
    #expect(toolkit.commands.allSatisfy { $0.verb != Completions.entry })
    #expect(!HelpText.text(.manual, .program, of: toolkit).contains(Completions.entry))
  }
}
