import Testing

@testable import SessionModel

/// The declarations of a ticket's stored fields agree with themselves.
@Suite struct TicketFieldTests {
  private static let plain = WorkItem.Ticket(id: 1, status: .closed, routingChannel: .email)

  /// A ticket that differs from a plain one in this field alone.
  private func changed(_ field: TicketField) -> WorkItem.Ticket {
    var ticket = Self.plain
    switch field.reading {
    case .integer(let set): set(&ticket, 1)
    case .text(let set), .word(let set): set(&ticket, "task")
    case .words(let set): set(&ticket, ["one", "two"])
    }
    return ticket
  }

  @Test("what is read is written again, and its change is its own and nobody else's")
  func changes() throws {
    for (field, change) in TicketField.changeable {
      let ticket = changed(field)
      switch (change.writing, field.reading) {
      case (.integer(let value), .integer): #expect(value(ticket) == 1, "\(field.column)")
      case (.text(let value), .word): #expect(value(ticket) == "task", "\(field.column)")
      case (.text(let value), .words): #expect(value(ticket) == "one two", "\(field.column)")
      default: Issue.record("\(field.column) is read and written in different ways")
      }
      #expect(ticket != Self.plain, "\(field.column)")
      // The channel of an assignment is written with the assignee, and is no change of its own (E6).
      let expected: TicketChanges = field.column == "assigned_channel" ? [] : change.bit
      #expect(TicketChanges(from: Self.plain, to: ticket) == expected, "\(field.column)")
      if field.historyName != nil {
        #expect(field.word(in: ticket) != field.word(in: Self.plain), "\(field.column)")
      }
    }
  }

  @Test("columns are named once, and every change has its columns")
  func columns() {
    let names = TicketField.all.map { "\($0.table).\($0.column)" }
    #expect(Set(names).count == names.count)
    #expect(TicketChanges.assignee.fields.map(\.column) == ["assignee_id", "assigned_channel"])
    #expect(
      TicketChanges.details.fields.map(\.column) == [
        "schedule_id", "satisfaction", "reopens", "replies", "agent_stations", "group_stations",
      ])
  }

  @Test("what no update changes is read too")
  func facts() {
    for field in TicketField.all where field.change == nil && field.column != "role" {
      var ticket = Self.plain
      switch field.reading {
      case .integer(let set): set(&ticket, 0)
      case .text(let set), .word(let set): set(&ticket, "ana@example.com")
      case .words: Issue.record("\(field.column) is a list")
      }
      #expect(ticket.facts != Self.plain.facts, "\(field.column)")
      if field.historyName != nil {
        #expect(field.word(in: ticket) != field.word(in: Self.plain), "\(field.column)")
      }
    }
  }

  @Test("what the history tells of a field is read as what it was, and what is none of its values is not")
  func history() {
    #expect(
      TicketField.inHistory.keys.sorted() == [
        "assignee_id", "brand_id", "custom_status_id", "group_id", "is_public", "organization_id", "priority",
        "requester_id", "satisfaction_score", "schedule_id", "status", "subject", "tags", "ticket_form_id",
        "type",
      ])
    for (name, field) in TicketField.inHistory {
      for ticket in [Self.plain, changed(field)] {
        #expect(field.value(of: field.word(in: ticket)) == field.writing?.value(in: ticket), "\(name)")
      }
    }
    for none in [nil, "", "0"] { #expect(TicketField.group.value(of: none) == .null) }
    for none in [nil, ""] {
      #expect(TicketField.priority.value(of: none) == .integer(0))
      #expect(TicketField.type.value(of: none) == .null && TicketField.subject.value(of: none) == .text(""))
    }
    #expect(TicketField.satisfaction.value(of: nil) == .integer(0))
    // Nobody knows which status there was, or whether its customer could see it.
    #expect(TicketField.status.value(of: nil) == .null && TicketField.isPublic.value(of: nil) == .null)
    #expect(TicketField.group.value(of: "two") == nil && TicketField.status.value(of: "odd") == nil)
    #expect(TicketField.replies.value(of: "2") == nil && TicketField.routingChannel.value(of: "email") == nil)
  }

  @Test("a field's number is the one that conditions compare, and no two fields have the same")
  func attributes() {
    let fields = TicketField.all.filter { $0.attribute != nil }
    #expect(Set(fields.compactMap(\.attribute)).count == fields.count)
    for field in fields {
      // Of none and of something, as the column has it: the number must tell them apart.
      let values = field.column == "email" ? [.null, .text("ana@example.com")] : Self.values(of: field)
      let numbers = values.map { value in
        var ticket = Self.plain
        field.reading.put(value, into: &ticket)
        return field.attribute!.value(in: WorkItem(session: nil, ticket: ticket))
      }
      #expect(Set(numbers).count == values.count, "\(field.column): \(numbers)")
      #expect(field.attribute!.columns == field.columns, "\(field.column)")
    }
  }

  private static func values(of field: TicketField) -> [StoredValue] {
    if case .integer = field.reading {
      [.integer(field.column == "is_public" ? 0 : 2), .integer(1)]
    } else {
      [.null, .text("task")]
    }
  }

  @Test(
    "members are named once, and every field that a source tells and an update changes has a bit of its own")
  func members() {
    for members in [TicketField.inRecord, TicketField.inDetails] {
      let keys = members.map { "\($0.telling.key)" }
      #expect(Set(keys).count == keys.count)
    }
    #expect(
      TicketField.inRecord.count + TicketField.inDetails.count
        == TicketField.all.filter { $0.telling != nil }.count)
    let bits = TicketField.inRecord.compactMap { $0.field.change?.bit.rawValue }
    #expect(Set(bits).count == bits.count)
    #expect(bits.reduce(0, |) == TicketChanges.importable.rawValue)
    #expect(!TicketChanges.importable.contains(.details))
  }
}
