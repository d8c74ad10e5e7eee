import CommandGrammar
import StoreReports

/// `sessionctl-analysis(7)`: its tables come from the declarations, and `Tests/Analysis` runs its SQL.
let analysisPage = ReferencePage(
  "analysis", section: 7, summary: "tables for Spark, DuckDB and ClickHouse",
  parts: AnalysisPage.beginning + AnalysisPage.tables + AnalysisPage.engines + AnalysisPage.reports
    + AnalysisPage.end, nouns: ["report"])

private enum AnalysisPage {
  static let beginning: [ReferencePage.Part] = [
    .heading("DESCRIPTION"),
    .text(
      "`sessionctl export --analysis FOLDER` writes what is over as tables of NDJSON, for numbers over more accounts and years than one store holds. Several accounts may share a FOLDER; each has folders of its own, named after its store's identity, which copies of a store share, with an `s` before it."
    ),
    .kept(layout),
    .text(
      "A month is written when it is over, and months are those of UTC, so that no setting moves a row from one to another. A file is written once and never changes. Files get their names when they are complete, the manifest names them afterwards, and what an interrupted run has left is removed by the next one. What an import brings later of a month that was written comes into a further file, `part-0002.ndjson`. A run with nothing new writes nothing."
    ),
    .text(
      "The files hold ids, words of closed sets, tags, moments and numbers: no name, no address, no word that was written, and no customer's id except where the customer ended the session. So there is nothing in them for `redact` to remove. See that no tag names a person."
    ),
    .text("A line for cron, on the second of each month:"),
    .kept("0 5 2 * *   sessionctl export --analysis /var/lib/sessionctl/lake --quiet"),
    .heading("WHAT IS FINAL"),
    .entry(
      "sessions",
      ["An end is final. Only ends with a known reason are in the table, as in reports."]),
    .entry(
      "tickets",
      [
        "Closed tickets never change again, so their agent, group, tags and survey stand here and not beside the session. A session whose ticket is not closed yet has no row here; the reports by agent, group, brand and tag therefore equal those with `--status closed`."
      ]),
    .entry(
      "firings",
      [
        "What fired in this store. What a live account's triggers did stands in imported histories, and neither here nor in `report triggers`."
      ]),
    .entry(
      "agent_days",
      [
        "By days of UTC. Replies that an import brings later of a month that was written are not added."
      ]),
    .entry(
      "queue_days",
      [
        "Nobody can say later who waited in a queue, so the first run of a day writes what it finds; for one row a day and queue, run it daily. These are the only rows of a month that is not over."
      ]),
    .text(
      "Business hours are those of the account's default schedule when the file is written; the manifest has a fingerprint of them for each file. A schedule that changes later changes the reports, and no file."
    ),
    .text(
      "`prune` takes nothing from FOLDER. Sessions that were pruned before their month was written are in it nevertheless, without their ticket's id. Their tickets are in files of their own, `pruned-0001.ndjson`, in the month in which the session ended, because nobody knows when they were closed. Their firings are lost: prune after the export. A ticket that was closed and pruned within one month is written when that month is over."
    ),
    .text(
      "Reports about what is now have no table: `open-ended`, `active`, `capacity`, and `queues` between two runs."
    ),
  ]

  private static let layout = """
    FOLDER/manifests/IDENTITY.json
    FOLDER/schemas/sessions.json
    FOLDER/sessions/account=IDENTITY/month=2026-03/part-0001.ndjson
    FOLDER/tickets/account=IDENTITY/month=2026-03/part-0001.ndjson
    FOLDER/firings/account=IDENTITY/month=2026-03/part-0001.ndjson
    FOLDER/agent_days/account=IDENTITY/month=2026-03/part-0001.ndjson
    FOLDER/queue_days/account=IDENTITY/month=2026-03/day-2026-03-31.ndjson
    """

  static let tables: [ReferencePage.Part] =
    [
      .heading("TABLES"),
      .text(
        "Each line has every column, in this order. Moments are whole seconds since 1970 in UTC (`…_epoch`), because all three engines read whole numbers alike. `account` and `month` are texts that stand in the path."
      ),
    ]
    + AnalysisTable.all.flatMap { table -> [ReferencePage.Part] in
      [
        .subheading(table.name),
        .text("Each row is \(table.row); `month` is \(table.monthly)."),
      ]
        + table.columns.map {
          .field(
            $0.name, type: $0.kind.rawValue + ($0.canBeNull ? " or null" : ""),
            $0.meaning.prefix(1).uppercased() + $0.meaning.dropFirst() + ".")
        }
    }

