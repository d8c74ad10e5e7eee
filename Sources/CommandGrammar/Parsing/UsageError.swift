import Spelling

/// A command line that means nothing: what is wrong, with which word, and what to do next. Always exit status 64.
///
/// The message quotes what was typed but does not escape it: the writer of the terminal makes it harmless.
package struct UsageError: Error, Sendable {
  /// One or two lines, no full stop.
  package let message: String
  /// Print the short help of this before the message: for a command line without a command.
  package let overview: HelpTopic?
  /// The global options as far as they could be read: an error with `--json` is a document, and `--color` holds too.
  package internal(set) var globals = ParsedArguments()

  /// Status 64, whatever is wrong.
  package var exitCode: ExitCode { .usage }

  /// For commands with rules of their own. With `see`, the message ends in a pointer, such as `see 'x y -h'`.
  package init(_ problem: String, see: String? = nil) {
    self.init(problem, see: see, overview: nil)
  }

  init(_ problem: String, see: String?, overview: HelpTopic?) {
    message = see.map { "\(problem); see '\($0)'" } ?? problem
    self.overview = overview
  }
}

extension Toolkit {
  /// The words that print the short help of a command: `sessionctl session end -h`.
  package func helpWords(for path: [String] = []) -> String {
    ([program] + path + ["-h"]).joined(separator: " ")
  }

  /// A usage error that a command found itself, with the pointer to its help.
  package func usageError(_ problem: String, in command: CommandSpec) -> UsageError {
    UsageError(problem, see: helpWords(for: command.path))
  }
}

// The sentences, all in one place.
extension UsageError {
  static func notUTF8(_ number: Int, after previous: String?) -> UsageError {
    let place = previous.map { ", the one after \(quoted($0))," } ?? ""
    return UsageError("argument \(number)\(place) is not valid UTF-8")
  }

  static func noCommand(_ toolkit: Toolkit) -> UsageError {
    UsageError("no command given", see: toolkit.helpWords(), overview: .program)
  }

  static func noVerb(_ noun: NounSpec, _ toolkit: Toolkit) -> UsageError {
    let verbs = alternatives(noun.visibleVerbs.map(\.verb))
    return UsageError(
      "'\(noun.name)' needs a verb: \(verbs)", see: toolkit.helpWords(for: [noun.name]))
  }

  /// Suggestions if there are any, else the pointer: both together would be a lot to read.
  static func unknown(_ what: String, suggestions: [String], see: String) -> UsageError {
    let hint = didYouMean(suggestions)
    return hint.isEmpty ? UsageError(what, see: see) : UsageError(what + hint)
  }

  static func badValue(of subject: String, _ word: String, _ error: ValueError) -> UsageError {
    UsageError("\(subject) \(quoted(error.part ?? word)) \(error.predicate)")
  }

  static func needsValue(_ option: OptionSpec, spelling: String, next: String?, see: String) -> UsageError {
    let problem = "\(spelling) needs a value (\(option.valueName))"
    guard let next else { return UsageError(problem, see: see) }
    guard let long = option.long else { return UsageError("\(problem), and \(quoted(next)) is an option") }
    return UsageError(
      "\(problem), but \(quoted(next)) follows; if that is the value, write it after '--\(long)='")
  }

  static func takesNoValue(_ spelling: String, _ value: String) -> UsageError {
    UsageError("\(spelling) takes no value, but got \(quoted(value))")
  }

  static func givenTwice(_ spelling: String, _ first: String, _ second: String) -> UsageError {
    let both = first == second ? quoted(first) : "\(quoted(first)) and \(quoted(second))"
    return UsageError("\(spelling) takes one value, and is given twice: \(both)")
  }

  static func elsewhere(
    _ spelling: String, in path: String, owners: [CommandSpec], see: String
  ) -> UsageError {
    UsageError("\(spelling) is not an option of '\(path)'; it belongs to \(list(owners))", see: see)
  }

  static func slipElsewhere(
    _ what: String, _ spelling: String, owners: [CommandSpec], see: String
  ) -> UsageError {
    UsageError("\(what); \(spelling) belongs to \(list(owners))", see: see)
  }

  private static func list(_ owners: [CommandSpec]) -> String {
    let names = owners.prefix(2).map { "'\($0.name)'" }
    let more = owners.count - names.count
    return alternatives(more > 0 ? names + ["\(more) other\(more == 1 ? "" : "s")"] : names, joiner: "and")
  }

  static func tooEarly(_ spelling: String, owner: CommandSpec, program: String) -> UsageError {
    UsageError(
      "\(spelling) must come after the command, as in '\(program) \(owner.name) \(spelling)'")
  }

  static func unexpected(_ word: String, _ command: CommandSpec, see: String) -> UsageError {
    let taken = command.operands.map(\.synopsis).joined(separator: " ")
    let rule = taken.isEmpty ? "takes no operands" : "takes only \(taken)"
    return UsageError("unexpected \(quoted(word)): '\(command.name)' \(rule)", see: see)
  }

  static func unexpected(_ word: String, after topic: Topic, see: String) -> UsageError {
    UsageError("unexpected \(quoted(word)): '\(topic.name)' is a topic and takes no further word", see: see)
  }

  static func missing(_ what: [String], _ command: CommandSpec, see: String) -> UsageError {
    UsageError("'\(command.name)' needs \(alternatives(what, joiner: "and"))", see: see)
  }
}
