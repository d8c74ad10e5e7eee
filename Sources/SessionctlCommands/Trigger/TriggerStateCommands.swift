import CommandGrammar
import SessionModel
import SessionStore

private let triggers = Operand<String>(
  "TRIGGER", .nonEmptyText, .requiredRepeating, completion: .stored("trigger"),
  help: "Triggers by id or title")

let triggerEnableCommand = Command(
  CommandSpec(
    ["trigger", "enable"], summary: "Let triggers run", discussion: ["It is not retroactive."],
    operands: [triggers],
    examples: [
      Example(command: "sessionctl trigger enable 1", explanation: "From the next update on it runs")
    ],
    exitNotes: [ExitNote(.notPermitted, "It needs the feature, which is off, or a plan")])
) { try setActive(true, $0) }

let triggerDisableCommand = Command(
  CommandSpec(
    ["trigger", "disable"], summary: "Keep triggers from running", operands: [triggers],
    examples: [Example(command: "sessionctl trigger disable 1", explanation: "It stays, and does not run")])
) { try setActive(false, $0) }

private func setActive(_ active: Bool, _ context: CommandContext) throws {
  let open = try context.open()
  let changed = try open.store.write { writer in
    let actor = try open.admin(writer.reader)
    var changed: [String] = []
    for word in context.arguments[all: triggers] {
      var stored = try Naming(writer.reader).trigger(word, writer.reader)
      guard stored.trigger.active != active else { continue }
      stored.trigger.active = active
      if active { try RuleEdit.check(stored.trigger, writer, open, isFile: false) }
      try writer.setActive(active, trigger: stored.trigger.id, at: open.now)
      changed.append(stored.trigger.title)
    }
    if !changed.isEmpty {
      try writer.log(
        open.entry(by: actor, "\(active ? "enabled" : "disabled") trigger \(changed.joined(separator: ", "))")
      )
    }
    return changed
  }
  context.note(
    changed.isEmpty
      ? "nothing changed" : "\(active ? "enabled" : "disabled") \(changed.joined(separator: ", "))")
}

let triggerDeleteCommand = Command(
  CommandSpec(
    ["trigger", "delete"], summary: "Delete triggers that are not active",
    discussion: ["An active trigger can't be deleted: disable it first."], operands: [triggers],
    examples: [
      Example(
        command: "sessionctl trigger delete 'Old rule'", explanation: "Delete one that was disabled before")
    ],
    exitNotes: [ExitNote(.no, "It is active, or there is none")])
) { context in
  let open = try context.open()
  try open.store.write { writer in
    let actor = try open.admin(writer.reader)
    for word in context.arguments[all: triggers] {
      let stored = try Naming(writer.reader).trigger(word, writer.reader)
      // T8
      guard !stored.trigger.active else {
        throw Failure.refused(
          "trigger \(stored.trigger.id) '\(stored.trigger.title)' is active; run 'sessionctl trigger disable \(stored.trigger.id)' first"
        )
      }
      try writer.deleteTrigger(stored.trigger.id)
      try writer.log(
        open.entry(
          by: actor, "deleted trigger \(stored.trigger.title) (\(stored.trigger.id))",
          before: String(decoding: stored.document, as: UTF8.self)))
    }
  }
}

let triggerReorderCommand = Command(
  CommandSpec(
    ["trigger", "reorder"], summary: "Put triggers into a new order",
    discussion: ["The named ones run first, in the order given; the others follow in theirs."],
    operands: [triggers],
    examples: [Example(command: "sessionctl trigger reorder 3 1 2", explanation: "Run 3 first, then 1 and 2")]
  )
) { context in
  let open = try context.open()
  try open.store.write { writer in
    let actor = try open.admin(writer.reader)
    let all = try writer.reader.triggers().map(\.trigger.id)
    var first: [Int64] = []
    for word in context.arguments[all: triggers] {
      let id = try Naming(writer.reader).trigger(word, writer.reader).trigger.id
      if !first.contains(id) { first.append(id) }
    }
    let order = first + all.filter { !first.contains($0) }
    guard order != all else { return }
    for (position, id) in order.enumerated() {
      try writer.setPosition(Int64(position), trigger: id, at: open.now)
    }
    try writer.log(
      open.entry(
        by: actor, "reordered the triggers", before: all.map(String.init).joined(separator: " "),
        after: order.map(String.init).joined(separator: " ")))
  }
}
