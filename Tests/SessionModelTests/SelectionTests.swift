import CivilTime
import SessionModel
import Testing

@Suite struct SelectionTests {
  @Test("Only what goes beyond state and ticket link narrows a selection down") func isNarrowed() {
    var bare = Selection()
    #expect(!bare.isNarrowed)
    bare.state = .active
    bare.ticketLink = .without
    #expect(!bare.isNarrowed)

    let narrowings: [(inout Selection) -> Void] = [
      { $0.sessionIDs = [] }, { $0.ticketIDs = [1] }, { $0.idleSince = Instant(0) },
      { $0.activeAfter = Instant(0) }, { $0.startedBefore = Instant(0) }, { $0.groups.oneOf = [.none] },
      { $0.groups.noneOf = [.none] }, { $0.assignees.oneOf = [.value(1)] },
      { $0.channels.oneOf = ["messaging"] }, { $0.statuses.noneOf = [.new] }, { $0.priorities = [.none] },
      { $0.requesterIDs = [1] }, { $0.queueKeys = [0] }, { $0.tags = ["a"] }, { $0.notTags = ["a"] },
      { $0.lastSenders = [.agent] }, { $0.endReasons = [.agentEnded] }, { $0.subjects = [""] },
    ]
    for narrow in narrowings {
      var selection = bare
      narrow(&selection)
      #expect(selection.isNarrowed)
    }
  }
}
