import CommandGrammar
import JSONText
import RemoteAccount
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let dryRun = Flag("dry-run", help: "Show what would be done, and change nothing in the account")
private let yes = Flag("yes", help: "Do not ask; required when not on a terminal")

let rulesPushCommand = Command.answering(
  CommandSpec(
    ["rules", "push"], summary: "Push a file's rules to the live account",
    discussion: [
      "Rules are found in the live account by title or name, as `rules apply` does here. Those that differ are changed, and missing ones are created. Groups, schedules and agents get the account's own ids, and the parts of rules its own words (see `remote learn`). New triggers and macros arrive inactive, so that somebody can check them there. The order of triggers becomes the file's, category by category. Nothing is ever deleted there.",
      "The command lists as 'by hand' what the API can't do: messaging triggers, holidays, the order of macros and queues, and what the account's plan lacks. A rule that the account refuses is named, and the others are pushed.",
    ],
    operands: [rulesFileOperand], options: [dryRun, yes],
    examples: [
      Example(
        command: "sessionctl rules push rules.json --dry-run",
        explanation: "What would change in the live account"),
      Example(command: "sessionctl rules push rules.json --yes", explanation: "Push them"),
    ],
    exitNotes: [
      ExitNote(.no, "The account refused some rules, or lacks what they name"),
      ExitNote(.badInput, "The file is wrong"),
    ]),
  prints: RulesPushDocument.schema.schema
) { context in
  try RulesPush(context).run()
}

/// One thing that was done, or is to be done by hand.
private struct PushedRule {
  let kind: String
  let title: String?
  let change: String
  var problem: String?
}

private enum RulesPushDocument {
  static let schema = RowSchema<PushedRule>(
    "rules-push",
    [
      RowColumn("kind", .token) { $0.kind.isEmpty ? nil : $0.kind },
      RowColumn("title", .text, flexible: true) { $0.title },
      RowColumn("change", .token) { $0.change }, RowColumn("problem", .text, wraps: true) { $0.problem },
    ])
}

/// One run of `rules push`.
private struct RulesPush {
  let context: CommandContext
  private var isTrial: Bool { context.arguments[dryRun] }

  init(_ context: CommandContext) { self.context = context }

  func run() throws -> ExitCode {
    let given = try RulesFile.read(context.arguments[required: rulesFileOperand], context)
    let open = try context.open()
    let client = try open.remote(["read"])
    let words = try open.store.read { try $0.accountWords() }
    let file = given.inOurWords(words)
    let account = RemoteRuleAccount(client, words: words)
    let plan = try open.store.read { try RemoteRulesPlan(file, account, $0) }
    var done: [PushedRule] = []
    let count = plan.parts.reduce(0) { $0 + $1.work }
    if count > 0, !isTrial {
      guard try consent(count, client) else { return .no }
    }
    // Triggers have a scope of their own; a token that may write anything is asked for only where it must.
    let others = plan.parts.contains { $0.work > 0 && $0.remote.singular != "trigger" }
    let writing = RemoteRuleAccount(
      try open.remote(["read", others ? "write" : "triggers:write"]), words: account.words)
    for part in plan.parts {
      let push = PartPush(part, plan.names, writing, isTrial: isTrial)
      done += try push.run()
    }
    let changed = done.filter { $0.problem == nil }.count
    if changed > 0, !isTrial {
      try open.store.write { writer in
        let actor = try open.admin(writer.reader)
        _ = try writer.log(
          open.entry(
            by: actor, "pushed \(counted(changed, "rule")) of \(file.name) to \(client.address.text)"))
      }
    }
    done += plan.byHand.map { PushedRule(kind: "", title: nil, change: "by_hand", problem: $0) }
    if !context.isSilent || isTrial {
      try context.write(RulesPushDocument.schema, done, open.clock)
      if done.isEmpty { context.note("nothing to change") }
      if isTrial, count > 0 { context.note("nothing was changed (--dry-run)") }
    }
    return done.contains { $0.problem != nil && $0.change != "by_hand" } ? .no : .done
  }

  private func consent(_ count: Int, _ client: RemoteAccountClient) throws -> Bool {
    if context.arguments[yes] { return true }
    let what = "\(counted(count, "rule")) in \(client.address.text)"
    return try context.hasConsent(
      to: "Change \(what), for everybody there?",
      refusal: "this would change \(what); give --yes to do it, or --dry-run to look first")
  }
}

extension RemoteRulesPlan.Part {
  /// How many things are to be done.
  fileprivate var work: Int {
    plan.changes.count { if case .removed = $0 { false } else { true } } + (plan.moves == nil ? 0 : 1)
  }
}

/// Brings one kind of rules to the account.
private struct PartPush {
  let part: RemoteRulesPlan.Part
  let names: RemoteNames
  let account: RemoteRuleAccount
  let isTrial: Bool
  private var remote: any RemoteKind { part.remote }
  private var noun: String { remote.kind.noun.wireWord }

