import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let dryRun = Flag("dry-run", help: "Show what would be done, and change nothing")
private let prune = Flag(
  "prune", help: "Delete the rules that the file does not have, active ones too; only of kinds that it names")

private let yes = Flag("yes", help: "Do not ask before `--prune` deletes; required when not on a terminal")

let rulesApplyCommand = Command.answering(
  CommandSpec(
    ["rules", "apply"], summary: "Make the account's rules match a file",
    discussion: [
      "Rules are found by title or name: those that differ are changed, missing ones are created, and the order becomes the file's; an order that the categories of triggers don't allow is refused. Everything happens in one transaction, or nothing. Rules that the file does not have stay, behind the rules that they followed, unless `--prune` is given. If the account lacks a group, an agent, a schedule, a trigger category or a feature that the rules need, nothing is changed, and the command names each of them. An id of something that has a name of its own here is refused, because the file may be another account's; an id of something without one is applied, with a warning.",
      "`--prune` names what it would delete and asks on a terminal; elsewhere `--yes` is required. Only what was named is deleted. `log revert` undoes the whole command.",
    ],
    operands: [rulesFileOperand], options: [dryRun, prune, yes],
    examples: [
      Example(
        command: "sessionctl rules apply rules.json --dry-run",
        explanation: "What would change, and nothing more"),
      Example(
        command: "sessionctl rules apply rules.json --prune --yes",
        explanation: "The file's rules and no others"),
    ],
    exitNotes: [
      ExitNote(.badInput, "The file is wrong, or this account lacks what it names"),
      ExitNote(.no, "The answer was no, or the rules changed meanwhile"),
    ]),
  prints: schema
) { context in
  let given = try RulesFile.read(context.arguments[required: rulesFileOperand], context)
  let isTrial = context.arguments[dryRun]
  let prunes = context.arguments[prune]
  let open = try context.open()
  let file = given.inOurWords(try open.store.read { try $0.accountWords() })
  var named: Set<Doomed>?
  if prunes && !isTrial && !context.arguments[yes] {
    let doomed = try open.store.read { reader in
      _ = try open.admin(reader)
      return try Doomed.all(file.plans(reader))
    }
    guard try doomed.isEmpty || confirm(doomed, context) else {
      context.messages.line("nothing was applied")
      return .no
    }
    named = Set(doomed)
  }
  let (done, left, taken) = try open.administer(logsTogether: true, isTrial: isTrial) { administration in
    let target = try CodeTarget(administration, open)
    let plans = try file.plans(target.reader)
    if let named, prunes, !Set(Doomed.all(plans)).isSubset(of: named) {
      throw Failure.refused("nothing was applied: the rules have changed since you were asked; run it again")
    }
    let (done, left) = try apply(plans, of: file, prune: prunes, target)
    // What is refused is named below, and nothing of it stays.
    guard target.problems.isEmpty else { throw refusal(target.problems, file, context) }
    if !done.isEmpty && !isTrial {
      try administration.writer.log(
        open.entry(by: administration.actor, done.summary(file), changes: administration.changes))
    }
    return (done, left, target.takenIDs)
  }
  for sentence in taken { context.warn("\(sentence); make sure that it is meant") }
  if context.isSilent && !isTrial { return .done }
  try context.list(schema, done.map(\.cells), open.clock, emptyNote: "nothing to change")
  if isTrial && !done.isEmpty { context.note("nothing was changed (--dry-run)") }
  if left > 0 {
    context.note("\(counted(left, "rule")) not in the file stayed; --prune deletes them")
  }
  return .done
}

/// A rule that `--prune` deletes.
private struct Doomed: Hashable {
  let noun: String
  let id: Int64
  let title: String
  let isActive: Bool

  static func all(_ plans: [KindPlan]) -> [Doomed] {
    plans.flatMap { plan in
      plan.changes.compactMap { change in
        guard case .removed(let id, let rule) = change else { return nil }
        return Doomed(
          noun: plan.kind.noun, id: id, title: rule.title, isActive: rule.content["active"]?.bool == true)
      }
    }
  }

