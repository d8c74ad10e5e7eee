import SessionModel
import StoreEngine

/// What a run did, or a dry run would do, in numbers.
public struct UpdateSummary: Sendable, Equatable {
  /// Work items that the run took up, those that failed included: named ones that are not there fail, too.
  public var matched = 0
  /// Sessions that the run ended.
  public var ended = 0
  /// Sessions that the run was to end and that were over before: not an error (E1).
  public var alreadyEnded = 0
  /// Work items to which the update could not be done (`UpdateRefusal`).
  public var failed = 0
  /// Sessions that match and were reminded before in the same silence; they are not among those that matched.
  public var alreadyReminded = 0
  /// Work items that changed in any way.
  public var changed = 0
  /// How often triggers fired.
  public var fired = 0
  /// Work items that are as they were only because triggers undid what the update did.
  public var undone = 0
  /// E4: tickets that nobody has dealt with and that no queue holds any more, by reason.
  public var leftRouting = RoutingExits()
  /// Their sum.
  public var becameUnroutable: Int { leftRouting.total }
  /// What rules send, by kind.
  public var emails = 0
  /// Satisfaction surveys, on messaging or by e-mail (E12).
  public var surveys = 0
  /// Calls of webhooks and targets.
  public var webhooks = 0
  /// Words to customers on messaging.
  public var messages = 0

  /// A run that has done nothing yet.
  public init() {}
}
