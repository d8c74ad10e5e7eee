import CommandGrammar
import Foundation
import JSONText
import Testing

/// A store that is missing, damaged, newer, or not one at all.
@Suite struct StoreTroubleTests {
  /// Some that only look and some that would change.
  static let commands: [[String]] = [
    ["session", "list"], ["session", "end", "--all", "--yes"], ["doctor"], ["export"], ["feature", "enable"],
    ["settings", "get", "routing.mode"], ["import", "-"], ["backup", "copy.db"],
  ]

  private func refused(_ machine: TestMachine, _ code: ExitCode, _ sentence: String) {
    for words in Self.commands {
      let run = machine.run(words)
      #expect(run.code == code, "\(run)")
      #expect(run.errors == "sessionctl: \(sentence)\n", "\(run)")
      #expect(run.output.isEmpty)
    }
  }

  @Test("missing: 69, with the way to make one, and nothing is made")
  func missing() throws {
    let machine = try TestMachine()
    refused(
      machine, .storeUnavailable,
      "no store at \(machine.store); create one with 'sessionctl init', or name it with --store PATH")
    #expect(try FileManager.default.contentsOfDirectory(atPath: machine.folder).isEmpty)
  }

  @Test("a directory or a device: 69")
  func folder() throws {
    let machine = try TestMachine()
    for path in [machine.folder, "/dev/null"] {
      machine.environment["SESSIONCTL_STORE"] = path
      refused(machine, .storeUnavailable, "\(path) is not a store but a folder or a special file")
    }
  }

  static let foreign: [Titled<[UInt8]>] = [
    Titled("a text file", Array("Dear diary,\n".utf8)),
    Titled("a long text file", Array(String(repeating: "text ", count: 5000).utf8)),
    Titled("an empty file", []), Titled("one NUL", [0]),
  ]

  @Test("a file that is something else: 69, and it stays as it was", arguments: foreign)
  func otherFile(file: Titled<[UInt8]>) throws {
    let bytes = file.value
    let machine = try TestMachine()
    try machine.file("store.db", bytes)
    _ = chmod(machine.store, 0o600)
    refused(machine, .storeUnavailable, "\(machine.store) is not a store of sessionctl")
    #expect(try machine.bytes(of: machine.store) == bytes)
  }

  /// Changes the header of the store's file: big-endian numbers at fixed places (SQLite's file format).
  private func patch(_ machine: TestMachine, at offset: Int, _ number: UInt32) throws {
    var bytes = try machine.bytes(of: machine.store)
    for (index, shift) in [24, 16, 8, 0].enumerated() {
      bytes[offset + index] = UInt8(truncatingIfNeeded: number >> UInt32(shift))
    }
    try machine.file("store.db", bytes)
    _ = chmod(machine.store, 0o600)
  }

  @Test("another program's SQLite file: 69")
  func otherDatabase() throws {
    let machine = try TestMachine.withAccount()
    try patch(machine, at: 68, 0x1234)
    refused(machine, .storeUnavailable, "\(machine.store) is not a store of sessionctl")
  }

  @Test("a store that was rescued without its numbers: 69, and what gives them back")
  func rescued() throws {
    let machine = try TestMachine.withAccount()
    let before = machine.run("export").output
    try machine.tamper("PRAGMA application_id = 0; PRAGMA user_version = 0")
    let run = machine.run("session", "list")
    #expect(run.code == .storeUnavailable)
    let copy = "\(machine.folder)/new.db"
    #expect(run.errors.contains("\(machine.store) has a store's tables"), "\(run)")
    #expect(run.errors.contains("'sessionctl restore \(machine.store) --store NEW'"), "\(run)")
    try machine.succeed("restore", machine.store, "--store", copy, "-q")
    #expect(machine.run("doctor", "--store", copy).code == .done)
    #expect(machine.run("export", "--store", copy).output == before)
  }

  @Test("newer than this program: 69, saying so, and nothing is changed")
  func newer() throws {
    let machine = try TestMachine.withAccount()
    // The last of the four bytes that say `user_version`
    let own = try machine.bytes(of: machine.store)[63]
    try patch(machine, at: 60, 99)
    let bytes = try machine.bytes(of: machine.store)
    refused(
      machine, .storeUnavailable,
      "the store \(machine.store) has schema 99, newer than this program's \(own); use a newer sessionctl")
    #expect(try machine.bytes(of: machine.store) == bytes)
  }

  @Test("cut off: 69, or what could still be read; never a crash, never a bug's 70")
  func truncated() throws {
    for part in [1, 2, 5, 9] {
      let machine = try TestMachine.withAccount()
      let bytes = try machine.bytes(of: machine.store)
      try machine.file("store.db", Array(bytes.prefix(bytes.count * part / 10)))
      _ = chmod(machine.store, 0o600)
      for words in Self.commands where words != ["backup", "copy.db"] {
        let run = machine.run(words)
        #expect([.storeUnavailable, .done].contains(run.code), "\(run)")
      }
      let run = machine.run("session", "end", "--all", "--yes")
      #expect(run.code == .storeUnavailable, "\(run)")
      #expect(run.errors.hasPrefix("sessionctl: the store \(machine.store) is damaged"), "\(run)")
    }
  }

  @Test("damaged in the middle: doctor finds it, exit 1 or 69")
  func damaged() throws {
    let machine = try TestMachine.withAccount()
    var bytes = try machine.bytes(of: machine.store)
    for index in 4096..<bytes.count where index % 4096 < 16 { bytes[index] = 0xA5 }
    try machine.file("store.db", bytes)
    _ = chmod(machine.store, 0o600)
    let run = machine.run("doctor")
    #expect([.no, .storeUnavailable].contains(run.code), "\(run)")
    #expect(machine.run("session", "list").code == .storeUnavailable)
  }

