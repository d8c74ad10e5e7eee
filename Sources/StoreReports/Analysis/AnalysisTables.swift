import SessionModel

extension AnalysisTable {
  /// Ended sessions, as reports count them: an end is final, and so is what is told of it here.
  package static let sessions = AnalysisTable(
    name: "sessions", row: "a session that ended, for a known reason", monthly: "the month in which it ended",
    columns: [
      AnalysisColumn("session_id", .integer, .read("s.id"), "the session's id"),
      AnalysisColumn(
        "ticket_id", .integer, null: true, .read("s.ticket_id"),
        "the ticket's id; null without a ticket, and where the conversation was pruned before it was written"),
      AnalysisColumn("channel", .text, .read("s.channel"), "the channel of the session"),
      AnalysisColumn("ended_epoch", .integer, .read("s.ended_at"), "the end"),
      .word("end_reason", EndReason.self, "s.end_reason", "why it ended"),
      .word("ended_by_type", Actor.Kind.self, "s.ended_by_kind", "`user`, `trigger` or `system`"),
      AnalysisColumn(
        "ended_by_id", .integer, null: true, .read("s.ended_by_id"),
        "the agent, customer or trigger that ended it; null of the system"),
      AnalysisColumn(
        "ticket_created_epoch", .integer, null: true, .read("s.ticket_created_at"),
        "the ticket's creation; null without a ticket"),
      AnalysisColumn(
        "end_seconds", .integer, null: true, .elapsed(from: "ticket_created_epoch", to: "ended_epoch"),
        "the time from the ticket's creation to the end; null without a ticket"),
      AnalysisColumn(
        "end_business_seconds", .integer, null: true,
        .openSeconds(from: "ticket_created_epoch", to: "ended_epoch"),
        "those of them that lie within business hours; null without a ticket or a default schedule"),
      AnalysisColumn(
        "created_outside_hours", .boolean, null: true, .outsideHours("ticket_created_epoch"),
        "whether the ticket was created outside business hours; null without a ticket or a default schedule"),
    ])

  /// Tickets that are closed: they never change again.
  package static let tickets = AnalysisTable(
    name: "tickets", row: "a ticket that is closed or deleted", monthly: "the month in which it was closed",
    columns: [
      AnalysisColumn(
        "ticket_id", .integer, null: true, .read("t.id"),
        "the ticket's id; null if it was pruned before it was written"),
      AnalysisColumn(
        "session_id", .integer, null: true, .read("s.id"), "its session's id; null without a session"),
      .word("status", TicketStatus.self, "t.status", "`closed` or `deleted`"),
      .word("priority", Priority.self, "t.priority", null: true, "null for none"),
      AnalysisColumn("channel", .text, .read("t.channel"), "how it came in"),
      .word(
        "routing_channel", RoutingChannel.self, "t.routing_channel", null: true,
        "how it was routed at last; null if it was pruned before it was written"),
      AnalysisColumn(
        "routing_changed_epoch", .integer, null: true, .read("t.routing_channel_changed_at"),
        "the latest change of its routing channel; null if there was none"),
      AnalysisColumn(
        "routing_change_seconds", .integer, null: true,
        .elapsed(from: "created_epoch", to: "routing_changed_epoch"),
        "the time from its creation to that change; null if there was none"),
      AnalysisColumn(
        "routing_change_business_seconds", .integer, null: true,
        .openSeconds(from: "created_epoch", to: "routing_changed_epoch"),
        "those of them that lie within business hours; null without a change or a default schedule"),
      AnalysisColumn(
        "assignee_id", .integer, null: true, .read("t.assignee_id"), "its agent at last; null for none"),
      AnalysisColumn(
        "group_id", .integer, null: true, .read("t.group_id"), "its group at last; null for none"),
      AnalysisColumn(
        "brand_id", .integer, null: true, .read("t.brand_id"), "its brand; null for none"),
      AnalysisColumn("tags", .texts, .split("t.tags"), "its tags at last"),
      .word("satisfaction", SatisfactionScore.self, "t.satisfaction", "where its survey stands"),
      AnalysisColumn(
        "reopens", .integer, null: true, .read("t.reopens"),
        "how often it was reopened; null if it was pruned before it was written"),
      AnalysisColumn(
        "replies", .integer, null: true, .read("t.replies"),
        "how many public replies it has; null if it was pruned before it was written"),
      AnalysisColumn("created_epoch", .integer, null: true, .read("t.created_at"), "its creation"),
      AnalysisColumn(
        "closed_epoch", .integer, null: true, .read("t.updated_at"),
        "when it was closed; null if it was pruned before it was written"),
    ])

  /// What triggers did.
  package static let firings = AnalysisTable(
    name: "firings", row: "a trigger that fired in one update", monthly: "the month of the update",
    columns: [
      AnalysisColumn("audit_id", .integer, .read("audit_id"), "the update's entry in the history"),
      AnalysisColumn("fired_epoch", .integer, .read("fired_epoch"), "the moment of the update"),
      AnalysisColumn("rule_kind", .text, .read("rule_kind"), "`trigger` or `messaging_trigger`"),
      AnalysisColumn("rule_id", .integer, .read("rule_id"), "its id among those of its kind"),
      AnalysisColumn(
        "ticket_id", .integer, null: true, .read("ticket_id"), "the ticket; null if there was none yet"),
      AnalysisColumn(
        "session_id", .integer, null: true, .read("session_id"), "the session; null of a ticket without one"),
    ])

  /// What agents did.
  package static let agentDays = AnalysisTable(
    name: "agent_days", row: "an agent on a day of UTC on which there was something to count",
    monthly: "the month of the day",
    columns: [
      AnalysisColumn("day", .date, .made, "the day in UTC, `2026-03-31`"),
      AnalysisColumn("agent_id", .integer, .made, "the agent"),
      AnalysisColumn("ended", .integer, .made, "sessions that the agent ended"),
      AnalysisColumn("replied", .integer, .made, "public replies that the agent wrote"),
    ])

  /// Who waited.
  package static let queueDays = AnalysisTable(
    name: "queue_days", row: "a queue as the first run of a day of UTC found it",
    monthly: "the month of the day",
    columns: [
      AnalysisColumn("day", .date, .made, "the day in UTC, `2026-03-31`"),
      AnalysisColumn("seen_epoch", .integer, .made, "the moment of the run"),
      AnalysisColumn(
        "queue_id", .text, null: true, .made,
        "the queue's id, or `standard`; null for eligible tickets that no queue takes"),
      AnalysisColumn("waiting", .integer, .made, "tickets that waited in it then"),
      AnalysisColumn(
        "median_seconds", .real, null: true, .made,
        "the median of the times for which they had waited; null of none"),
      AnalysisColumn(
        "p90_seconds", .real, null: true, .made,
        "the time that nine of ten of them had not exceeded; null of none"),
      AnalysisColumn(
        "longest_seconds", .integer, null: true, .made, "the longest of them; null of none"),
    ])
}
