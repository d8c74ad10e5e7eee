import CommandGrammar
import Foundation
import GRDB
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

  @Test("to standard output: the same copy, and nothing else is left anywhere") func standardOutput() throws {
    let machine = try TestMachine.withAccount()
    let temporary = "\(machine.folder)/tmp"
    try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: false)
    machine.environment["TMPDIR"] = temporary
    let before = FileManager.default.currentDirectoryPath
    let run = machine.run("backup", "-")
    #expect(run.code == .done && run.errors.isEmpty, "\(run.errors)")
    let copy = try machine.file("copy.db", run.output)
    _ = chmod(copy, 0o600)
    #expect(machine.run("doctor", "--store", copy).code == .done)
    #expect(machine.run("export", "--store", copy).output == machine.run("export").output)
    #expect(try FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty)
    #expect(!FileManager.default.fileExists(atPath: "\(before)/-"))
    // What can't be there at once, and what nobody wants.
    #expect(machine.run("backup", "-", "--json").code == .usage)
    #expect(machine.run("backup", "-", terminals: .all).code == .usage)
    machine.environment["TMPDIR"] = "\(machine.folder)/none"
    #expect(machine.run("backup", "-").code == .cannotCreate)
  }

  @Test("`-` is no store") func dash() throws {
    let machine = try TestMachine.withAccount()
    for words in [
      ["session", "list", "--store", "-"], ["doctor", "--store", "-"],
      ["demo", "--fill-only", "--store", "-"],
      ["init", "--plan", "suite-growth", "--admin", "a@example.com", "--store", "-"],
    ] {
      let run = machine.run(words)
      #expect(run.code == .usage && run.errors.contains("'-' is not a store"), "\(run)")
    }
    #expect(!FileManager.default.fileExists(atPath: "-"))
  }

  @Test("a folder that is not there is not made: 73") func folder() throws {
    let machine = try TestMachine.withAccount()
    let run = machine.run("backup", "\(machine.folder)/none/copy.db")
    #expect(run.code == .cannotCreate && run.errors.contains("there is no folder"), "\(run)")
    #expect(!FileManager.default.fileExists(atPath: "\(machine.folder)/none"))
  }

  @Test("while somebody else has the store open, with changes that only the log has")
  func beside() throws {
    let machine = try TestMachine.withAccount()
    var configuration = Configuration()
    configuration.journalMode = .default
    let other = try DatabaseQueue(path: machine.store, configuration: configuration)
    defer { try? other.close() }
    // What reads keeps the log from being taken into the file.
    try other.read { db in
      _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM ticket")
      try machine.does("ticket update 1001 --tag late -q", "backup \(machine.folder)/one.db -q")
    }
    try machine.does("ticket update 1001 --tag later -q", "backup \(machine.folder)/two.db -q")
    try other.close()
    try machine.does("backup \(machine.folder)/three.db -q")
    for (name, tag) in [("one", "late"), ("two", "later"), ("three", "later")] {
      let copy = "\(machine.folder)/\(name).db"
      #expect(machine.run("doctor", "--store", copy).code == .done)
      #expect(machine.run("ticket", "show", "1001", "--json", "--store", copy).text.contains("\"\(tag)\""))
    }
  }

  @Test("of a damaged store no backup is made: 69, and nothing is left", arguments: 0..<5)
  func damaged(_ way: Int) throws {
    let machine = try TestMachine.withAccount()
    var file = try machine.bytes(of: machine.store)
    let page = 4096
    switch way {
    // A page that is gone, two that have changed places, a file cut short, a pointer, a value's type.
    case 0: file.replaceSubrange((5 * page)..<(6 * page), with: repeatElement(0, count: page))
    case 1: for index in 0..<page { file.swapAt(4 * page + index, 9 * page + index) }
    case 2: file.removeLast(3 * page)
    case 3: file[6 * page + 3] = 0x7F
    default:
      try machine.tamper(
        """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE name = 'ticket';
        """)
      try machine.tamper("UPDATE ticket SET status = 'open' WHERE id = 1001")
      try machine.tamper(
        """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE name = 'ticket';
        """)
      file = try machine.bytes(of: machine.store)
    }
    try machine.file("store.db", file)
    for word in ["\(machine.folder)/copy.db", "-"] {
      let run = machine.run("backup", word)
      #expect(run.code == .storeUnavailable && run.output.isEmpty, "\(run)")
      #expect(run.errors.contains("damaged"), "\(run)")
    }
    #expect(try files(machine).isEmpty)
  }
}
