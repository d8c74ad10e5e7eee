let triggerCommands = CommandGroup(
  "trigger", "Ticket triggers: rules that run on every creation and update of a ticket",
  [
    "Every active trigger whose conditions are met fires, in order of position; what one changes, later ones see. When one changes the ticket, evaluation starts again without those that have fired, so that each fires at most once in an update. They run in the transaction of the update that set them off."
  ],
  [
    triggerListCommand, triggerShowCommand, triggerCreateCommand, triggerEditCommand, triggerDeleteCommand,
    triggerEnableCommand, triggerDisableCommand, triggerReorderCommand, triggerFieldsCommand,
    triggerLintCommand,
    triggerTestCommand,
  ])
