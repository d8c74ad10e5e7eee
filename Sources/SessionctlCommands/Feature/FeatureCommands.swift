let featureCommands = CommandGroup(
  "feature", "Switch ending messaging sessions on or off",
  [
    "There are two switches, both off in a new store: one lets agents end messaging sessions, the other lets end users do so. While the first is off, an active session ends only when its ticket is closed or the customer ends it."
  ],
  [featureStatusCommand, featureEnableCommand, featureDisableCommand])
