import SessionModel
import Testing

@Suite struct PlanTests {
  @Test(
    "P2 ending sessions: every suite plan, and support plans with the add-on",
    arguments: [
      (Plan.suiteTeam, true), (.suiteGrowth, true), (.suiteProfessional, true), (.suiteEnterprise, true),
      (.suiteEnterprisePlus, true), (.supportTeam, false), (.supportProfessional, false),
      (.supportEnterprise, false),
    ])
  func endingSessions(plan: Plan, withoutAddOn: Bool) {
    #expect(plan.canEndSessions(messagingAddOn: false) == withoutAddOn)
    #expect(plan.canEndSessions(messagingAddOn: true))
    #expect(Account(plan: plan, messagingAddOn: false).canEndSessions == withoutAddOn)
    #expect(Account(plan: plan, messagingAddOn: true).canEndSessions)
  }

  @Test("P2 the refusal says which plans have it") func refusal() {
    #expect(Plan.endingSessionsNeeds.contains("suite_team"))
    #expect(Plan.endingSessionsNeeds.contains("live chat and messaging add-on"))
  }

  @Test(
    "P3 the customizable survey: Suite Growth or higher, Support Professional or Enterprise",
    arguments: [
      (Plan.suiteTeam, false), (.suiteGrowth, true), (.suiteProfessional, true), (.suiteEnterprise, true),
      (.suiteEnterprisePlus, true), (.supportTeam, false), (.supportProfessional, true),
      (.supportEnterprise, true),
    ])
  func customizableSurvey(plan: Plan, has: Bool) {
    #expect(plan.hasCustomizableSurvey == has)
  }
}
