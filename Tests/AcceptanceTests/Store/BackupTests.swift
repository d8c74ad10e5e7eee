import CommandGrammar
import Foundation
import Testing

/// A backup is whole, or not there.
@Suite struct BackupTests {
  private func large() throws -> TestMachine {
    let machine = try TestMachine()
    try machine.succeed("demo", "--fill-only", "--sessions", "4000", "--store", machine.store, "-q")
    return machine
  }

  private func files(_ machine: TestMachine) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: machine.folder).filter {
      $0.hasPrefix("copy.db") || $0.hasPrefix(".sessionctl-")
    }
  }

  /// Starts a backup and gives it a signal as soon as there is something of it.
  private func interrupted(_ machine: TestMachine, by number: Int32) throws -> RealProgram.Ended {
    let program = try RealProgram(machine, ["backup", "\(machine.folder)/copy.db"])
    let end = Date().addingTimeInterval(20)
    while try files(machine).isEmpty, Date() < end { usleep(100) }
    program.signal(number)
    return program.wait()
  }

  @Test("killed on the way: nothing under its name")
  func killed() throws {
    let machine = try large()
    let ended = try interrupted(machine, by: SIGKILL)
    let exists = FileManager.default.fileExists(atPath: "\(machine.folder)/copy.db")
    #expect(exists == (ended.status != nil))
    // What a kill leaves, the next one takes away.
    try machine.succeed("backup", "\(machine.folder)/next.db", "-q")
    #expect(try files(machine) == (exists ? ["copy.db"] : []))
  }

  @Test("Ctrl-C on the way: 130, and nothing is left; too late, the backup is whole")
  func interrupt() throws {
    let machine = try large()
    let ended = try interrupted(machine, by: SIGINT)
    if ended.status == 0 {
      #expect(machine.run("doctor", "--store", "\(machine.folder)/copy.db").code == .done)
    } else {
      #expect(ended.status == 130, "\(ended)")
      #expect(try files(machine).isEmpty)
    }
  }

  @Test("a link at the destination, even a dangling one, is never followed or replaced: 73")
  func link() throws {
    let machine = try TestMachine.withAccount()
    let copy = "\(machine.folder)/copy.db"
    try FileManager.default.createSymbolicLink(atPath: copy, withDestinationPath: "\(machine.folder)/other")
    #expect(machine.run("backup", copy).code == .cannotCreate)
    #expect(!FileManager.default.fileExists(atPath: "\(machine.folder)/other"))
    #expect(try files(machine) == ["copy.db"])
  }
}
