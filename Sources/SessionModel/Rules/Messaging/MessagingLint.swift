extension MessagingCompiler {
  /// Looks a trigger over: what can't be evaluated (T10), conditions that exclude each other, no end to writing,
  /// placeholders that nothing fills.
  public func findings(of trigger: MessagingTrigger) -> [RuleFinding] {
    RuleFinding.of(problems(of: trigger), isActive: trigger.active) + contradictions(trigger)
      + endless(trigger) + unfilled(trigger)
  }

  // MARK: Never met

  /// Fields of `all` for which no value makes every condition hold.
  private func contradictions(_ trigger: MessagingTrigger) -> [RuleFinding] {
    var tests: [MessagingSource: [MessagingTest]] = [:]
    for condition in trigger.conditions.all {
      guard let field = MessagingCatalogue.field(condition.field), let test = try? test(condition) else {
        continue
      }
      tests[field.source, default: []].append(test)
    }
    return MessagingCatalogue.fields.compactMap { field in
      guard let list = tests[field.source], !canHold(list) else { return nil }
      return RuleFinding(
        kind: .neverMet,
        message: "it can never be met: its conditions on '\(field.name)' contradict each other",
        advice: "remove one of them, or put them under 'any'")
    }
  }

  private func canHold(_ tests: [MessagingTest]) -> Bool {
    switch tests[0] {
    case .numbers(let source, _, _), .range(let source, _):
      // The answer can change only at the numbers that are named and beside them.
      var candidates: Set = [source.limits.lowerBound, source.limits.upperBound]
      for number in tests.flatMap(\.numbers) { candidates.formUnion([number &- 1, number, number &+ 1]) }
      return candidates.contains { number in
        source.limits.contains(number) && tests.allSatisfy { $0.admits(number) }
      }
    case .groups:
      return (tests.flatMap(\.numbers) + [0, -1]).contains { id in tests.allSatisfy { $0.admits(id) } }
    case .texts, .contains:
      let named = tests.compactMap { if case .texts(_, let texts, true) = $0 { texts } else { nil } }
      if let first = named.first { return first.contains { text in tests.allSatisfy { $0.admits(text) } } }
      // Without a text that must be, only a part that must and must not be there is decided.
      return !tests.contains { test in
        guard case .contains(let source, let part, true) = test else { return false }
        return tests.contains(.contains(source, part, false))
      }
    case .tags:
      let barred = Set(tests.flatMap { $0.tags(wanted: false) })
      return !tests.contains { test in
        let tags = test.tags(wanted: true)
        return !tags.isEmpty && barred.isSuperset(of: tags)
      }
    case .served: return Set(tests).count == 1
    }
  }

  // MARK: No end

  /// A trigger on messages that writes and is not stopped by anything answers each of them.
  private func endless(_ trigger: MessagingTrigger) -> [RuleFinding] {
    guard MessagingEvent(word: trigger.event) == .messageSent, problems(of: trigger).isEmpty,
      trigger.actions.contains(where: { MessagingCatalogue.action($0.field)?.effect == .sendMessage })
    else { return [] }
    let added = Set(trigger.actions.compactMap { try? compile($0) }.flatMap(\.addedTags))
    let removed = Set(trigger.actions.compactMap { try? compile($0) }.flatMap(\.removedTags))
    let stops = (trigger.conditions.all + trigger.conditions.any).contains { condition in
      guard let test = try? test(condition) else { return false }
      return switch test {
      case .texts(.message, _, _), .contains(.message, _, _): true
      case .tags(let tags, false): !added.isDisjoint(with: tags)
      case .tags(let tags, true): Set(tags).isSubset(of: removed)
      default: false
      }
    }
    guard !stops else { return [] }
    return [
      RuleFinding(
        kind: .firesAgain, message: "nothing stops it from answering every message of the customer",
        advice: "let it add a tag and require that the tag is missing, or add a condition on the message")
    ]
  }

  // MARK: Placeholders

  private func unfilled(_ trigger: MessagingTrigger) -> [RuleFinding] {
    let texts = trigger.actions.filter { MessagingCatalogue.action($0.field)?.effect == .sendMessage }
      .compactMap(\.value.string)
    return MessagingPlaceholders.unfilled.sorted().filter { name in
      texts.contains { text in text.contains("@\(name)") }
    }.map { name in
      RuleFinding(
        kind: .unknownPlaceholder,
        message: "nothing can fill in '@\(name)' here, so the customer sees it as it is",
        advice: "remove it")
    }
  }
}

extension MessagingTest {
  /// The numbers that it names.
  fileprivate var numbers: [Int64] {
    switch self {
    case .numbers(_, let values, _): Array(values)
    case .range(_, let range): [range.lowerBound, range.upperBound]
    case .groups(let groups, _): Array(groups)
    default: []
    }
  }

  /// The tags that it asks for, or that must be missing.
  fileprivate func tags(wanted: Bool) -> [String] {
    if case .tags(let tags, wanted) = self { tags } else { [] }
  }

  fileprivate func admits(_ number: Int64) -> Bool {
    switch self {
    case .numbers(_, let values, let wanted), .groups(let values, let wanted):
      values.contains(number) == wanted
    case .range(_, let range): range.contains(number)
    default: true
    }
  }

  fileprivate func admits(_ text: String) -> Bool {
    switch self {
    case .texts(_, let texts, let wanted): texts.contains(text) == wanted
    case .contains(_, let part, let wanted): TextMatch.has(part, in: text) == wanted
    default: true
    }
  }
}

extension CompiledMessagingTrigger.Action {
  fileprivate var addedTags: [String] { if case .step(.addTags(let tags)) = self { tags } else { [] } }
  fileprivate var removedTags: [String] { if case .step(.removeTags(let tags)) = self { tags } else { [] } }
}
