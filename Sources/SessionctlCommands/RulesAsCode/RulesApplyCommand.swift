import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let dryRun = Flag("dry-run", help: "Show what would be done, and change nothing")
private let prune = Flag(
  "prune", help: "Delete the rules that the file does not have, active ones too; only of kinds that it names")

let rulesApplyCommand = Command(
  CommandSpec(
    ["rules", "apply"], summary: "Make the account's rules match a file",
    discussion: [
      "Rules are found by title or name: those that differ are changed, missing ones are created, and the order becomes the file's. Everything happens in one transaction, or nothing. Rules that the file does not have stay, behind what they followed, unless `--prune` is given. Nothing is done if the account lacks a group, an agent, a schedule, what an active rule needs, or the feature that a new rule needs; each of them is named."
    ],
    operands: [rulesFileOperand], options: [dryRun, prune],
    examples: [
      Example(
        command: "sessionctl rules apply rules.json --dry-run",
        explanation: "What would change, and nothing more"),
      Example(
        command: "sessionctl rules apply rules.json --prune", explanation: "The file's rules and no others"),
    ],
    exitNotes: [ExitNote(.badInput, "The file is wrong, or this account lacks what it names")]),
  prints: schema
) { context in
  let given = try RulesFile.read(context.arguments[required: rulesFileOperand], context)
  let isTrial = context.arguments[dryRun]
  let open = try context.open()
  let file = given.inOurWords(try open.store.read { try $0.accountWords() })
  var done: [Step] = []
  var left = 0
  var problems: [String] = []
  do {
    try open.administer(logsTogether: true) { administration in
      let target = try CodeTarget(administration, open)
      let plans = try file.plans { try $0.stored(target.reader, target.names) }
      (done, left) = try apply(plans, prune: context.arguments[prune], target)
      problems = target.problems
      guard problems.isEmpty && !isTrial else { throw Undone() }
      if !done.isEmpty {
        try administration.writer.log(
          open.entry(
            by: administration.actor, done.summary(file), before: administration.undoDocument,
            after: done.document))
      }
    }
  } catch is Undone {}
  guard problems.isEmpty else { throw refusal(problems, file, context) }
  if context.isSilent && !isTrial { return }
  try context.list(schema, done.map(\.cells), open.clock, emptyNote: "nothing to change")
  if isTrial && !done.isEmpty { context.note("nothing was changed (--dry-run)") }
  if left > 0 {
    context.note("\(counted(left, "rule")) not in the file stayed; --prune deletes them")
  }
}

/// Rolls back what was only tried, so that a dry run is the real one up to its end.
private struct Undone: Error {}

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
  _ plans: [KindPlan], prune: Bool, _ target: CodeTarget
) throws -> (done: [Step], left: Int) {
  var done: [Step] = []
  var left = 0
  for plan in plans {
    let kind = plan.kind
    var created: [Int64] = []
    var deleted: Set<Int64> = []
    for change in plan.changes {
      switch change {
      case .created(let rule): created.append(try kind.create(rule, target))
      case .changed(let id, _, let rule): try kind.change(id, to: rule, target)
      case .removed(let id, _):
        guard prune else {
          left += 1
          continue
        }
        try kind.delete(id, target)
        deleted.insert(id)
      }
      done.append(Step(kind: kind, title: change.title, word: change.applied))
    }
    if plan.moves != nil { done.append(Step(kind: kind, title: nil, word: "reordered")) }
    guard !created.isEmpty || !deleted.isEmpty || plan.moves != nil, target.problems.isEmpty else { continue }
    try kind.arrange(
      plan.order.compactMap { slot in
        switch slot {
        case .stored(let id): deleted.contains(id) ? nil : id
        case .created(let index): created[index]
        }
      }, target)
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
    "nothing of \(file.name) was applied: \(counted(problems.count, "rule")) can't be active here as \(problems.count == 1 ? "it is" : "they are"); create what is missing, or change the file"
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

  fileprivate var document: String {
    JSONValue.array(
      map { step in
        [
          "kind": .string(step.kind.noun.wireWord), "title": step.title.map(JSONValue.string) ?? .null,
          "change": .string(step.word),
        ]
      }
    ).text
  }
}
