import CivilTime
import CommandGrammar
import JSONText
import SessionModel
import SessionStore
import WireFormat

private let file = Operand<String>(
  "FILE", .file, .optional, help: "The rule in the wire format; '-' is standard input")
private let inactive = Flag("inactive", help: "Store it without running it")

let triggerCreateCommand = Command(
  CommandSpec(
    ["trigger", "create"], summary: "Add a trigger, from the wire format or from options",
    discussion: [
      "Takes a file of the wire format, bare or as `{\"trigger\":{…}}`, or plain options. The rule is checked completely before it is stored, and each problem points at its condition or action. New triggers run last.",
      "A condition is written `FIELD [OPERATOR] [VALUE]`, an action `FIELD VALUE`; see `sessionctl trigger fields`. Groups and agents can be named.",
    ],
    operands: [file], options: RuleText.options + [inactive],
    examples: [
      Example(
        command:
          "sessionctl trigger create --title 'Survey on end' --if 'via_id is messaging' --if 'messaging_session_end_reason value agent_ended' --do 'satisfaction_score offered'",
        explanation: "Send the survey when an agent ends a session"),
      Example(
        command:
          "sessionctl trigger create --title 'Tag ended' --if 'messaging_session_state value ended' --do 'current_tags session_ended'",
        explanation: "Tag the tickets of ended sessions"),
    ],
    exitNotes: [
      ExitNote(.badInput, "The file's rule is wrong"), ExitNote(.usage, "The rule in the options is wrong"),
    ])
) { context in
  let arguments = context.arguments
  let draft = try arguments[file].map { try RuleFile.read($0, context) }
  guard draft != nil || arguments.wasGiven(RuleText.title) else {
    throw CommandTable.toolkit.usageError(
      "'trigger create' needs a FILE, or --title, --if and --do", in: context.spec)
  }
  let open = try context.open()
  let id = try open.store.write { writer in
    let actor = try open.admin(writer.reader)
    var trigger = Trigger(
      id: try writer.nextTriggerID(), title: draft?.wire.title ?? "", active: draft?.wire.active ?? true,
      position: try writer.nextTriggerPosition(), conditions: draft?.wire.conditions ?? RuleConditions(),
      actions: draft?.wire.actions ?? [])
    try RuleEdit(arguments, writer.reader).apply(to: &trigger)
    if arguments[inactive] { trigger.active = false }
    try RuleEdit.check(trigger, writer, open, isFile: draft != nil)
    try RuleEdit.save(trigger, draft?.document, arguments, writer, open)
    try writer.log(open.entry(by: actor, "added trigger \(trigger.title) (\(trigger.id))"))
    return trigger.id
  }
  try showTrigger(id, context, open)
}

let triggerEditCommand = Command(
  CommandSpec(
    ["trigger", "edit"], summary: "Change a trigger",
    discussion: [
      "With a FILE, the whole rule is replaced; with options, what they name: `--if` replaces all conditions of that list, `--do` all actions."
    ],
    operands: [triggerOperand, file], options: RuleText.options,
    examples: [
      Example(
        command: "sessionctl trigger edit 1 --title 'A better title'", explanation: "Give it another title")
    ],
    exitNotes: [ExitNote(.badInput, "The file's rule is wrong")])
) { context in
  let arguments = context.arguments
  let draft = try arguments[file].map { try RuleFile.read($0, context) }
  let open = try context.open()
  let id = try open.store.write { writer in
    let actor = try open.admin(writer.reader)
    let stored = try Naming(writer.reader).trigger(arguments[required: triggerOperand], writer.reader)
    var trigger = stored.trigger
    if let draft {
      trigger.title = draft.wire.title
      trigger.conditions = draft.wire.conditions
      trigger.actions = draft.wire.actions
      trigger.active = draft.wire.active
    }
    try RuleEdit(arguments, writer.reader).apply(to: &trigger)
    try RuleEdit.check(trigger, writer, open, isFile: draft != nil)
    try RuleEdit.save(
      trigger, draft?.document ?? stored.document, arguments, writer, open, createdAt: stored.createdAt)
    try writer.log(
      open.entry(
        by: actor, "changed trigger \(trigger.title) (\(trigger.id))",
        before: String(decoding: stored.document, as: UTF8.self)))
    return trigger.id
  }
  try showTrigger(id, context, open)
}

func showTrigger(_ id: Int64, _ context: CommandContext, _ open: OpenStore) throws {
  try open.store.read { reader in
    let trigger = try Naming(reader).trigger(String(id), reader)
    try TriggerDocument(context, reader, open.clock).write(trigger, open.clock)
  }
}

