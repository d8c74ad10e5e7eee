import CommandGrammar

/// All commands there are; adding one means adding it here.
package enum CommandTable {
  /// Of the release: what `--version` and the manual pages say.
  package static let version = "0.1.0"
  /// Of the release, for the manual pages.
  package static let date = "2026-11-22"

  static let groups: [CommandGroup] = [
    featureCommands,
    settingsCommands,
    sessionCommands,
    ticketCommands,
    conversationCommands,
    triggerCommands,
    messagingTriggerCommands,
    queueCommands,
    userCommands,
    redactCommands,
    agentCommands,
    groupCommands,
    scheduleCommands,
    routingCommands,
    macroCommands,
    recipeCommands,
    reportCommands,
    outboxCommands,
    rulesCommands,
    remoteCommands,
    logCommands,
  ]

  static let plainCommands: [Command] = [
    initCommand, demoCommand, importCommand, exportCommand, doctorCommand, backupCommand, restoreCommand,
    pruneCommand, completionsCommand,
  ].map(\.rehearsable)

  /// Every command, those of the nouns first.
  static var all: [Command] { groups.flatMap(\.commands) + plainCommands }

  static func command(_ path: [String]) -> Command? {
    let commands = path.count == 1 ? plainCommands : groups.first { $0.name == path.first }?.commands
    return commands?.first { $0.spec.path == path }
  }

  /// The declarations, for the parser and for help, manual and completions.
  package static let toolkit = Toolkit(
    program: "sessionctl", version: version,
    summary: "End messaging sessions, and keep tickets, queues and rules in step",
    discussion: [
      "Ending a session turns the messaging channel off for a conversation while its ticket lives on.",
      "`sessionctl` works on a local store, a copy of one account that `import` or `remote pull` fills. A command that ends a session ends it in this copy. Nothing leaves the machine except through `outbox deliver`, `remote` and `rules push`.",
    ],
    nouns: groups.map { group in
      NounSpec(
        group.name, summary: group.summary, discussion: group.discussion, verbs: group.commands.map(\.spec),
        sections: group.sections, pageName: group.pageName)
    },
    plainCommands: plainCommands.map(\.spec), globalOptions: RunOptions.all,
    examples: [
      Example(
        command: "sessionctl session list --idle-for 4h",
        explanation: "Which sessions have been idle for four hours?")
    ],
    topics: topics,
    sections: [
      Toolkit.Section(
        "FILES",
        [
          "$XDG_DATA_HOME/sessionctl/sessionctl.db  the default store; without the variable, below ~/.local/share"
        ]),
      Toolkit.Section(
        "SECURITY",
        [
          "`--as` is not authentication: whoever can write to the store's file can do everything. Roles guard against mistakes, and the log shows who acted."
        ]),
    ],
    pages: { [jsonPage, rulesPage, kindsPage, cronPage, carePage, analysisPage, tasksPage] })
}
