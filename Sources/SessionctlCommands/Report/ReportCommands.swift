let reportCommands = CommandGroup(
  "report", "Numbers about ended sessions, and about the team",
  [
    "Hours, days, weeks (from Monday) and months are those of the account's time zone, or of `--timezone`; an hour that the clocks repeat counts as two, told apart by their offsets. Where one grouping is in time, stretches with nothing in them are shown too, from `--from` until `--to`, else until now, else over what was found; with further groupings for every combination that occurs.",
    "Only ends whose reason is known count: tickets that were closed before they were imported do not. Agent, group, brand, status and tags are the ticket's as it is now; with `--by tag` a session counts once for each of its tags. Nothing (no agent, no tag) is null.",
    "In tables agents and groups have names, and a row of totals follows; all other formats have wire values, and no totals.",
  ],
  [reportListCommand] + sessionReportCommands + teamReports.map(\.command))
