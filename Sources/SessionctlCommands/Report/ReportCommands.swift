let reportCommands = CommandGroup(
  "report", "Numbers about ended sessions",
  [
    "Days and hours are those of the account's time zone, or of --timezone. Only ends whose reason is known count: tickets that were closed before they were imported do not."
  ],
  [reportListCommand, reportEndedCommand])
