import Foundation
import Testing

@testable import CommandGrammar

@Suite struct DocumentationTests {
  let toolkit = Sample.toolkit

  @Test func declarationsAreSound() {
    #expect(toolkit.problems() == [])
  }

  @Test func problemsAreFound() {
    let bad = Toolkit(
      program: "x", version: "1", summary: "X",
      nouns: [],
      plainCommands: [
        CommandSpec(
          ["go"], summary: "Go.",
          operands: [
            Operand("A", .text, .optional, help: "a"), Operand("B", .text, help: ""),
          ],
          options: [
            Option("json", "X", .text, help: "h"),
            Option("n", "N", .nonNegativeInteger, default: "x", help: "h"),
          ],
          examples: [Example(command: "x go b --nope", explanation: "No")])
      ])
    let found = bad.problems().joined(separator: "\n")
    for part in [
      "'go': the help line ends in a full stop", "B is required after an optional", "'go' B has no help",
      "two options 'json'", "refuses its own default", "fails: unknown option '--nope'",
    ] { #expect(found.contains(part), "\(part)") }
  }

  @Test func helpNamesEveryOption() {
    for command in toolkit.commands {
      for length in [HelpLength.short, .manual] {
        let text = HelpText.text(length, .command(command), of: toolkit, width: 80)
        for option in toolkit.options(of: command) {
          #expect(text.contains(option.spelling), "\(command.name) \(option.spelling) \(length)")
        }
        for operand in command.operands { #expect(text.contains(operand.name)) }
      }
    }
    let manual = HelpText.text(.manual, .command(toolkit.commands[2]), of: toolkit)
    for title in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "GLOBAL OPTIONS", "EXIT STATUS", "EXAMPLES"] {
      #expect(manual.contains("\n\(title)\n") || manual.hasPrefix("\(title)\n"), "\(title)")
    }
  }

  @Test(arguments: [40, 60, 80, 120]) func helpKeepsToTheWidth(width: Int) {
    let topics: [HelpTopic] =
      [.program] + toolkit.nouns.map { .noun($0) } + toolkit.commands.map { .command($0) }
    for (topic, length) in topics.flatMap({ [($0, HelpLength.short), ($0, .manual)] }) {
      let text = HelpText.text(length, topic, of: toolkit, width: width)
      for line in text.split(separator: "\n") where line.count > width {
        // Only what must not be torn apart may stick out.
        #expect(line.hasPrefix("  ") && (line.contains("--") || line.contains("sessionctl")), "\(line)")
      }
      #expect(!text.contains(" \n") && !text.contains("\n\n\n"))
    }
  }

  @Test func everyExitStatusIsDocumented() {
    let text = HelpText.text(.manual, .program, of: toolkit)
    for code in ExitCode.allCases { #expect(text.contains("\n    \(code.rawValue)\n")) }
  }

  @Test func roffIsHarmless() {
    #expect(Roff.escaped("a-b\\c 'd' …\u{1B}[") == "a\\-b\\ec \\(aqd\\(aq \\[u2026][")
    #expect(Roff.lines([.plain(".TH x")]) == ["\\&.TH x"])
    #expect(Roff.lines([.plain("'x")]) == ["\\(aqx"])
  }

  @Test func manualPagesAreTheSameTwice() {
    let first = ManPage.all(of: toolkit, date: "2025-01-31")
    #expect(first.map(\.text) == ManPage.all(of: toolkit, date: "2025-01-31").map(\.text))
    #expect(
      first.filter { !$0.isLink }.map(\.fileName) == [
        "sessionctl.1", "sessionctl-session.1", "sessionctl-messaging-trigger.1", "sessionctl-settings.1",
      ])
    // Whatever is typed after `man` has a page.
    #expect(
      first.first { $0.fileName == "sessionctl-session-end.1" }?.text == ".so man1/sessionctl-session.1\n")
    #expect(first.first { $0.fileName == "sessionctl-import.1" }?.text == ".so man1/sessionctl.1\n")
  }

  @Test(.enabled(if: Tool.exists("groff"), "groff is missing"))
  func groffIsSilent() throws { try expectSilence(of: "groff -man -ww -z") }

  @Test(.enabled(if: Tool.exists("mandoc"), "mandoc is missing"))
  func mandocIsSilent() throws { try expectSilence(of: "mandoc -T lint -W style") }

  private func expectSilence(of linter: String) throws {
    for page in ManPage.all(of: toolkit, date: "2025-01-31") where !page.isLink {
      let complaints = try Tool.run(linter, on: page.text, named: page.fileName)
      // Another system's idea of what to name, and pages that mandoc looks for on this machine.
      let own = complaints.split(separator: "\n").filter { !$0.contains("referenced manual not found") }
      #expect(own == [], "\(page.fileName)")
    }
  }
}

/// Runs what other people's tools think of our files.
enum Tool {
  static func exists(_ name: String) -> Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }

  /// What a command prints, on both streams, about a file with that text.
  static func run(_ command: String, on text: String, named name: String, then script: String = "") throws
    -> String
  {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "\(command) ./\(name) \(script) 2>&1"]
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
