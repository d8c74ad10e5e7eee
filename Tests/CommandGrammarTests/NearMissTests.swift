import Testing

@testable import CommandGrammar

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

  @Test func storedNames() {
    let names = ["Support Berlin", "Support Bern", "Überlauf", "Billing"]
    #expect(nearMisses(of: "support berln", among: names) == ["Support Berlin", "Support Bern"])
    #expect(nearMisses(of: "uberlauf", among: names) == ["Überlauf"])
    #expect(nearMisses(of: "Bil", among: names) == ["Billing"])
    #expect(nearMisses(of: "Support", among: names, limit: 1) == ["Support Berlin"])
    #expect(nearMisses(of: "x", among: names, limit: 0) == [])
  }

  @Test func hostileLengths() {
    let long = String(repeating: "a", count: 1_000_000)
    #expect(nearMisses(of: long, among: Self.words + [long]) == [])
    #expect(nearMisses(of: "session", among: [long, "session"]) == ["session"])
  }

  @Test func repeatedNamesAreNamedOnce() {
    #expect(nearMisses(of: "lisst", among: ["list", "list"]) == ["list"])
  }
}
