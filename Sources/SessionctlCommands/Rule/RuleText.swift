import CommandGrammar
import SessionModel

/// The options that say what a rule is: `--if 'FIELD [OPERATOR] [VALUE]'`, `--do 'FIELD VALUE'`.
enum RuleText {
  static let title = Option<String>("title", "TITLE", .nonEmptyText, help: "The rule's title")
  static let description = Option<String>("description", "TEXT", .text, help: "What the rule is for")
  static let ifAll = condition("if", "A condition that must hold: 'FIELD [OPERATOR] [VALUE]'")
  static let ifAny = condition("if-any", "A condition; at least one of these must hold")
  static let perform = action(
    "do", "What to do: 'FIELD VALUE'",
    [
      "Write an e-mail as `notification_user RECIPIENT \"SUBJECT\" \"BODY\"`, or as `show` prints it: `notification_user requester_id: SUBJECT | BODY`. In double quotes, `\\n` starts a new line. Instead of a subject, a body or a comment, `@FILE` takes the text of that file, and `@-` takes standard input; for a text of one word that begins with `@`, write `@@word`."
    ])

  static let addAll = condition("add-if", "Add a condition that must hold")
  static let addAny = condition("add-if-any", "Add a condition to those of `--if-any`")
  static let addPerform = action("add-do", "Add an action, after the others")
  static let removeAll = condition(
    "remove-if", "Remove a condition that must hold",
    ["Give the whole condition, or only its field if no other condition has that field."])
  static let removeAny = condition("remove-if-any", "Remove a condition from those of `--if-any`")
  static let removePerform = action(
    "remove-do", "Remove an action",
    [
      "Give the whole action, or only its beginning if no other begins like it: `notification_user requester`."
    ])

  static let conditions: [any OptionDeclaring] = [ifAll, ifAny]
  /// Those of `edit` alone.
  static let conditionEdits: [any OptionDeclaring] = [addAll, addAny, removeAll, removeAny]
  static let actionEdits: [any OptionDeclaring] = [addPerform, removePerform]

  private static func condition(_ name: String, _ help: String, _ details: [String] = []) -> Option<String> {
    Option(
      name, "CONDITION", .nonEmptyText, repeatable: true, completion: .stored("condition"), help: help,
      details: details)
  }

  private static func action(_ name: String, _ help: String, _ details: [String] = []) -> Option<String> {
    Option(
      name, "ACTION", .nonEmptyText, repeatable: true, completion: .stored("action"), dashValues: true,
      help: help, details: details)
  }
}

/// A condition or action as it was typed.
struct Typed<Element> {
  /// Something that stands in its place where it can't be read.
  var element: Element
  /// Where it was typed: `--if 'statos is open'`.
  let place: String
  /// What is wrong with it, without the place.
  var failure: Failure?

  /// The same failure, with its place.
  var placedFailure: Failure? { failure.map { Failure($0.code, $0.word, "\(place): \($0.message)") } }
}

/// A list of conditions or actions as options change it.
struct TypedList<Element: Hashable> {
  /// What stands in the place of the whole list; nil: the list stays.
  var replacing: [Typed<Element>]?
  var adding: [Typed<Element>] = []
  var removing: [Typed<Element>] = []

  var isEmpty: Bool { replacing == nil && adding.isEmpty && removing.isEmpty }

  mutating func update(_ body: (inout Typed<Element>) -> Void) {
    if var list = replacing {
      for index in list.indices { body(&list[index]) }
      replacing = list
    }
    for index in adding.indices { body(&adding[index]) }
    for index in removing.indices { body(&removing[index]) }
  }
}
