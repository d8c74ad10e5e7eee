import SessionModel

/// Says what a run does to each subject, where that is not the same for all of them: an assignment, say, which
/// depends on the ones before it.
protocol SubjectSteps: AnyObject {
  /// Whether no subject that comes can be given anything any more.
  var isDone: Bool { get }

  /// - Returns: nil to leave the subject alone
  func steps(for subject: Subject) throws -> [Update.Step]?

  /// What became of a subject, rules included.
  func note(_ outcome: UpdateOutcome)
}
