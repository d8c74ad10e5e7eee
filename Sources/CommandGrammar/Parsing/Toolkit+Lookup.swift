import Spelling

/// What the first word of a command line is.
enum TopWord {
  case noun(NounSpec)
  case command(CommandSpec)
}

extension Toolkit {
  /// Finds a noun or a plain command.
  ///
  /// - Parameters:
  ///   - next: the word after it, for a better suggestion only
  ///   - isHelp: whether topics of help may be meant too
  func topWord(_ word: String, next: String?, orTopic isHelp: Bool = false) throws(UsageError) -> TopWord {
    // It needs none of the other declarations.
    if WordSpelling.same(Self.versionCommand.verb, word) { return .command(Self.versionCommand) }
    if let noun = nouns.first(where: { WordSpelling.same($0.name, word) }) { return .noun(noun) }
    if let command = plainCommands.first(where: { WordSpelling.same($0.verb, word) }) {
      return .command(command)
    }
    let what = isHelp ? "no command or topic \(quoted(word))" : "unknown command \(quoted(word))"
    let sought =
      nouns.filter { $0.soughtAs.contains { WordSpelling.same($0, word) } }.map(\.name)
      + visiblePlainCommands.filter { $0.soughtAs.contains { WordSpelling.same($0, word) } }.map(\.verb)
    if !sought.isEmpty { throw .unknown(what, suggestions: sought, see: helpWords()) }
    try refuseVerbFirst(word, next: next)
    let topics = isHelp ? topics.map(\.name) : []
    let names = nouns.map(\.name) + visiblePlainCommands.map(\.verb) + topics
    throw .unknown(what, suggestions: nearMisses(of: word, among: names), see: helpWords())
  }

  /// `list session`, or `list` alone: the order is noun, verb.
  private func refuseVerbFirst(_ word: String, next: String?) throws(UsageError) {
    let owners = nouns.flatMap(\.visibleVerbs).filter { WordSpelling.same($0.verb, word) }
    guard !owners.isEmpty else { return }
    let meant = owners.filter { owner in next.map { WordSpelling.same(owner.path[0], $0) } ?? false }
    let names = (meant.isEmpty ? owners : meant).prefix(3).map(\.name)
    throw .unknown("\(quoted(word)) comes after a noun", suggestions: Array(names), see: helpWords())
  }

  /// Finds a verb of a noun.
  func verb(_ word: String, of noun: NounSpec) throws(UsageError) -> CommandSpec {
    if let verb = noun.verbs.first(where: { WordSpelling.same($0.verb, word) }) { return verb }
    let what = "'\(noun.name)' has no verb \(quoted(word))"
    let see = helpWords(for: [noun.name])
    let sought = noun.visibleVerbs.filter { $0.soughtAs.contains { WordSpelling.same($0, word) } }
    let near =
      sought.isEmpty ? nearMisses(of: word, among: noun.visibleVerbs.map(\.verb)) : sought.map(\.verb)
    if !near.isEmpty { throw .unknown(what, suggestions: near.map { "\(noun.name) \($0)" }, see: see) }
    let verbs = alternatives(noun.visibleVerbs.map(\.verb), joiner: "and")
    throw UsageError("\(what), only \(verbs)", see: see)
  }

  /// Whether a word is exactly the name of an option, here or of any other command.
  func isOption(_ word: String) -> Bool {
    guard word.utf8.first == UInt8(ascii: "-"), word.utf8.count > 1 else { return false }
    if word == "--" { return true }
    let all = globalOptions + commands.flatMap(\.allOptions)
    if word.utf8.starts(with: "--".utf8) {
      let name = String(Substring(word.utf8.dropFirst(2).prefix { $0 != UInt8(ascii: "=") }))
      return all.contains { $0.long.map { WordSpelling.same($0, name) } ?? false }
    }
    let letters = word.unicodeScalars.dropFirst()
    return letters.count == 1 && all.contains { $0.short == letters.first }
  }
}
