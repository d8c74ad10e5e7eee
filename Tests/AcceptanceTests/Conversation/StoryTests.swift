import Foundation
import SessionctlCommands
import Testing

@testable import CommandGrammar

/// The manual's stories are executed: what they show is what the commands print.
@Suite struct StoryTests {
  private static let file = "Sources/SessionctlCommands/Conversation/ConversationStories.swift"

  @Test("The stories' commands print what they show")
  func stories() throws {
    let source = try Repository.read(Self.file)
    var machine: TestMachine?
    let written = try Transcript.rewritten(
      source,
      isPassage: { line in
        let begins = line.hasSuffix("= \"\"\"")
        if begins { machine = try? Self.machine() }
        return (begins, line == "    \"\"\"")
      },
      run: { line in
        let machine = try #require(machine)
        let words = try #require(ShellWords.calls(of: "sessionctl", in: String(line.dropFirst(2))).first)
        let run = machine.run(words)
        machine.now = machine.now.advanced(by: 60)
        return (run.text + run.errors).split(separator: "\n").map(String.init)
      })
    #expect(try Repository.isCurrent(Self.file, written))
  }

  @Test("Each story has commands")
  func notEmpty() {
    #expect(ConversationStories.all.count >= 4)
    for story in ConversationStories.all { #expect(story.transcript.contains("$ sessionctl conversation")) }
  }

  private static func machine() throws -> TestMachine {
    let machine = try TestMachine.withStore()
    try machine.succeed("group", "create", "Support", "-q")
    try machine.succeed("agent", "create", "--name", "Ana Lima", "--email", "ana@example.com", "-q")
    try machine.succeed("feature", "enable", "-q")
    return machine
  }
}
