/// The reports as SQL over the analysis tables, each under the command line whose numbers it gives. Spark and DuckDB run
/// them as they stand; `Tests/Analysis/run` does, and compares.
enum AnalysisQueries {
  struct Query {
    /// The report that gives the same, without the program's name.
    let report: String
    let sql: String
  }

  static let all = [
    Query(
      report: "report ended --by month,reason --timezone UTC",
      sql: """
        SELECT account, date_trunc('month', timestamp_seconds(ended_epoch)) AS month,
          end_reason AS reason, count(*) AS ended,
          round(count(*) / sum(count(*)) OVER (PARTITION BY account) * 10000) / 100 AS share
        FROM sessions GROUP BY 1, 2, 3
        """),
    Query(
      report: "report ended --by day --timezone Europe/Vienna",
      sql: """
        SELECT account,
          date_trunc('day', from_utc_timestamp(timestamp_seconds(ended_epoch),
            'Europe/Vienna')) AS day,
          count(*) AS ended
        FROM sessions GROUP BY 1, 2
        """),
    Query(
      report: "report ended --by ended-by",
      sql: """
        SELECT account, CASE ended_by_type WHEN 'system' THEN 'system'
            ELSE concat(ended_by_type, ':', CAST(ended_by_id AS STRING)) END AS ended_by,
          count(*) AS ended
        FROM sessions GROUP BY 1, 2
        """),
    Query(
      report: "report ended --by agent,channel --status closed",
      sql: """
        SELECT account, assignee_id AS agent, s.channel, count(*) AS ended,
          count(routing_changed_epoch) AS routing_channel_changed,
          round(count(*) / sum(count(*)) OVER (PARTITION BY account) * 10000) / 100 AS share
        FROM sessions s JOIN tickets t USING (account, session_id)
        WHERE status = 'closed' GROUP BY 1, 2, 3
        """),
    Query(
      report: "report ended --by tag --status closed",
      sql: """
        WITH tagged AS (
          SELECT account, tags FROM sessions s JOIN tickets t USING (account, session_id)
          WHERE status = 'closed')
        SELECT account, tag, count(*) AS ended FROM (
          SELECT account, explode(tags) AS tag FROM tagged
          UNION ALL SELECT account, NULL FROM tagged WHERE size(tags) = 0) each
        GROUP BY 1, 2
        """),
    Query(
      report: "report end-time --by channel",
      sql: """
        SELECT account, channel, count(*) AS ended,
          \(times("end_seconds")),
          \(times("end_business_seconds", "business_"))
        FROM sessions WHERE ticket_created_epoch IS NOT NULL GROUP BY 1, 2
        """),
    Query(
      report: "report routing-change-time --by group --status closed",
      sql: """
        SELECT account, group_id, count(*) AS changed,
          \(times("routing_change_seconds")),
          \(times("routing_change_business_seconds", "business_"))
        FROM sessions s JOIN tickets t USING (account, session_id)
        WHERE status = 'closed' AND routing_changed_epoch IS NOT NULL GROUP BY 1, 2
        """),
    Query(
      report: "report outside-hours --by reason",
      sql: """
        SELECT account, end_reason AS reason, count(*) AS ended,
          count(CASE WHEN created_outside_hours THEN 1 END) AS outside_hours,
          round(count(CASE WHEN created_outside_hours THEN 1 END) / count(*) * 10000) / 100
            AS share
        FROM sessions WHERE created_outside_hours IS NOT NULL GROUP BY 1, 2
        """),
    Query(
      report: "report csat --by group --status closed",
      sql: """
        SELECT *, round(answered / nullif(offered, 0) * 10000) / 100 AS response_rate,
          round(good / nullif(answered, 0) * 10000) / 100 AS score
        FROM (
          SELECT account, group_id, count(*) AS ended,
            count(CASE WHEN satisfaction <> 'unoffered' THEN 1 END) AS offered,
            count(CASE WHEN satisfaction LIKE 'good%' OR satisfaction LIKE 'bad%' THEN 1 END)
              AS answered,
            count(CASE WHEN satisfaction LIKE 'good%' THEN 1 END) AS good,
            count(CASE WHEN satisfaction LIKE 'bad%' THEN 1 END) AS bad
          FROM sessions s JOIN tickets t USING (account, session_id)
          WHERE status = 'closed' GROUP BY 1, 2) counted
        """),
    Query(
      report: "report agents --timezone UTC --to this-month",
      sql: """
        SELECT account, agent_id AS agent, sum(ended) AS ended, sum(replied) AS replied
        FROM agent_days GROUP BY 1, 2
        """),
    Query(
      report: "report triggers",
      sql: """
        SELECT account, rule_kind AS kind, rule_id, count(*) AS fired,
          max(fired_epoch) AS last_fired_at
        FROM firings GROUP BY 1, 2, 3
        """),
    Query(
      report: "report queues",
      sql: """
        SELECT account, queue_id, waiting, median_seconds AS median,
          p90_seconds AS p90, longest_seconds AS longest
        FROM queue_days q
        WHERE day = (SELECT max(day) FROM queue_days l WHERE l.account = q.account)
        """),
  ]

  /// Mean, median and the 90th percentile in the thousandths of a second that reports are rounded to: what the engines' own
  /// percentiles are off by, because they work places out as binary fractions, is far below that.
  private static func times(_ column: String, _ prefix: String = "") -> String {
    let percentiles = [("median", "0.5"), ("p90", "0.9")].map { name, share in
      """
      round(percentile_cont(\(share)) WITHIN GROUP (ORDER BY \(column)) * 1000) / 1000
          AS \(prefix)\(name)
      """
    }
    return (["round(avg(\(column)) * 1000) / 1000 AS \(prefix)mean"] + percentiles)
      .joined(separator: ",\n  ")
  }

  /// What Spark calls so and DuckDB otherwise.
  static let duckdbMacros = """
    CREATE MACRO timestamp_seconds(s) AS make_timestamp(s * 1000000);
    CREATE MACRO from_utc_timestamp(t, zone) AS (t AT TIME ZONE 'UTC') AT TIME ZONE zone;
    CREATE MACRO size(list) AS len(list);
    CREATE MACRO explode(list) AS unnest(list);
    """
}
