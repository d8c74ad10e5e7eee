import CommandGrammar

/// Of `sessionctl-cron(7)`: how a monitoring system watches a store. The rules are checked by a test.
enum CronMonitoring {
  static let parts: [ReferencePage.Part] = [
    .heading("MONITORING"),
    .text(
      "`doctor --quick` with a file that ends in `.prom` writes measures for the textfile collector of Prometheus' node_exporter. The file is replaced as a whole. Create it once, so that node_exporter may read it; its folder has to belong to the user who runs the line:"
    ),
    .kept(create), .text("The line of the crontab:"), .kept(line),
    .text(
      "All measures are gauges, without timestamps and units of their own, so that the older text format of Prometheus, which node_exporter reads, and OpenMetrics say the same. Times are in seconds since 1970, sizes in bytes. What is not known, such as the oldest waiting entry of an empty outbox, is left out. `sessionctl_last_change_timestamp_seconds` comes from the log: a sweep that found nothing to end changed nothing, and is not in it. `sessionctl_sessions_idle` counts a session under every age that it has reached."
    ),
    .text(
      "If one machine measures several stores, give each a file and a label of its own, for example `--label store=berlin --output …/berlin.prom`. Without labels, node_exporter silently leaves out the measures of all files but one."
    ),
    .text(
      "If the store can't be read, the file stays as it was, and `node_textfile_mtime_seconds` shows it. Alert rules:"
    ),
    .kept(rules),
  ]

  private static let create = """
    install -o sessionctl -m 644 /dev/null /var/lib/prometheus/node-exporter/sessionctl.prom
    """

  /// What cron runs.
  static let line = """
    * * * * *    sessionctl doctor --quick --output /var/lib/prometheus/node-exporter/sessionctl.prom
    """

  /// A file of rules for Prometheus.
  static let rules = """
    groups:
      - name: sessionctl
        rules:
          - alert: SessionctlFeedStalled
            expr: time() - sessionctl_last_activity_timestamp_seconds > 7200
            for: 10m
            annotations:
              summary: No public message for two hours; the feed into the store has probably stopped
          - alert: SessionctlPullStalled
            expr: time() - sessionctl_last_pull_timestamp_seconds{stream="tickets"} > 3600
            annotations:
              summary: Nothing was pulled from the live account for an hour
          - alert: SessionctlOutboxStuck
            expr: time() - sessionctl_outbox_oldest_waiting_timestamp_seconds > 900
            for: 5m
            annotations:
              summary: An entry has been waiting in the outbox for a quarter of an hour
          - alert: SessionctlOutboxFailed
            expr: sessionctl_outbox_entries{state="failed"} > 0
            annotations:
              summary: Entries of the outbox have failed; see sessionctl outbox list --state failed
          - alert: SessionctlSweepMissing
            expr: sessionctl_sessions_idle{at_least_seconds="604800"} > 0
            for: 2h
            annotations:
              summary: Sessions have been idle for a week, so the sweep does not end them
          - alert: SessionctlDoctor
            expr: sessionctl_doctor_findings{result="problem"} > 0
            annotations:
              summary: sessionctl doctor finds a problem in the store
          - alert: SessionctlNotMeasured
            expr: time() - node_textfile_mtime_seconds{file=~".*/sessionctl.prom"} > 600
            annotations:
              summary: The store has not been measured for ten minutes; it may be unreadable
    """
}
