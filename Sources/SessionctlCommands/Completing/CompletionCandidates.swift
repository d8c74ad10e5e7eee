import CivilTime
import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

/// What may stand where something is being typed.
struct CompletionCandidates {
  /// The kinds that are not names in the store.
  private enum Other: String {
    case field
    case sortKey = "sort-key"
    case settingValue = "setting-value"
    case condition, action, zone
  }

  /// Whether there is an answer for a kind that is declared as stored.
  static func knows(_ kind: String) -> Bool {
    NamedThing(rawValue: kind) != nil || Other(rawValue: kind) != nil
  }

  private let point: CompletionPoint
  private let world: World

  init(_ point: CompletionPoint, _ world: World) {
    self.point = point
    self.world = world
  }

  func words() throws -> [String] { try words(point.kind, typed: point.typed) }

  private func words(_ kind: CompletionKind, typed: String) throws -> [String] {
    switch kind {
    case .none, .file: return []
    case .words(let words): return words
    case .list(let kind): return try list(of: kind, typed: typed)
    case .stored(let name):
      if let thing = NamedThing(rawValue: name) { return try names(of: thing) }
      switch Other(rawValue: name) {
      case .field: return command?.described?.fieldNames ?? []
      case .sortKey: return (command?.sortKeys ?? []).flatMap { [$0, "\($0):desc"] }
      case .settingValue: return try settingValues()
      case .condition: return try ruleText(typed: typed, \.conditionFields)
      case .action: return try ruleText(typed: typed, \.actionFields)
      case .zone: return Zone.names()
      case nil: return []
      }
    }
  }

  private var command: Command? { CommandTable.command(point.command.path) }

  /// Whole lists, each with one more element that is not in it yet.
  private func list(of kind: CompletionKind, typed: String) throws -> [String] {
    let parts = typed.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let head = parts.dropLast().map { $0 + "," }.joined()
    return try words(kind, typed: parts.last ?? "").filter { !parts.dropLast().contains($0) }.map {
      head + $0
    }
  }

  // MARK: The store

  /// Far more than there are of anything with a name, and read in a few milliseconds.
  private static let bound = 20_000

  private func names(of thing: NamedThing) throws -> [String] {
    let path = try StoreLocation.path(point.arguments, world.environment)
    let shares = world.environment("SESSIONCTL_ALLOW_SHARED_STORE") == "1"
    let store = try Store.glance(path, allowSharedWriting: shares)
    return try store.read { try $0.names(of: thing, bound: Self.bound) }
  }

  private func settingValues() throws -> [String] {
    guard let key = point.arguments.operandWords.first, let setting = Setting.named(key) else { return [] }
    switch setting.kind {
    case .boolean: return ["true", "false"]
    case .words(let words): return words
    case .schedule: return try names(of: .schedule)
    case .zone: return Zone.names()
    default: return setting.defaultValue.map { [$0] } ?? []
    }
  }

  // MARK: Conditions and actions

  /// `FIELD [OPERATOR] [VALUE]`, of which the last word is being typed.
  private func ruleText(typed: String, _ fields: KeyPath<RuleDialect, [RuleWords]>) throws -> [String] {
    let dialect: RuleDialect = point.command.path.first == messagingTriggerNoun.word ? .messaging : .ticket
    let known = dialect[keyPath: fields]
    let parts = typed.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1, let field = known.first(where: { $0.name == parts[0] }) else {
      return known.map(\.name)
    }
    func values(after head: String) throws -> [String] { try words(field.values).map { head + " " + $0 } }
    if field.operators.isEmpty { return try values(after: field.name) }
    if parts.count == 2 {
      return field.operators.map { "\(field.name) \($0)" }
        + (field.operatorIsOptional ? try values(after: field.name) : [])
    }
    return try values(after: "\(field.name) \(parts[1])")
  }

  private func words(_ kind: RuleValueKind) throws -> [String] {
    switch kind {
    case .words(let words, _): words
    case .boolean: ["true", "false"]
    case .channel: ["messaging"] + Channel.known.map(\.name)
    case .reference(.group): try names(of: .group)
    case .reference(.user): try names(of: .agent)
    case .reference(.schedule): try names(of: .schedule)
    case .reference, .integer, .tags, .text, .nothing: []
    }
  }
}

/// A field of a rule with the words that may follow it.
private struct RuleWords {
  let name: String
  let operators: [String]
  let operatorIsOptional: Bool
  let values: RuleValueKind
}

extension RuleDialect {
  fileprivate var conditionFields: [RuleWords] {
    switch self {
    case .ticket:
      ConditionCatalogue.fields.map {
        RuleWords(
          name: $0.name, operators: $0.operators.map(\.rawValue), operatorIsOptional: $0.operatorIsOptional,
          values: $0.value)
      }
    case .messaging:
      MessagingCatalogue.fields.map {
        RuleWords(
          name: $0.name, operators: $0.operators.map(\.rawValue), operatorIsOptional: false, values: $0.value)
      }
    }
  }

  fileprivate var actionFields: [RuleWords] {
    let fields =
      switch self {
      case .ticket: ActionCatalogue.triggers.map { ($0.name, $0.value) }
      case .messaging: MessagingCatalogue.actions.map { ($0.name, $0.value) }
      }
    return fields.map { RuleWords(name: $0.0, operators: [], operatorIsOptional: false, values: $0.1) }
  }
}
