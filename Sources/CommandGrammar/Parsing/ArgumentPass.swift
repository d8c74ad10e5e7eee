/// One pass over the words of a command line.
///
/// The pass goes on after the first error, because a later `--help` beats an error in an option, and a later
/// `--json` or `--color` says how the error is to be printed.
struct ArgumentPass {
  let toolkit: Toolkit
  let words: [String]
  var position = 0
  var optionsEnded = false
  var noun: NounSpec?
  var command: CommandSpec?
  var parsed = ParsedArguments()
  /// The words of the options that take one value.
  var typed: [String: String] = [:]
  var firstError: UsageError?
  /// An unknown command: what it would have accepted is unknown too, so its words are passed over.
  var isLost = false
  /// The option that the last word leaves without its value.
  var pendingOption: OptionSpec?
  var helpLength: HelpLength?
  var wantsVersion = false

  init(toolkit: Toolkit, words: [String]) {
    self.toolkit = toolkit
    self.words = words
  }

  mutating func run() -> Result<Invocation, UsageError> {
    readAll()
    do throws(UsageError) {
      return .success(try conclude())
    } catch {
      var error = error
      error.globals = globalValues
      return .failure(error)
    }
  }

  mutating func readAll() {
    while position < words.count {
      let word = words[position]
      position += 1
      do throws(UsageError) {
        try read(word)
      } catch {
        if firstError == nil { firstError = error }
      }
    }
  }

  /// Compares bytes: a combining character after the dashes would hide them from `Character`.
  private mutating func read(_ word: String) throws(UsageError) {
    let bytes = word.utf8
    if optionsEnded || bytes.count < 2 || bytes.first != UInt8(ascii: "-") || isNegativeOperand(word) {
      try readPlain(word)
    } else if word == "--" {
      optionsEnded = true
    } else if bytes.starts(with: "--".utf8) {
      try readLong(word)
    } else {
      try readCluster(word)
    }
  }

  /// `-5` where operands are expected is a bad number, and the operand's own parser has the better sentence.
  private func isNegativeOperand(_ word: String) -> Bool {
    guard let command, !command.operands.isEmpty, let second = word.utf8.dropFirst().first else {
      return false
    }
    return (0x30...0x39).contains(second)
  }

  private mutating func readPlain(_ word: String) throws(UsageError) {
    if isLost { return }
    if let command {
      try readOperand(word, of: command)
      return
    }
    do throws(UsageError) {
      if let noun {
        command = try toolkit.verb(word, of: noun)
      } else {
        switch try toolkit.topWord(word, next: position < words.count ? words[position] : nil) {
        case .noun(let found): noun = found
        case .command(let found): command = found
        }
      }
    } catch {
      isLost = true
      throw error
    }
  }

  private mutating func readOperand(_ word: String, of command: CommandSpec) throws(UsageError) {
    parsed.operandWords.append(word)
    let index = parsed.operandWords.count - 1
    let operand: OperandSpec
    if index < command.operands.count {
      operand = command.operands[index]
    } else if let last = command.operands.last, last.count.repeats {
      operand = last
    } else {
      throw .unexpected(word, command, see: seeAlso)
    }
    // The lines of CSV end with CR LF, and `xargs` leaves the CR.
    let word = operand.completion == .file ? word : word.withoutCarriageReturn
    do throws(ValueError) {
      parsed.operands[operand.name, default: []].append(try operand.parse(word))
    } catch {
      throw .badValue(of: operand.name, word, error)
    }
  }

  private func conclude() throws(UsageError) -> Invocation {
    if !isLost {
      if let helpLength { return .help(helpLength, topic, globalValues) }
      if wantsVersion { return .version(globalValues) }
    }
    if let firstError { throw firstError }
    guard let command else {
      if let noun { throw .noVerb(noun, toolkit) }
      throw .noCommand(toolkit)
    }
    try refusePage(of: command)
    if command.path == ["version"] { return .version(globalValues) }
    if command.path == ["help"] { return try help(on: parsed.operandWords) }
    let missing =
      command.operands.filter { $0.count.isRequired && parsed.operands[$0.name] == nil }.map(\.synopsis)
      + command.allOptions.filter { $0.required && parsed.options[$0.name] == nil }.map {
        "\($0.spelling) \($0.valueName)"
      }
    guard missing.isEmpty else { throw .missing(missing, command, see: seeAlso) }
    return .run(command, parsed)
  }

  private func refusePage(of command: CommandSpec) throws(UsageError) {
    let spelling = GlobalOptions.format.spec.spelling
    if command.path == ["help"] { return }
    if !command.makesPages, parsed[GlobalOptions.format] == .html {
      throw .badValue(
        of: spelling, "html", ValueError("makes pages of reports, but '\(command.name)' is not a report"))
    }
    if !command.makesMetrics, parsed[GlobalOptions.format] == .openmetrics {
      throw .badValue(
        of: spelling, "openmetrics",
        ValueError("prints measures for monitoring, which '\(command.name)' does not take"))
    }
  }

  private var topic: HelpTopic {
    if let command { return .command(command) }
    return noun.map { .noun($0) } ?? .program
  }

  private func help(on words: [String]) throws(UsageError) -> Invocation {
    guard let first = words.first else { return .help(.short, .program, globalValues) }
    if let topic = toolkit.topics.first(where: { $0.isCalled(first) }) {
      if words.count > 1 { throw .unexpected(words[1], after: topic, see: toolkit.helpWords(for: ["help"])) }
      return .help(.manual, .topic(topic), globalValues)
    }
    switch try toolkit.topWord(first, next: words.dropFirst().first, orTopic: true) {
    case .command(let command):
      if words.count > 1 { throw .unexpected(words[1], command, see: toolkit.helpWords(for: command.path)) }
      return .help(.manual, .command(command), globalValues)
    case .noun(let noun):
      guard words.count > 1 else { return .help(.manual, .noun(noun), globalValues) }
      return .help(.manual, .command(try toolkit.verb(words[1], of: noun)), globalValues)
    }
  }

  private var globalValues: ParsedArguments {
    var globals = ParsedArguments()
    for option in toolkit.globalOptions { globals.options[option.name] = parsed.options[option.name] }
    return globals
  }

  /// The help to point to, as far as the command is known.
  var seeAlso: String {
    toolkit.helpWords(for: command?.path ?? noun.map { [$0.name] } ?? [])
  }
}

extension String {
  /// Without the one that a line of CSV ends with.
  var withoutCarriageReturn: String {
    guard utf8.last == UInt8(ascii: "\r"), utf8.count > 1 else { return self }
    return String(decoding: utf8.dropLast(), as: UTF8.self)
  }
}
