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
      { $0.startedBefore = Instant(0) }, { $0.groupID = Selection.Match.none },
      { $0.assigneeID = .value(1) }, { $0.channel = "messaging" }, { $0.status = .new }, { $0.tags = ["a"] },
      { $0.notTags = ["a"] }, { $0.lastSender = .agent }, { $0.endReason = .agentEnded },
      { $0.subject = "" },
    ]
    for narrow in narrowings {
      var selection = bare
      narrow(&selection)
      #expect(selection.isNarrowed)
    }
  }
}
