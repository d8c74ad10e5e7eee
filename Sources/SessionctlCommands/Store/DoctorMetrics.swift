import Rendering
import SessionModel
import SessionStore
import StoreDoctor
import StoreEngine

/// What `doctor --format openmetrics` tells a monitoring system.
enum DoctorMetrics {
  /// The labels by which measures tell their own numbers apart.
  static let labelNames: Set = [
    "version", "schema", "result", "at_least_seconds", "queue", "name", "state", "command", "stream",
  ]

  static func families(_ measures: StoreMeasures, _ findings: [Finding]) -> [MetricFamily] {
    [
      MetricFamily(
        "sessionctl_build_info", "The program that measured: always 1",
        [MetricSample(1, [("version", CommandTable.version), ("schema", String(Schema.currentNumber))])]),
      MetricFamily(
        "sessionctl_doctor_findings", "What doctor found, by result",
        Finding.Verdict.allCases.map { verdict in
          MetricSample(
            Int64(findings.count { $0.verdict == verdict }), [("result", verdict.rawValue)])
        }),
      MetricFamily("sessionctl_sessions_active", "Active sessions", Int64(measures.active)),
      MetricFamily(
        "sessionctl_sessions_idle",
        "Active sessions with a ticket that have been idle for at least this many seconds",
        measures.idle.map {
          MetricSample(Int64($0.sessions), [("at_least_seconds", String($0.seconds))])
        }),
      MetricFamily(
        "sessionctl_last_activity_timestamp_seconds", "When the last public message known was written",
        measures.lastActivity?.seconds),
      MetricFamily(
        "sessionctl_queue_waiting_tickets", "Tickets that wait for routing, by queue",
        measures.queues.map { MetricSample(Int64($0.waiting), labels(ofQueue: $0.id, $0.name)) }),
      MetricFamily(
        "sessionctl_queue_oldest_timestamp_seconds", "Since when the longest waiting ticket waits, by queue",
        measures.queues.compactMap { queue in
          queue.since.map { MetricSample($0.seconds, labels(ofQueue: queue.id, queue.name)) }
        }),
      MetricFamily(
        "sessionctl_outbox_entries", "Entries of the outbox, by state",
        measures.outbox.map { MetricSample(Int64($0.count), [("state", $0.state.word)]) }),
      MetricFamily(
        "sessionctl_outbox_oldest_waiting_timestamp_seconds",
        "When the oldest entry that still waits came into the outbox", measures.oldestWaiting?.seconds),
      MetricFamily(
        "sessionctl_last_change_timestamp_seconds", "When a command last changed something, by the log",
        measures.lastChange.map { MetricSample($0.at.seconds, [("command", $0.command)]) }),
      MetricFamily(
        "sessionctl_last_pull_timestamp_seconds", "When the last page was pulled from the live account",
        measures.lastPull.map { MetricSample($0.at.seconds, [("stream", $0.stream.word)]) }),
      MetricFamily("sessionctl_store_size_bytes", "The size of the store", Int64(measures.size.file)),
      MetricFamily(
        "sessionctl_store_log_size_bytes", "The size of the write-ahead log beside the store",
        Int64(measures.size.log)),
      MetricFamily(
        "sessionctl_store_free_bytes", "Free pages in the store, which new data will use",
        Int64(measures.size.free)),
      MetricFamily(
        "sessionctl_redactions_unrewritten", "Redacted users of whom free pages may still hold something",
        Int64(measures.unrewritten)),
    ]
  }

  /// Tickets that no queue takes have none.
  private static func labels(ofQueue id: String?, _ name: String?) -> [(name: String, value: String)] {
    [("queue", id ?? "none"), ("name", name ?? "")]
  }
}
