import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// What followed from updates, as documents have it.
enum EffectsDocument {
  static let columns: [Column] = [
    Column("emails", .integer), Column("surveys", .integer), Column("webhooks", .integer),
    Column("messages", .integer), Column("became_unroutable", .integer), leftRouting,
  ]

  static func cell(_ summary: UpdateSummary) -> Cell {
    .object(
      [summary.emails, summary.surveys, summary.webhooks, summary.messages, summary.becameUnroutable].map {
        .integer(Int64($0))
      } + [cell(summary.leftRouting)])
  }

  /// A number for each reason (E4).
  static let leftRouting = Column(
    "left_routing", .object(RoutingExit.words.map { Column($0, .integer, inTable: false) }))

  static func cell(_ exits: RoutingExits) -> Cell {
    .object(RoutingExit.allCases.map { .integer(Int64(exits[$0])) })
  }
}

extension RoutingExits {
  /// A sentence for each reason that there is.
  var sentences: [String] {
    RoutingExit.allCases.filter { self[$0] > 0 }.map { exit in
      let (isOne, tickets) = (self[exit] == 1, counted(self[exit], "ticket"))
      let are = "\(tickets) \(isOne ? "is" : "are") no longer in any queue"
      return switch exit {
      case .channel: "\(tickets) can no longer be routed: the routing channel is still messaging"
      case .group: "\(are): \(isOne ? "it has" : "they have") no group, and the standard queue needs one"
      case .tag:
        "\(are): \(isOne ? "it lacks" : "they lack") the tag that email tickets need in the standard queue"
      }
    }
  }
}
