extension HelpText {
  /// One screen: how to call it, what it takes, and where to read on.
  static func short(_ topic: HelpTopic, of toolkit: Toolkit, width: Int) -> [String] {
    switch topic {
    case .program: program(toolkit, width: width)
    case .noun(let noun): short(noun, of: toolkit, width: width)
    case .command(let command): short(command, of: toolkit, width: width)
    case .topic(let topic): manual(Manual(.topic(topic), of: toolkit), width: width)
    }
  }

  private static func program(_ toolkit: Toolkit, width: Int) -> [String] {
    var lines = usage([toolkit.program, "NOUN"], width: width)
    lines += TextLayout.wrap(toolkit.summary + ".", width: width)
    lines += ["", "Nouns:"]
    lines += list(toolkit.nouns.map { ($0.name, $0.summary) }, width: width)
    lines += ["", "Other commands:"]
    lines += list(toolkit.visiblePlainCommands.map { ($0.verb, $0.summary) }, width: width)
    lines += options(toolkit.globalOptions, heading: "Options of every command", width: width)
    lines += ["", "Topics of help:"]
    lines += list(toolkit.topics.map { ($0.name, $0.summary) }, width: width)
    lines +=
      [""]
      + TextLayout.wrap(
        "'\(toolkit.program) NOUN -h' lists the verbs of a noun; '\(toolkit.program) help COMMAND' prints a manual page.",
        width: width)
    return lines
  }

  private static func short(_ noun: NounSpec, of toolkit: Toolkit, width: Int) -> [String] {
    var lines = usage([toolkit.program, noun.name], width: width)
    lines += TextLayout.wrap(noun.summary + ".", width: width)
    lines += ["", "Verbs:"]
    lines += list(noun.visibleVerbs.map { ($0.verb, $0.summary) }, width: width)
    lines +=
      [""]
      + TextLayout.wrap(
        "'\(toolkit.program) \(noun.name) VERB -h' explains a verb; '--help' prints the manual page.",
        width: width)
    return lines
  }

  private static func short(_ command: CommandSpec, of toolkit: Toolkit, width: Int) -> [String] {
    var groups = command.options.filter(\.required).map(\.synopsis)
    groups += command.operands.map(\.synopsisSpans)
    // The options follow below, one a line.
    if command.allOptions.contains(where: { !$0.required }) { groups.append([.plain("[OPTION...]")]) }
    var lines = synopsis("Usage: \(toolkit.program) \(command.name)", groups, width: width, indent: "")
    lines.append("")
    lines += TextLayout.wrap(command.summary + ".", width: width)
    if !command.operands.isEmpty {
      lines += ["", "Operands:"]
      lines += list(command.operands.map { ($0.name, plain($0.help)) }, width: width)
    }
    var sections: [String] = []
    for option in command.allOptions where !sections.contains(option.section) {
      sections.append(option.section)
    }
    for section in sections {
      lines += options(
        command.allOptions.filter { $0.section == section }, heading: section.isEmpty ? "Options" : section,
        width: width)
    }
    lines += ["", "Global options:"]
    let globals = toolkit.globalOptions.map { TextLayout.plain($0.synopsis, quoting: false) }
    lines += TextLayout.wrap(groups: globals, width: width, first: "  ", rest: "  ")
    if let example = command.examples.first {
      lines += ["", "Example:"]
      lines += example.command.split(separator: "\n").map { "  " + $0 }
    }
    lines +=
      [""]
      + TextLayout.wrap(
        "'\(toolkit.program) \(command.name) --help' prints the manual page.", width: width)
    return lines
  }

  /// How to call something that is no command yet.
  private static func usage(_ words: [String], width: Int) -> [String] {
    let groups = ["Usage: " + words.joined(separator: " "), "VERB", "[OPERAND...]", "[OPTION...]"]
    return TextLayout.wrap(groups: groups, width: width, first: "", rest: "    ") + [""]
  }

  private static func options(_ options: [OptionSpec], heading: String, width: Int) -> [String] {
    guard !options.isEmpty else { return [] }
    return ["", heading + ":"]
      + options.flatMap { option in
        // Long names line up whether or not there is a letter before them.
        let gap = option.short == nil ? "      " : "  "
        let term = gap + TextLayout.plain(option.term, quoting: false)
        return TextLayout.entry(term, plain(option.helpLine), column: width < 60 ? 10 : 30, width: width)
      }
  }

  private static func list(_ rows: [(term: String, help: String)], width: Int) -> [String] {
    let column = min((rows.map(\.term.count).max() ?? 0) + 4, 30)
    return rows.flatMap { TextLayout.entry("  " + $0.term, $0.help, column: column, width: width) }
  }

  private static func plain(_ prose: String) -> String { TextLayout.plain(Span.prose(prose)) }
}