  @Test("others can write to it: 77, unless the environment says that it is meant; doctor names the mode")
  func groupWritable() throws {
    for mode in [0o620, 0o602, 0o666] as [mode_t] {
      let machine = try TestMachine.withAccount()
      _ = chmod(machine.store, mode)
      refused(
        machine, .notPermitted,
        "others can write to the store \(machine.store); run 'chmod go-w \(machine.store)', or set SESSIONCTL_ALLOW_SHARED_STORE=1 if that is intended"
      )
      machine.environment["SESSIONCTL_ALLOW_SHARED_STORE"] = "1"
      #expect(machine.run("session", "end", "1", "-q").code == .done)
      let doctor = machine.run("doctor", "--json")
      #expect(doctor.code == .no)
      let permissions = doctor.items.first { $0["check"] == "permissions" }
      #expect(permissions?["result"] == "problem")
      #expect(permissions?["detail"]?.string?.contains(String(mode, radix: 8)) == true)
    }
  }

  @Test("a file that may only be read: looking works, changing is 74", .enabled(if: geteuid() != 0))
  func readOnlyFile() throws {
    let machine = try TestMachine.withAccount()
    _ = chmod(machine.store, 0o400)
    #expect(machine.run("session", "list", "--json").json["count"] == 5)
    for words in [
      ["session", "end", "1"], ["feature", "disable"], ["ticket", "update", "1001", "--tag", "x"],
    ] {
      let run = machine.run(words)
      #expect(run.code == .ioFailure, "\(run)")
      #expect(run.errors.hasPrefix("sessionctl: the store \(machine.store) can't be written"), "\(run)")
    }
  }

  @Test("a file that may not be read at all: 69", .enabled(if: geteuid() != 0))
  func unreadable() throws {
    let machine = try TestMachine.withAccount()
    _ = chmod(machine.store, 0o000)
    refused(machine, .storeUnavailable, "cannot read the store \(machine.store): Permission denied")
  }

  @Test("init makes the file 0600 in folders 0700, and never overwrites one: 73")
  func initialising() throws {
    let machine = try TestMachine()
    machine.environment["SESSIONCTL_STORE"] = nil
    machine.environment["XDG_DATA_HOME"] = "\(machine.folder)/data"
    try machine.succeed("init", "--plan", "suite_team", "--admin", "a@b.c", "-q")
    let folder = "\(machine.folder)/data/sessionctl"
    func mode(_ path: String) -> mode_t {
      var facts = stat()
      return stat(path, &facts) == 0 ? facts.st_mode & 0o777 : 0
    }
    #expect(mode(folder) == 0o700)
    #expect(mode("\(folder)/sessionctl.db") == 0o600)
    let before = machine.run("export").output
    let again = machine.run("init", "--plan", "suite_growth", "--admin", "x@y.z")
    #expect(again.code == .cannotCreate)
    #expect(
      again.errors
        == "sessionctl: there is already something at \(folder)/sessionctl.db, and it stays as it is; choose another place\n"
    )
    #expect(machine.run("demo", "--fill-only", "--store", "\(folder)/sessionctl.db").code == .cannotCreate)
    #expect(machine.run("export").output == before)
  }

  @Test("--store goes before SESSIONCTL_STORE, which goes before the default place")
  func precedence() throws {
    let machine = try TestMachine.withAccount()
    let other = "\(machine.folder)/other.db"
    try machine.succeed("init", "--plan", "suite_team", "--admin", "a@b.c", "--store", other, "-q")
    #expect(machine.run("session", "list", "--store", other, "--json").json["count"] == 0)
    #expect(machine.active.count == 5)
    machine.environment["SESSIONCTL_STORE"] = nil
    let missing = machine.run("session", "list")
    #expect(missing.code == .storeUnavailable)
    #expect(missing.errors.contains("\(machine.folder)/.local/share/sessionctl/sessionctl.db"))
  }

  @Test("backup makes a whole copy, 0600, that is a store itself; an existing file is never overwritten: 73")
  func backup() throws {
    let machine = try TestMachine.withAccount()
    let copy = "\(machine.folder)/copy.db"
    try machine.succeed("backup", copy, "-q")
    var facts = stat()
    #expect(stat(copy, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
    #expect(machine.run("export", "--store", copy).output == machine.run("export").output)
    #expect(machine.run("doctor", "--store", copy).code == .done)
    try machine.succeed("session", "end", "1", "--store", copy, "-q")
    #expect(machine.active == [1, 2, 3, 4, 50])
    let again = machine.run("backup", copy)
    #expect(again.code == .cannotCreate)
    #expect(machine.run("session", "show", "1", "--store", copy, "--json").item["state"] == "ended")
  }

  @Test("doctor finds nothing in an account that all commands have worked on")
  func doctor() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("session", "end", "1", "50", "--yes", "-q")
    try machine.succeed("ticket", "update", "1002", "--agent", "601", "--routing-channel", "email", "-q")
    try machine.succeed("ticket", "update", "1003", "--status", "closed", "-q")
    let run = machine.run("doctor", "--json")
    #expect(run.code == .done)
    #expect(run.items.count >= 8)
    // The zone data is the machine's, nobody here can take an e-mail ticket, and the last line says what no check sees.
    let others = run.items.filter { !["zone data", "service", "not seen"].contains($0["check"]?.string) }
    #expect(others.allSatisfy { $0["result"] == "ok" }, "\(run)")
  }
}
