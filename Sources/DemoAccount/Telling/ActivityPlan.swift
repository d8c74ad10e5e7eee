/// Which sessions are still active: about 12 of 100, among the latest 24, half of them fresh and half stale.
///
/// Drawn by selection sampling, which meets the numbers exactly while going through the sessions once. The numbers
/// make sure that ten sessions suffice for something to end and for a feed that is alive.
struct ActivityPlan {
  enum Role {
    case ended
    /// Last active within four hours.
    case fresh
    /// Last active longer ago than that.
    case stale
  }

  private let count: Int
  private let firstCandidate: Int
  private var activeLeft: Int
  private var staleLeft: Int
  /// The last active sessions are fresh without drawing: they may have begun too late to be stale.
  private let certainlyFresh: Int

  init(count: Int) {
    self.count = count
    let active = count >= 10 ? max(4, (count * 12 + 50) / 100) : (count + 3) / 4
    let fresh = min(active, max(1, min(active / 2, active - 3)))
    activeLeft = active
    staleLeft = active - fresh
    certainlyFresh = min(fresh, (active + 3) / 4)
    firstCandidate = count - min(count, 2 * active)
  }

  /// The role of one session; to be asked for in the order of the indices.
  mutating func role(of index: Int, _ dice: inout Dice) -> Role {
    guard index >= firstCandidate, dice.below(count - index) < activeLeft else { return .ended }
    let undecided = activeLeft - certainlyFresh
    activeLeft -= 1
    guard undecided > 0, dice.below(undecided) < staleLeft else { return .fresh }
    staleLeft -= 1
    return .stale
  }
}
