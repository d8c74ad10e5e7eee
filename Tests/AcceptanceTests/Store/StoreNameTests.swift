import CommandGrammar
import Foundation
import Testing

/// Paths that name no file.
@Suite struct StoreNameTests {
  @Test(
    "special names are refused before anything is made: 64", arguments: [":memory:", "file:x.db", "new/"])
  func special(name: String) throws {
    let machine = try TestMachine.withAccount()
    for words in [
      ["init", "--plan", "suite-team", "--admin", "a@b.c", "--store", name],
      ["demo", "--fill-only", "--store", name], ["session", "list", "--store", name], ["backup", name],
    ] {
      let run = machine.run(words)
      #expect(run.code == .usage, "\(run)")
      #expect(run.errors.hasPrefix("sessionctl: '\(name)' is "), "\(run)")
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: machine.folder)
    #expect(files.allSatisfy { $0.hasPrefix("store.db") })
    #expect(!FileManager.default.fileExists(atPath: name))
  }

  @Test(
    "a wait that SQLite can't count is refused: 64", arguments: ["86401", "2147484", "9223372036854775807"])
  func wait(seconds: String) throws {
    let run = try TestMachine.withAccount().run("session", "list", "--wait", seconds)
    #expect(run.code == .usage)
    #expect(run.errors == "sessionctl: --wait '\(seconds)' is too large: at most 86400\n")
  }

  @Test("the longest wait there is works")
  func longestWait() throws {
    #expect(try TestMachine.withAccount().run("session", "list", "--wait", "86400").code == .done)
  }
}
