import CivilTime
import CommandGrammar
import JSONText
import RemoteAccount
import RemotePush
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let action = Option<RemoteTrigger.Action>(
  "action", "ACTION", .vocabulary(), default: RemoteTrigger.Action.endSession.word,
  help: "What the trigger does: end the session, or set the routing channel to email, which ends it too",
  details: [
    "The account's setting that routes ended sessions as e-mail only applies to ends by agents; `email` has the same effect for a push."
  ])
private let like = Option<Int64>(
  "like", "TRIGGER", .id, help: "Copy the account's words for the action from this trigger in the account",
  details: [
    "Usually they are found in the account's definitions by their English or German titles. If that fails, create a trigger with that one action in the admin center and name it here."
  ])
private let dryRun = Flag("dry-run", help: "Show what would be done, and change nothing")
private let yes = Flag("yes", help: "Do not ask; required when not on a terminal")
private let remove = Flag("remove", help: "Remove the trigger")

let remoteSetupCommand = Command.answering(
  CommandSpec(
    ["remote", "setup"],
    summary: "Create the trigger in the live account that ends what 'remote push' tags",
    discussion: [
      "The trigger fires on the tag `\(EndingTrigger.tag)`: it ends the session, removes the tag and adds `\(EndingTrigger.endedTag)`. The command shows the trigger, creates it inactive, and then activates it. If it created such a trigger before, or if another trigger does exactly the same, it uses that one.",
      "This needs an OAuth client with the scope `triggers:write`; for `remote push`, `tickets:write` is enough.",
    ],
    options: [action, like, dryRun, yes, remove],
    examples: [
      Example(command: "sessionctl remote setup --dry-run", explanation: "What would be created"),
      Example(command: "sessionctl remote setup --yes", explanation: "Create the trigger, or take it over"),
      Example(command: "sessionctl remote setup --remove --yes", explanation: "Remove the trigger"),
    ],
    exitNotes: [
      ExitNote(.no, "The account has no such action: the feature is off, or not in its plan"),
      ExitNote(.notPermitted, "You are not an admin, or the OAuth client lacks triggers:write"),
      .unreachableAccount, .busyAccount,
    ]),
  prints: RemoteSetupDocument.schema.schema
) { context in
  let open = try context.open()
  let client = try open.remote(
    context.arguments[dryRun] ? ["read"] : ["read", "triggers:write"])
  return try RemoteSetup(context: context, open: open, client: client).run()
}

/// What was done about the trigger.
private struct SetupOutcome {
  var word: String
  var id: Int64?
  var title: String
  var trigger: JSONValue
  var account: String
  var isDryRun = false
}

/// One run of `remote setup`.
private struct RemoteSetup {
  let context: CommandContext
  let open: OpenStore
  let client: RemoteAccountClient

  private var isDryRun: Bool { context.arguments[dryRun] }

  func run() throws -> ExitCode {
    if context.arguments[remove] { return try takeAway() }
    let wanted = EndingTrigger(try words())
    let found = wanted.find(in: try triggers())
    let kind: RemoteTrigger.Action = context.arguments[action] ?? .endSession
    let (doing, done): (String, String)
    switch found {
    case nil: (doing, done) = ("create", "made")
    case let found? where !found.isSame: (doing, done) = ("take over and change", "changed")
    case let found? where !found.isActive: (doing, done) = ("activate", "activated")
    case .some: (doing, done) = ("keep", "unchanged")
    }
    let trigger = wanted.document(active: true)["trigger"] ?? .null
    var outcome = SetupOutcome(
      word: done, id: found?.id, title: EndingTrigger.title, trigger: trigger, account: client.address.text)
    if isDryRun { return try show(outcome) }
    guard try done == "unchanged" || hasConsent("\(doing.capitalizedFirst) this trigger", trigger) else {
      context.messages.line("nothing was changed in the live account")
      return .no
    }
    let id = try found?.id ?? make(wanted)
    if done == "changed" {
      _ = try client.json(put(id, wanted.document(active: false)))
    }
    if done != "unchanged" { _ = try client.json(put(id, ["trigger": ["active": true]])) }
    outcome.id = id
    try note(
      RemoteTrigger(
        account: client.address.text, id: id, title: EndingTrigger.title, action: kind,
        words: RemoteTrigger.Words(field: wanted.action.field, value: wanted.action.value)),
      "set up trigger \(id) in \(client.address.text)")
    return try show(outcome)
  }

  private func takeAway() throws -> ExitCode {
    let (own, others) = EndingTrigger.known(in: try triggers())
    for other in others {
      context.note(
        "trigger \(other.id) '\(other.title)' also fires on the tag, but somebody else created it, so it stays"
      )
    }
    guard let found = own.first else {
      if !isDryRun { try note(nil, nil) }
      throw Failure.notFound("there is no trigger from sessionctl in \(client.address.text)")
    }
    let outcome = SetupOutcome(
      word: "removed", id: found.id, title: found.title, trigger: .null, account: client.address.text)
    if isDryRun { return try show(outcome) }
    guard try hasConsent("Remove trigger \(found.id) '\(found.title)'", nil) else {
      context.messages.line("nothing was changed in the live account")
      return .no
    }
    // Of several, which an answer that was lost may have made, the first is told.
    for trigger in own { try takeAway(trigger.id) }
    try note(nil, "removed trigger \(found.id) from \(client.address.text)")
    return try show(outcome)
  }

