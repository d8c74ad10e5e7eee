/// A compiled condition of a messaging trigger.
enum MessagingTest: Hashable, Sendable {
  /// One of these numbers, or none of them.
  case numbers(NumberSource, Set<Int64>, Bool)
  /// At least and at most, both inclusive.
  case range(NumberSource, ClosedRange<Int64>)
  /// One of these texts, without regard to case and to how their letters are composed.
  case texts(TextSource, Set<String>, Bool)
  case contains(TextSource, String, Bool)
  case groups(Set<Int64>, Bool)
  /// Has one of the tags, or none of them.
  case tags([String], Bool)
  case served(Bool)

  enum NumberSource: Hashable, Sendable {
    case hourOfDay, dayOfWeek, previousConversations, queueSize, senderType
  }
  enum TextSource: Hashable, Sendable { case customerName, customerEmail, sender, message }

  func holds(_ item: WorkItem, _ facts: MessagingContext) -> Bool {
    switch self {
    case .numbers(let source, let values, let wanted): values.contains(source.value(facts)) == wanted
    case .range(let source, let range): range.contains(source.value(facts))
    case .texts(let source, let values, let wanted):
      values.contains(source.value(facts).lowercased()) == wanted
    case .contains(let source, let part, let wanted): TextMatch.has(part, in: source.value(facts)) == wanted
    case .groups(let groups, let wanted): groups.contains(item.ticket?.groupID ?? 0) == wanted
    case .tags(let tags, let wanted):
      tags.contains { item.ticket?.tags.contains($0) ?? false } == wanted
    case .served(let wanted): item.isServed == wanted
    }
  }

  /// What must be loaded of the ticket for it.
  var columns: WorkItemColumns {
    switch self {
    case .groups: .fields
    case .tags: .tags
    case .served: .details
    case .numbers, .range, .texts, .contains: []
    }
  }

  var needs: MessagingContext.Needs {
    switch self {
    case .numbers(.previousConversations, _, _), .range(.previousConversations, _): .previousConversations
    case .numbers(.queueSize, _, _), .range(.queueSize, _): .queueSize
    case .texts(.customerName, _, _), .contains(.customerName, _, _), .texts(.customerEmail, _, _),
      .contains(.customerEmail, _, _):
      .customer
    default: []
    }
  }
}

extension MessagingTest.NumberSource {
  func value(_ facts: MessagingContext) -> Int64 {
    switch self {
    case .hourOfDay: facts.hourOfDay
    case .dayOfWeek: facts.dayOfWeek
    case .previousConversations: facts.previousConversations
    case .queueSize: facts.queueSize
    // The AI agent counts as an agent, as in the public material, which knows two kinds; 0 is nobody.
    case .senderType:
      facts.message.map { Int64(($0.sender == .customer ? Sender.customer : .agent).rawValue) } ?? 0
    }
  }

  /// What it can be at all.
  var limits: ClosedRange<Int64> {
    switch self {
    case .hourOfDay: 0...23
    case .dayOfWeek: 0...6
    case .previousConversations, .queueSize: 0...Int64.max
    case .senderType: 0...Int64(Sender.agent.rawValue)
    }
  }
}

extension MessagingTest.TextSource {
  func value(_ facts: MessagingContext) -> String {
    switch self {
    case .customerName: facts.customerName
    case .customerEmail: facts.customerEmail
    case .sender: facts.message?.senderName ?? ""
    case .message: facts.message?.text ?? ""
    }
  }
}
