import SessionStore
import StoreEngine
import StoreReports

let reportCommands = CommandGroup(
  "report", "Numbers about ended sessions, and about the team",
  [
    "Hours, days, weeks (from Monday) and months are those of the account's time zone, or of `--timezone`; an hour that the clocks repeat counts as two, told apart by their offsets. Where one grouping is in time, stretches with nothing in them are shown too, from `--from` until `--to`, else until now, else over what was found; with further groupings for every combination that occurs.",
    "Only ends whose reason is known count: tickets that were closed before they were imported do not. Agent, group, brand, status and tags are the ticket's as it is now: `--by agent` is today's assignee, whoever it was when the session ended; `--by ended-by` is who ended it, an agent, a trigger or the system; with `--by tag` a session counts once for each of its tags. Nothing (no agent, no tag) is null.",
    "In tables agents and groups have names, and a row of totals follows; all other formats have wire values, and no totals. `--chart` draws the report's main measure, or the first one that `--fields` names: bars, or where time runs along beside other groupings, a line for each.",
    "The store is an SQLite file, and these views in it are an interface: spreadsheets, DuckDB and plain `sqlite3 -readonly` may read them while commands write. Columns are only ever added. Ids are numbers, words are those of the documents, tags stand apart by spaces; times are text as in 2026-01-15T10:00:00Z, and beside them, as `…_epoch`, seconds since 1970, by which to select: they use an index. `counted` is 1 where the end's reason is known.",
  ] + ReportView.all.map { "`\($0.name)`: a row is \($0.row). \($0.columns.joined(separator: ", "))." },
  [reportListCommand] + sessionReportCommands + teamReports.map(\.command))
