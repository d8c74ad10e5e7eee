import CommandGrammar
import JSONText
import SessionModel
import SessionStore
import StoreEngine

/// What options say of a rule or a queue: read before a store is opened, named things looked up within its transaction.
///
/// Whatever is wrong is kept until all of it is known, so that somebody who made three slips reads of three.
struct TypedRule {
  let dialect: RuleDialect
  private(set) var all = TypedList<RuleCondition>()
  private(set) var any = TypedList<RuleCondition>()
  private(set) var actions = TypedList<RuleAction>()

  init(_ context: CommandContext, _ dialect: RuleDialect) {
    self.dialect = dialect
    let arguments = context.arguments
    let reader = RuleTextReader(dialect) { try Self.text(ofFile: $0, context) }
    func list<Element: Hashable>(
      _ replace: Option<String>, _ add: Option<String>, _ remove: Option<String>,
      _ read: (String, Option<String>) -> Typed<Element>
    ) -> TypedList<Element> {
      TypedList(
        replacing: arguments.wasGiven(replace) ? arguments[all: replace].map { read($0, replace) } : nil,
        adding: arguments[all: add].map { read($0, add) },
        removing: arguments[all: remove].map { read($0, remove) })
    }
    all = list(RuleText.ifAll, RuleText.addAll, RuleText.removeAll, reader.condition)
    any = list(RuleText.ifAny, RuleText.addAny, RuleText.removeAny, reader.condition)
    actions = list(RuleText.perform, RuleText.addPerform, RuleText.removePerform) { text, option in
      option.spec.name == RuleText.removePerform.spec.name
        ? reader.beginning(ofAction: text, option) : reader.action(text, option)
    }
  }

  /// A file's text, without the line end that every text file ends with.
  private static func text(ofFile path: String, _ context: CommandContext) throws -> String {
    let input = try InputFile.open(path, context)
    guard let text = String(validating: try input.readAll(), as: UTF8.self) else {
      throw Failure(.badInput, "bad_input", "\(input.name) is not valid UTF-8")
    }
    return text.last?.isNewline == true ? String(text.dropLast()) : text
  }

  /// Changes what the options name.
  ///
  /// - Parameters:
  ///   - noun: what the thing is called: `trigger 4 'Survey'`
  ///   - problems: everything that keeps the changed thing from being evaluated
  /// - Throws: a failure that names everything that is wrong
  func apply(
    _ reader: StoreReader, to conditions: inout RuleConditions, _ performed: inout [RuleAction],
    of noun: String, problems: (RuleConditions, [RuleAction]) throws -> [RuleProblem]
  ) throws {
    let names = TypedNames(reader, dialect)
    var failures: [Failure] = []
    var places: Set<String> = []
    func change<Element: Hashable>(
      _ list: TypedList<Element>, _ elements: inout [Element], _ kind: String, place: (Int) -> String,
      resolve: (inout Typed<Element>) -> Void, isMeant: (_ typed: Element, _ element: Element) -> Bool,
      words: (Element) -> String
    ) {
      var list = list
      list.update(resolve)
      var result = list.replacing.map { $0.map(\.element) } ?? elements
      for typed in list.removing {
        if let failure = typed.placedFailure {
          failures.append(failure)
        } else {
          switch Self.removed(typed.element, from: result, isMeant) {
          case .one(let index): result.remove(at: index)
          case .none:
            failures.append(
              .usage(
                "\(typed.place): \(noun) has no such \(kind)\(result.isEmpty ? "" : "; it has \(result.map { "'\(words($0))'" }.joined(separator: ", "))")"
              ))
          case .several(let found):
            failures.append(
              .usage(
                "\(typed.place): name one whole: \(found.map { "'\(words($0))'" }.joined(separator: ", "))")
            )
          }
        }
      }
      let first = list.replacing == nil ? result.count : 0
      for typed in list.adding where typed.failure != nil || !result.contains(typed.element) {
        result.append(typed.element)
      }
      let placed = (list.replacing ?? []) + list.adding.filter { typed in typed.failure != nil }
      failures += placed.compactMap(\.placedFailure)
      // What is known to be wrong already is not told a second time.
      for (index, element) in result.enumerated() where index >= first || list.replacing != nil {
        if placed.contains(where: { $0.failure != nil && $0.element == element }) {
          places.insert(place(index))
        }
      }
      elements = result
    }
    change(
      all, &conditions.all, "condition", place: { "condition \($0 + 1) of 'all'" }, resolve: names.resolve,
      isMeant: { $1.begins(like: $0) }, words: \.words)
    change(
      any, &conditions.any, "condition", place: { "condition \($0 + 1) of 'any'" }, resolve: names.resolve,
      isMeant: { $1.begins(like: $0) }, words: \.words)
    change(
      actions, &performed, "action", place: { "action \($0 + 1)" }, resolve: names.resolve,
      isMeant: { $1.begins(like: $0) }, words: \.words)
    guard !failures.isEmpty else { return }
    for problem in try problems(conditions, performed) {
      if let place = problem.place, places.contains(place) { continue }
      failures.append(Failure(.usage, "usage", problem.advised))
    }
    throw Failure.all(failures, "nothing was stored")
  }

