import CommandGrammar
import Foundation
import JSONText
import Testing

/// The files beside a store are a part of it: SQLite reads them into whatever file has the name.
@Suite struct CompanionTests {
  private func names(_ machine: TestMachine) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: machine.folder).filter { $0 != "bin" }.sorted()
  }

  @Test(
    "what an earlier store of that name has left is never taken for a new one's: 73",
    arguments: ["wal", "journal"])
  func leftover(kind: String) throws {
    let machine = try TestMachine.withAccount()
    let target = "\(machine.folder)/new.db"
    try machine.file("new.db-\(kind)", "left")
    let before = try names(machine)
    for words in [
      ["init", "--plan", "suite-growth", "--admin", "new@example.com", "--store", target],
      ["demo", "--fill-only", "--sessions", "5", "--store", target], ["backup", target],
    ] {
      let run = machine.run(words)
      #expect(run.code == .cannotCreate, "\(run)")
      #expect(
        run.errors
          == "sessionctl: \(target)-\(kind) was left by an earlier store of that name and would be read as part of the new one; move it away, or choose another place\n"
      )
    }
    #expect(
      try names(machine).filter { !$0.hasPrefix("store.db") } == before.filter { !$0.hasPrefix("store.db") })
  }

  @Test(
    "one that others can write is refused, also in a sticky folder: 77, unless told otherwise",
    arguments: ["wal", "shm", "journal"])
  func writable(kind: String) throws {
    let machine = try TestMachine.withAccount()
    _ = chmod(machine.folder, 0o1777)
    let companion = try machine.file("store.db-\(kind)", "")
    _ = chmod(companion, 0o666)
    let run = machine.run("session", "list")
    #expect(run.code == .notPermitted, "\(run)")
    #expect(
      run.errors
        == "sessionctl: others can write to \(companion), which is part of the store; run 'chmod go-w \(companion)', or set SESSIONCTL_ALLOW_SHARED_STORE=1 if that is intended\n"
    )
    machine.environment["SESSIONCTL_ALLOW_SHARED_STORE"] = "1"
    #expect(machine.run("session", "list").code == .done)
  }

  @Test("one of another owner is refused: 77", .enabled(if: geteuid() == 0, "needs to be root"))
  func owner() throws {
    let machine = try TestMachine.withAccount()
    _ = chmod(machine.folder, 0o1777)
    let companion = try machine.file("store.db-wal", "")
    _ = chmod(companion, 0o600)
    try #require(chown(companion, 12345, 12345) == 0)
    let run = machine.run("session", "list")
    #expect(run.code == .notPermitted, "\(run)")
    #expect(run.errors.contains("\(companion) belongs to another user than the store"))
  }

  @Test("a link in a companion's place is refused: 77") func linked() throws {
    let machine = try TestMachine.withAccount()
    let elsewhere = try machine.file("elsewhere", "")
    try FileManager.default.createSymbolicLink(atPath: machine.store + "-wal", withDestinationPath: elsewhere)
    #expect(machine.run("session", "list").code == .notPermitted)
  }

  @Test("a store that is reached through a link is judged where it leads: 77") func throughALink() throws {
    let machine = try TestMachine.withAccount()
    let open = "\(machine.folder)/open"
    try FileManager.default.createDirectory(atPath: open, withIntermediateDirectories: false)
    rename(machine.store, "\(open)/real.db")
    try FileManager.default.createSymbolicLink(atPath: machine.store, withDestinationPath: "open/real.db")
    #expect(machine.active == [1, 2, 3, 4, 50])
    _ = chmod(open, 0o777)
    let run = machine.run("session", "list")
    #expect(run.code == .notPermitted, "\(run)")
    #expect(run.errors.contains("others can write to the store's folder \(open)"), "\(run)")
    _ = chmod(open, 0o700)
    _ = chmod(try machine.file("open/real.db-wal", ""), 0o666)
    #expect(machine.run("session", "list").code == .notPermitted)
    unlink("\(open)/real.db-wal")
  }

  @Test("a journal that is none hinders nobody") func garbage() throws {
    let machine = try TestMachine.withAccount()
    for content in ["garbage", String(repeating: "garbage ", count: 1000)] {
      _ = chmod(try machine.file("store.db-journal", content), 0o600)
      #expect(machine.active == [1, 2, 3, 4, 50])
      #expect(machine.run("doctor").code == .done)
    }
  }

  @Test("a path that is too long leaves nothing: 73")
  func tooLong() throws {
    let machine = try TestMachine.withAccount()
    let before = try names(machine)
    for path in [
      "\(machine.folder)/a/b/\(String(repeating: "n", count: 250)).db",
      "\(machine.folder)/" + String(repeating: "folder/", count: 80) + "copy.db",
      "\(machine.folder)/a/\(String(repeating: "n", count: 300))/copy.db",
    ] {
      let run = machine.run("init", "--plan", "suite-growth", "--admin", "a@example.com", "--store", path)
      #expect(run.code == .cannotCreate, "\(run)")
      #expect(run.errors.contains("File name too long"), "\(run)")
    }
    #expect(
      try names(machine).filter { !$0.hasPrefix("store.db-") } == before.filter { !$0.hasPrefix("store.db-") }
    )
  }

  @Test("what somebody who was killed has left is taken away; what somebody holds is not") func abandoned()
    throws
  {
    let machine = try TestMachine.withAccount()
    let old = ".sessionctl-00000000000000aa.new"
    for name in [old, old + "-wal", ".sessionctl-00000000000000bb.new-journal"] {
      try machine.file(name, "x")
    }
    let held = try machine.file(".sessionctl-00000000000000cc.new", "x")
    let descriptor = open(held, O_RDWR)
    defer { close(descriptor) }
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_len = 1
    try #require(fcntl(descriptor, 37, &lock) == 0)
    // A finished file that has its name and not yet lost the draft's.
    try machine.succeed("backup", "\(machine.folder)/first.db", "-q")
    try #require(
      link("\(machine.folder)/first.db", "\(machine.folder)/.sessionctl-00000000000000dd.new") == 0)
    try machine.succeed("backup", "\(machine.folder)/second.db", "-q")
    #expect(try names(machine).filter { $0.hasPrefix(".") } == [".sessionctl-00000000000000cc.new"])
    #expect(machine.run("doctor", "--store", "\(machine.folder)/first.db").code == .done)
  }

  @Test("few open files: a sentence, and nothing is left: 74", arguments: [4, 5, 6, 7, 8, 12])
  func descriptors(limit: Int) throws {
    let machine = try TestMachine.withAccount()
    for words in ["doctor", "init --plan suite-growth --admin a@b.c --store new.db", "backup copy.db"] {
      let run = try machine.shell("ulimit -n \(limit); exec sessionctl \(words)")
      // Where not even the program's libraries can be opened, the system says so.
      #expect([74, 127].contains(run.status), "\(words): \(run)")
    }
    #expect(try names(machine).filter { !$0.hasPrefix("store.db") } == [])
  }

  @Test("a full disk while a store is made: 74, and nothing has its name", arguments: [100, 200, 300, 400])
  func fullDisk(blocks: Int) throws {
    let machine = try TestMachine()
    let run = try machine.shell(
      "trap '' XFSZ; ulimit -f \(blocks / 4); sessionctl demo --fill-only --sessions 200 --store demo.db 2>&1"
    )
    #expect(run.status == 74, "\(run)")
    #expect(try names(machine) == [], "\(run)")
  }
}
