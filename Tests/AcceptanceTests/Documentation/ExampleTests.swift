import Foundation
import Testing

@testable import CommandGrammar
@testable import SessionctlCommands

/// Every example of the manual is executed, on a store where it makes sense.
@Suite struct ExampleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let command: String
    let line: String

    var testDescription: String { line }

    /// Pipes and redirections are a shell's.
    var needsShell: Bool { line.contains { "|<>".contains($0) } }
  }

  static let all =
    CommandTable.toolkit.examples.map { Case(command: "", line: $0.command) }
    + CommandTable.toolkit.commands.flatMap { command in
      command.examples.map { Case(command: command.name, line: $0.command) }
    }

  @Test("An example works as it stands", arguments: all.filter { !$0.needsShell })
  func example(_ example: Case) throws {
    let calls = ShellWords.calls(of: "sessionctl", in: example.line)
    #expect(calls.count == 1)
    let machine = try ExampleAccount.machine(for: example.command)
    let run = machine.run(Self.short(machine.words(of: try #require(calls.first))))
    #expect(run.code == .done, "\(run)")
    #expect(!run.errors.contains("nothing changed"), "\(run)")
  }

  @Test("An example with a pipe or a file works in a shell", arguments: all.filter(\.needsShell))
  func shellExample(_ example: Case) throws {
    let machine = try ExampleAccount.machine(for: example.command)
    let run = try machine.shell(example.line)
    #expect(run.status == 0, "\(example.line)\n\(run.output)")
  }

  @Test(
    "The JSON of every example has the members that the manual has", arguments: all.filter { !$0.needsShell })
  func document(_ example: Case) throws {
    guard let command = Self.command(of: example), let usual = command.described else { return }
    let machine = try ExampleAccount.machine(for: example.command)
    var words = Self.short(machine.words(of: ShellWords.calls(of: "sessionctl", in: example.line)[0]))
    words.removeAll { $0 == "--chart" || $0 == "--quiet" }
    if words.contains("--format") { return }
    if let output = words.firstIndex(of: "--output") { words.removeSubrange(output...output + 1) }
    let schema =
      words.contains("--explain") || words.contains("--rescue") || words.contains("--audit")
      ? command.alternative ?? usual : usual
    // What `demo` shows is for people.
    if words == ["demo"] { words.append("--fill-only") }
    let run = machine.run(words + ["--json"])
    #expect(run.code == .done, "\(run)")
    #expect(DocumentCheck.complaints(of: run.json, schema) == [], "\(run)")
  }

  /// The first example of every command that rehearses.
  static let rehearsed = all.filter { example in
    Rehearsal.includes(example.command.split(separator: " ").map(String.init)) && !example.needsShell
      && all.first { $0.command == example.command && !$0.needsShell }?.line == example.line
  }

  @Test("A dry run ends and prints as the real run does, and nothing of it stays", arguments: rehearsed)
  func rehearsal(_ example: Case) throws {
    let machine = try ExampleAccount.machine(for: example.command)
    var words = Self.short(machine.words(of: ShellWords.calls(of: "sessionctl", in: example.line)[0]))
    words.removeAll { $0 == "--preview" }
    let before = machine.content()
    let dry = machine.run(words + ["--dry-run"])
    #expect(dry.code == .done, "\(dry)")
    #expect(dry.errors.hasSuffix("dry run: nothing was changed\n") || words.contains("--quiet"), "\(dry)")
    #expect(machine.content() == before)
    let real = machine.run(words)
    #expect(real.code == dry.code)
    // Only who previews is told that it is a preview.
    if example.command != "macro apply" { #expect(real.text == dry.text) }
  }

  @Test("What writes to the store can be rehearsed, or plans by itself") func rehearsable() {
    let spared: Set = [
      // They make a store, or talk to the live account.
      "init", "demo", "remote pull", "remote push", "remote verify", "remote take-answers", "remote learn",
      "remote status",
    ]
    for command in CommandTable.all where !spared.contains(command.spec.name) {
      let writes = [
        "create", "edit", "delete", "enable", "disable", "reorder", "set", "update", "reply", "note", "rate",
        "end", "say",
        "start", "handoff", "ingest", "install", "remove", "deliver", "ack", "retry", "cancel", "apply",
        "run", "remind",
        "close-solved", "import", "push", "setup",
      ]
      guard let verb = command.spec.path.last, writes.contains(verb) else { continue }
      #expect(command.spec.options.contains { $0.name == "dry-run" }, "\(command.spec.name)")
    }
  }

  @Test("Every command has examples, and every example is there once")
  func whole() {
    for command in CommandTable.toolkit.commands where !["help", "version"].contains(command.name) {
      #expect(command.hidden || !command.examples.isEmpty, "\(command.name)")
      for example in command.examples {
        #expect(example.command.contains("sessionctl \(command.name)"), "\(command.name): \(example.command)")
      }
      #expect(Set(command.examples.map(\.command)).count == command.examples.count, "\(command.name)")
    }
  }

  private static func command(of example: Case) -> Command? {
    example.command.isEmpty
      ? nil : CommandTable.command(example.command.split(separator: " ").map(String.init))
  }

  /// A hundred thousand sessions are for people to try.
  private static func short(_ words: [String]) -> [String] { words.map { $0 == "100000" ? "100" : $0 } }
}
