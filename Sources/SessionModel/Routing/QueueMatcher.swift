/// Hot loop: the first queue by order whose conditions a ticket meets (Q3).
///
/// Fifty queues ask the same few things of one ticket. So a test that several of them make is made once, and the ticket's
/// tags, and the words of its work item, are looked up once among those that any queue names.
struct QueueMatcher: Sendable {
  private struct Candidate: Sendable {
    let key: Int64
    /// Where its tests stand in `asked`.
    let all: Range<Int>
    let any: Range<Int>
  }

  private enum Test: Sendable {
    /// Has one of the tags with these numbers.
    case tags([Int], Bool)
    /// Has one of the words with these numbers in its work item; the test itself where that can't be split.
    case words([Int], Bool, RuleTest)
    case other(RuleTest)
  }

  private enum Answer: UInt8 { case unasked, yes, no }

  private let candidates: [Candidate]
  /// The numbers of the tests of all queues, in one row: fifty lists would each be retained for each ticket.
  private let asked: [Int]
  /// Each that a queue makes, once.
  private let tests: [Test]
  private let tags: Numbers<String>
  private let words: Numbers<String>

  /// - Parameter queues: in the order in which they are tried
  init(_ queues: [(key: Int64, conditions: CompiledConditions)]) {
    var (distinct, tags, words) = (Numbers<RuleTest>(), Numbers<String>(), Numbers<String>())
    var asked: [Int] = []
    func places(of tests: [RuleTest]) -> Range<Int> {
      let first = asked.count
      asked += tests.map { distinct.number(of: $0) }
      return first..<asked.count
    }
    candidates = queues.map { key, conditions in
      Candidate(key: key, all: places(of: conditions.all), any: places(of: conditions.any))
    }
    self.asked = asked
    tests = distinct.inOrder.map { test in
      switch test {
      case .tags(let named, let wanted): return .tags(named.map { tags.number(of: $0) }, wanted)
      case .subjectWords(let named, let wanted):
        let plain = named.compactMap(TextMatch.plainWord)
        guard plain.count == named.count else { return .other(test) }
        return .words(plain.map { words.number(of: $0) }, wanted, test)
      default: return .other(test)
      }
    }
    (self.tags, self.words) = (tags, words)
  }

  func firstMatch(_ item: WorkItem) -> Int64? {
    withUnsafeTemporaryAllocation(of: Answer.self, capacity: tests.count) { answers in
      answers.initialize(repeating: .unasked)
      var ask = Asking(of: item, tags: tags, words: words)
      func holds(_ place: Int) -> Bool {
        let number = asked[place]
        if answers[number] == .unasked { answers[number] = ask.holds(tests[number]) ? .yes : .no }
        return answers[number] == .yes
      }
      return candidates.first { candidate in
        candidate.all.allSatisfy(holds) && (candidate.any.isEmpty || candidate.any.contains(where: holds))
      }?.key
    }
  }

  /// What one ticket answers.
  private struct Asking {
    private let item: WorkItem
    private let words: Numbers<String>
    private let tags: [Bool]
    /// Where the subject was split; nil in it where that can't be done.
    private var subjectWords: [Bool]??

    init(of item: WorkItem, tags: Numbers<String>, words: Numbers<String>) {
      self.item = item
      self.words = words
      self.tags = tags.marked { mark in item.ticket?.tags.forEach(mark) }
    }

    mutating func holds(_ test: Test) -> Bool {
      switch test {
      case .tags(let numbers, let wanted): return numbers.contains { tags[$0] } == wanted
      case .words(let numbers, let wanted, let test):
        guard let words = splitSubject() else { return test.holds(before: item, now: item) }
        return numbers.contains { words[$0] } == wanted
      case .other(let test): return test.holds(before: item, now: item)
      }
    }

    private mutating func splitSubject() -> [Bool]? {
      if let subjectWords { return subjectWords }
      var isPlain = true
      let marked = words.marked { mark in
        isPlain = TextMatch.eachPlainWord(of: item.ticket?.facts.subject ?? "", mark)
      }
      subjectWords = .some(isPlain ? marked : nil)
      return isPlain ? marked : nil
    }
  }

  /// What queues name, counted from 0.
  private struct Numbers<Named: Hashable & Sendable>: Sendable {
    private var numbers: [Named: Int] = [:]
    private(set) var inOrder: [Named] = []

    mutating func number(of named: Named) -> Int {
      if let known = numbers[named] { return known }
      numbers[named] = inOrder.count
      inOrder.append(named)
      return inOrder.count - 1
    }

    /// Which of them are among those that a ticket has.
    func marked(_ each: ((Named) -> Void) -> Void) -> [Bool] {
      var marked = [Bool](repeating: false, count: inOrder.count)
      if marked.isEmpty { return marked }
      each { named in if let number = numbers[named] { marked[number] = true } }
      return marked
    }
  }
}