  static let engines: [ReferencePage.Part] = [
    .heading("DECLARING THE TABLES"),
    .text(
      "Declare the columns and let no engine infer them: a column that happens to be null in all lines that are looked at becomes another type, or loses its values. `FOLDER/schemas/TABLE.json` has the declarations of each table as one text for each engine, `spark`, `duckdb` and `clickhouse`. For `sessions`:"
    ),
    .subheading("Spark"),
    .text("With `SET TIME ZONE 'UTC'`, so that days begin where the queries say:"),
    .kept(
      """
      CREATE TEMPORARY VIEW sessions (
        \(declared(.sessions, .spark)),
        account STRING, month STRING)
      USING json OPTIONS (path 'FOLDER/sessions')
      """),
    .text(
      "A table instead of a view is `CREATE TABLE sessions (…) USING json PARTITIONED BY (account, month) LOCATION 'FOLDER/sessions'`, and `MSCK REPAIR TABLE sessions` after each run."
    ),
    .subheading("DuckDB"),
    .kept(
      """
      CREATE VIEW sessions AS SELECT * FROM read_json('FOLDER/sessions/*/*/*.ndjson',
        format = 'newline_delimited', hive_partitioning = true,
        hive_types = {account: VARCHAR, month: VARCHAR}, columns = {
        \(declared(.sessions, .duckdb))})
      """),
    .text("These make DuckDB understand what Spark calls otherwise:"),
    .kept(AnalysisQueries.duckdbMacros),
    .subheading("ClickHouse"),
    .kept(
      """
      CREATE VIEW sessions AS SELECT *
      FROM file('FOLDER/sessions/*/*/*.ndjson', 'JSONEachRow', '
        \(declared(.sessions, .clickhouse)),
        account String, month String')
      """),
  ]

  private static func declared(_ table: AnalysisTable, _ engine: AnalysisEngine) -> String {
    table.declaration(for: engine).replacing(", ", with: ",\n  ")
  }

  static let reports: [ReferencePage.Part] =
    [
      .heading("THE REPORTS AS SQL"),
      .text(
        "Each query gives for every account what the command in its first line gives for one, to the last digit, as long as all of it is over and written. Spark and DuckDB run them as they stand."
      ),
      .text(
        "Reports round times to thousandths of a second and shares to hundredths of a percent, and so do the queries: the engines work out percentiles in binary fractions, which differ from one to the other in digits far behind those. Hours that a clock repeats are two in `report … --by hour` and one in SQL."
      ),
    ]
    + AnalysisQueries.all.map { .kept("-- \($0.report)\n\($0.sql);") }

  static let end: [ReferencePage.Part] = [
    .heading("MANIFEST"),
    .text(
      "`FOLDER/manifests/IDENTITY.json` has the schema's number in `schema`, and in `files` each file's table, month, path, rows, bytes, CRC-32, fingerprint of business hours, and the moment of its run. `months` says what the store held when all of it was looked at last. `complete` says up to which entry of the log, and before which month, all tables were written: as long as the log has nothing newer and no month ends, a run looks at nothing else. Within a month, a run looks only at conversations with new entries in their history (from the id `next_history_id` on), as long as all new entries of the log are of these commands: \(AnalysisExport.told.sorted().map { "`\($0)`" }.joined(separator: ", ")). After any other command, and when a month has ended, it looks at everything. A file that is missing or has another size ends a run before it writes anything. Leave out of FOLDER what is yours."
    ),
    .heading("EXIT STATUS"),
    .entry("0", ["All is written, or there was nothing new."]),
    .entry(
      "1",
      [
        "The store was restored to an earlier state than FOLDER knows, or `--since` is before FOLDER's beginning. Export into a new folder."
      ]),
    .entry("65", ["A file or the manifest was changed, or a newer sessionctl wrote it."]),
    .entry("66", ["A file or the manifest is missing."]),
    .entry("73, 74", ["FOLDER cannot be made or holds other things, or the disk is full."]),
    .entry("75", ["Another run is writing this account's months."]),
  ]
}
