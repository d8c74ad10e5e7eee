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
    initCommand, demoCommand, importCommand, exportCommand, doctorCommand, backupCommand,
    completionsCommand,
  ]

  /// Every command, those of the nouns first.
  static var all: [Command] { groups.flatMap(\.commands) + plainCommands }

  static func command(_ path: [String]) -> Command? {
    let commands = path.count == 1 ? plainCommands : groups.first { $0.name == path.first }?.commands
    return commands?.first { $0.spec.path == path }
  }

  /// The declarations, for the parser and for help, manual and completions.
  package static let toolkit = Toolkit(
    program: "sessionctl", version: version,
    summary: "End messaging sessions, and keep everything around it right",
    discussion: [
      "Ending a session turns the messaging channel off for a conversation while its ticket lives on.",
      "`sessionctl` works on a local store: it is filled by `import`, and nothing it does leaves the machine but by `outbox deliver` and `remote`.",
    ],
    nouns: groups.map { group in
      NounSpec(
        group.name, summary: group.summary, discussion: group.discussion, verbs: group.commands.map(\.spec),
        sections: group.sections, pageName: group.pageName)
    },
    plainCommands: plainCommands.map(\.spec), globalOptions: RunOptions.all,
    examples: [
      Example(
        command: "sessionctl session list --idle-for 4h", explanation: "Who has been idle for four hours?")
    ],
    topics: topics,
    sections: [
      Toolkit.Section(
        "FILES", ["$XDG_DATA_HOME/sessionctl/sessionctl.db  the store by default, else below ~/.local/share"]),
      Toolkit.Section(
        "SECURITY",
        [
          "`--as` is not authentication: whoever can write the store's file can do everything. Roles guard against mistakes, and the log tells who acted."
        ]),
    ],
    pages: { [jsonPage, rulesPage, kindsPage, cronPage] })
}
