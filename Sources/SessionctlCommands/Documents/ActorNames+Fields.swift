import SessionModel
import SessionStore
import StoreEngine

// What a ticket's fields hold is told to people by name: `group: Billing → Support`.

extension ActorNames {
  /// The name of what a field's value stands for; nil where the field names nothing, or nobody knows the thing.
  mutating func name(of value: String, in field: String) throws -> String? {
    guard let id = Int64(value), id > 0 else { return nil }
    switch RuleDialect.ticket.reference(inCondition: field) {
    case .group?: return try groupName(id: id)
    case .user?: return try name(of: .user(id: id))
    case .schedule?: return try scheduleName(id: id)
    default:
      switch field {
      case "submitter_id", "author_id": return try name(of: .user(id: id))
      default: return nil
      }
    }
  }
}
