import CommandGrammar
import SessionModel

/// What `help` explains besides commands, and the program's manual page too, in that order.
let topics =
  [selectionTopic, timesTopic, Topic.formats, environmentTopic, glossaryTopic, Topic.exitCodes] + ruleTopics
  + [jsonPage, cronPage, kindsPage].map(Topic.init)

extension Topic {
  /// A page as a whole.
  fileprivate init(_ page: ReferencePage) {
    self.init(
      page.name, title: page.name.uppercased(),
      summary: page.summary.prefix(1).uppercased() + page.summary.dropFirst(), page: page.name, page.parts)
  }
}

private let glossaryTopic = Topic(
  "glossary", title: "GLOSSARY",
  summary: "The product's labels, in English and German, and the words for them here",
  alsoCalled: ["words", "terms", "glossar", "labels"],
  [
    .text(
      "What the product calls things, in English and in German, stands first; then the word that commands, conditions, actions and values take. Labels are never taken for those words: they are answered with them."
    )
  ] + Glossary.entries.map { .entry($0.labelText, ["`\($0.word)`: \($0.meaning)"]) })

extension GlossaryEntry {
  /// Its labels, English · German.
  var labelText: String { "\(english.joined(separator: ", ")) · \(german.joined(separator: ", "))" }
}

private let selectionTopic = Topic(
  "selection", title: "SELECTION", summary: "How sessions and tickets are selected",
  alsoCalled: ["select", "filters"],
  [
    .text(
      "`session list` and `session end` take these, all combined with `and`; `ticket list` and reports take those that make sense for them. Names may be given for ids. An option may be given several times, or with commas, and then means any of its values: `--status new,open`; only `--subject-contains` takes commas as they are."
    )
  ]
    + SelectionOptions.forSessions.map(\.spec).map { option in
      .entry(option.spelling + (option.takesValue ? " \(option.valueName)" : ""), [option.help + "."])
    } + [
      .text(
        "`session list` without any of them lists what is active; `session end` without any ends nothing and is an error. Look first, with the same selection: `session end … --dry-run` shows exactly what would happen."
      )
    ])

private let timesTopic = Topic(
  "times", title: "TIMES AND DURATIONS", summary: "How times and durations are written",
  alsoCalled: ["time", "time-expressions", "durations", "duration"],
  [
    .text(
      "Options that take a `TIME`, such as `--started-before`, `--from` and `--now`, read it in the zone of `--timezone`, else in the account's (`account.timezone`)."
    ),
    .entry("2026-01-15", ["The start of that day; also `today`, `yesterday` and `tomorrow`."]),
    .entry("2026-01-15 10:00", ["That moment on the clocks of the zone; alone, `10:00` is today."]),
    .entry(
      "2026-01-15T10:00:00Z", ["That moment, whatever the zone; also with an offset such as `+01:00`."]),
    .entry("@1736900000", ["Seconds since 1970."]),
    .entry("4h ago", ["So long before now; `in 2h` is after it, and `now` is now."]),
    .text(
      "A `DURATION` is whole numbers with units, the larger first: `90m`, `4h`, `1h30m`, `2d`, `1w`. A day is 24 hours. The units are `s`, `m`, `h`, `d` and `w`."
    ),
    .text(
      "A zone has an IANA name such as `Europe/Berlin`, or a name that the API uses, such as `Central Time (US & Canada)`."
    ),
  ])

private let environmentTopic = Topic(
  "environment", title: "ENVIRONMENT", summary: "The environment variables that count", alsoCalled: ["env"],
  [
    .text("An option beats its variable, and a variable beats the default."),
    .entry("SESSIONCTL_STORE", ["The store, where `--store` is not given."]),
    .entry(
      "XDG_DATA_HOME",
      [
        "The folder of the store that nobody names: `sessionctl/sessionctl.db` in it, else below `~/.local/share`."
      ]),
    .entry("SESSIONCTL_ACTOR", ["Who acts, where `--as` is not given."]),
    .entry(
      "SESSIONCTL_ALLOW_SHARED_STORE",
      [
        "Set to 1, a store that others can write to is accepted. It is refused otherwise, because whoever can write it can do everything."
      ]
    ),
    .entry("NO_COLOR", ["If not empty, no colour. `TERM=dumb` has the same effect."]),
    .entry(
      "SESSIONCTL_PAGER, PAGER",
      [
        "The command line that shows help, lists and things on a terminal, page by page; the first one that is set counts. Empty or `cat`: none. Without either it is `less`, where it is installed. It is not told the `ZENDESK_…` variables that hold secrets."
      ]),
    .entry(
      "LESS", ["The options of `less`; where it is not set, FRX: a text of one screen is only printed."]),
    .entry(
      "COLUMNS, LINES", ["The width and the height of the terminal, where they are not the real ones."]),
    .entry(
      "TMPDIR",
      [
        "Where `demo` makes its store, where `--store` is not given, and `backup -` its copy before it is written out."
      ]),
  ])
