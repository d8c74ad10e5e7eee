import CommandGrammar
import Testing

@testable import SessionctlCommands

/// `help TOPIC` and the program's manual page say the same, because they are made of the same.
@Suite struct TopicTests {
  @Test(arguments: ["selection", "times", "formats", "environment", "glossary", "exit-codes"])
  func isPrintedAndInTheManual(name: String) throws {
    let machine = try TestMachine()
    let run = machine.run("help", name)
    #expect(run.code == .done && run.errors.isEmpty)
    let section = try #require(run.text.range(of: "\n\nSEE ALSO\n")).lowerBound
    #expect(machine.run("--help").text.contains(run.text[..<section]))
    #expect(machine.run("help").text.contains("  \(name)  "))
  }

  @Test(
    "A topic that has a page of its own is named on the program's page",
    arguments: [
      ("conditions", "sessionctl-rules(5)", "messaging_session_ended_reason"),
      ("actions", "sessionctl-rules(5)", "set_schedule"),
      ("placeholders", "sessionctl-rules(5)", "ticket.requester.first_name"),
      ("cron", "sessionctl-cron(7)", "OnCalendar"),
      ("analysis", "sessionctl-analysis(7)", "percentile_cont"),
      ("tasks", "sessionctl-tasks(7)", "Keystrokes:"),
      ("json", "sessionctl-json(5)", "sessionctl.session-list/1"), ("kinds", "sessionctl-kinds(5)", "ticket"),
    ])
  func pages(name: String, page: String, word: String) throws {
    let machine = try TestMachine()
    let run = machine.run("help", name)
    #expect(run.code == .done && run.text.contains(word), "\(run)")
    #expect(run.text.contains(page))
    let program = machine.run("--help").text
    #expect(program.contains("sessionctl help \(name)\n") && program.contains(page))
    #expect(machine.run("help").text.contains("  \(name)  "))
  }

  @Test func otherWordsForThem() throws {
    let machine = try TestMachine()
    #expect(machine.run("help", "exit_status").output == machine.run("help", "exit-codes").output)
    #expect(machine.run("help", "time-expressions").output == machine.run("help", "times").output)
  }

  @Test func everyExitCodeAndFormatIsThere() throws {
    let machine = try TestMachine()
    let codes = machine.run("help", "exit-codes").text
    for code in ExitCode.allCases { #expect(codes.contains("\n    \(code.rawValue)\n")) }
    let formats = machine.run("help", "formats").text
    for format in GlobalOptions.Format.allCases { #expect(formats.contains("\n    \(format.rawValue)\n")) }
  }

  /// The examples of times are times.
  @Test func timesCanBeRead() throws {
    let machine = try TestMachine.withStore()
    for topic in CommandTable.toolkit.topics where topic.name == "times" {
      for case .entry(let text, _) in topic.parts {
        let run = machine.run("session", "list", "--started-before", text)
        #expect(run.code == .done, "\(run)")
      }
    }
  }
}
