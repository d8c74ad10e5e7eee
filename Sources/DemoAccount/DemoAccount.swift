import CivilTime

/// A lifelike customer-support account, as lines of the wire format that `import` takes.
///
/// Every line depends on nothing but what the account was made from, and the memory on nothing at all: each ticket
/// is thought up when its turn comes, and all that is kept is what later ones need.
package struct DemoAccount {
  private enum Stage {
    case group(Int)
    case staff(Int)
    case membership(Int)
    case customer
    case ticket
    /// The step of the story that is written next.
    case audit(Int)
    case finished
  }

  /// Before anything else happened.
  private static let accountAge: Int64 = 700 * 86_400

  private let adminEmail: String
  private let foundedAt: Int64
  private var maker: SceneMaker
  private var stage = Stage.group(0)
  private var scene: Scene?
  private var nextAuditID: Int64 = 500_000_000_001

  /// - Parameters:
  ///   - sessions: how many messaging sessions; about 8 of 100 e-mail tickets come on top
  ///   - now: when the account is looked at: nothing in it happened later
  ///   - adminEmail: the address of the only admin
  package init(sessions: Int, seed: UInt64, now: Instant, adminEmail: String) {
    self.adminEmail = adminEmail
    foundedAt = now.seconds - DemoAccount.accountAge
    let count = max(0, sessions)
    maker = SceneMaker(
      sessions: count, seed: seed, now: now.seconds, timeline: Timeline(now: now, count: count))
  }

  /// How much of the account has been told, from 0 to 1.
  package var share: Double { maker.share }

  /// Puts the next line, without its newline, in place of what `line` held; false when there is none.
  package mutating func next(into line: inout [UInt8]) -> Bool {
    line.removeAll(keepingCapacity: true)
    switch stage {
    case .group(let index):
      line.putGroup(Team.Desk.allCases[index], foundedAt: foundedAt)
      stage = index + 1 < Team.Desk.allCases.count ? .group(index + 1) : .staff(0)
    case .staff(let index):
      line.putMember(index, adminEmail: adminEmail, hiredAt: foundedAt)
      stage = index + 1 < Team.members.count ? .staff(index + 1) : .membership(0)
    case .membership(let index):
      line.putMembership(index, since: foundedAt)
      if index + 1 < Team.memberships.count { stage = .membership(index + 1) } else { beginScene() }
    case .customer:
      guard let scene else { return false }
      line.putCustomer(scene.customer, since: scene.story.startedAt)
      stage = .ticket
    case .ticket:
      guard let scene else { return false }
      line.putTicket(scene)
      stage = .audit(0)
    case .audit(let index):
      guard let scene else { return false }
      nextAuditID = line.putAudit(of: scene, step: index, id: nextAuditID)
      if index + 1 < scene.story.steps.count { stage = .audit(index + 1) } else { beginScene() }
    case .finished: return false
    }
    return true
  }

  private mutating func beginScene() {
    guard let next = maker.next() else {
      scene = nil
      stage = .finished
      return
    }
    scene = next.scene
    stage = next.isNewcomer ? .customer : .ticket
  }
}
