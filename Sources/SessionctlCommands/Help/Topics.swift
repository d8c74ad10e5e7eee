import CommandGrammar
import SessionModel

/// What `help` explains besides commands, and the program's manual page too, in that order.
let topics =
  [selectionTopic, timesTopic, Topic.formats, environmentTopic, glossaryTopic, Topic.exitCodes] + ruleTopics
  + [tasksPage, jsonPage, cronPage, carePage, analysisPage, kindsPage].map(Topic.init)

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
  summary: "The central terms, and the product's labels in English and German",
  alsoCalled: ["words", "terms", "glossar", "labels"],
  [.text("The central terms come first, with the word of the German product beside them.")]
    + CentralTerm.all.map { .entry($0.heading, [$0.meaning]) }
    + [
      .text(
        "Below are the product's labels in English and German, each with the word to type here. Type the word, not the label; if you type a label, the error names the word."
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
      "`session list` and `session end` take all of these; `session remind`, `remote pull --activity`, `ticket list` and reports take those that apply to them. A session has to match every option that you give. Names work as well as ids. Repeat an option, or separate values with commas, to match any of its values: `--status new,open`. In `--subject-contains`, a comma is part of the text; `--all-tags` requires all of its tags."
    )
  ]
    + SelectionOptions.forSessions.map(\.spec).map { option in
      .entry(option.spelling + (option.takesValue ? " \(option.valueName)" : ""), [option.help + "."])
    } + [
      .text(
        "Without any of these, `session list` lists the active sessions, and `session end` ends nothing and fails. Check first, with the same selection: `session end … --dry-run` shows exactly what would happen."
      )
    ])

private let timesTopic = Topic(
  "times", title: "TIMES AND DURATIONS", summary: "How times and durations are written",
  alsoCalled: ["time", "time-expressions", "durations", "duration"],
  [
    .text(
      "Options that take a `TIME`, such as `--started-before`, `--from` and `--now`, read it in the zone of `--timezone`, or else of the account (`account.timezone`)."
    ),
    .entry("2026-01-15", ["The start of that day; also `today`, `yesterday` and `tomorrow`."]),
    .entry(
      "monday", ["The start of the latest Monday, which may be today; `last-monday` is before today."]),
    .entry(
      "this-week",
      [
        "The start of the week, from Monday; also `last-week`, `next-week`, and the same with `month` and `year`."
      ]
    ),
    .entry("2026-01", ["The start of that month; also a year, `2026`, or a week, `2026-W03`."]),
    .entry(
      "2026-01-15 10:00",
      [
        "That moment on the clocks of the zone; also `yesterday 10:00` and `monday 10:00`. Alone, `10:00` is today."
      ]),
    .entry(
      "2026-01-15T10:00:00Z", ["That moment, in any zone; also with an offset such as `+01:00`."]),
    .entry("@1736900000", ["Seconds since 1970."]),
    .entry(
      "4h ago",
      [
        "That long before now; also `2 days ago`, `1.5h ago` and `3 months ago`. `in 2h` is that long after now, and `now` is this moment."
      ]),
    .text(
      "A `DURATION` is numbers with units, the larger first: `90m`, `4h`, `1h30m`, `1.5h`, `2d`, `2 days`, `1 hour 30 minutes`. A day is 24 hours. The units are `s`, `m`, `h`, `d` and `w`, or the words for them."
    ),
    .text(
      "A `PERIOD`, as in `report ended --during last-month`, is a whole day, week, month or year: any of the words above, or a date."
    ),
    .text(
      "A zone has an IANA name such as `Europe/Berlin`, or a name that the API uses, such as `Central Time (US & Canada)`."
    ),
  ])

private let environmentTopic = Topic(
  "environment", title: "ENVIRONMENT", summary: "Environment variables", alsoCalled: ["env"],
  [
    .text("An option takes precedence over its variable, and a variable over the default."),
    .entry("SESSIONCTL_STORE", ["The store, unless `--store` is given."]),
    .entry(
      "XDG_DATA_HOME",
      [
        "The folder for the default store, `sessionctl/sessionctl.db`; if not set, `~/.local/share`."
      ]),
    .entry("SESSIONCTL_ACTOR", ["Who acts, unless `--as` is given."]),
    .entry(
      "SESSIONCTL_ALLOW_SHARED_STORE",
      [
        "Set it to 1 to accept a store that others can write to. Otherwise such a store is refused, because whoever can write to it can do everything."
      ]
    ),
    .entry("NO_COLOR", ["If not empty, output has no colour. `TERM=dumb` has the same effect."]),
    .entry(
      "SESSIONCTL_PAGER, PAGER",
      [
        "The command that shows help, lists and the results of `show` page by page on a terminal. The first variable that is set counts; if it is empty or `cat`, there is no pager. If neither is set, `less` is used if it is installed. The pager does not get the `ZENDESK_…` variables that hold secrets."
      ]),
    .entry(
      "LESS",
      ["The options of `less`; if not set, FRX, so that a text that fits on one screen is printed at once."]),
    .entry(
      "COLUMNS, LINES", ["The width and height of the terminal; set them to override the real ones."]),
    .entry(
      "TMPDIR",
      [
        "Where `demo` creates its store unless `--store` is given, where `backup -` keeps its copy before writing it out, and where SQLite keeps what a large run can't hold in memory."
      ]),
  ])
