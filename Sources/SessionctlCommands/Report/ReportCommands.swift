import SessionStore
import StoreEngine
import StoreReports

let reportCommands = CommandGroup(
  "report", "Numbers about ended sessions, and about the team",
  [
    "Hours, days, weeks (from Monday) and months are in the account's time zone, or in `--timezone`; an hour that the clocks repeat counts as two, told apart by their offsets. If one grouping is a time, empty periods are shown too: from `--from` until `--to`, or else until now, or else over the range that was found. With further groupings, they are shown for every combination that occurs.",
    "Only ends with a known reason count; those of tickets that were closed before they were imported do not. Agent, group, brand, status and tags are those that the ticket has now: `--by agent` means today's assignee, even if somebody else had the ticket when the session ended. `--by ended-by` means who ended the session: an agent, a trigger or the system. With `--by tag`, a session counts once for each of its tags. No value (no agent, no tag) is null.",
    "Tables show names of agents and groups, and end with a row of totals; all other formats have wire values, and no totals. `--chart` draws the report's main measure, or the first one that `--fields` names: as bars, or, if it is grouped by a time and something else, as one line each.",
    "The store is an SQLite file, and these views in it are a stable interface: spreadsheets, DuckDB and plain `sqlite3 -readonly` may read them while commands write. Columns are only ever added. Ids are numbers, words are the same as in the JSON documents, and tags are separated by spaces. Times are text such as 2026-01-15T10:00:00Z. Beside them, `…_epoch` holds seconds since 1970; select by these, because they have an index. `counted` is 1 if the end's reason is known.",
  ] + ReportView.all.map { "`\($0.name)`: each row is \($0.row). \($0.columns.joined(separator: ", "))." },
  [reportListCommand] + sessionReportCommands + teamReports.map(\.command))
