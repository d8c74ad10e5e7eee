import CivilTime
import Foundation
import JSONText
import SessionctlCommands
import Testing

@testable import CommandGrammar

/// The manual's stories are executed: what they show is what the commands print.
@Suite struct StoryTests {
  @Test("The stories' commands print what they show", arguments: Stories.byFile.map(\.file))
  func stories(file: String) throws {
    let path = "Sources/SessionctlCommands/\(file)"
    var machine: TestMachine?
    let isRemote = file.hasPrefix("Remote/")
    if isRemote, !LiveAccount.isPossible { return }
    let live = isRemote ? try LiveAccount("--tickets", "3", "--no-limits") : nil
    let clock = StoryClock(live)
    let written = try Transcript.rewritten(
      try Repository.read(path),
      isPassage: { line in
        let begins = line.hasSuffix("= \"\"\"")
        if begins {
          machine =
            file.hasPrefix("Tasks/") || file.hasPrefix("Care/")
            ? try? JSONPageTests.lifelikeMachine() : try? Self.machine(live, clock)
        }
        return (begins, line == "    \"\"\"")
      },
      run: { line in
        let machine = try #require(machine)
        let words = try #require(ShellWords.calls(of: "sessionctl", in: String(line.dropFirst(2))).first)
        try clock.show(machine.now)
        let run = machine.run(machine.words(of: words))
        machine.now = machine.now.advanced(by: 60)
        let said = (run.text + run.errors).replacing("\(machine.folder)/", with: "")
        let told = live.map { said.replacing($0.base, with: "https://acme.example.com") } ?? said
        // It stands in a literal.
        return told.replacing("\\", with: "\\\\").split(separator: "\n").map(String.init)
      })
    #expect(try Repository.isCurrent(path, written))
  }

  @Test("Each story has commands")
  func notEmpty() {
    #expect(Stories.byFile.count >= 4)
    for story in Stories.byFile.flatMap(\.stories.all) {
      #expect(story.transcript.contains("$ sessionctl"), "\(story.title)")
    }
  }

  /// - Parameter live: the account that it is a copy of
  private static func machine(_ live: LiveAccount?, _ clock: StoryClock) throws -> TestMachine {
    guard let live else {
      let machine = try TestMachine.withStore()
      try machine.succeed("group", "create", "Support", "-q")
      try machine.succeed("agent", "create", "--name", "Ana Lima", "--email", "ana@example.com", "-q")
      try machine.succeed("feature", "enable", "-q")
      return machine
    }
    let machine = try TestMachine.withStore(admin: LiveAccount.admin)
    try machine.succeed("feature", "enable", "-q")
    try machine.connect(to: live)
    machine.now = TestMachine.start
    // Five minutes ago a customer has written.
    try clock.show(TestMachine.start.advanced(by: -300))
    try live.order("say", ["ticket": 1002, "kind": "user", "text": "Are you there?"])
    return machine
  }
}

/// The account's clock, which goes as the story's does.
private final class StoryClock {
  private let live: LiveAccount?
  /// How far it is ahead of this machine's, in seconds.
  private var ahead: Int64 = 0

  init(_ live: LiveAccount?) { self.live = live }

  func show(_ moment: Instant) throws {
    guard let live else { return }
    let wanted = moment.seconds - Int64(time(nil))
    try live.order("clock", ["advance": .integer(wanted - ahead)])
    ahead = wanted
  }
}
