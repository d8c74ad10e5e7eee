import CivilTime
import JSONText

@testable import SessionModel

/// A moment in a conversation, to try messaging triggers on.
struct MessagingScene {
  var item = WorkItem(
    session: WorkItem.Session(id: 7, state: .active),
    ticket: WorkItem.Ticket(id: 70, status: .open, routingChannel: .messaging))
  /// Monday 2026-07-13T00:00:00Z.
  var facts = MessagingContext(at: MessagingScene.monday)
  var rules = RuleEnvironment(featureEnabled: false, hasSurvey: false, groups: [1, 2], staff: [5])

  static let monday = Instant(1_783_900_800)

  /// Makes a field of the catalogue have a value.
  mutating func set(_ field: String, _ value: String) {
    switch MessagingCatalogue.field(field)?.source {
    case .hourOfDay: facts.at = Instant(facts.at.seconds - hour * 3_600 + (Int64(value) ?? 24) * 3_600)
    case .dayOfWeek:
      facts.at = Instant(
        Self.monday.seconds + hour * 3_600 + Int64(MessagingCatalogue.days.firstIndex(of: value)!) * 86_400)
    case .customerName: facts.customerName = value
    case .customerEmail: facts.customerEmail = value
    case .previousConversations: facts.previousConversations = Int64(value)!
    case .queueSize: facts.queueSize = Int64(value)!
    case .group: item.ticket?.groupID = Int64(value)
    case .tags: item.ticket?.tags = value.split(separator: " ").map(String.init)
    case .customerServed: item.ticket?.replies = value == "true" ? 2 : 0
    case .message: say { $0.text = value }
    case .sender: say { $0.senderName = value }
    case .senderType:
      if let sender = Sender(word: value) { say { $0.sender = sender } } else { facts.message = nil }
    case nil: preconditionFailure(field)
    }
  }

  private var hour: Int64 { facts.at.seconds % 86_400 / 3_600 }

  private mutating func say(_ change: (inout MessagingContext.Message) -> Void) {
    var message = facts.message ?? MessagingContext.Message(text: "", sender: .customer, senderName: "")
    change(&message)
    facts.message = message
  }
}
