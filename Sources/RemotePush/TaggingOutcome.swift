/// What the account says about a ticket that was sent to be tagged.
package enum TaggingOutcome: Hashable, Sendable {
  /// It has the tag now.
  case tagged
  /// Why, in the account's words, cut short; it may be text of anybody's.
  case failed(String)
  /// Nobody knows: the job's data went away, or says nothing of this ticket. Only a look at the ticket tells.
  case unclear(String)

  /// Failed is worse than unclear, and that than tagged.
  func isWorse(than other: TaggingOutcome) -> Bool { rank > other.rank }

  private var rank: Int {
    switch self {
    case .tagged: 0
    case .unclear: 1
    case .failed: 2
    }
  }
}
