import JSONText
import SessionModel
import SessionStore
import StoreAdministration
import StoreEngine
import WireFormat

/// Brings what a recipe consists of into the account, and takes it away again; each in the caller's transaction.
struct RecipeInstaller {
  let recipe: Recipe
  let administration: Administration
  let open: OpenStore

  private var writer: StoreWriter { administration.writer }

  // MARK: Installing

  /// Makes what is missing; what is there already stays as it is.
  ///
  /// - Returns: what was made, in sentences
  func install(_ values: RecipeValues) throws -> [String] {
    let reader = writer.reader
    if let obstacle = try recipe.obstacle(reader, schedule: values.schedule?.name) { throw obstacle }
    let known = try RecipeParts(recipe, reader).present
    if let gone = try brokenPart(known) { throw gone }
    var values = values
    var made: [String] = []
    for planned in recipe.parts(values) {
      if known.contains(where: { $0.is(planned) }) { continue }
      // What needs the group gets its id as soon as there is one.
      guard
        let part = recipe.parts(values).first(where: { $0.kind == planned.kind && $0.title == planned.title })
      else { continue }
      let (id, shownID, document, isNew) = try put(part)
      if case .group = part { values.groupID = id }
      try writer.notePart(
        ofRecipe: recipe.name, kind: part.kind, thingID: id, document: document, at: open.now)
      made.append("\(isNew ? "created" : "took over") \(part.kind) '\(part.title)' (\(shownID))")
    }
    return made
  }

  /// Something that came before and names what is gone since, such as its group: making the rest anew would not help it.
  private func brokenPart(_ known: [RecipeParts.Part]) throws -> Failure? {
    let environment = try administration.ruleEnvironment()
    func problem(_ part: RecipeParts.Part) throws -> RuleProblem? {
      switch part.kind {
      case "trigger":
        return try writer.reader.triggers().first { $0.rule.id == part.id }?.rule.problems(environment)
          .first { $0.code == "reference" }
      case "queue":
        return try writer.reader.queues().first { $0.queue.key == part.id }.flatMap { stored in
          RuleCompiler(environment).problems(of: stored.queue).first { $0.code == "reference" }
        }
      default: return nil
      }
    }
    for part in known {
      guard let problem = try problem(part) else { continue }
      return .refused(
        "\(part.name) can no longer work: \(problem.advised); remove the recipe with 'sessionctl recipe remove \(recipe.name)', then install it again"
      )
    }
    return nil
  }

  /// What was made or taken over: by which number the recipe remembers it, what people call it, and its document.
  private typealias Put = (id: Int64, shownID: String, document: [UInt8], isNew: Bool)

  private func put(_ part: RecipePart) throws -> Put {
    switch part {
    case .group(let name):
      let id = try administration.addGroup(named: name)
      return (id, String(id), Array("{}".utf8), true)
    case .trigger(let trigger): return try put(trigger)
    case .macro(let macro): return try put(macro)
    case .queue(let queue): return try put(queue)
    }
  }

  private func put<Rule: StorableRule>(_ rule: Rule) throws -> Put {
    if let taken = try writer.reader.rules(Rule.self).first(where: { $0.rule.title == rule.title }) {
      guard taken.rule.saysTheSame(as: rule) else {
        throw Failure.refused(
          "there is already another \(Rule.noun) '\(rule.title)' (\(taken.rule.id)); give it another title first"
        )
      }
      return (taken.rule.id, String(taken.rule.id), try taken.wireDocument(), false)
    }
    let stored = try administration.add(rule, description: recipe.title)
    return (stored.rule.id, String(stored.rule.id), stored.document, true)
  }

  private func put(_ queue: Queue) throws -> Put {
    if let taken = try writer.reader.queues().first(where: { $0.queue.name == queue.name }) {
      guard taken.queue.saysTheSame(as: queue) else {
        throw Failure.refused(
          "there is already another queue '\(queue.name)' (\(taken.queue.id)); give it another name first")
      }
      return (taken.queue.key, taken.queue.id, try taken.wireDocument(), false)
    }
    let stored = try administration.add(queue)
    return (stored.queue.key, stored.queue.id, try stored.wireDocument(), true)
  }

  // MARK: Removing

