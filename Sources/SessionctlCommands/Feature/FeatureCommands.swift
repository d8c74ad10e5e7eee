let featureCommands = CommandGroup(
  "feature", "The switch that lets sessions be ended",
  [
    "Two switches, both off in a new store: agents can end messaging sessions, and end users can. Without the first, nothing ends an active session but the closing of its ticket and the customer."
  ],
  [featureStatusCommand, featureEnableCommand, featureDisableCommand])