/// A rule in the wire format, from a file.
struct RuleFile {
  let wire: WireTrigger
  let document: [UInt8]

  static func read(_ path: String, _ context: CommandContext) throws -> RuleFile {
    let input = try InputFile.open(path, context)
    func wrong(_ message: String) -> Failure { Failure(.badInput, "bad_input", "\(input.name): \(message)") }
    let reader = JSONRecordReader(collectionKeys: ["triggers"], singularKeys: ["trigger"]) {
      try input.read(into: $0)
    }
    switch try reader.next() {
    case .end: throw wrong("there is no rule in it")
    case .failure(let line, _, let reason, _): throw wrong("line \(line): \(reason)")
    case .record(let record):
      guard record.bytes.count <= Trigger.largestSize else {
        throw wrong("a rule is at most \(Trigger.largestSize) bytes; this one has \(record.bytes.count)")
      }
      do throws(WireProblem) {
        return RuleFile(wire: try WireTrigger(record), document: JSONLine.compacted(record.bytes))
      } catch { throw wrong("line \(record.line): \(error.message)") }
    }
  }
}

/// What the options change of a rule, and the check before it is stored.
struct RuleEdit {
  private let arguments: ParsedArguments
  private let text: RuleText

  init(_ arguments: ParsedArguments, _ reader: StoreReader) {
    self.arguments = arguments
    text = RuleText(reader)
  }

  func apply(to trigger: inout Trigger) throws {
    if let title = arguments[RuleText.title] { trigger.title = title }
    if arguments.wasGiven(RuleText.ifAll) {
      trigger.conditions.all = try text.conditions(arguments[all: RuleText.ifAll])
    }
    if arguments.wasGiven(RuleText.ifAny) {
      trigger.conditions.any = try text.conditions(arguments[all: RuleText.ifAny])
    }
    if arguments.wasGiven(RuleText.perform) {
      trigger.actions = try text.actions(arguments[all: RuleText.perform])
    }
  }

  /// Checks a rule completely; one that is to be inactive may have problems, one that runs may not (T10).
  static func check(_ trigger: Trigger, _ writer: StoreWriter, _ open: OpenStore, isFile: Bool) throws {
    let problems = RuleCompiler(try writer.reader.ruleFacts(at: open.now)).problems(of: trigger)
    let isRefused = trigger.active || problems.contains { $0.code == "both_ending_actions" }
    if isRefused, let first = problems.first {
      let more = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
      let message = "trigger '\(trigger.title)': \(first.sentence)\(more)"
      switch first.code {
      case "feature", "plan": throw Failure.notPermitted(message)
      case "reference": throw Failure.notFound(message)
      default: throw isFile ? Failure(.badInput, "bad_input", message) : Failure.usage(message)
      }
    }
    let others = try writer.reader.triggers().filter { $0.trigger.active && $0.trigger.id != trigger.id }
    guard !trigger.active || others.count < Trigger.mostActive else {
      throw Failure.refused(
        "there are \(Trigger.mostActive) active triggers, the most there can be; disable one first")
    }
  }

  /// Stores it in the wire format: what is known here replaces it in the document, the rest stays word for word.
  static func save(
    _ trigger: Trigger, _ document: [UInt8]?, _ arguments: ParsedArguments, _ writer: StoreWriter,
    _ open: OpenStore,
    createdAt: Instant? = nil
  ) throws {
    var text =
      document ?? WireRule.document(trigger, description: arguments[RuleText.description], at: open.now)
    func bytes(_ value: JSONValue) -> [UInt8] { Array(value.text.utf8) }
    var changes: [(key: String, value: [UInt8])] = [
      ("id", bytes(.integer(trigger.id))), ("title", bytes(.string(trigger.title))),
      ("active", bytes(.bool(trigger.active))), ("position", bytes(.integer(trigger.position))),
      ("conditions", bytes(WireRule.json(trigger.conditions))),
      ("actions", bytes(WireRule.json(trigger.actions))),
      ("updated_at", bytes(.string(open.now.rfc3339))),
    ]
    if let description = arguments[RuleText.description] {
      changes.append(("description", bytes(.string(description))))
    }
    text = try JSONPatch.replacing(changes, in: text)
    guard text.count <= Trigger.largestSize else {
      throw Failure.usage("a rule is at most \(Trigger.largestSize) bytes; this one has \(text.count)")
    }
    try writer.save(
      StoredTrigger(trigger: trigger, createdAt: createdAt ?? open.now, updatedAt: open.now, document: text),
      origin: .local)
  }
}
