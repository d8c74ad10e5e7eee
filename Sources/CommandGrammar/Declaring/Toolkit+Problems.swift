extension Toolkit {
  /// What is wrong with the declarations themselves. A test expects none, so a thing without help is a failing test.
  package func problems() -> [String] {
    var problems: [String] = []
    duplicates(in: nouns.map(\.name) + plainCommands.map(\.verb)).forEach { problems.append("two '\($0)'") }
    for noun in nouns {
      check(summary: noun.summary, of: "'\(noun.name)'", into: &problems)
      duplicates(in: noun.verbs.map(\.verb)).forEach { problems.append("'\(noun.name)' has two '\($0)'") }
      for verb in noun.verbs where verb.path.count != 2 || verb.path[0] != noun.name {
        problems.append("'\(verb.name)' stands under '\(noun.name)'")
      }
    }
    for command in plainCommands where command.path.count != 1 {
      problems.append("'\(command.name)' is no plain command")
    }
    for command in commands { check(command, into: &problems) }
    let topWords = nouns.map(\.name) + plainCommands.map(\.verb)
    duplicates(in: topWords + topics.flatMap { [$0.name] + $0.alsoCalled }).forEach {
      problems.append("'help \($0)' would be two things")
    }
    for topic in topics { check(summary: topic.summary, of: "'help \(topic.name)'", into: &problems) }
    for example in examples { check(example, of: "the program", into: &problems) }
    return problems
  }

  private func check(_ command: CommandSpec, into problems: inout [String]) {
    let subject = "'\(command.name)'"
    check(summary: command.summary, of: subject, into: &problems)
    let accepted = options(of: command)
    duplicates(in: accepted.map(\.name)).forEach { problems.append("\(subject) has two options '\($0)'") }
    duplicates(in: accepted.compactMap(\.short).map(String.init)).forEach {
      problems.append("\(subject) has two options -\($0)")
    }
    for option in accepted {
      check(summary: option.help, of: "\(subject) \(option.spelling)", into: &problems)
      if let word = option.defaultWord, (try? option.parse?(word)) == nil {
        problems.append("\(subject) \(option.spelling) refuses its own default")
      }
      if option.long?.contains(where: { !($0.isLowercase || $0.isNumber || $0 == "-") }) == true {
        problems.append("\(subject) \(option.spelling) is not in lower case with dashes")
      }
      if let other = option.standsFor, !accepted.contains(where: { $0.name == other.option }) {
        problems.append("\(subject) \(option.spelling) stands for a missing --\(other.option)")
      }
    }
    check(command.operands, of: subject, into: &problems)
    for example in command.examples { check(example, of: subject, into: &problems) }
  }

  /// The parser hands words to operands from left to right, so only the last may vary in number.
  private func check(_ operands: [OperandSpec], of subject: String, into problems: inout [String]) {
    duplicates(in: operands.map(\.name)).forEach { problems.append("\(subject) has two operands '\($0)'") }
    for (operand, next) in zip(operands, operands.dropFirst()) {
      if operand.count.repeats { problems.append("\(subject): only the last operand may repeat") }
      if next.count.isRequired, !operand.count.isRequired {
        problems.append("\(subject): \(next.name) is required after an optional operand")
      }
    }
    for operand in operands {
      check(summary: operand.help, of: "\(subject) \(operand.name)", into: &problems)
    }
  }

  private func check(summary: String, of subject: String, into problems: inout [String]) {
    if summary.isEmpty { problems.append("\(subject) has no help") }
    if summary.hasSuffix(".") { problems.append("\(subject): the help line ends in a full stop") }
    if summary.contains("\n") { problems.append("\(subject): the help line is more than one line") }
  }

  private func check(_ example: Example, of subject: String, into problems: inout [String]) {
    if example.explanation.isEmpty { problems.append("\(subject): no explanation of: \(example.command)") }
    for words in ShellWords.calls(of: program, in: example.command) {
      if case .failure(let error) = parse(words) {
        problems.append("\(subject): the example '\(example.command)' fails: \(error.message)")
      }
    }
  }

  private func duplicates(in names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { !seen.insert($0).inserted }
  }
}
