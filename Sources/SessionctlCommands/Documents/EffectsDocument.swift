import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// What followed from updates, as documents have it.
enum EffectsDocument {
  static let columns: [RowColumn<UpdateSummary>] = [
    RowColumn("emails", .integer) { $0.emails }, RowColumn("surveys", .integer) { $0.surveys },
    RowColumn("webhooks", .integer) { $0.webhooks }, RowColumn("messages", .integer) { $0.messages },
    RowColumn("became_unroutable", .integer) { $0.becameUnroutable }, leftRouting.within(\.leftRouting),
  ]

  /// What was sent.
  static let sent: [RowColumn<UpdateSummary>] = columns.only(["emails", "surveys", "webhooks", "messages"])

  /// A number for each reason (E4).
  static let leftRouting = RowColumn<RoutingExits>(
    "left_routing",
    .object(RoutingExit.allCases.map { exit in RowColumn(exit.word, .integer, inTable: false) { $0[exit] } })
  ) { $0 }
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