  /// Takes away what the recipe brought and nothing else.
  ///
  /// - Returns: what was taken away or left, in sentences
  func remove() throws -> [String] {
    var told: [String] = []
    for part in try RecipeParts(recipe, writer.reader).all.reversed() {
      try writer.forgetPart(ofRecipe: recipe.name, kind: part.kind, thingID: part.thingID)
      guard part.isPresent else { continue }
      let name = part.name
      switch part.kind {
      case "trigger": try delete(part.id, Trigger.self)
      case "macro": try delete(part.id, Macro.self)
      case "queue":
        if let queue = try writer.reader.queues().first(where: { $0.queue.key == part.id }) {
          try administration.delete(queue)
        }
      default:
        do { try administration.delete(Group(id: part.id, name: part.title)) } catch AdministrationRefusal
          .groupIsInUse
        {
          told.append("kept \(name): tickets, agents, queues or rules still use it")
          continue
        }
      }
      told.append("removed \(name)\(part.isEdited ? ", which was edited since" : "")")
    }
    return told
  }

  /// Notes as the recipe's again what came back when its removal was undone.
  ///
  /// - Parameter changes: what the removal had changed
  func takeBack(_ changes: [ManagedChange]) throws {
    for change in changes where change.after == nil {
      guard let document = change.before else { continue }
      let id =
        change.thing.noun == "queue"
        ? try writer.reader.queues().first { $0.queue.id == change.thing.id }?.queue.key
        : Int64(change.thing.id)
      guard let id else { continue }
      try writer.notePart(
        ofRecipe: recipe.name, kind: change.thing.noun, thingID: id, document: document, at: open.now)
    }
  }

  private func delete<Rule: StorableRule>(_ id: Int64, _ type: Rule.Type) throws {
    if let stored = try writer.reader.rule(type, id: id) {
      try administration.delete(stored, evenActive: true)
    }
  }
}

extension ManagedRule {
  /// Whether it can be taken over as the other: it does the same at the same times.
  func saysTheSame(as other: Self) -> Bool { conditions == other.conditions && actions == other.actions }
}

extension Queue {
  /// Whether it can be taken over as the other: it takes the same tickets.
  func saysTheSame(as other: Queue) -> Bool { conditions == other.conditions }
}

/// What a recipe has brought, and what has become of it.
struct RecipeParts {
  struct Part {
    let kind: String
    /// By which number the recipe remembers it.
    let thingID: Int64
    /// By which number the store knows it now: of a queue that came back, another one.
    let id: Int64
    /// By which people know it.
    let shownID: String
    let title: String
    /// What it was called when it came.
    let firstTitle: String
    let isPresent: Bool
    let isEdited: Bool
    /// False for a rule that is switched off.
    let isActive: Bool

    /// `trigger 'Offer the survey' (12)`
    var name: String { "\(kind) '\(title)' (\(shownID))" }

    func `is`(_ part: RecipePart) -> Bool { kind == part.kind && firstTitle == part.title }
  }

  let all: [Part]
  var present: [Part] { all.filter(\.isPresent) }

  init(_ recipe: Recipe, _ reader: StoreReader) throws {
    let triggers = try reader.triggers()
    let macros = try reader.rules(Macro.self)
    let queues = try reader.queues()
    let groups = try reader.groups().filter { !$0.deleted }
    all = try reader.parts(ofRecipe: recipe.name).map { row in
      let before = try JSONValue.parse(row.document, allowingDuplicateKeys: true)
      func part(
        _ title: String?, _ now: [UInt8]?, _ members: [String], id: Int64? = nil, shownID: String? = nil,
        isActive: Bool? = nil
      ) throws -> Part {
        let after = try now.map { try JSONValue.parse($0, allowingDuplicateKeys: true) }
        let isEdited = after.map { after in members.contains { after[$0] != before[$0] } } ?? false
        let first = before["title"]?.string ?? before["name"]?.string ?? title ?? ""
        return Part(
          kind: row.kind, thingID: row.thingID, id: id ?? row.thingID,
          shownID: shownID ?? String(row.thingID), title: title ?? first, firstTitle: first,
          isPresent: now != nil, isEdited: isEdited, isActive: isActive ?? true)
      }
      switch row.kind {
      case "trigger":
        let stored = triggers.first { $0.rule.id == row.thingID }
        return try part(
          stored?.rule.title, stored?.wireDocument(), ["title", "conditions", "actions"],
          isActive: stored?.rule.active)
      case "macro":
        let stored = macros.first { $0.rule.id == row.thingID }
        return try part(
          stored?.rule.title, stored?.wireDocument(), ["title", "actions", "restriction"],
          isActive: stored?.rule.active)
      case "queue":
        let id = before["id"]?.string
        let stored = queues.first { id == nil ? $0.queue.key == row.thingID : $0.queue.id == id }
        return try part(
          stored?.queue.name, stored?.document, ["name", "definition", "priority"],
          id: stored?.queue.key, shownID: stored?.queue.id)
      default:
        let group = groups.first { $0.id == row.thingID }
        return try part(group?.name, group.map { _ in row.document }, [])
      }
    }
  }
}