  private enum Removed<Element> {
    case none
    case one(Int)
    case several([Element])
  }

  private static func removed<Element: Hashable>(
    _ typed: Element, from elements: [Element], _ isMeant: (Element, Element) -> Bool
  ) -> Removed<Element> {
    if let index = elements.firstIndex(of: typed) { return .one(index) }
    let found = elements.indices.filter { isMeant(typed, elements[$0]) }
    return found.count > 1 ? .several(found.map { elements[$0] }) : found.first.map { .one($0) } ?? .none
  }
}

extension TypedRule {
  /// Whether an option says something of conditions or actions.
  var isEmpty: Bool { all.isEmpty && any.isEmpty && actions.isEmpty }
}

extension RuleCondition {
  /// Whether it is meant by one that was typed with no more than its field, or with field and operator.
  fileprivate func begins(like typed: RuleCondition) -> Bool {
    field == typed.field && typed.value.isNull
      && (typed.operatorWord == nil || typed.operatorWord == operatorWord)
  }
}

extension RuleAction {
  /// Whether it is meant by one that was typed with no more than its field, or with the first parts of its list.
  fileprivate func begins(like typed: RuleAction) -> Bool {
    guard field == typed.field else { return false }
    if typed.value.string == "" || typed.value.isNull { return true }
    guard let parts = typed.value.array, let own = value.array else { return false }
    return own.starts(with: parts)
  }
}

/// Puts ids in the place of names that were typed.
private struct TypedNames {
  private let walk: RuleReferenceWalk

  init(_ reader: StoreReader, _ dialect: RuleDialect) {
    walk = RuleReferenceWalk(dialect: dialect) { name, kind in
      guard !RuleNames.tokens.contains(name), Int64(name) == nil else { return name }
      return switch kind {
      case .group: String(try Naming(reader).group(name).id)
      case .schedule: String(try Naming(reader).schedule(name).id)
      case .user:
        String(try reader.people(email: name).first?.id ?? Naming(reader).staff(name).id)
      default: name
      }
    }
  }

  func resolve(_ typed: inout Typed<RuleCondition>) {
    resolve(&typed) { try walk.conditions(RuleConditions(all: [$0])).all }
  }

  func resolve(_ typed: inout Typed<RuleAction>) { resolve(&typed) { try walk.actions([$0]) } }

  private func resolve<Element>(_ typed: inout Typed<Element>, _ body: (Element) throws -> [Element]) {
    guard typed.failure == nil else { return }
    do { if let element = try body(typed.element).first { typed.element = element } } catch {
      typed.failure = Failure(error)
    }
  }
}
