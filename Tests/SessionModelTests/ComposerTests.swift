import SessionModel
import Testing

@Suite struct ComposerTests {
  /// Every ticket there can be, against the rule in words.
  @Test("E11 every status × session × e-mail × phone × switch") func everyCase() {
    var cases = 0
    for status in TicketStatus.allCases {
      for session in [nil, SessionState.active, .ended] {
        for (hasEmail, hasPhone, feature) in bits {
          let composer = Composer(
            status: status, session: session, hasEmail: hasEmail, hasPhone: hasPhone, featureEnabled: feature)
          let isFinal = status == .closed || status == .deleted
          var enabled: Set<Composer.Channel> = isFinal ? [] : [.internalNote]
          if !isFinal && session == .active { enabled.insert(.messaging) }
          if !isFinal && hasEmail { enabled.insert(.email) }
          if !isFinal && hasPhone { enabled.insert(.voice) }
          #expect(composer.enabled == enabled)
          #expect(composer.defaultChannel == defaultChannel(isFinal, session, hasEmail))
          #expect(composer.canEndSession == (session == .active && feature && !isFinal))
          cases += 1
        }
      }
    }
    #expect(cases == 7 * 3 * 8)
  }

  private func defaultChannel(
    _ isFinal: Bool, _ session: SessionState?, _ hasEmail: Bool
  ) -> Composer.Default {
    if isFinal { return .internalNote }
    if session == .active { return .messaging }
    return hasEmail ? .publicReply : .internalNote
  }

  private var bits: [(Bool, Bool, Bool)] {
    (0..<8).map { ($0 & 1 != 0, $0 & 2 != 0, $0 & 4 != 0) }
  }

  @Test("E11 after the end: public reply if an address is known, else an internal note") func afterTheEnd() {
    func composer(hasEmail: Bool) -> Composer {
      Composer(status: .open, session: .ended, hasEmail: hasEmail, hasPhone: false, featureEnabled: true)
    }
    #expect(composer(hasEmail: true).enabled == [.email, .internalNote])
    #expect(composer(hasEmail: true).defaultChannel == .publicReply)
    #expect(
      composer(hasEmail: true).reason
        == "the session has ended, so messaging is off, and the customer's e-mail address is known")
    #expect(composer(hasEmail: false).reason.hasSuffix("the customer has no e-mail address"))
    #expect(composer(hasEmail: false).enabled == [.internalNote])
    #expect(composer(hasEmail: false).defaultChannel == .internalNote)
  }
}
