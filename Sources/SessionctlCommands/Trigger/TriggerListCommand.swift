import CommandGrammar
import SessionStore

let triggerOperand = Operand<String>(
  "TRIGGER", .nonEmptyText, completion: .stored("trigger"), help: "A trigger's id or title")

let triggerListCommand = Command(
  CommandSpec(
    ["trigger", "list"], summary: "List triggers in the order in which they run",
    examples: [
      Example(
        command: "sessionctl trigger list", explanation: "All triggers, and what keeps some from running")
    ],
    takesLists: true)
) { context in
  _ = try context.fields(of: TriggerDocument.list)
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    try TriggerDocument(context, reader, open.clock).write(reader.triggers(), open.clock)
  }
}

let triggerShowCommand = Command(
  CommandSpec(
    ["trigger", "show"], summary: "Show one trigger in the wire format", operands: [triggerOperand],
    examples: [
      Example(command: "sessionctl trigger show 1 --json", explanation: "The whole rule, for a program")
    ])
) { context in
  _ = try context.fields(of: TriggerDocument.show)
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    let trigger = try Naming(reader).trigger(context.arguments[required: triggerOperand], reader)
    try TriggerDocument(context, reader, open.clock).write(trigger, open.clock)
  }
}
