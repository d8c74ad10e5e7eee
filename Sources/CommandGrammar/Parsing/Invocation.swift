/// How much help.
package enum HelpLength: Equatable, Sendable {
  /// `-h`: one screen.
  case short
  /// `--help`: the manual page.
  case manual
}

/// What help is about.
package enum HelpTopic: Sendable {
  /// All of it: what commands and topics there are.
  case program
  /// A noun with its commands, such as `session`.
  case noun(NounSpec)
  /// One command.
  case command(CommandSpec)
  /// A page about something else, such as `exit-codes`.
  case topic(Topic)
}

/// What a command line asks for.
package enum Invocation: Sendable {
  /// A command with its values, which are checked.
  case run(CommandSpec, ParsedArguments)
  /// The arguments hold the global options only, such as `--color`.
  case help(HelpLength, HelpTopic, ParsedArguments)
  /// What this program is called and which version it is; the arguments hold the global options only.
  case version(ParsedArguments)
}

extension Toolkit {
  /// Reads the words after the program's name. Pure: nothing is looked up, opened or printed.
  package func parse(_ arguments: [String]) -> Result<Invocation, UsageError> {
    var pass = ArgumentPass(toolkit: self, words: arguments)
    return pass.run()
  }

  /// The same from the bytes that the system passed, which need not be UTF-8.
  ///
  /// `CommandLine.arguments` would repair them, and a command would act on a name that nobody typed.
  package func parse(bytes arguments: [[UInt8]]) -> Result<Invocation, UsageError> {
    var words: [String] = []
    for (index, bytes) in arguments.enumerated() {
      guard let word = String(validating: bytes, as: UTF8.self) else {
        return .failure(.notUTF8(index + 1, after: words.last))
      }
      words.append(word)
    }
    return parse(words)
  }

  /// The process's own arguments as bytes, the program's name left out.
  package static func processArguments() -> [[UInt8]] {
    let count = Int(CommandLine.argc)
    guard count > 1 else { return [] }
    return (1..<count).compactMap { index in
      CommandLine.unsafeArgv[index].map { pointer in
        var bytes: [UInt8] = []
        var position = 0
        while pointer[position] != 0 {
          bytes.append(UInt8(bitPattern: pointer[position]))
          position += 1
        }
        return bytes
      }
    }
  }
}
