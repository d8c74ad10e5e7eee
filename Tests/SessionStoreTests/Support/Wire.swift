import CivilTime

/// Records as the public API would give them, one a line; times are hours after the new year 2026.
enum Wire {
  static let newYear: Int64 = 1_767_225_600

  static func instant(_ hours: Int) -> Instant { Instant(newYear + Int64(hours) * 3600) }

  static func time(_ hours: Int) -> String { "\"\(instant(hours).rfc3339)\"" }

  private static func number(_ value: Int64?) -> String { value.map(String.init) ?? "null" }
  private static func text(_ value: String?) -> String { value.map { "\"\($0)\"" } ?? "null" }

  static func user(
    _ id: Int64, _ name: String = "Kim", email: String? = nil, role: String = "end-user", updated: Int = 0
  ) -> String {
    """
    {"user":{"id":\(id),"name":"\(name)","email":\(text(email)),"role":"\(role)","created_at":\(time(0)),\
    "updated_at":\(time(updated))}}
    """
  }

  static func group(_ id: Int64, _ name: String = "Support", updated: Int = 0) -> String {
    """
    {"group":{"id":\(id),"name":"\(name)","deleted":false,"created_at":\(time(0)),\
    "updated_at":\(time(updated))}}
    """
  }

  static func membership(_ id: Int64, user: Int64, group: Int64, updated: Int = 0) -> String {
    """
    {"group_membership":{"id":\(id),"user_id":\(user),"group_id":\(group),"created_at":\(time(0)),\
    "updated_at":\(time(updated))}}
    """
  }

  static func ticket(
    _ id: Int64, channel: String = "whatsapp", status: String = "open", subject: String = "Help",
    requester: Int64? = 11, assignee: Int64? = nil, group: Int64? = nil, tags: [String] = [],
    created: Int = 0, updated: Int = 1, local: String? = nil
  ) -> String {
    """
    {"ticket":{"id":\(id),"via":{"channel":"\(channel)"},"subject":"\(subject)","status":"\(status)",\
    "priority":null,"type":null,"requester_id":\(number(requester)),"assignee_id":\(number(assignee)),\
    "group_id":\(number(group)),"tags":[\(tags.map { "\"\($0)\"" }.joined(separator: ","))],\
    "created_at":\(time(created)),"updated_at":\(time(updated))}\(local.map { ",\"sessionctl\":\($0)" } ?? "")}
    """
  }

  static func audit(
    _ id: Int64, ticket: Int64, at hours: Int, author: Int64? = 11, _ events: String...
  ) -> String {
    """
    {"audit":{"id":\(id),"ticket_id":\(ticket),"created_at":\(time(hours)),"author_id":\(number(author)),\
    "via":{"channel":"web"},"events":[\(events.joined(separator: ","))]}}
    """
  }

  /// A public message in an audit, or an internal note.
  static func comment(by author: Int64? = nil, public isPublic: Bool = true) -> String {
    "{\"id\":9,\"type\":\"Comment\",\"public\":\(isPublic),\"body\":\"x\""
      + (author.map { ",\"author_id\":\($0)" } ?? "") + "}"
  }

  static func ended(_ reason: String = "agent_ended", routing: String? = "email") -> String {
    """
    {"id":9,"type":"MessagingSessionEnded","reason":"\(reason)","routing_channel_before":"messaging",\
    "routing_channel_after":\(text(routing))}
    """
  }
}
