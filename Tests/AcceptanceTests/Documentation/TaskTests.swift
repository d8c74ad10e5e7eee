import Testing

@testable import CommandGrammar
@testable import SessionctlCommands

/// The manual's twenty tasks: one look-up is enough for each, and none takes more typing than it did.
@Suite struct TaskTests {
  @Test("there are twenty, and each is done with no more keystrokes than before")
  func twenty() {
    #expect(TaskStories.all.count == 20)
    #expect(Set(TaskStories.all.map(\.title)).count == 20)
    for task in TaskStories.all { #expect(task.keystrokes <= task.keystrokesBefore, "\(task.title)") }
    let before = TaskStories.all.reduce(0) { $0 + $1.keystrokesBefore }
    #expect(TaskStories.all.reduce(0) { $0 + $1.keystrokes } < before)
  }

  @Test("each option of a line is in the short help of its command", arguments: TaskStories.all.map(\.title))
  func shortHelp(title: String) throws {
    let task = try #require(TaskStories.all.first { $0.title == title })
    let machine = try TestMachine()
    #expect(!task.lines.isEmpty)
    for line in task.lines {
      let words = try #require(ShellWords.calls(of: "sessionctl", in: line).first)
      let path = words.prefix { !$0.hasPrefix("-") }.prefix(2)
      let help = machine.run(path + ["-h"]).text
      for option in words where option.hasPrefix("-") { #expect(help.contains(option), "\(line): \(option)") }
    }
  }
}
