import JSONText

@testable import CommandGrammar

/// Whole command lines, as an admin would type them.
extension TestMachine {
  /// Runs a line without the program's name; what it comes to is the test's business.
  @discardableResult
  func tries(_ line: String) -> Run {
    run(ShellWords.calls(of: "sessionctl", in: "sessionctl " + line).first ?? [])
  }

  /// Runs lines that must work for the test to mean anything, and gives the last one's run.
  @discardableResult
  func does(_ lines: String...) throws -> Run {
    var last: Run?
    for line in lines {
      let run = tries(line)
      guard run.code == .done else { throw Unexpected(run) }
      last = run
    }
    guard let last else { preconditionFailure("no line was given") }
    return last
  }

  /// The item of a line that prints one thing.
  func item(_ line: String) -> JSONValue { tries(line + " --json").item }

  /// What the ticket's history tells, a line an event.
  func told(_ ticket: Int64) -> [String] {
    tries("ticket history \(ticket) --fields who,what --json").items.map {
      "\($0["who"]?.string ?? "-"): \($0["what"]?.string ?? "-")"
    }
  }

  /// The kinds of what waits in the outbox, and whom it goes to.
  var sent: [String] {
    tries("outbox list --json").items.map { "\($0["kind"]?.string ?? "") \($0["to"]?.string ?? "")" }
  }
}
