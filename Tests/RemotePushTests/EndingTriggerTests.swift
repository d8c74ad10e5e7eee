import JSONText
import RemotePush
import Testing

/// The account's trigger: it is made of the account's own words, and known again.
@Suite struct EndingTriggerTests {
  private let trigger = EndingTrigger(.init(field: "ms_x", value: "end_x"))

  /// As the account gives it back.
  private func stored(_ change: (inout JSONObject) -> Void = { _ in }) -> JSONValue {
    var object = trigger.document(active: true)["trigger"]?.object ?? JSONObject()
    object["id"] = 7
    change(&object)
    return .object(object)
  }

  @Test("it is known by its title or by the tag, and what was changed about it is seen")
  func known() {
    let whole = trigger.find(in: [stored()])
    #expect(whole?.id == 7 && whole?.title == EndingTrigger.title)
    #expect(whole?.isActive == true && whole?.firesOnTag == true && whole?.isSame == true)
    let renamed = trigger.find(in: [stored { $0["title"] = "Mine" }])
    #expect(renamed?.isSame == true && renamed?.title == "Mine")
    #expect(trigger.find(in: [stored { $0["active"] = false }])?.isActive == false)
    let emptied = trigger.find(in: [stored { $0["conditions"] = ["all": [], "any": []] }])
    #expect(emptied?.firesOnTag == false && emptied?.isSame == false)
    let more = trigger.find(in: [stored { $0["conditions"] = ["all": ["x"], "any": []] }])
    #expect(more?.isSame == false)
    #expect(trigger.find(in: [.null, 7, stored { $0["id"] = nil }]) == nil)
  }

  @Test("what was changed about it is told: conditions that were added, actions that are others")
  func departures() {
    #expect(trigger.departure(in: stored()) == nil)
    #expect(trigger.departure(in: stored { $0["title"] = "Mine" }) == nil)
    let all = stored()["conditions"]?["all"]?.array ?? []
    let more: JSONValue = ["field": "status", "operator": "is", "value": "open"]
    for conditions: JSONValue in [
      ["all": .array(all + [more]), "any": []], ["all": .array(all), "any": [more]], ["all": [], "any": []],
      .null,
    ] {
      #expect(trigger.departure(in: stored { $0["conditions"] = conditions }) == .conditions, "\(conditions)")
    }
    let actions = stored()["actions"]?.array ?? []
    for others in [actions + [["field": "status", "value": "solved"]], Array(actions.dropFirst()), []] {
      #expect(trigger.departure(in: stored { $0["actions"] = .array(others) }) == .actions, "\(others)")
    }
    let other = EndingTrigger(.init(field: "ms_x", value: "else"))
    #expect(other.departure(in: stored()) == .actions)
  }

  @Test("what somebody made by hand is taken over only where it does the same, and is never ours")
  func byHand() {
    let same = stored {
      $0["id"] = 8
      $0["title"] = "Mine"
      $0["description"] = nil
    }
    let other = stored {
      $0["id"] = 9
      $0["title"] = "Tell somebody"
      $0["description"] = .null
      $0["actions"] = [["field": "notification_user", "value": "x"]]
    }
    #expect(trigger.find(in: [other, same])?.id == 8)
    #expect(trigger.find(in: [other, same, stored()])?.id == 7)
    #expect(trigger.find(in: [other]) == nil)
    let known = EndingTrigger.known(in: [other, same, stored()])
    #expect(known.own.map(\.id) == [7] && known.others.map(\.id) == [9, 8])
  }

  @Test("it never has both actions, and is made inactive")
  func document() throws {
    let document = trigger.document(active: false)
    #expect(document["trigger"]?["active"] == false)
    #expect(document["trigger"]?["actions"]?.array?.count == 3)
    #expect(EndingTrigger.action(of: stored()) == trigger.action)
    #expect(EndingTrigger.action(of: stored { $0["actions"] = ["x", "y"] }) == nil)
  }
}
