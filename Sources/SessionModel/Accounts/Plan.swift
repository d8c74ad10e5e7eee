/// What the account has bought (P1).
public enum Plan: Int, Vocabulary {
  /// The suite plans, the lowest first: sessions can be ended in all of them (P2).
  case suiteTeam, suiteGrowth, suiteProfessional, suiteEnterprise, suiteEnterprisePlus
  /// The support plans, the lowest first: sessions can be ended only with the add-on (P2).
  case supportTeam, supportProfessional, supportEnterprise

  public var word: String {
    switch self {
    case .suiteTeam: "suite_team"
    case .suiteGrowth: "suite_growth"
    case .suiteProfessional: "suite_professional"
    case .suiteEnterprise: "suite_enterprise"
    case .suiteEnterprisePlus: "suite_enterprise_plus"
    case .supportTeam: "support_team"
    case .supportProfessional: "support_professional"
    case .supportEnterprise: "support_enterprise"
    }
  }

  /// Whether it is one of the five suite plans (P1).
  public var isSuite: Bool { self <= .suiteEnterprisePlus }

  /// P2: every suite plan; a support plan only with the *live chat and messaging* add-on.
  public func canEndSessions(messagingAddOn: Bool) -> Bool { isSuite || messagingAddOn }

  /// P3: the customizable survey needs Suite Growth or higher, or Support Professional or Enterprise.
  public var hasCustomizableSurvey: Bool { self != .suiteTeam && self != .supportTeam }

  /// P2 as a sentence, for refusals.
  public static let endingSessionsNeeds =
    "ending messaging sessions needs a suite plan (suite_team or higher), or a support plan with the live chat and messaging add-on"
}

/// The account that one store holds (domain §1).
public struct Account: Hashable, Sendable {
  /// It decides, with the add-on, which features there are (P2, P3).
  public var plan: Plan
  /// Whether a support plan has the *live chat and messaging* add-on; a suite plan needs none (P1).
  public var messagingAddOn: Bool

  /// A plan, and whether a support plan carries the messaging add-on (P2).
  public init(plan: Plan, messagingAddOn: Bool) {
    self.plan = plan
    self.messagingAddOn = messagingAddOn
  }

  /// Whether the plan allows the switch to be turned on, not whether it is (P2).
  public var canEndSessions: Bool { plan.canEndSessions(messagingAddOn: messagingAddOn) }
}

/// For whom a session can be ended: the two switches of F1 and F4.
public enum FeatureAudience: Int, Vocabulary {
  /// F1: agents, admins and triggers; without it only a close and the customer end sessions (F2).
  case agents
  /// F4: the customers themselves.
  case endUsers

  public var word: String {
    switch self {
    case .agents: "agents"
    case .endUsers: "end_users"
    }
  }

  /// Who they are, in sentences.
  package var phrase: String { self == .agents ? "agents" : "end users" }
}
