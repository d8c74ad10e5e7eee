import JSONText
import SessionModel
import SessionStore
import StoreAdministration
import StoreEngine

/// A kind of rule that `rules` keeps as code; one more kind is one more entry in `CodedKinds.all`.
protocol CodedKind: Sendable {
  /// The member of the file that lists them: `triggers`.
  var key: String { get }
  /// What one is called in sentences.
  var noun: String { get }
  /// The members that one can have, in a file and in the wire format.
  var members: Set<String> { get }
  /// Whether it matters which comes first.
  var isOrdered: Bool { get }

  /// What the account has, in its order.
  func stored(_ reader: StoreReader, _ names: RuleNames) throws -> [StoredCode]

  /// A rule of a file, brought into the one form in which rules are compared.
  func read(_ object: JSONObject) throws(CodeProblem) -> CodedRule

  /// Makes one and gives its id.
  func create(_ rule: CodedRule, _ target: CodeTarget) throws -> Int64
  func change(_ id: Int64, to rule: CodedRule, _ target: CodeTarget) throws
  func delete(_ id: Int64, _ target: CodeTarget) throws
  /// Puts all of them into this order.
  func arrange(_ ids: [Int64], _ target: CodeTarget) throws
  /// Says what keeps some of them from running in this order; nil where they do.
  func misplaced(_ ids: [Int64], _ target: CodeTarget) throws -> String?
}

extension CodedKind {
  func arrange(_ ids: [Int64], _ target: CodeTarget) throws {}
  func misplaced(_ ids: [Int64], _ target: CodeTarget) throws -> String? { nil }
}

enum CodedKinds {
  /// In the order of the file, which is the one in which they are applied: rules name schedules.
  static let all: [any CodedKind] = [
    CodedSchedules(), CodedQueues(), macroNoun.coded, triggerNoun.coded, messagingTriggerNoun.coded,
  ]
}

/// The account that a file is applied to, and what it lacks.
final class CodeTarget {
  let administration: Administration
  let open: OpenStore
  private(set) var names: RuleNames
  /// What keeps the file from being applied, in sentences.
  private(set) var problems: [String] = []
  /// What rules name by ids that have no name here, in sentences.
  private(set) var takenIDs: [String] = []
  /// Whether what is written comes from this account alone, so that an id is as good as a name.
  private let isOwn: Bool

  private var last: [(CodeTarget) throws -> Void] = []

  init(_ administration: Administration, _ open: OpenStore, isOwn: Bool = false) throws {
    self.administration = administration
    self.isOwn = isOwn
    self.open = open
    names = try RuleNames(administration.reader)
  }

  var reader: StoreReader { administration.reader }

  /// Looks again at what rules can name, after schedules have changed.
  func refresh() throws { names = try RuleNames(reader) }

  /// Puts off what can only be done once all kinds are as the file has them.
  func atEnd(_ body: @escaping (CodeTarget) throws -> Void) { last.append(body) }

  func finish() throws {
    guard problems.isEmpty else { return }
    for body in last { try body(self) }
    do { try administration.settle() } catch let refusal as AdministrationRefusal {
      // What one queue or rule too many needs is another file.
      throw Failure.refused(refusal.advised)
    }
  }

  /// Takes note of what is wrong with a rule.
  func add(_ problem: String, with title: String, _ kind: any CodedKind) {
    problems.append("\(kind.noun) '\(title)': \(problem)")
  }

  /// The id of a category of triggers; that there is none by this name is noted.
  func category(_ name: String, of rule: CodedRule, _ kind: any CodedKind) -> String {
    if let id = names.category(named: name) { return id }
    add(
      "this account has no trigger category '\(name)'; import its trigger_categories first", with: rule.title,
      kind)
    return name
  }

  /// Does something with a rule; what the account has against it is noted.
  ///
  /// - Returns: nil where it is refused
  func collecting<Result>(
    _ rule: CodedRule, _ kind: any CodedKind, _ body: () throws -> Result
  ) throws -> Result? {
    do { return try body() } catch AdministrationRefusal.problems(_, let found) {
      for problem in found { add(problem.advised, with: rule.title, kind) }
    } catch let refusal as AdministrationRefusal {
      add(refusal.reason { $0.advised }, with: rule.title, kind)
    } catch let error as InvalidSchedule { add(error.message, with: rule.title, kind) }
    return nil
  }

  /// Puts the ids of this account in the place of a rule's names.
  ///
  /// - Returns: nil when some of them are nothing here, which is then noted
  func resolving<Result>(
    _ rule: CodedRule, _ kind: any CodedKind,
    _ body: (_ id: @escaping (String, RuleValueKind.ReferenceKind) throws -> String) throws -> Result
  ) throws -> Result? {
    let (result, problem, ids) = try names.resolving(isForeign: !isOwn, body)
    takenIDs += ids.map { "\(kind.noun) '\(rule.title)' names \($0)" }
    guard let problem else { return result }
    add(problem, with: rule.title, kind)
    return nil
  }
}

extension RuleNames {
  /// Puts the ids of this account in the place of names.
  ///
  /// - Parameter isForeign: whether they may be another account's, so that a name must stand where there is one
  /// - Returns: what came of it, in which words that are nothing here stay; the sentence about those; and what of it is
  ///   an id that had to be taken as it is
  func resolving<Result>(
    isForeign: Bool,
    _ body: (_ id: @escaping (String, RuleValueKind.ReferenceKind) throws -> String) throws -> Result
  ) throws -> (result: Result, problem: String?, ids: [String]) {
    var (missing, named, ids): ([String], [String], [String]) = ([], [], [])
    func note(_ words: String, _ list: inout [String]) { if !list.contains(words) { list.append(words) } }
    let result = try body { word, kind in
      let noun = kind == .user ? "agent" : kind.rawValue
      guard let id = try self.id(of: word, kind) else {
        note("\(noun) '\(word)'", &missing)
        return word
      }
      if isForeign, id == word, Int64(id) != nil {
        let name = try self.name(of: id, kind)
        if name != id {
          note("\(noun) \(id) is '\(name)' here", &named)
        } else if let reason = try self.reasonForID(id, kind) {
          note(reason, &ids)
        }
      }
      return id
    }
    var problems: [String] = []
    if !missing.isEmpty { problems.append("this account has no \(missing.joined(separator: ", no "))") }
    if !named.isEmpty {
      problems.append("\(named.joined(separator: ", ")); write names, because other accounts have other ids")
    }
    return (result, problems.isEmpty ? nil : problems.joined(separator: "; "), ids)
  }
}
