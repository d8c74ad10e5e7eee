import CommandGrammar
import Foundation
import Testing

/// A store in a folder where nothing can be made, such as a backup on a medium that is mounted for reading.
@Suite(.enabled(if: geteuid() != 0)) struct FrozenStoreTests {
  private func frozen() throws -> TestMachine {
    let machine = try TestMachine.withAccount()
    _ = chmod(machine.folder, 0o500)
    return machine
  }

  @Test("looking works")
  func looking() throws {
    let machine = try frozen()
    #expect(machine.active == [1, 2, 3, 4, 50])
    for words in [["doctor"], ["export"], ["session", "end", "--all", "--dry-run"], ["ticket", "list"]] {
      let run = machine.run(words)
      #expect(run.code == .done, "\(run)")
    }
  }

  @Test("changing is 74")
  func changing() throws {
    let machine = try frozen()
    #expect(machine.run("session", "end", "1").code == .ioFailure)
    #expect(machine.active == [1, 2, 3, 4, 50])
  }

  @Test("changes beside the file that can't be taken in: 74, saying what to do")
  func unfinished() throws {
    let machine = try TestMachine.withAccount()
    try machine.file("store.db-wal", "changes")
    _ = chmod(machine.folder, 0o500)
    let run = machine.run("session", "list")
    #expect(run.code == .ioFailure)
    #expect(run.errors.contains("copy both files to a folder of yours"))
  }
}