  init(
    _ part: RemoteRulesPlan.Part, _ names: RemoteNames, _ account: RemoteRuleAccount, isTrial: Bool
  ) {
    self.part = part
    self.names = names
    self.account = account
    self.isTrial = isTrial
  }

  func run() throws -> [PushedRule] {
    var done: [PushedRule] = []
    var created: [String?] = []
    for change in part.plan.changes {
      switch change {
      case .removed: continue
      case .created(let rule):
        var step = PushedRule(kind: noun, title: rule.title, change: "created")
        do {
          var object = try remote.wire(rule, account.words, names)
          if object["active"] != nil { object["active"] = false }
          if remote.singular == "trigger", let category { object["category_id"] = .string(category) }
          created.append(isTrial ? "new \(created.count)" : try make(object))
        } catch {
          step.problem = try Self.problem(error)
          created.append(nil)
        }
        done.append(step)
      case .changed(let place, _, let rule):
        var step = PushedRule(kind: noun, title: rule.title, change: "changed")
        do {
          var object = try remote.wire(rule, account.words, names)
          let known = part.rules[Int(place)]
          if known.object["active"] == false { object["active"] = nil }
          if !isTrial { try update(known.id, to: object) }
        } catch { step.problem = try Self.problem(error) }
        done.append(step)
      }
    }
    if part.plan.moves != nil || (created.contains { $0 != nil } && remote.reordering != nil) {
      if let step = try reorder(created) { done.append(step) }
    }
    return done
  }

  /// What the account or this machine has against one rule; whatever speaks against all of them is thrown.
  private static func problem(_ error: any Error) throws -> String {
    switch error {
    case let error as CodeProblem: return error.message
    case RemoteFailure.refused(_, let problem): return problem.text
    case RemoteFailure.forbidden(let words), RemoteFailure.noEndpoint(let words),
      RemoteFailure.notFound(let words):
      return words
    default: throw error
    }
  }

  /// New triggers go where the first of the account's are.
  private var category: String? {
    part.rules.first?.object["category_id"].flatMap { $0.string ?? $0.integer.map(String.init) }
  }

  private func make(_ object: JSONObject) throws -> String? {
    var object = object
    let intervals = object["intervals"]
    if remote is RemoteSchedules { object["intervals"] = nil }
    let body: JSONValue = .object(JSONObject([(remote.singular, .object(object))]))
    let answer = try account.client.json(RemoteRequest(.post, remote.path + ".json", body: body))
    let id = answer[remote.singular]?["id"].flatMap { $0.string ?? $0.integer.map(String.init) }
    guard let id else { throw RemoteFailure.unexpected("\(remote.singular).id") }
    if remote is RemoteSchedules, let intervals { try setHours(of: id, intervals) }
    return id
  }

  private func update(_ id: String, to object: JSONObject) throws {
    var object = object
    let intervals = object["intervals"]
    if remote is RemoteSchedules { object["intervals"] = nil }
    let body: JSONValue = .object(JSONObject([(remote.singular, .object(object))]))
    let path = "\(remote.path)/\(RemoteRequest.segment(id)).json"
    _ = try account.client.json(RemoteRequest(.put, path, body: body))
    if remote is RemoteSchedules, let intervals { try setHours(of: id, intervals) }
  }

  /// A schedule's hours are a thing of their own.
  private func setHours(of id: String, _ intervals: JSONValue) throws {
    let path = "\(remote.path)/\(RemoteRequest.segment(id))/workweek.json"
    _ = try account.client.json(
      RemoteRequest(.put, path, body: ["workweek": ["intervals": intervals]]))
  }

  private func reorder(_ created: [String?]) throws -> PushedRule? {
    guard let reordering = remote.reordering else {
      return part.plan.moves == nil
        ? nil : PushedRule(kind: noun, title: nil, change: "by_hand", problem: "the order of them")
    }
    // Every id is named, and categories stay together, in the order in which the account has them.
    var categories: [String] = []
    func category(_ object: JSONObject?) -> String { object?["category_id"]?.text ?? "" }
    for rule in part.rules where !categories.contains(category(rule.object)) {
      categories.append(category(rule.object))
    }
    var places: [(category: Int, id: String)] = []
    for slot in part.plan.order {
      switch slot {
      case .stored(let place):
        let rule = part.rules[Int(place)]
        places.append((categories.firstIndex(of: category(rule.object)) ?? 0, rule.id))
      case .created(let index): if let id = created[index] { places.append((0, id)) }
      }
    }
    let ids = categories.indices.flatMap { index in places.filter { $0.category == index }.map(\.id) }
    let wanted = categories.isEmpty ? places.map(\.id) : ids
    // New ones go last by themselves.
    guard wanted != part.rules.map(\.id) + created.compactMap(\.self) else { return nil }
    if !isTrial {
      _ = try account.client.json(
        RemoteRequest(
          .put, reordering.path,
          body: [reordering.key: .array(wanted.map { Int64($0).map(JSONValue.integer) ?? .string($0) })]))
    }
    return PushedRule(kind: noun, title: nil, change: "reordered")
  }
}
