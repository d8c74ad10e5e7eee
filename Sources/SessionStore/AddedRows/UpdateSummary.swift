import SessionModel
import StoreEngine

/// What a run did, or a dry run would do, in numbers.
package struct UpdateSummary: Sendable, Equatable {
  /// Work items that the run took up, those that failed included: named ones that are not there fail, too.
  package var matched = 0
  /// Sessions that the run ended.
  package var ended = 0
  /// Sessions that the run was to end and that were over before: not an error (E1).
  package var alreadyEnded = 0
  /// Work items to which the update could not be done (`UpdateRefusal`).
  package var failed = 0
  /// Sessions that match and were reminded before in the same silence; they are not among those that matched.
  package var alreadyReminded = 0
  /// Work items that changed in any way.
  package var changed = 0
  /// How often triggers fired.
  package var fired = 0
  /// Work items that are as they were only because triggers undid what the update did.
  package var undone = 0
  /// E4: tickets that nobody has dealt with and that no queue holds any more, by reason.
  package var leftRouting = RoutingExits()
  /// Their sum.
  package var becameUnroutable: Int { leftRouting.total }
  /// What rules send, by kind.
  package var emails = 0
  /// Satisfaction surveys, on messaging or by e-mail (E12).
  package var surveys = 0
  /// Calls of webhooks and targets.
  package var webhooks = 0
  /// Words to customers on messaging.
  package var messages = 0

  /// A run that has done nothing yet.
  package init() {}
}
