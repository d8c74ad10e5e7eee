import SessionModel
import Testing

@Suite struct VocabularyTests {
  /// Every word names its case, with `_` as the wire has it and with `-` as people may write it.
  private func bothWays<Word: Vocabulary>(_ type: Word.Type, _ words: [String]) {
    #expect(Word.words == words)
    for word in Word.allCases {
      #expect(Word(word: word.word) == word)
      #expect(Word(word: String(word.word.map { $0 == "_" ? "-" : $0 })) == word)
    }
    #expect(Word(word: "no such word") == nil)
    #expect(Word.allCases.sorted() == Array(Word.allCases).sorted { $0.rawValue < $1.rawValue })
  }

  @Test("§1 status and priority, in order") func statusAndPriority() {
    bothWays(TicketStatus.self, ["new", "open", "pending", "hold", "solved", "closed", "deleted"])
    bothWays(Priority.self, ["", "low", "normal", "high", "urgent"])
    #expect(TicketStatus.new < TicketStatus.open && TicketStatus.solved < TicketStatus.closed)
    #expect(Priority.none < Priority.low && Priority.high < Priority.urgent)
  }

  @Test("§1 only closed and deleted are final, only new and open are in progress") func statusKinds() {
    #expect(TicketStatus.allCases.filter(\.isFinal) == [.closed, .deleted])
    #expect(TicketStatus.allCases.filter(\.isInProgress) == [.new, .open])
  }

  @Test("§3 end reasons, and the two that a caller may give") func endReasons() {
    bothWays(
      EndReason.self,
      [
        "agent_ended", "trigger_ended", "channel_changed", "inactivity_ended", "end_user_ended",
        "ticket_closed",
      ])
    #expect(EndReason.choosable == [.agentEnded, .inactivityEnded])
    #expect(EndReason(word: "inactivity-ended") == .inactivityEnded)
  }

  @Test("§1 sessions, routing, senders") func sessions() {
    bothWays(SessionState.self, ["active", "ended"])
    bothWays(RoutingChannel.self, ["messaging", "email"])
    bothWays(Sender.self, ["customer", "agent", "ai_agent"])
    bothWays(RoutingOverride.self, ["email", "messaging", "unchanged"])
    #expect(Sender(word: "ai-agent") == .aiAgent)
  }

  @Test("P1 plans, and for whom the switches are") func account() {
    bothWays(
      Plan.self,
      [
        "suite_team", "suite_growth", "suite_professional", "suite_enterprise", "suite_enterprise_plus",
        "support_team", "support_professional", "support_enterprise",
      ])
    bothWays(FeatureAudience.self, ["agents", "end_users"])
    #expect(Plan(word: "suite-enterprise-plus") == .suiteEnterprisePlus)
    #expect(Plan(word: "suite_enterprise-plus") == .suiteEnterprisePlus)
  }

  @Test func people() {
    bothWays(Role.self, ["end_user", "agent", "admin"])
    bothWays(AgentStatus.self, ["online", "away", "offline"])
    bothWays(Origin.self, ["placeholder", "imported", "local"])
    bothWays(Actor.Kind.self, ["user", "trigger", "system"])
    #expect(Role(word: "end-user") == .endUser)
    #expect(Role.allCases.filter(\.isStaff) == [.agent, .admin])
  }

  @Test func ways() {
    let own = ["api", "rule", "native_messaging", "email", "web", "system"]
    bothWays(Via.self, own + Channel.messaging.map(\.name).filter { $0 != "native_messaging" })
    for channel in Channel.messaging { #expect(Via.messaging(channel.name).word == channel.name) }
    for name in ["email", "unheard_of", ""] { #expect(Via.messaging(name) == .messaging) }
    for id in [29, 33, 76, -1] { #expect(Via(rawValue: id) == nil) }
    bothWays(Composer.Channel.self, ["messaging", "email", "voice", "internal_note"])
    bothWays(Composer.Default.self, ["messaging", "public_reply", "internal_note"])
  }

  /// The raw values stand in stores: a case may be added, never renumbered.
  @Test func rawValuesStay() {
    #expect(TicketStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6])
    #expect(Priority.allCases.map(\.rawValue) == [0, 1, 2, 3, 4])
    #expect(RoutingChannel.allCases.map(\.rawValue) == [1, 2])
    #expect(SessionState.allCases.map(\.rawValue) == [0, 1])
    #expect(EndReason.allCases.map(\.rawValue) == [1, 2, 3, 4, 5, 6])
    #expect(Sender.allCases.map(\.rawValue) == [1, 2, 3])
    #expect(Role.allCases.map(\.rawValue) == [0, 1, 2])
    #expect(Origin.allCases.map(\.rawValue) == [0, 1, 2])
    #expect(Actor.Kind.allCases.map(\.rawValue) == [1, 2, 3])
    #expect(Plan.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6, 7])
    #expect(
      Via.allCases.map(\.rawValue).sorted() == [0, 4, 5, 8, 72, 73, 74, 75] + Array(77...88) + [91, 1000])
  }
}
