import JSONText
import SessionModel
import Testing
import WireFormat

/// What a redaction leaves of events: names and values that nobody can have written.
@Suite struct HistorySkeletonTests {
  private func kept(_ name: String, _ value: JSONValue) throws -> (name: JSONValue?, value: JSONValue?) {
    let events: JSONValue = [["type": "Change", "field_name": .string(name), "value": value]]
    let event = try JSONValue.parse(HistorySkeleton.events(events.bytes)).array?.first
    return (event?["field_name"], event?["value"])
  }

  @Test("the names of the API's own fields stay, and those with a number")
  func names() throws {
    for name in [
      "assignee_id", "brand_id", "custom_fields_360", "custom_status_id", "description", "group_id", "id",
      "is_public", "locale_id", "messaging_session_state", "organization_id", "priority", "reason",
      "requester_id", "routing_channel", "satisfaction_score", "schedule_id", "score", "status", "subject",
      "tags", "ticket_form_id", "type", "360",
    ] {
      #expect(try kept(name, .null).name == .string(name), "\(name)")
    }
    for name in ["ana", "custom_fields_ana", "email", "external_id", "phone", "reopens", "replies", "role"] {
      let event = try kept(name, 1)
      #expect(event.name == nil && event.value == nil, "\(name)")
    }
  }

  @Test("of values words of vocabularies and ids stay, and no text")
  func values() throws {
    for (name, value) in [
      ("priority", "low"), ("routing_channel", "email"), ("satisfaction_score", "good"), ("status", "solved"),
      ("type", "task"), ("group_id", "7"), ("group_id", 7), ("brand_id", "7"), ("is_public", true),
    ] as [(String, JSONValue)] {
      #expect(try kept(name, value).value == value, "\(name)")
    }
    for (name, value) in [
      ("priority", "Ana"), ("type", "Ana"), ("status", "Ana"), ("subject", "Ana"), ("tags", "ana"),
      ("description", "Ana"), ("group_id", "+49170"), ("is_public", "true"), ("360", "Ana"),
    ] as [(String, JSONValue)] {
      #expect(try kept(name, value).value == .null, "\(name)")
    }
  }
}