  private func takeAway(_ id: Int64) throws {
    do {
      // Off first, so that nothing fires in between.
      _ = try client.json(put(id, ["trigger": ["active": false]]))
      _ = try client.json(RemoteRequest(.delete, "/api/v2/triggers/\(id).json"))
    } catch RemoteFailure.notFound { return }
  }

  // MARK: The account

  private func put(_ id: Int64, _ body: JSONValue) -> RemoteRequest {
    RemoteRequest(.put, "/api/v2/triggers/\(id).json", body: body)
  }

  /// All of the account's triggers; there are at most 7,000.
  private func triggers() throws -> [JSONValue] {
    var triggers: [JSONValue] = []
    for page in 1...200 {
      let answer = try client.json(.get("/api/v2/triggers.json", ["page": String(page)]))
      guard let found = answer["triggers"]?.array else { throw RemoteFailure.unexpected("triggers") }
      triggers += found
      if answer["next_page"]?.string == nil || found.isEmpty { break }
    }
    return triggers
  }

  /// The account's words for the action.
  private func words() throws -> EndingTrigger.Action {
    if let id = context.arguments[like] {
      let answer = try client.json(.get("/api/v2/triggers/\(id).json"))
      guard let action = answer["trigger"].flatMap(EndingTrigger.action(of:)) else {
        throw Failure.refused(
          "trigger \(id) of the live account does not have exactly one action besides those on tags; name one that does"
        )
      }
      return action
    }
    let learning = Learning([try Definitions(client.json(Definitions.ofTriggers))])
    let kind: RemoteTrigger.Action = context.arguments[action] ?? .endSession
    let (field, value) = kind.ourWords
    // What was learned from a trigger made by hand counts where the definitions don't tell.
    let learned = try open.store.read { try $0.learnedWords() }
    let known = learned.account == client.address.text ? learned.words.action(field, value) : nil
    guard let word = learning.action(field, value) ?? known else {
      throw Failure.refused(
        "the live account's triggers have no action '\(kind.title)': ending sessions is off, not in its plan, or has another name there; create a trigger with that action in the admin center and name it with --like"
      )
    }
    return EndingTrigger.Action(field: word.field, value: word.value)
  }

  /// A trigger is made once: where nobody knows whether it was, the next run takes it over.
  private func make(_ wanted: EndingTrigger) throws -> Int64 {
    let request = RemoteRequest(.post, "/api/v2/triggers.json", body: wanted.document(active: false))
    var attempt = 1
    while true {
      let (answer, next) = try client.attempt(request, attempt)
      switch next {
      case .goOn:
        guard let id = try answer?.json()["trigger"]?["id"]?.integer else {
          throw RemoteFailure.unexpected("trigger.id")
        }
        return id
      case .wait(let seconds, .limit), .wait(let seconds, .contention):
        try context.world.pause(min(seconds, client.longestWait))
        attempt += 1
      case .wait(_, .trouble), .signInAgain:
        throw Failure(
          .ioFailure, "unreachable",
          "it is unknown whether the live account created the trigger; run this again, and it takes the trigger over if there is one"
        )
      case .stop(let failure): throw failure
      }
    }
  }

  // MARK: Here

  private func note(_ trigger: RemoteTrigger?, _ summary: String?) throws {
    try open.store.write { writer in
      let actor = try open.admin(writer.reader)
      let before = try writer.reader.remoteTrigger()
      if before == trigger { return }
      try writer.noteRemoteTrigger(trigger, at: open.now)
      if let summary { try writer.log(open.entry(by: actor, summary)) }
    }
  }

  private func hasConsent(_ what: String, _ trigger: JSONValue?) throws -> Bool {
    if context.arguments[yes] { return true }
    return try context.hasConsent(
      to: "\(what) in \(client.address.text)?", telling: trigger.map { [$0.text] } ?? [],
      refusal:
        "this changes the triggers of \(client.address.text); give --yes to do it, or --dry-run to look first"
    )
  }

  private func show(_ outcome: SetupOutcome) throws -> ExitCode {
    if context.isSilent && !isDryRun { return .done }
    var outcome = outcome
    outcome.isDryRun = isDryRun
    try context.show(RemoteSetupDocument.schema, outcome, open.clock)
    if isDryRun { context.note("nothing was changed (--dry-run)") }
    return .done
  }
}

extension RemoteTrigger.Action {
  /// What it is in our rules.
  fileprivate var ourWords: (field: String, value: String) {
    switch self {
    case .endSession: ("messaging_session", "end_session")
    case .email: ("routing_channel", "email")
    }
  }

  /// What the admin center calls it.
  fileprivate var title: String {
    switch self {
    case .endSession: "Messaging session | End session"
    case .email: "Set routing channel | Email"
    }
  }
}

/// What `remote setup` shows.
private enum RemoteSetupDocument {
  static let schema = RowSchema<SetupOutcome>(
    single: "remote-setup",
    [
      RowColumn("account", .text) { $0.account },
      RowColumn("dry_run", .bool) { $0.isDryRun },
      RowColumn("outcome", .token) { $0.word },
      RowColumn("trigger_id", .identifier, header: "TRIGGER") { $0.id },
      RowColumn("title", .text) { $0.title },
      RowColumn("trigger", .json) { $0.trigger.isNull ? nil : $0.trigger.bytes },
    ])
}
