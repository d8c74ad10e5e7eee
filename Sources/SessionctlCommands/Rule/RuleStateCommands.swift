import CommandGrammar
import SessionModel
import SessionStore

extension RuleNoun {
  var enableCommand: Command {
    Command(
      CommandSpec(
        [word, "enable"], summary: "Let \(plural) \(work)",
        discussion: runsByItself ? ["It is not retroactive."] : [],
        operands: [operands],
        examples: [
          Example(
            command: "sessionctl \(word) enable 1",
            explanation: runsByItself ? "From now on it runs" : "From now on agents can apply it")
        ],
        exitNotes: [ExitNote(.notPermitted, "It needs the feature, which is off, or a plan")])
    ) { try setActive(true, $0) }
  }

  var disableCommand: Command {
    Command(
      CommandSpec(
        [word, "disable"], summary: "Keep \(plural) from \(runsByItself ? "running" : "being applied")",
        operands: [operands],
        examples: [
          Example(
            command: "sessionctl \(word) disable 1",
            explanation: runsByItself ? "It stays, and does not run" : "It stays, and nobody can apply it")
        ])
    ) { try setActive(false, $0) }
  }

  private func setActive(_ active: Bool, _ context: CommandContext) throws {
    let open = try context.open()
    let changed = try open.store.write { writer in
      let actor = try open.admin(writer.reader)
      var changed: [String] = []
      for stored in try find(all: context.arguments[all: operands], writer.reader) {
        var rule = stored.rule
        guard rule.active != active else { continue }
        rule.active = active
        if active { try check(rule, writer, open, isFile: false) }
        try writer.setActive(active, rule, at: open.now)
        changed.append(rule.title)
      }
      if !changed.isEmpty {
        try writer.log(
          open.entry(
            by: actor, "\(active ? "enabled" : "disabled") \(name) \(changed.joined(separator: ", "))"))
      }
      return changed
    }
    context.note(
      changed.isEmpty
        ? "nothing changed" : "\(active ? "enabled" : "disabled") \(changed.joined(separator: ", "))")
  }

  var deleteCommand: Command {
    Command(
      CommandSpec(
        [word, "delete"], summary: "Delete \(plural) that are not active",
        discussion: ["An active \(name) can't be deleted: disable it first."], operands: [operands],
        examples: [
          Example(
            command: "sessionctl \(word) delete 'Old rule'",
            explanation: "Delete one that was disabled before"
          )
        ],
        exitNotes: [ExitNote(.no, "It is active, or there is none")])
    ) { context in
      let open = try context.open()
      let deleted = try open.store.write { writer in
        let actor = try open.admin(writer.reader)
        var deleted: [String] = []
        for stored in try find(all: context.arguments[all: operands], writer.reader) {
          // T8
          guard !stored.rule.active else {
            throw Failure.refused(
              "\(name) \(stored.rule.id) '\(stored.rule.title)' is active; run 'sessionctl \(self.word) disable \(stored.rule.id)' first"
            )
          }
          try writer.delete(stored.rule)
          try writer.log(
            open.entry(
              by: actor, "deleted \(name) \(stored.rule.title) (\(stored.rule.id))",
              before: String(decoding: stored.document, as: UTF8.self)))
          deleted.append(stored.rule.title)
        }
        return deleted
      }
      context.note("deleted \(deleted.joined(separator: ", "))")
    }
  }

  /// T3: a trigger's category goes before its own position.
  private func refuseOtherOrder(_ wanted: [Rule], _ reader: StoreReader) throws {
    let found = try reader.rules(Rule.self).map(\.rule)
    if let (rule, other) = zip(wanted, found).first(where: { $0.id != $1.id }) {
      throw Failure.refused(
        "\(name) \(rule.id) '\(rule.title)' can't run before \(other.id) '\(other.title)', whose category runs first"
      )
    }
  }

  var reorderCommand: Command {
    Command(
      CommandSpec(
        [word, "reorder"], summary: "Put \(plural) into a new order",
        discussion: [
          reorderTakesAll
            ? "Each of them is named once, in the order in which they are to run."
            : "The named ones run first, in the order given; the others follow in theirs."
        ],
        operands: [operands],
        examples: [
          Example(command: "sessionctl \(word) reorder 3 1 2", explanation: "Run 3 first, then 1 and 2")
        ],
        exitNotes: reorderTakesAll ? [ExitNote(.usage, "Not all of them are named")] : [])
    ) { context in
      let open = try context.open()
      try open.store.write { writer in
        let actor = try open.admin(writer.reader)
        let all = try writer.reader.rules(Rule.self).map(\.rule)
        let first = try find(all: context.arguments[all: operands], writer.reader).map(\.rule)
        let named = Set(first.map(\.id))
        let others = all.filter { !named.contains($0.id) }
        guard others.isEmpty || !reorderTakesAll else {
          throw Failure.usage(
            "not named: \(others.map { "\($0.id) '\($0.title)'" }.joined(separator: ", ")); 'sessionctl \(word) reorder' takes every \(name)"
          )
        }
        let order = first + others
        guard order.map(\.id) != all.map(\.id) else { return }
        for (position, rule) in order.enumerated() {
          try writer.setPosition(Int64(position), rule, at: open.now)
        }
        try refuseOtherOrder(order, writer.reader)
        try writer.log(
          open.entry(
            by: actor, "reordered the \(plural)", before: all.map { String($0.id) }.joined(separator: " "),
            after: order.map { String($0.id) }.joined(separator: " ")))
      }
    }
  }
}
