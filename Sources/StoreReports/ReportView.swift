import SessionStore
import StoreEngine

/// A view of the store that anybody may read: the interface for spreadsheets, DuckDB and plain `sqlite3`.
package struct ReportView: Sendable {
  /// The view's name in the file, `report_` and what it is of.
  package let name: String
  /// What a row is.
  package let row: String
  /// In their order; only ever added to.
  package let columns: [String]

  /// Every view, in the order of the manual.
  package static let all: [ReportView] = [
    ReportView(
      name: "report_sessions", row: "a session",
      columns: [
        "session_id", "ticket_id", "user_id", "channel", "state", "started_at", "last_activity_at",
        "last_sender", "ended_at", "end_reason", "ended_by_type", "ended_by_id", "ticket_created_at",
        "routing_channel_changed_at", "end_seconds", "routing_change_seconds", "counted", "started_epoch",
        "last_activity_epoch", "ended_epoch",
      ]),
    ReportView(
      name: "report_conversations", row: "a conversation",
      columns: [
        "conversation_id", "session_id", "ticket_id", "user_id", "channel", "state", "started_at", "ended_at",
        "session_state", "session_ended_at", "first_conversation_id", "started_epoch", "ended_epoch",
      ]),
    ReportView(
      name: "report_tickets", row: "a ticket",
      columns: [
        "ticket_id", "session_id", "subject", "status", "priority", "type", "channel", "routing_channel",
        "routing_channel_changed_at", "requester_id", "requester_name", "assignee_id", "assignee_name",
        "group_id", "group_name", "brand_id", "tags", "satisfaction", "reopens", "replies", "created_at",
        "updated_at", "created_epoch", "updated_epoch",
      ]),
    ReportView(name: "report_ticket_tags", row: "a tag of a ticket", columns: ["ticket_id", "tag"]),
    ReportView(
      name: "report_agents", row: "an agent or admin",
      columns: [
        "agent_id", "name", "email", "role", "status", "suspended", "messaging_load", "messaging_capacity",
        "email_load", "email_capacity",
      ]),
    ReportView(name: "report_groups", row: "a group", columns: ["group_id", "name", "deleted"]),
    ReportView(name: "report_group_members", row: "an agent in a group", columns: ["group_id", "agent_id"]),
    ReportView(
      name: "report_queue_tickets", row: "a ticket that waits",
      columns: ["ticket_id", "queue_id", "queue_name", "eligible_since", "eligible_epoch"]),
    ReportView(
      name: "report_triggers", row: "a trigger of either kind",
      columns: ["kind", "trigger_id", "title", "active", "position", "fired", "last_fired_at"]),
  ]
}