  /// `active trigger 'Survey on end'`
  var label: String { "\(isActive ? "active " : "")\(noun) '\(title)'" }
}

/// Names what would be deleted, and asks.
private func confirm(_ doomed: [Doomed], _ context: CommandContext) throws -> Bool {
  let shown = 20
  func first(_ count: Int) -> [String] { doomed.prefix(count).map(\.label) }
  let more = doomed.count - shown
  return try context.hasConsent(
    to: "Delete \(counted(doomed.count, "rule"))?",
    telling: first(shown).map { "will delete \($0)" } + (more > 0 ? ["and \(more) more"] : []),
    refusal:
      "this would delete \(first(3).joined(separator: ", "))\(doomed.count > 3 ? " and \(doomed.count - 3) more" : ""); give --yes to do it, or --dry-run to look first"
  )
}

private let schema = DocumentSchema(
  "rules-apply",
  [Column("kind", .token), Column("title", .text, flexible: true), Column("change", .token)])

/// One thing that was done.
private struct Step {
  let kind: any CodedKind
  let title: String?
  let word: String

  var cells: [Cell] { [.token(kind.noun.wireWord), .text(title), .token(word)] }
}

private func apply(
  _ plans: [KindPlan], of file: RulesFile, prune: Bool, _ target: CodeTarget
) throws -> (done: [Step], left: Int) {
  var done: [Step] = []
  var left = 0
  for plan in plans {
    let kind = plan.kind
    var created: [Int64] = []
    var deleted: Set<Int64> = []
    var others: Set<Int64> = []
    for change in plan.changes {
      switch change {
      case .created(let rule): created.append(try kind.create(rule, target))
      case .changed(let id, _, let rule): try kind.change(id, to: rule, target)
      case .removed(let id, _):
        guard prune else {
          left += 1
          others.insert(id)
          continue
        }
        try kind.delete(id, target)
        deleted.insert(id)
      }
      done.append(Step(kind: kind, title: change.title, word: change.applied))
    }
    if plan.moves != nil { done.append(Step(kind: kind, title: nil, word: "reordered")) }
    let mayMove = !created.isEmpty || !deleted.isEmpty || plan.moves != nil || plan.changesCategory
    guard mayMove, target.problems.isEmpty else { continue }
    let order: [Int64] = plan.order.compactMap { slot in
      switch slot {
      case .stored(let id): deleted.contains(id) ? nil : id
      case .created(let index): created[index]
      }
    }
    try kind.arrange(order, target)
    // T3: what the file does not have may run elsewhere; of the file's own the order is promised.
    if let problem = try kind.misplaced(order.filter { !others.contains($0) }, target) {
      throw Failure.refused(
        "\(file.name) was not applied: \(problem); change the order or 'category' in the file")
    }
  }
  try target.finish()
  return (done, left)
}

/// Names each thing that is in the way, the first of them at most.
private func refusal(_ problems: [String], _ file: RulesFile, _ context: CommandContext) -> Failure {
  let shown = 20
  for problem in problems.prefix(shown) { context.messages.line("sessionctl: \(problem)", .red) }
  if problems.count > shown { context.messages.line("sessionctl: and \(problems.count - shown) more", .red) }
  return Failure(
    .badInput, "bad_input",
    "\(file.name) was not applied: \(counted(problems.count, "rule")) can't be active here as \(problems.count == 1 ? "it is" : "they are"); create what is missing, or change the file"
  )
}

extension KindPlan.Change {
  fileprivate var applied: String {
    if case .removed = self { "deleted" } else { word }
  }
}

extension [Step] {
  fileprivate func summary(_ file: RulesFile) -> String {
    let counts = Dictionary(grouping: self, by: \.word).mapValues(\.count)
    let words = ["created", "changed", "deleted", "reordered"].compactMap { word in
      counts[word].map { "\($0) \(word)" }
    }
    return "applied rules of \(file.name): \(words.joined(separator: ", "))"
  }
}
