import CivilTime
import Foundation
import JSONText
import TestSupport

/// What is tried on an account made by chance: commands of each kind, with options made by chance.
extension RandomAccount {
  mutating func foresight(_ command: Foresight.Command) throws -> Foresight {
    switch command {
    case .end: Foresight(command: command, words: ["session", "end", "--yes"] + endOptions())
    case .remind: Foresight(command: command, words: ["session", "remind", "--yes"] + remindOptions())
    case .routing: Foresight(command: command, words: ["routing", "run"])
    case .macro: try macroApplication()
    case .rules: Foresight(command: command, words: try rulesOptions())
    case .closeSolved:
      Foresight(
        command: command,
        words: ["ticket", "close-solved", "--after", chance.pick(["30m", "9h", "11h", "3d"])])
    case .prune: Foresight(command: command, words: pruneOptions())
    case .deed: try deedForesight()
    case .disable:
      Foresight(
        command: command,
        words: ["feature", "disable"]
          + chance.pick([[], ["--deactivate-triggers"], ["--for", "end-users"]]))
    }
  }

  /// Hours or days pass, in which things grow old enough to be closed and pruned.
  mutating func passTime() {
    machine.now = machine.now.advanced(by: Int64(chance.pick([600, 7200, 50_000, 200_000])))
  }

  private mutating func macroApplication() throws -> Foresight {
    let tickets = try machine.plainTickets().keys.sorted()
    let ticket = tickets.isEmpty ? 31 : chance.pick(tickets)
    let titles = machine.run("macro", "list", "--json").items.compactMap { $0["title"]?.string }
    let title = titles.isEmpty ? "Wrap up" : chance.pick(titles)
    return Foresight(
      command: .macro,
      words: ["macro", "apply", title, "--ticket", "\(ticket)", "--as", chance.pick(["1", "2", "3"])],
      flag: chance.pick(["--preview", "--dry-run"]))
  }

  private mutating func deedForesight() throws -> Foresight {
    let tickets = try machine.plainTickets()
    var random = RandomRules(chance: chance)
    let deed = random.deed()
    chance = random.chance
    let id = tickets.isEmpty ? 31 : chance.pick(tickets.keys.sorted())
    let words = deed.words(ticket: id, session: tickets[id]?["session"] ?? "1")
    // `session end` has a family of its own, and asks.
    return Foresight(
      command: .deed,
      words: words.filter { $0 != "-q" } + (words[1] == "end" && words[0] == "session" ? ["--yes"] : []))
  }

  private mutating func pruneOptions() -> [String] {
    let ages = ["1h", "6h", "1d", "2d"]
    var words: [String] = []
    for option in ["--ended-before", "--log-before", "--outbox-before"] where !chance.once(in: 3) {
      words += [option, chance.pick(ages)]
    }
    if words.isEmpty { words = ["--ended-before", "1h"] }
    if chance.once(in: 2) {
      words += ["--archive", "\(machine.folder)/archive-\(chance.number(0...1_000_000)).ndjson"]
    }
    return ["prune", "--yes"] + words
  }

  /// The account's own rules, some of them taken out, renamed, switched or moved.
  private mutating func rulesOptions() throws -> [String] {
    let exported = try machine.does("rules export").json
    guard case .object(var file) = exported else { return ["rules", "apply", "missing.json"] }
    for key in file.keys {
      guard var rules = exported[key]?.array else { continue }
      if chance.once(in: 6) {
        file[key] = nil
        continue
      }
      rules = rules.filter { _ in !chance.once(in: 4) }.map { changed($0) }
      if chance.once(in: 3) { rules.shuffle(using: &chance) }
      file[key] = .array(rules)
    }
    let path = try machine.file("rules-\(chance.number(0...1_000_000)).json", JSONValue.object(file).text)
    return ["rules", "apply", path, "--yes"] + (chance.once(in: 2) ? ["--prune"] : [])
  }

  private mutating func changed(_ rule: JSONValue) -> JSONValue {
    guard case .object(var object) = rule, chance.once(in: 3) else { return rule }
    let name = object["title"] == nil ? "name" : "title"
    switch chance.number(0...3) {
    case 0: object[name] = .string("\(object[name]?.string ?? "") again")
    case 1 where object["active"] != nil: object["active"] = .bool(chance.once(in: 2))
    case 2 where object["actions"]?.array?.isEmpty == false:
      object["actions"] = .array(
        (object["actions"]?.array ?? []).reversed() + [["field": "current_tags", "value": "coded"]])
    case 3 where object["priority"] != nil: object["priority"] = .integer(Int64(chance.number(1...100)))
    default: break
    }
    return .object(object)
  }
}
