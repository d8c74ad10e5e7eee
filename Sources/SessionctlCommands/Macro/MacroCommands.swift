import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

private let group = Option<String>(
  "group", "GROUP", .nonEmptyText, repeatable: true, completion: .stored("group"),
  help: "Only for agents of this group; 'none' for everybody")
private let user = Option<String>(
  "user", "AGENT", .nonEmptyText, completion: .stored("agent"),
  help: "Only for this agent; 'none' for everybody")

private let addGroup = Option<String>(
  "add-group", "GROUP", .nonEmptyText, repeatable: true, completion: .stored("group"),
  help: "Also for agents of this group")
private let removeGroup = Option<String>(
  "remove-group", "GROUP", .nonEmptyText, repeatable: true, completion: .stored("group"),
  help: "No longer for agents of this group")

/// Changes for which groups a macro is, one by one.
private func changeGroups(_ arguments: ParsedArguments, _ macro: inout Macro, _ naming: Naming) throws {
  guard arguments.wasGiven(addGroup) || arguments.wasGiven(removeGroup) else { return }
  guard case .groups(var groups) = macro.restriction else {
    throw Failure.usage("macro '\(macro.title)' is not restricted to groups; say which with --group")
  }
  for word in arguments[all: removeGroup] {
    let id = try naming.group(word).id
    guard groups.contains(id) else {
      throw Failure.usage("--remove-group '\(word)': the macro is not for this group")
    }
    groups.removeAll { $0 == id }
  }
  for id in try arguments[all: addGroup].map({ try naming.group($0).id }) where !groups.contains(id) {
    groups.append(id)
  }
  guard !groups.isEmpty else {
    throw Failure.usage("nobody could apply the macro any more; with '--group none' everybody can")
  }
  macro.restriction = .groups(groups)
}

let macroNoun = RuleNoun<Macro>(
  dialect: .ticket, options: [group, user],
  applyOptions: { arguments, macro, reader in
    let naming = Naming(reader)
    let groups = arguments.wasGiven(group) ? arguments[all: group] : []
    let person = arguments[user]
    if groups == ["none"] || person == "none" { macro.restriction = .everybody }
    // 'none' of one is no restriction, so that the other's counts.
    let isForGroups = !groups.isEmpty && groups != ["none"]
    if let person, person != "none" {
      guard !isForGroups else {
        throw Failure.usage("--group can't be combined with --user: a macro is for groups or for one agent")
      }
      macro.restriction = .user(try naming.staff(person).id)
    }
    if isForGroups { macro.restriction = .groups(try groups.map { try naming.group($0).id }) }
    try changeGroups(arguments, &macro, naming)
  },
  blank: Macro(id: 0, title: "", active: true, position: 0, actions: []), reorderTakesAll: false,
  createDiscussion: [
    "Takes a file in the wire format, bare or as `{\"macro\":{…}}`, or plain options. A macro can have the actions of triggers (see `sessionctl trigger fields`), except the status closed. In addition, `comment_value` writes a comment, which may contain placeholders, and `comment_mode_is_public false` makes it an internal note.",
    "A macro whose title ends in a language, such as `Goodbye (de)`, has the text of the macro `Goodbye` for customers with that language.",
  ],
  createExamples: [
    Example(
      command:
        "sessionctl macro create --title Goodbye --do 'comment_value Dear {{ticket.requester.first_name}}, we end this conversation now.' --do 'current_tags said_goodbye'",
      explanation: "Say goodbye and tag the ticket"),
    Example(
      command:
        "sessionctl macro create --title 'For billing' --group Billing --do 'group_id Billing' --do 'priority high'",
      explanation: "A macro that only agents of Billing may apply"),
  ], hasConditions: false, furtherEdits: [addGroup, removeGroup])

let macroCommands = CommandGroup(
  "macro", "Macros: prepared actions that agents apply by hand",
  [
    "Applying a macro is one update: first its comment, then its changes, then the triggers run, once. The history names the macro. A public comment also goes out on the messaging channel while the session is active. `session end --macro` applies a macro before the end, in the same update."
  ], macroNoun.commands.filter { $0.spec.path != ["macro", "reorder"] } + [macroApplyCommand])
