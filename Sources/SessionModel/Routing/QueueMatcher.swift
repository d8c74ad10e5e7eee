/// Hot loop: the first queue by order whose conditions a ticket meets (Q3).
///
/// Fifty queues ask the same few things of one ticket. So its tags, and the words of its work item, are looked up once
/// among those that any queue names, and a queue's test is a look into the answer.
struct QueueMatcher: Sendable {
  private struct Candidate: Sendable {
    let key: Int64
    let all: [Test]
    let any: [Test]
  }

  private enum Test: Sendable {
    /// Has one of the tags with these numbers.
    case tags([Int], Bool)
    /// Has one of the words with these numbers in its work item; the test itself where that can't be split.
    case words([Int], Bool, RuleTest)
    case other(RuleTest)
  }

  private let candidates: [Candidate]
  private let tags: Numbers
  private let words: Numbers

  /// - Parameter queues: in the order in which they are tried
  init(_ queues: [(key: Int64, conditions: CompiledConditions)]) {
    var (tags, words) = (Numbers(), Numbers())
    func prepared(_ test: RuleTest) -> Test {
      switch test {
      case .tags(let named, let wanted): return .tags(named.map { tags.number(of: $0) }, wanted)
      case .subjectWords(let named, let wanted):
        let plain = named.compactMap(TextMatch.plainWord)
        guard plain.count == named.count else { return .other(test) }
        return .words(plain.map { words.number(of: $0) }, wanted, test)
      default: return .other(test)
      }
    }
    candidates = queues.map { key, conditions in
      Candidate(key: key, all: conditions.all.map(prepared), any: conditions.any.map(prepared))
    }
    (self.tags, self.words) = (tags, words)
  }

  func firstMatch(_ item: WorkItem) -> Int64? {
    let tags = tags.marked { mark in item.ticket?.tags.forEach(mark) }
    var words: [Bool]?
    var hasSplit = false
    /// nil where the work item isn't plain.
    func subjectWords() -> [Bool]? {
      if hasSplit { return words }
      hasSplit = true
      var isPlain = true
      let marked = self.words.marked { mark in
        isPlain = TextMatch.eachPlainWord(of: item.ticket?.facts.subject ?? "", mark)
      }
      words = isPlain ? marked : nil
      return words
    }
    func holds(_ test: Test) -> Bool {
      switch test {
      case .tags(let numbers, let wanted): return numbers.contains { tags[$0] } == wanted
      case .words(let numbers, let wanted, let test):
        guard let words = subjectWords() else { return test.holds(before: item, now: item) }
        return numbers.contains { words[$0] } == wanted
      case .other(let test): return test.holds(before: item, now: item)
      }
    }
    return candidates.first { candidate in
      candidate.all.allSatisfy(holds) && (candidate.any.isEmpty || candidate.any.contains(where: holds))
    }?.key
  }

  /// The texts that queues name, counted from 0.
  private struct Numbers {
    private var numbers: [String: Int] = [:]

    mutating func number(of text: String) -> Int {
      if let known = numbers[text] { return known }
      numbers[text] = numbers.count
      return numbers.count - 1
    }

    /// Which of them are among those that a ticket has.
    func marked(_ eachText: ((String) -> Void) -> Void) -> [Bool] {
      var marked = [Bool](repeating: false, count: numbers.count)
      if marked.isEmpty { return marked }
      eachText { text in if let number = numbers[text] { marked[number] = true } }
      return marked
    }
  }
}
