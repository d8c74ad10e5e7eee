import CommandGrammar
import Foundation
import JSONText
import Rendering
import Testing

/// Options that every command accepts are never passed over.
@Suite struct GlobalOptionTests {
  @Test(
    "an unknown field is 64 before anything is done",
    arguments: [
      ["doctor"], ["log", "list"], ["settings", "set", "account.name", "X"],
      ["settings", "get", "account.name"],
      ["schedule", "create", "--name", "S", "--open", "mon 09:00-10:00"], ["feature", "disable"],
      ["session", "end", "1"], ["ticket", "update", "1001", "--tag", "x"],
      ["ticket", "history", "1001", "--json"],
      ["backup", "never.db"], ["group", "create", "G"], ["agent", "create", "--email", "x@y.z"],
    ])
  func fields(words: [String]) throws {
    let machine = try TestMachine.withAccount()
    let before = machine.logged
    let run = machine.run(words + ["--fields", "bogus"])
    #expect(run.code == .usage, "\(run)")
    #expect(run.errors.contains("there is no field 'bogus'"), "\(run)")
    #expect(machine.logged == before)
  }

  @Test("export writes ndjson, and refuses to be told otherwise: 64")
  func export() throws {
    let machine = try TestMachine.withAccount()
    for more in [
      ["--json"], ["--format", "csv"], ["--format", "table"], ["--fields", "id"], ["--no-headers"],
    ] {
      let run = machine.run(["export"] + more)
      #expect(run.code == .usage, "\(run)")
      #expect(run.output.isEmpty)
    }
    #expect(machine.run("export", "--format", "ndjson").output == machine.run("export").output)
  }

  @Test("what usually leaves a note prints a document when asked")
  func documents() throws {
    let machine = try TestMachine()
    for words in [["version", "--json"], ["--version", "--json"]] {
      let version = machine.run(words)
      #expect(version.json["schema"] == "sessionctl.version/1", "\(version)")
      #expect(version.item["version"]?.string?.isEmpty == false)
    }
    let made = machine.run("init", "--plan", "suite-team", "--admin", "a@b.c", "--json")
    #expect(made.json["schema"] == "sessionctl.init/1")
    #expect(made.item["store"]?.string == machine.store)
    let backup = machine.run("backup", "\(machine.folder)/copy.db", "--json")
    #expect(backup.item["backup"]?.string == "\(machine.folder)/copy.db")
    let demo = machine.run(
      "demo", "--fill-only", "--sessions", "3", "--store", "\(machine.folder)/demo.db", "--json")
    #expect(demo.json["schema"] == "sessionctl.demo/1")
    #expect(demo.item["sessions"] == 3)
  }

  @Test("--as is looked up by commands that only read, too")
  func actor() throws {
    let machine = try TestMachine.withAccount()
    for words in [["session", "list"], ["export"], ["log", "list"], ["backup", "never.db"], ["doctor"]] {
      #expect(machine.run(words + ["--as", "nobody@example.com"]).code == .no)
      #expect(machine.run(words + ["--as", "carla@example.net"]).code == .notPermitted)
    }
    try machine.succeed("agent", "edit", "602", "--suspended", "yes", "-q")
    machine.environment["SESSIONCTL_ACTOR"] = "ben@example.com"
    #expect(machine.run("export").code == .notPermitted)
    #expect(machine.run("session", "list", "--as", "601").code == .done)
  }

  @Test("a bad value names its option, once")
  func sentences() throws {
    let machine = try TestMachine.withAccount()
    for (words, sentence) in [
      (["--idle-for", "4x"], "--idle-for '4x' has an unknown unit x; use s, m, h, d or w"),
      (["--idle-for", "0h"], "--idle-for '0h' is zero; write a duration of at least 1s"),
      (["--started-before", "4x ago"], "--started-before '4x' has an unknown unit x; use s, m, h, d or w"),
      (["--now", "2026-13-01"], "--now '2026-13-01' has an impossible month; write 01 to 12"),
    ] {
      let run = machine.run(["session", "list"] + words)
      #expect(run.code == .usage)
      #expect(run.errors == "sessionctl: \(sentence)\n", "\(run)")
    }
    #expect(
      machine.run("session", "list", "--timezone", "Mars").errors.hasPrefix("sessionctl: --timezone: unknown")
    )
  }

  @Test("a store's name in the environment that is not UTF-8 is refused: 64")
  func environment() throws {
    let machine = try TestMachine()
    machine.environment["SESSIONCTL_STORE"] = "\(machine.folder)/\u{FFFD}.db"
    let run = machine.run("init", "--plan", "suite-team", "--admin", "a@b.c")
    #expect(run.code == .usage)
    #expect(try FileManager.default.contentsOfDirectory(atPath: machine.folder).isEmpty)
  }
}
