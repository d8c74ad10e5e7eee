import JSONText
import Placeholders

/// Checks macros, and compiles them for one update.
public struct MacroCompiler: Sendable {
  private let environment: RuleEnvironment

  /// The environment is that of a moment: what rules may name, what is switched on, which hours are open.
  public init(_ environment: RuleEnvironment) { self.environment = environment }

  /// Everything that keeps a macro from being applied, in the order of its actions (T10).
  public func problems(of macro: Macro) -> [RuleProblem] {
    var problems: [RuleProblem] = []
    let compiler = ActionCompiler(
      environment: environment,
      event: RuleEvent(isCreation: false, updaterID: 1, updaterRole: .admin, channel: "api"))
    for (index, action) in macro.actions.enumerated() {
      do throws(RuleProblem) { try check(action, compiler) } catch {
        var problem = error
        problem.place = "action \(index + 1)"
        problems.append(problem)
      }
    }
    problems += MacroWriters(macro).problems
    let effects = Set(macro.actions.compactMap { ActionCatalogue.macroField($0.field)?.effect })
    if effects.isSuperset(of: [.endSession, .routingChannel]) {
      problems.append(
        RuleProblem(
          "both_ending_actions", "it both ends the session and sets the routing channel; choose one"))
    }
    if !macro.conditions.isEmpty { problems.append(RuleProblem("conditions", "a macro has no conditions")) }
    switch macro.restriction {
    case .everybody: break
    case .groups(let ids):
      for id in ids where !environment.groups.contains(id) {
        problems.append(.missing("group", id, place: "restriction"))
      }
    case .user(let id):
      if !environment.staff.contains(id) { problems.append(.missing("agent", id, place: "restriction")) }
    }
    return problems
  }

  private func check(_ action: RuleAction, _ compiler: ActionCompiler) throws(RuleProblem) {
    switch ActionCatalogue.macroField(action.field)?.effect {
    case .comment, .commentHTML: _ = try template(action)
    case .commentVisibility: _ = try visibility(action)
    case .group where action.value.string == "current_groups": break
    case .status where ["closed", "5", "new", "0"].contains(action.value.string ?? ""):
      throw RuleProblem("value", "a macro can't set the status \(action.value.string ?? "")")
    case nil:
      throw .noAction(action.field, among: (ActionCatalogue.triggers + ActionCatalogue.macros).map(\.name))
    default: _ = try compiler.compile(action)
    }
  }

  /// - Parameters:
  ///   - others: macros of which one may have the text in another language
  ///   - actor: who applies it, in these groups
  public func compile(
    _ macro: Macro, others: [Macro] = [], by actor: Person, groups: [Int64], via: Via
  ) throws(RuleProblem) -> CompiledMacro {
    if let problem = problems(of: macro).first { throw problem }
    let compiler = ActionCompiler(
      environment: environment,
      event: RuleEvent(isCreation: false, updaterID: actor.id, updaterRole: actor.role, channel: via.word))
    var isPublic = true
    var actions: [CompiledAction] = []
    for action in macro.actions {
      switch ActionCatalogue.macroField(action.field)?.effect {
      case .comment, .commentHTML: break
      case .commentVisibility: isPublic = try visibility(action)
      case .group where action.value.string == "current_groups":
        actions.append(
          groups.first.map { .step(.setGroup($0)) } ?? .impossible("\(actor.displayName) is in no group"))
      default: actions.append(try compiler.compile(action))
      }
    }
    return CompiledMacro(
      macro: reference(macro), comments: try comments(macro, others), isPublic: isPublic, actions: actions)
  }

  private func comments(_ macro: Macro, _ others: [Macro]) throws(RuleProblem) -> [CompiledMacro.Comment] {
    guard let comment = try self.comment(macro, language: nil) else { return [] }
    var comments = [comment]
    for other in others where other.active && other.id != macro.id {
      guard let language = other.language, language.title == macro.title,
        let comment = try? self.comment(other, language: String(language.word))
      else { continue }
      comments.append(comment)
    }
    return comments
  }

  private func reference(_ macro: Macro) -> RuleReference {
    RuleReference(id: macro.id, title: macro.title, kind: .macro)
  }

  /// What it writes; a text that is blank is none.
  private func comment(_ macro: Macro, language: String?) throws(RuleProblem) -> CompiledMacro.Comment? {
    let writers = MacroWriters(macro)
    func text(_ action: RuleAction?) throws(RuleProblem) -> RuleTemplate? {
      guard let action else { return nil }
      let template = try template(action)
      return template.template.text.isBlank ? nil : template
    }
    let chat = try text(writers.forConversations)
    guard let text = try text(writers.forTickets) ?? chat else { return nil }
    return CompiledMacro.Comment(
      macro: reference(macro), language: language, text: text, chatText: chat == text ? nil : chat)
  }

  private func template(_ action: RuleAction) throws(RuleProblem) -> RuleTemplate {
    guard var text = MacroWriters.text(of: action) else {
      throw RuleProblem("value", "'\(action.field)' takes a text, not \(action.value.kind.phrase)")
    }
    if ActionCatalogue.macroField(action.field)?.effect == .commentHTML {
      text = Markup.plainText(text, hasPlaceholders: true)
    }
    do throws(TemplateProblem) { return try RuleTemplate(text) } catch {
      throw RuleProblem("template", "its text can't be read as Liquid: \(error)")
    }
  }

  private func visibility(_ action: RuleAction) throws(RuleProblem) -> Bool {
    switch action.value.string ?? action.value.bool.map({ $0 ? "true" : "false" }) {
    case "true": return true
    case "false": return false
    default: throw RuleProblem("value", "'\(action.field)' takes true or false")
    }
  }
}
