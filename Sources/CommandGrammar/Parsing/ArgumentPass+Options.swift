import Spelling

extension ArgumentPass {
  /// `--name`, `--name=value` or `--name value`.
  mutating func readLong(_ word: String) throws(UsageError) {
    let body = word.utf8.dropFirst(2)
    let equals = body.firstIndex(of: UInt8(ascii: "="))
    let name = String(Substring(body[..<(equals ?? body.endIndex)]))
    let attached = equals.map { String(Substring(body[body.index(after: $0)...])) }
    guard let option = accepted.first(where: { $0.long.map { WordSpelling.same($0, name) } ?? false }) else {
      throw unknownOption(spelling: "--\(name)", name: name, word: word, hasValue: attached != nil)
    }
    try take(option, spelling: option.spelling, attached: attached)
  }

  /// `-q`, `-qh`, `-fvalue`: letters up to the first that takes a value, which takes the rest.
  mutating func readCluster(_ word: String) throws(UsageError) {
    // By scalars: a combining character would merge with the letter before it.
    let letters = Array(word.unicodeScalars.dropFirst())
    for (index, letter) in letters.enumerated() {
      let spelling = "-\(letter)"
      guard let option = accepted.first(where: { $0.short == letter }) else {
        throw unknownLetter(letter, of: word)
      }
      let rest = letters[(index + 1)...]
      if option.takesValue {
        var value = String.UnicodeScalarView()
        value.append(contentsOf: rest)
        try take(option, spelling: spelling, attached: rest.isEmpty ? nil : String(value))
        return
      }
      if rest.first == "=" {
        throw .takesNoValue(spelling, String(String.UnicodeScalarView(rest.dropFirst())))
      }
      try take(option, spelling: spelling, attached: nil)
    }
  }

  private mutating func take(_ option: OptionSpec, spelling: String, attached: String?) throws(UsageError) {
    if option.takesValue {
      if let attached {
        try record(option, spelling, attached)
      } else {
        try record(option, spelling, try nextWord(for: option, spelling))
      }
      return
    }
    if let attached { throw .takesNoValue(spelling, attached) }
    if let other = option.standsFor, let target = accepted.first(where: { $0.name == other.option }) {
      // The same flag twice says nothing else than once.
      if typed[target.name] != other.word { try record(target, target.spelling, other.word) }
      return
    }
    // Both lengths of help: the first one asked for wins. A command's own option of that name is another thing.
    switch option.name {
    case GlobalOptions.shortHelp.spec.name: helpLength = helpLength ?? .short
    case GlobalOptions.help.spec.name: helpLength = helpLength ?? .manual
    case GlobalOptions.version.spec.name: wantsVersion = true
    default: break
    }
    parsed.options[option.name] = [true]
  }

  /// The word after the option, unless it is an option itself: `--note --dry-run` is a forgotten value, and
  /// taking it for one would turn a dry run into a real one.
  private mutating func nextWord(for option: OptionSpec, _ spelling: String) throws(UsageError) -> String {
    guard position < words.count else {
      pendingOption = option
      throw .needsValue(option, spelling: spelling, next: nil, see: seeAlso)
    }
    let word = words[position]
    if !option.dashValues, toolkit.isOption(word) {
      throw .needsValue(option, spelling: spelling, next: word, see: seeAlso)
    }
    position += 1
    return word
  }

  private mutating func record(
    _ option: OptionSpec, _ spelling: String, _ word: String
  ) throws(UsageError) {
    guard let parse = option.parse else { return }
    // Of two values one would be dropped, and nobody would be told which.
    if !option.repeatable, let first = typed[option.name] {
      throw .givenTwice(spelling, first, word)
    }
    if !option.repeatable { typed[option.name] = word }
    do throws(ValueError) {
      let value = try parse(word)
      if option.repeatable {
        parsed.options[option.name, default: []].append(value)
      } else {
        parsed.options[option.name] = [value]
      }
    } catch {
      throw .badValue(of: spelling, word, error)
    }
  }

  /// The options that may stand here: before the command is complete, only the global ones.
  var accepted: [OptionSpec] { (command?.allOptions ?? []) + toolkit.globalOptions }

  /// Why an option is not accepted: another command's, too early, or a slip.
  private mutating func unknownOption(
    spelling: String, name: String, word: String, hasValue: Bool
  ) -> UsageError {
    let owners = toolkit.commands.filter { command in
      !command.hidden && command.allOptions.contains { $0.long.map { WordSpelling.same($0, name) } ?? false }
    }
    if let error = misplaced(
      owners, hasValue: hasValue, named: { $0.long.map { WordSpelling.same($0, name) } ?? false })
    {
      return error
    }
    let here = accepted.compactMap(\.long)
    let elsewhere =
      command == nil || isLost ? [] : toolkit.visibleCommands.flatMap { $0.allOptions.compactMap(\.long) }
    let near = nearMisses(of: name, among: here + elsewhere)
    let shown = name.isEmpty ? word : spelling
    let what = "unknown option \(quoted(shown))\(place)"
    // A slip in another command's option is nearer than any option of this one.
    if let other = near.first, !here.contains(where: near.contains) {
      let owners = toolkit.visibleCommands.filter { $0.allOptions.contains { $0.long == other } }
      return .slipElsewhere(what, "--\(other)", owners: owners, see: seeAlso)
    }
    return .unknown(what, suggestions: near.filter(here.contains).map { "--\($0)" }, see: seeAlso)
  }

  private mutating func unknownLetter(_ letter: Unicode.Scalar, of word: String) -> UsageError {
    // `-dry-run` is a long name with a dash too few.
    let bare = String(Substring(word.utf8.dropFirst().prefix { $0 != UInt8(ascii: "=") }))
    let meant = accepted.compactMap(\.long).filter { WordSpelling.same($0, bare) }.map { "--\($0)" }
    let owners = toolkit.commands.filter { !$0.hidden && $0.allOptions.contains { $0.short == letter } }
    if meant.isEmpty,
      let error = misplaced(owners, hasValue: word.utf8.count > 2, named: { $0.short == letter })
    {
      return error
    }
    let shown = meant.isEmpty ? "-\(letter)" : "-\(bare)"
    return .unknown("unknown option \(quoted(shown))\(place)", suggestions: meant, see: seeAlso)
  }

  private mutating func misplaced(
    _ owners: [CommandSpec], hasValue: Bool, named: (OptionSpec) -> Bool
  ) -> UsageError? {
    guard !isLost, let owner = owners.first, let option = owner.allOptions.first(where: named) else {
      return nil
    }
    // Its value must not be taken for an operand or a command.
    if option.takesValue, !hasValue, position < words.count, !toolkit.isOption(words[position]) {
      position += 1
    }
    if let command {
      return .elsewhere(option.spelling, in: command.name, owners: owners, see: seeAlso)
    }
    let fitting = noun.flatMap { noun in owners.first { $0.path.first == noun.name } }
    return .tooEarly(option.spelling, owner: fitting ?? owner, program: toolkit.program)
  }

  private var place: String {
    if let command { return " for '\(command.name)'" }
    return ""
  }
}
