import CivilTime
import SessionModel
import SessionStore
import StoreEngine

/// What `session end` does to each session.
struct EndTerms: Hashable {
  var reason: EndReason
  /// nil: the setting decides.
  var routing: RoutingOverride?
  /// The macro that is applied before, by its id or title.
  var macro: String?
  /// The internal note that each ticket gets.
  var note: String?
}

/// Ends that were planned by a dry run, to be reviewed and then done: a head, and a line for each session.
struct EndPlan {
  /// What holds for all of it.
  struct Head: Hashable {
    /// The identity of the store that it was made for.
    var store: String
    var plannedAt: Instant
    var plannedByID: Int64
    var plannedByName: String
    /// The selection in words, for whoever reviews it.
    var selection: String
    /// With the macro by its id.
    var terms: EndTerms
    /// For whoever reviews it.
    var macroTitle: String?
    /// What the macro does and writes in each language, as a number: another one is another macro.
    var macroChecksum: String?
    /// How many sessions would end; lines can be taken out later.
    var sessions: Int
    /// What would leave the machine.
    var following: UpdateRequest.Following
  }

  var head: Head
  /// Each session once.
  var sessions: [PlannedSession]
}
