import CivilTime
import SessionModel
import Testing

@testable import StoreReplay

/// What audits say of a ticket's fields comes to one form, whichever source tells it.
@Suite struct AuditReaderTests {
  private func read(_ name: String, _ value: String) -> RecordedUpdate {
    var reader = AuditReader(readsComments: false)
    let event = #"{"type":"Change","field_name":\#(name),"previous_value":null,"value":\#(value)}"#
    return reader.read(
      RecordedUpdate(id: 1, at: Instant(0), isLocal: false), document: Array("{\"events\":[\(event)]}".utf8))
  }

  private func expect(
    _ name: String, _ field: RecordedUpdate.Field, _ values: [(String, RecordedUpdate.Value?)]
  ) {
    for (value, expected) in values {
      let update = read(name, value)
      #expect(update.changes.first?.to == expected, "\(name): \(value)")
      #expect(update.changes.first.map(\.field) == expected.map { _ in field }, "\(name): \(value)")
      #expect(update.obstacle == (expected == nil ? .unreadable : nil), "\(name): \(value)")
    }
  }

  @Test("numbers and truth values stand as texts or as they are, and none has many forms")
  func forms() {
    expect(
      "\"group_id\"", .group,
      [
        ("7", .stored(.integer(7))), ("\"7\"", .stored(.integer(7))), ("\"\"", .stored(.null)),
        ("0", .stored(.null)), ("\"0\"", .stored(.null)), ("null", .stored(.null)), ("\"x\"", nil),
        ("7.5", nil),
      ])
    expect(
      "\"is_public\"", .init(.isPublic),
      [("true", .stored(.integer(1))), ("\"false\"", .stored(.integer(0))), ("null", .stored(.null))])
    expect(
      "\"status\"", .status,
      [("\"solved\"", .word(TicketStatus.solved)), ("null", .stored(.null)), ("\"odd\"", nil), ("\"\"", nil)])
    expect(
      "\"priority\"", .init(.priority),
      [("\"low\"", .word(Priority.low)), ("\"\"", .word(Priority.none)), ("null", .word(Priority.none))])
    expect(
      "\"satisfaction_score\"", .init(.satisfaction),
      [
        ("\"good\"", .word(SatisfactionScore.good)), ("null", .word(SatisfactionScore.unoffered)),
        ("\"\"", nil),
      ])
    expect("\"type\"", .init(.type), [("\"odd\"", .stored(.text("odd"))), ("\"\"", .stored(.null))])
    expect("\"subject\"", .init(.subject), [("\"Hm\"", .stored(.text("Hm"))), ("null", .stored(.text("")))])
    expect(
      "\"tags\"", .tags,
      [("[\"a b\",\"c\"]", .tags(["a b", "c"])), ("\"a b\"", .tags(["a", "b"])), ("null", .tags([]))])
    for name in ["360", "\"360\"", "\"custom_fields_360\""] {
      expect(
        name, .custom(360),
        [
          ("\"x\"", .stored(.text("x"))), ("true", .stored(.text("true"))),
          ("[1,\"b\"]", .stored(.text("1 b"))), ("[]", .stored(.null)), ("\"\"", .stored(.null)),
          ("null", .stored(.null)),
        ])
    }
  }

  @Test("what no rule looks at, or what is told by other events, is no change")
  func others() {
    for name in ["locale_id", "reopens", "routing_channel", "role", "whatever"] {
      let update = read("\"\(name)\"", "\"1\"")
      #expect(update.changes.isEmpty && update.obstacle == nil, "\(name)")
    }
  }

  @Test("a status of which nothing is told stays; of everything else there is then none")
  func none() {
    var ticket = WorkItem.Ticket(id: 7, status: .solved, routingChannel: .email, groupID: 3)
    ticket.facts.isPublic = false
    for field in [RecordedUpdate.Field.status, .group, .init(.isPublic)] {
      field.set(.stored(.null), in: &ticket)
    }
    #expect(ticket == WorkItem.Ticket(id: 7, status: .solved, routingChannel: .email))
  }
}
