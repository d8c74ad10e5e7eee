// The parts that pages of commands, nouns and the program have in common.

extension OptionSpec {
  /// `-q, --quiet` or `--idle-for DURATION`.
  var term: [Span] {
    var spans: [Span] = []
    if let short { spans.append(.literal("-\(short)")) }
    if let long {
      if !spans.isEmpty { spans.append(.plain(", ")) }
      spans.append(.literal("--\(long)"))
    }
    if takesValue { spans += [.plain(" "), valueSpan] }
    return spans
  }

  /// Words to choose from are typed as they stand; a name stands for something else.
  private var valueSpan: Span {
    let shown = valueName
    return words.isEmpty || !shown.contains("|") ? .variable(shown) : .literal(shown)
  }

  /// The help line, with what only the declaration's other parts say.
  var helpLine: String {
    var notes: [String] = []
    if required { notes.append("required") }
    if repeatable { notes.append("repeatable") }
    if !words.isEmpty, !WordSpelling.same(valueName, words.joined(separator: "|")) {
      notes.append("one of \(words.joined(separator: ", "))")
    }
    if let defaultWord { notes.append("default: \(defaultWord)") }
    return notes.isEmpty ? help : "\(help) (\(notes.joined(separator: "; ")))"
  }

  var entry: Manual.Block {
    .entry(term: term, body: ([helpLine + "."] + details).map(Span.prose))
  }

  /// `[--idle-for DURATION]`, without brackets if it is required.
  var synopsis: [Span] {
    var spans: [Span] = [.literal(spelling)]
    if takesValue { spans += [.plain(" "), valueSpan] }
    if !required { spans = [.plain("[")] + spans + [.plain("]")] }
    if repeatable { spans.append(.plain("...")) }
    return spans
  }
}

extension OperandSpec {
  var entry: Manual.Block {
    let choice = words.isEmpty || name.contains("|") ? "" : " (one of \(words.joined(separator: ", ")))"
    return .entry(term: [.variable(name)], body: [Span.prose(help + choice + ".")])
  }

  var synopsisSpans: [Span] {
    let role: Span = words.isEmpty || !name.contains("|") ? .variable(name) : .literal(name)
    let repeated = count.repeats ? [role, .plain("...")] : [role]
    return count.isRequired ? repeated : [.plain("[")] + repeated + [.plain("]")]
  }
}

extension Manual {
  mutating func addSynopsis(of command: CommandSpec, in toolkit: Toolkit) {
    var groups = command.options.filter(\.required).map(\.synopsis)
    groups += command.operands.map(\.synopsisSpans)
    groups += command.allOptions.filter { !$0.required }.map(\.synopsis)
    add(.synopsis(command: "\(toolkit.program) \(command.name)", groups: groups))
  }

  /// The options in the order declared, under their own headings.
  mutating func addOptions(_ options: [OptionSpec], heading: (String) -> Block) {
    var sections: [String] = []
    for option in options where !sections.contains(option.section) { sections.append(option.section) }
    for section in sections {
      add(heading(section))
      for option in options where option.section == section { add(option.entry) }
    }
  }

  mutating func addExitStatus(notes: [ExitNote]) {
    add(.heading("EXIT STATUS"))
    for code in ExitCode.allCases {
      let own = notes.filter { $0.code == code }.map { Span.prose($0.meaning + ".") }
      add(.entry(term: [.literal("\(code.rawValue)")], body: [Span.prose(code.meaning + ".")] + own))
    }
  }

  mutating func addExamples(_ examples: [Example]) {
    guard !examples.isEmpty else { return }
    add(.heading("EXAMPLES"))
    for example in examples {
      // A question has its mark already.
      let end = example.explanation.hasSuffix("?") ? "" : ":"
      add(.paragraph(Span.prose(example.explanation + end)))
      add(
        .verbatim(example.command.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)))
    }
  }

  mutating func addSeeAlso(_ pages: [String], and references: [ReferencePage] = [], of toolkit: Toolkit) {
    guard !pages.isEmpty else { return }
    var spans: [Span] = []
    for page in pages {
      if !spans.isEmpty { spans.append(.plain(", ")) }
      spans += [.literal(page), .plain("(1)")]
    }
    for page in references {
      spans += [.plain(", "), .literal(toolkit.pageName(of: page)), .plain("(\(page.section))")]
    }
    add(.heading("SEE ALSO"))
    add(.paragraph(spans))
  }
}
