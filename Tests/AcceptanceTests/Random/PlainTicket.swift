import GRDB

/// What rules see and change of a ticket, as words by the names of conditions; what is none is left out.
typealias PlainTicket = [String: String]

extension TestMachine {
  private static let statuses = ["new", "open", "pending", "hold", "solved", "closed", "deleted"]
  private static let priorities = ["", "low", "normal", "high", "urgent"]
  private static let scores = [
    "unoffered", "offered", "bad", "bad_with_comment", "good", "good_with_comment",
  ]
  private static let reasons = [
    "", "agent_ended", "trigger_ended", "channel_changed", "inactivity_ended", "end_user_ended",
    "ticket_closed",
  ]

  /// Reads what the store has, column by column and with nothing of the program in between.
  func plainTickets() throws -> [Int64: PlainTicket] {
    let queue = try DatabaseQueue(path: store)
    defer { try? queue.close() }
    return try queue.read { db in
      var tickets: [Int64: PlainTicket] = [:]
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT t.*, s.id AS session_id, s.state, s.end_reason, u.email, u.role AS requester_role, w.queue_key,
            w.is_chosen, w.ticket_id AS waiting
          FROM ticket t LEFT JOIN session s ON s.ticket_id = t.id LEFT JOIN user u ON u.id = t.requester_id
            LEFT JOIN queue_ticket w ON w.ticket_id = t.id
          WHERE t.origin > 0
          """)
      for row in rows {
        func number(_ name: String) -> Int? { row[name] }
        func text(_ name: String) -> String? { row[name] }
        func id(_ name: String) -> String? { number(name).map(String.init) }
        var ticket: [String: String?] = [
          "status": Self.statuses[row["status"]], "priority": Self.priorities[row["priority"]],
          "type": text("type"), "via_id": text("channel"),
          "routing_channel": ["", "messaging", "email"][row["routing_channel"]],
          "assigned_channel": ["", "messaging", "email"][number("assigned_channel") ?? 0],
          "requester_id": id("requester_id"), "assignee_id": id("assignee_id"), "group_id": id("group_id"),
          "current_tags": text("tags")?.split(separator: " ").sorted().joined(separator: " "),
          "subject_includes_word": text("subject"), "ticket_form_id": id("ticket_form_id"),
          "custom_status_id": id("custom_status_id"), "schedule_id": id("schedule_id"),
          "ticket_is_public": number("is_public") == 1 ? "public" : "private",
          "satisfaction_score": Self.scores[row["satisfaction"]],
          "requester_role": ["end_user", "agent", "admin"][number("requester_role") ?? 0],
          "requester_email": text("email"),
          "messaging_session_state": number("state").map { ["active", "ended"][$0] },
          "messaging_session_ended_reason": Self.reasons[number("end_reason") ?? 0],
          "session": id("session_id"), "queue": id("queue_key"), "is_chosen": id("is_chosen"),
          "waiting": id("waiting"),
        ]
        for name in ["reopens", "replies", "agent_stations", "group_stations"] { ticket[name] = id(name) }
        tickets[row["id"]] = ticket.compactMapValues { $0 }.filter { !$0.value.isEmpty }
      }
      for row in try Row.fetchAll(db, sql: "SELECT * FROM ticket_custom_field WHERE value <> ''") {
        tickets[row["ticket_id"]]?["custom_fields_\(row["field_id"] as Int64)"] = row["value"] as String
      }
      return tickets
    }
  }
}
