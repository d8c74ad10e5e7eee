import Testing

import Spelling

@Suite struct NearMissTests {
  static let words = ["session", "settings", "schedule", "ticket", "trigger", "queue", "end", "list", "log"]

  @Test(arguments: [
    ("sesion", ["session"]), ("sessoin", ["session"]), ("SESSION", ["session"]), ("setings", ["settings"]),
    ("tiket", ["ticket"]), ("triger", ["trigger"]), ("qeueu", ["queue"]), ("sched", ["schedule"]),
    ("lst", ["list"]),
    ("se", ["session", "settings"]), ("s", []), ("", []), ("banana", []), ("xyz", []), ("conversation", []),
  ]) func words(typed: String, expected: [String]) {
    #expect(nearMisses(of: typed, among: Self.words) == expected, "\(typed)")
  }

  @Test("wire 15: the opposite is no slip") func opposites() {
    #expect(nearMisses(of: "inactive", among: ["active", "ended"]) == [])
    #expect(nearMisses(of: "unsolved", among: ["solved"]) == [])
    #expect(nearMisses(of: "solved", among: ["unsolved"]) == [])
    #expect(nearMisses(of: "actve", among: ["active", "ended"]) == ["active"])
    #expect(nearMisses(of: "inactve", among: ["inactive", "active"]) == ["inactive"])
  }

  @Test func storedNames() {
    let names = ["Support Berlin", "Support Bern", "Überlauf", "Billing"]
    #expect(nearMisses(of: "support berln", among: names) == ["Support Berlin", "Support Bern"])
    #expect(nearMisses(of: "uberlauf", among: names) == ["Überlauf"])
    #expect(nearMisses(of: "Bil", among: names) == ["Billing"])
    #expect(nearMisses(of: "Support", among: names, limit: 1) == ["Support Berlin"])
    #expect(nearMisses(of: "x", among: names, limit: 0) == [])
  }

  @Test func oneWordOfAName() {
    let names = ["Office hours", "Jürgen Groß", "anna@example.com", "End of day"]
    #expect(nearMisses(of: "Ofice", among: names) == ["Office hours"])
    #expect(nearMisses(of: "hours", among: names) == ["Office hours"])
    #expect(nearMisses(of: "jurgen", among: names) == ["Jürgen Groß"])
    #expect(nearMisses(of: "anan", among: names) == ["anna@example.com"])
    #expect(nearMisses(of: "day", among: names) == [])
    #expect(nearMisses(of: "office", among: ["Office hours", "Back office"]) == ["Office hours"])
  }

  @Test func byPart() {
    let names = [
      "messaging_session_ended_reason", "messaging_session_state", "current_tags", "via_id", "set_tags",
    ]
    #expect(nearMisses(of: "end_reason", among: names) == ["messaging_session_ended_reason"])
    #expect(nearMisses(of: "reason-ended", among: names) == ["messaging_session_ended_reason"])
    #expect(nearMisses(of: "resaon", among: names) == ["messaging_session_ended_reason"])
    #expect(nearMisses(of: "session_st", among: names) == [])
    #expect(nearMisses(of: "session_sta", among: names) == ["messaging_session_state"])
    #expect(nearMisses(of: "tags", among: names) == ["current_tags", "set_tags"])
    #expect(nearMisses(of: "mode", among: ["routing.mode", "account.name"]) == ["routing.mode"])
    #expect(nearMisses(of: "ended_cause", among: names) == [])
    #expect(nearMisses(of: "a_b", among: names) == [])
  }

  @Test func sentences() {
    #expect(didYouMean([]) == "")
    #expect(didYouMean("lisst", among: ["list", "end"]) == "; did you mean 'list'?")
    #expect(didYouMean(["a", "b"]) == "; did you mean 'a' or 'b'?")
    #expect(didYouMean(["a", "b", "c"]) == "; did you mean 'a', 'b' or 'c'?")
  }

  @Test func hostileLengths() {
    let long = String(repeating: "a", count: 1_000_000)
    #expect(nearMisses(of: long, among: Self.words + [long]) == [])
    #expect(nearMisses(of: "session", among: [long, "session"]) == ["session"])
  }

  @Test(
    arguments: [
      ("actve", true), ("Active", true), ("actvie", true), ("actives", true), ("active", false),
      ("actv", false), ("inactive", false), ("", false),
    ])
  func oneSlip(typed: String, isSlip: Bool) { #expect(isOneSlip(typed, from: "active") == isSlip) }

  @Test func repeatedNamesAreNamedOnce() {
    #expect(nearMisses(of: "lisst", among: ["list", "list"]) == ["list"])
  }
}
