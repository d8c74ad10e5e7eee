import JSONText
import TestSupport
import Testing

@testable import SessionModel

/// The engine against a plain reading of the domain.
@Suite struct RulePropertyTests {
  @Test(
    "T2–T7, T10: random rules fire, change and tell as a plain reading of §5 has it, whatever was ruled out before",
    arguments: 0..<16)
  func engines(seed: UInt64) {
    var chance = RandomRules(random: SplitMix(seed: seed))
    var (runs, fired, chains, ends, ruledOut) = (0, 0, 0, 0, 0)
    for round in 0..<500 {
      let triggers = chance.triggers()
      var scene = chance.scene()
      let steps = chance.steps()
      scene.event = chance.event(steps)
      let update = Update(actor: .user(id: 5), via: .api, at: WorkItems.moment, steps: steps)
      guard case .success(var outcome) = scene.before.result(update, scene.policy) else { continue }
      scene.now = outcome.item
      let own = outcome.events.filter { !$0.isNetChange }.map(\.told)

      let note = steps.compactMap { if case .noteOnEnd(let text) = $0 { text } else { nil } }.last
      var naive = NaiveEngine(scene, noteOnEnd: note)
      naive.run(triggers)
      let rules = RuleCompiler(scene.environment).compile(triggers, event: scene.event, steps: steps)
      outcome.run(rules)

      func place() -> String { "seed \(seed) round \(round): \(triggers), \(scene), \(steps)" }
      #expect(outcome.fired.map(\.rule.id) == naive.fired, "\(place())")
      #expect(outcome.item.words == naive.now, "\(place())")
      #expect(outcome.notices.map(\.rule?.id) == naive.sent, "\(place())")
      let changes = outcome.events.filter(\.isNetChange)
      #expect(changes.filter { !$0.isOfTags }.map(\.told).sorted() == naive.changes, "\(place())")
      #expect(changes.flatMap(\.tagChanges).sorted() == naive.tagChanges, "\(place())")
      // What each of them left is what the next found.
      let links = changes.compactMap(\.tagEnds)
      let left = [outcome.before.ticket!.tagText] + links.map(\.to)
      #expect(links.map(\.from) == Array(left.prefix(links.count)), "\(place())")
      #expect(left.last! == outcome.item.ticket!.tagText, "\(place())")
      // Every rule that fired is told.
      let told = Set((outcome.events + outcome.firings(untoldBy: outcome.events)).compactMap(\.rule?.id))
      #expect(told.isSuperset(of: naive.fired), "\(place())")
      #expect(outcome.events.filter { !$0.isNetChange }.map(\.told) == own + naive.happened, "\(place())")
      runs += 1
      fired += naive.fired.count
      if naive.fired != naive.fired.sorted() { chains += 1 }
      if naive.happened.contains(where: { $0.hasPrefix("ended") }) { ends += 1 }
      if rules.triggers.count < triggers.count { ruledOut += 1 }
    }
    // It is worth something only if all of it happens.
    #expect(
      runs > 250 && fired > 200 && chains > 5 && ends > 5 && ruledOut > 100,
      "\((runs, fired, chains, ends, ruledOut))")
  }
}

extension UpdateEvent {
  fileprivate var isNetChange: Bool { if case .change = kind { true } else { false } }

  fileprivate var isOfTags: Bool { tagEnds != nil }

  fileprivate var tagEnds: (from: String, to: String)? {
    if case .change("tags", let from, let to) = kind { (from ?? "", to ?? "") } else { nil }
  }

  /// Each tag that was added or removed, and by whom.
  fileprivate var tagChanges: [String] {
    guard let (from, to) = tagEnds else { return [] }
    let (old, new) = (Set(from.split(separator: " ")), Set(to.split(separator: " ")))
    return new.subtracting(old).map { "+\($0) by \(rule?.id ?? 0)" }
      + old.subtracting(new).map { "-\($0) by \(rule?.id ?? 0)" }
  }

  /// As the plain reading writes it.
  fileprivate var told: String {
    let by = "by \(rule?.id ?? 0)"
    return switch kind {
    case .change(let field, let from, let to): "\(field) from \(from ?? "") to \(to ?? "") \(by)"
    case .sessionEnded(let reason, let before, let after):
      "ended \(reason.word) \(before?.word ?? "") \(after?.word ?? "") \(by)"
    case .routingChannelChanged(let from, let to): "routed \(from.word) \(to.word) \(by)"
    case .create(let field, let value): "create \(field) \(value ?? "") \(by)"
    case .comment(let body, let isPublic): "comment \(body) \(isPublic) \(by)"
    case .opening(let body, _): "comment \(body) true \(by)"
    case .earlierLine(let line): "earlier \(line.text) \(by)"
    case .notification: "notification \(by)"
    case .message: "message \(by)"
    case .reminder: "reminder \(by)"
    case .macro(let macro): "macro \(macro.id) \(by)"
    case .satisfactionRating(let score, let comment): "rated \(score.word) \(comment ?? "") \(by)"
    case .remark: "remark \(by)"
    case .fired: "fired \(by)"
    case .beforeRules(let field, let from, let to): "\(field) before rules from \(from ?? "") to \(to ?? "")"
    }
  }
}

extension WorkItem.Ticket {
  fileprivate var tagText: String { tags.joined(separator: " ") }
}
