import SessionModel
import StoreEngine

/// Says what a run does to each work item, where that is not the same for all of them: an assignment, say, which
/// depends on the ones before it.
protocol WorkItemSteps: AnyObject {
  /// Whether no work item that comes can be given anything any more.
  var isDone: Bool { get }

  /// - Returns: nil to leave the work item alone
  func steps(for item: WorkItem) throws -> [Update.Step]?

  /// What became of a work item, rules included.
  func note(_ draft: UpdateDraft)
}
