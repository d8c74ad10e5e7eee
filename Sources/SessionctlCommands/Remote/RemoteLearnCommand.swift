import CivilTime
import CommandGrammar
import JSONText
import RemoteAccount
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let fromTrigger = Option<Int64>(
  "from-trigger", "ID", .id,
  help: "Learn from this trigger in the account, which somebody created by hand",
  details: [
    "Use this if the account's definitions do not show these parts. Give the trigger these conditions in this order, as far as you need them: 'messaging session ended reason' with 'ended by agent', 'by trigger' and 'due to channel change'; 'messaging session state' with 'active' and 'ended'; 'routing channel' with 'messaging' and 'email'. Its only action is 'end session', or with --action email 'set routing channel' to 'email'."
  ])
private let action = Option<String>(
  "action", "ACTION", .oneOf(["end-session", "email"]), default: "end-session",
  help: "What that trigger does")

let remoteLearnCommand = Command.answering(
  CommandSpec(
    ["remote", "learn"], summary: "Learn what the account calls the parts of rules",
    discussion: [
      "No public list has the account's own ids for end reasons, for 'End session' and for the routing channel. This command looks for them in the account's definitions of triggers and queues, by their ids or else by their titles, and stores them. It also learns the account's channels: their numbers in `via_id`, and what admins call them.",
      "From then on, `import` and `remote pull` read the account's rules in the words of sessionctl-rules(5), so that they can be evaluated here. `export`, `rules diff --remote` and `rules push` use the account's words. Import rules again if you imported them before.",
      "The command names what is missing, and why.",
    ],
    options: [fromTrigger, action],
    examples: [
      Example(command: "sessionctl remote learn", explanation: "Learn from the account's definitions")
    ],
    exitNotes: [
      ExitNote(.no, "Something is missing in the account's definitions"), .unreachableAccount, .busyAccount,
    ]),
  prints: RemoteLearnDocument.schema.schema
) { context in
  let arguments = context.arguments
  if arguments.wasGiven(action), !arguments.wasGiven(fromTrigger) {
    throw CommandTable.toolkit.usageError(
      "--action says what the trigger of --from-trigger does, and makes no sense without it", in: context.spec
    )
  }
  let open = try context.open()
  let client = try open.remote(["read"])
  let learner = RemoteLearner(client)
  let rows =
    try arguments[fromTrigger].map {
      try learner.rows(fromTrigger: $0, isEmail: arguments[action] == "email")
    }
    ?? learner.rows { channel in
      context.note(
        "the account has a channel '\(channel.title)' (\(channel.id)) that is unknown here: rules on it can't be evaluated"
      )
    }
  let words = rows.compactMap(\.word)
  guard !words.isEmpty else {
    throw Failure.refused(
      "nothing was learned\(arguments.wasGiven(fromTrigger) ? ": the trigger has no part that was unknown" : "; see --from-trigger")"
    )
  }
  try open.store.write { writer in
    let actor = try open.admin(writer.reader)
    guard try writer.reader.accountWords().all != words else { return }
    try writer.learn(words, from: client.address.text, at: open.now)
    _ = try writer.log(
      open.entry(by: actor, "learned \(counted(words.count, "word")) of \(client.address.text)"))
  }
  if !context.isSilent { try context.write(RemoteLearnDocument.schema, rows, open.clock) }
  return rows.contains { $0.word == nil } ? .no : .done
}

/// A word that was learned, or why it wasn't.
struct LearnedRow {
  let use: AccountWord.Use
  let field: String
  let value: String
  let word: AccountWord?
  let missing: String?
}

enum RemoteLearnDocument {
  static let schema = RowSchema<LearnedRow>(
    "remote-learn",
    [
      RowColumn("use", .token) { $0.use.word }, RowColumn("field", .token) { $0.field },
      RowColumn("value", .token) { $0.value.isEmpty ? nil : $0.value },
      RowColumn("account_field", .textIdentifier) { $0.word?.field },
      RowColumn("account_value", .textIdentifier) { $0.word.flatMap { $0.value.isEmpty ? nil : $0.value } },
      RowColumn("title", .text) { $0.word.flatMap { $0.title.isEmpty ? nil : $0.title } },
      RowColumn("missing", .text, wraps: true) { $0.missing },
    ])
}

/// Asks an account for its words.
struct RemoteLearner {
  private let client: RemoteAccountClient

  init(_ client: RemoteAccountClient) { self.client = client }

  /// By the account's definitions.
  ///
  /// - Parameter unknown: is told each channel that nobody here knows
  func rows(unknown: (Learning.UnknownChannel) -> Void) throws -> [LearnedRow] {
    var all = [try Definitions(client.json(Definitions.ofTriggers))]
    // Queues are not on every plan, and only admins see their definitions.
    var obstacle: String?
    do { all.append(try Definitions(client.json(Definitions.ofQueues))) } catch let failure as RemoteFailure {
      switch failure {
      case .forbidden, .notFound, .noEndpoint:
        obstacle = "; the definitions of queues can't be read: \(failure.sentence)"
      default: throw failure
      }
    }
    let learning = Learning(all)
    learning.unknownChannels.forEach(unknown)
    return Self.rows(of: learning.words)
      + learning.missing.map { missing in
        let more = missing.field == "routing_channel" ? obstacle ?? "" : ""
        return LearnedRow(
          use: missing.use, field: missing.field, value: missing.value, word: nil,
          missing: missing.gap.sentence + more)
      }
  }

  /// Off a trigger that somebody made for this.
  func rows(fromTrigger id: Int64, isEmail: Bool) throws -> [LearnedRow] {
    let body = try client.json(.get("/api/v2/triggers/\(id).json"))
    guard let trigger = body["trigger"] else { throw RemoteFailure.unexpected("trigger") }
    func parts(_ list: JSONValue?) -> [(String, String?)] {
      (list?.array ?? []).compactMap { part in
        part["field"]?.string.map { ($0, part["value"]?.string) }
      }
    }
    let conditions = parts(trigger["conditions"]?["all"]) + parts(trigger["conditions"]?["any"])
    let learning = Learning(
      fromRule: JSONRule(conditions: conditions, actions: parts(trigger["actions"])),
      action: isEmail ? ("routing_channel", "email") : ("messaging_session", "end_session"),
      known: { use, field in
        use == .condition
          ? ConditionCatalogue.field(field) != nil && !Self.learned.contains(field)
          : ActionCatalogue.field(field) != nil && !Self.learned.contains(field)
      })
    return Self.rows(of: learning.words)
  }

  private static let learned = Set(WantedField.all.map(\.field))

  private static func rows(of words: [AccountWord]) -> [LearnedRow] {
    words.map {
      LearnedRow(use: $0.use, field: $0.ourField, value: $0.ourValue, word: $0, missing: nil)
    }
  }
}

extension Learning.Gap {
  /// Why the account does not tell a word.
  var sentence: String {
    switch self {
    case .noField:
      "the account's definitions have nothing with that title: ending sessions is off there or not in its plan, or its titles are in another language (see --from-trigger)"
    case .severalFields(let fields): "several have that title there: \(fields.joined(separator: ", "))"
    case .noValue(let field): "the account's '\(field)' has no such value"
    case .disabled(let field): "in the account, '\(field)' has it switched off"
    }
  }
}
