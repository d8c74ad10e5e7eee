import Foundation
import Testing

@testable import SessionctlCommands

/// `--output`: a file appears whole or not at all.
@Suite struct OutputFileTests {
  private let machine: TestMachine
  private var path: String { "\(machine.folder)/result" }

  init() throws { machine = try TestMachine.withAccount() }

  private func text(_ path: String) throws -> String {
    String(decoding: try machine.bytes(of: path), as: UTF8.self)
  }

  private func mode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  @Test(
    "it holds what standard output would",
    arguments: [
      "session list", "report ended --by reason", "export", "rules export", "trigger fields --json", "help",
      "session list -h", "session end --help", "version", "completions bash", "ticket show 1001 --format csv",
      "ticket history 1001 --format ndjson",
    ])
  func same(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let usual = machine.run(words)
    let run = machine.run(words + ["--output", path])
    #expect(run.code == usual.code && run.text.isEmpty && run.errors == usual.errors, "\(run)")
    #expect(try text(path) == usual.text)
    #expect(try mode(path) == 0o600)
    // Nothing else is left.
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: machine.folder).allSatisfy { !$0.contains(".new-") }
    )
  }

  @Test("the ending of the name chooses the format, unless one is given")
  func endings() throws {
    for (ending, format) in [
      ("json", "json"), ("ndjson", "ndjson"), ("CSV", "csv"), ("tsv", "tsv"), ("txt", "table"), ("", "table"),
    ] {
      let name = "\(path)\(ending.isEmpty ? "" : ".\(ending)")"
      #expect(machine.run("ticket", "list", "--output", name).code == .done)
      #expect(try text(name) == machine.run("ticket", "list", "--format", format).text, "\(ending)")
    }
    machine.run("ticket", "list", "--output", "\(path).csv", "--format", "tsv")
    #expect(try text("\(path).csv") == machine.run("ticket", "list", "--format", "tsv").text)
    let page = machine.run("ticket", "list", "--output", "\(path).html")
    #expect(page.code == .usage && page.errors.contains("only reports make pages"))
    #expect(!FileManager.default.fileExists(atPath: "\(path).html"))
  }

  @Test("what fails leaves the file as it was")
  func failure() throws {
    try machine.file("result", "before")
    #expect(machine.run("ticket", "show", "99", "--output", path).code == .no)
    #expect(machine.run("ticket", "list", "--sort", "nothing", "--output", path).code == .usage)
    #expect(machine.run("session", "end", "--all", "--output", path).code == .usage)
    #expect(try text(path) == "before")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: machine.folder).allSatisfy { !$0.contains(".new-") }
    )
  }

  @Test("what is replaced keeps its permissions, and of a link what it leads to is replaced")
  func replacing() throws {
    try machine.file("result", "before")
    chmod(path, 0o644)
    let link = "\(machine.folder)/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(machine.run("version", "--output", link).code == .done)
    #expect(try text(path).hasPrefix("sessionctl "))
    #expect(try mode(path) == 0o644)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
  }

  @Test("the store itself is never overwritten; folders, missing ones, pipes and devices are refused")
  func refused() throws {
    machine.isTampered = true
    try FileManager.default.createSymbolicLink(
      atPath: "\(machine.folder)/nowhere", withDestinationPath: "\(machine.folder)/gone")
    #expect(mkfifo("\(machine.folder)/pipe", 0o600) == 0)
    for name in [
      machine.store, machine.folder, "\(machine.folder)/no/such", "\(machine.folder)/pipe", "/dev/null",
      "\(machine.folder)/nowhere",
    ] {
      let run = machine.run("session", "list", "--output", name)
      #expect(run.code == .cannotCreate && run.errors.contains(name), "\(run)")
    }
    #expect(machine.run("session", "list").code == .done)
    #expect(machine.run("session", "list", "--output", "").code == .usage)
    // What changes something finds out before it does.
    let before = machine.content()
    #expect(machine.run("session", "end", "--all", "--yes", "--output", machine.folder).code == .cannotCreate)
    #expect(machine.content() == before)
  }

  @Test("a dash is standard output; a run that changes something writes what it did")
  func results() throws {
    #expect(machine.run("version", "--output", "-").text.hasPrefix("sessionctl "))
    #expect(machine.run("session", "end", "1", "-q", "--output", "\(path).json").code == .done)
    #expect(try text("\(path).json").hasPrefix("{\"schema\":\"sessionctl.session-end/1\""))
  }

  @Test("a file has no name until it is complete, so that a kill leaves nothing") func nameless() throws {
    let machine = try TestMachine()
    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: machine.folder) }
    for replaces in [false, true, true] {
      let before = try names()
      let file = try WholeFile("\(machine.folder)/out", replaces: replaces)
      try Array(repeating: UInt8(ascii: "x"), count: 100_000).withUnsafeBytes(file.write)
      #expect(try names() == before)
      try file.finish()
      #expect(try names() == ["out"])
    }
    #expect(try machine.bytes(of: "\(machine.folder)/out").count == 100_000)
    #expect(throws: Failure.self) { try WholeFile("\(machine.folder)/out", replaces: false) }
  }

  @Test(
    "'-' is no name for a file beside what is printed: 64, and nothing is done",
    arguments: [
      "import w.json --rejects -", "session end --all --dry-run --plan-out -", "export --analysis -",
      "prune --ended-before 1d --archive - --yes",
    ])
  func dash(line: String) throws {
    let machine = try TestMachine.withAccount()
    let file = try machine.file("w.json", #"{"ticket":{"id":9223372036854775808}}"#)
    let before = try machine.bytes(of: machine.store)
    let run = machine.run(
      line.replacingOccurrences(of: "w.json", with: file).split(separator: " ").map(String.init))
    #expect(run.code == .usage && run.errors.contains("'-'"), "\(run)")
    #expect(try machine.bytes(of: machine.store) == before)
    #expect(!FileManager.default.fileExists(atPath: "-"))
  }
}
