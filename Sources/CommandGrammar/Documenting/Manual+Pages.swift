extension Manual {
  /// The page of any topic.
  init(_ topic: HelpTopic, of toolkit: Toolkit) {
    switch topic {
    case .program: self.init(program: toolkit)
    case .noun(let noun): self.init(noun: noun, of: toolkit)
    case .command(let command): self.init(command: command, of: toolkit)
    case .topic(let topic): self.init(topic: topic, of: toolkit)
    }
  }

  /// `sessionctl session end --help`.
  private init(command: CommandSpec, of toolkit: Toolkit) {
    self.init(name: "\(toolkit.program)-\(command.path.joined(separator: "-"))", summary: command.summary)
    addName()
    add(.heading("SYNOPSIS"))
    addSynopsis(of: command, in: toolkit)
    add(.heading("DESCRIPTION"))
    add(.paragraph(Span.prose(command.summary + ".")))
    add(paragraphs: command.discussion)
    if !command.operands.isEmpty {
      add(.heading("OPERANDS"))
      for operand in command.operands { add(operand.entry) }
    }
    addOptions(command.allOptions) { .heading($0.isEmpty ? "OPTIONS" : $0.uppercased()) }
    add(.heading("GLOBAL OPTIONS"))
    for option in toolkit.globalOptions { add(option.entry) }
    addExitStatus(notes: command.exitNotes)
    addExamples(command.examples)
    addSeeAlso(
      command.path.count > 1 ? [toolkit.program, toolkit.pageName(command.path[0])] : [toolkit.program],
      and: toolkit.pages(about: command.path[0]), of: toolkit)
  }

  /// The page of a noun holds all its verbs.
  private init(noun: NounSpec, of toolkit: Toolkit) {
    self.init(name: toolkit.pageName(noun.name), summary: noun.summary)
    addName()
    add(.heading("SYNOPSIS"))
    for verb in noun.visibleVerbs { addSynopsis(of: verb, in: toolkit) }
    add(.heading("DESCRIPTION"))
    add(.paragraph(Span.prose(noun.summary + ".")))
    add(paragraphs: noun.discussion)
    add(.heading("COMMANDS"))
    for verb in noun.visibleVerbs { addDetails(of: verb, showsLists: false) }
    if noun.visibleVerbs.contains(where: \.takesLists) {
      add(.heading("LIST OPTIONS"))
      let lists = noun.visibleVerbs.filter(\.takesLists).map { "`\($0.verb)`" }
      add(.paragraph(Span.prose("These belong to \(alternatives(lists, joiner: "and")).")))
      for option in GlobalOptions.lists { add(option.spec.entry) }
    }
    add(.heading("GLOBAL OPTIONS"))
    for option in toolkit.globalOptions { add(option.entry) }
    add(noun.sections)
    addExitStatus(notes: [])
    addExamples(noun.visibleVerbs.flatMap(\.examples))
    addSeeAlso([toolkit.program], and: toolkit.pages(about: noun.name), of: toolkit)
  }

  /// The page of the program: plain commands in full, nouns by name.
  private init(program toolkit: Toolkit) {
    self.init(name: toolkit.program, summary: toolkit.summary)
    addName()
    add(.heading("SYNOPSIS"))
    let call: [[Span]] = [
      [.variable("NOUN")], [.variable("VERB")], [.plain("["), .variable("OPERAND"), .plain("...]")],
      [.plain("["), .variable("OPTION"), .plain("...]")],
    ]
    add(.synopsis(command: toolkit.program, groups: call))
    for command in toolkit.visiblePlainCommands { addSynopsis(of: command, in: toolkit) }
    add(.heading("DESCRIPTION"))
    add(.paragraph(Span.prose(toolkit.summary + ".")))
    add(paragraphs: toolkit.discussion)
    add(.heading("NOUNS"))
    for noun in toolkit.nouns {
      let verbs = noun.visibleVerbs.map { "`\($0.verb)`" }.joined(separator: ", ")
      add(
        .entry(
          term: [.literal(noun.name)], body: [Span.prose("\(noun.summary)."), Span.prose("Verbs: \(verbs).")])
      )
    }
    add(.heading("COMMANDS"))
    for command in toolkit.visiblePlainCommands { addDetails(of: command, showsLists: true) }
    add(.heading("GLOBAL OPTIONS"))
    for option in toolkit.globalOptions { add(option.entry) }
    add(.heading("LIST OPTIONS"))
    for option in GlobalOptions.lists { add(option.spec.entry) }
    for topic in toolkit.topics where topic.page == nil { add(topic) }
    addFurtherTopics(of: toolkit)
    add(toolkit.sections)
    addExamples(toolkit.examples + toolkit.visiblePlainCommands.flatMap(\.examples))
    addSeeAlso(toolkit.nouns.map { toolkit.pageName($0.name) }, and: toolkit.pages, of: toolkit)
  }

  /// `sessionctl help formats`: what the program's page has as a section.
  private init(topic: Topic, of toolkit: Toolkit) {
    self.init(name: "\(toolkit.program) \(topic.name)", summary: topic.summary)
    if topic.page == nil { add(topic) } else { add(topic.parts) }
    addSeeAlso([toolkit.program], and: toolkit.pages.filter { $0.name == topic.page }, of: toolkit)
  }

  private mutating func add(_ topic: Topic) {
    add(.heading(topic.title))
    add(topic.parts)
  }

  /// Those that are too long for the program's page.
  private mutating func addFurtherTopics(of toolkit: Toolkit) {
    let pages = toolkit.pages
    let further = toolkit.topics.compactMap { topic in
      pages.first { $0.name == topic.page }.map { (topic, $0) }
    }
    if further.isEmpty { return }
    add(.heading("FURTHER TOPICS"))
    for (topic, page) in further {
      let place: [Span] = [
        .plain("\(topic.summary): "), .literal(toolkit.pageName(of: page)), .plain("(\(page.section))."),
      ]
      add(.entry(term: [.literal("\(toolkit.program) help \(topic.name)")], body: [place]))
    }
  }

  private mutating func add(_ parts: [ReferencePage.Part]) {
    for part in parts {
      switch part {
      case .heading(let title): add(.heading(title))
      case .subheading(let title): add(.subheading(title))
      case .text(let text): add(paragraphs: [text])
      case .entry(let word, let body): add(.entry(term: [.literal(word)], body: body.map(Span.prose)))
      case .rows(let rows): add(.rows(rows.map(Span.prose)))
      case .field(let word, let type, let body):
        add(.entry(term: [.literal(word), .plain("  "), .variable(type)], body: [Span.prose(body)]))
      }
    }
  }

  private mutating func add(_ sections: [Toolkit.Section]) {
    for section in sections {
      add(.heading(section.title))
      add(paragraphs: section.paragraphs)
    }
  }

  /// A page about no command.
  init(_ page: ReferencePage, of toolkit: Toolkit) {
    self.init(name: toolkit.pageName(of: page), summary: page.summary)
    addName()
    add(page.parts)
    addSeeAlso([toolkit.program] + page.nouns.map { toolkit.pageName($0) }, of: toolkit)
  }

  private mutating func addName() {
    add(.heading("NAME"))
    // The one form that `apropos` reads: no full stop, lower case unless it is an acronym.
    let isAcronym = summary.dropFirst().first?.isUppercase ?? false
    let line = isAcronym ? summary : summary.prefix(1).lowercased() + summary.dropFirst()
    add(.paragraph([.plain("\(name) - \(line)")]))
  }

  /// A command inside another page.
  private mutating func addDetails(of command: CommandSpec, showsLists: Bool) {
    add(.subheading(command.name))
    add(.paragraph(Span.prose(command.summary + ".")))
    add(paragraphs: command.discussion)
    for operand in command.operands { add(operand.entry) }
    for option in showsLists ? command.allOptions : command.options { add(option.entry) }
    for note in command.exitNotes {
      add(.paragraph(Span.prose("Exit status \(note.code.rawValue): \(note.meaning).")))
    }
  }
}

extension Toolkit {
  /// `sessionctl-session`.
  func pageName(_ noun: String) -> String {
    "\(program)-\(nouns.first { $0.name == noun }?.pageName ?? noun)"
  }

  /// `sessionctl-rules`, also where a noun has that name.
  func pageName(of page: ReferencePage) -> String { "\(program)-\(page.name)" }

  /// The pages about no command that concern a noun.
  func pages(about noun: String) -> [ReferencePage] { pages.filter { $0.nouns.contains(noun) } }
}
