import TestSupport

@testable import CommandGrammar
@testable import SessionctlCommands

/// Command lines made by chance from the declarations: most are nearly right, some are nonsense.
struct RandomLine {
  private static let words = [
    "", " ", "a", "é漢字", "\u{1B}[31m", "\u{202E}x", "{{ticket.title}}", "{% for %}", "{{", "%s%n",
  ]
  private static let sql = [
    "'; DROP TABLE ticket; --", "\"", "\\", "x' OR 1", "--", "-", "=", "a=b", "7=gold", "none",
  ]
  private static let numbers = [
    "0", "1", "2", "-1", "50", "100", "1e9", "0x10", "4294967296", "9007199254740993", "9223372036854775807",
    "9223372036854775808", "-9223372036854775808", "99999999999999999999",
  ]
  private static let times = [
    "now", "today", "yesterday", "monday", "2026-07-15", "2026-07-15T09:00:00Z", "2026-07-15T09:00:00+14:00",
    "-1h", "1h ago", "0000-01-01", "9999-12-31", "9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "2026-02-30",
    "1m", "0m", "90m", "4h", "2d", "1w", "100000d", "9223372036854775807d", "106751991167300d", "1h30m",
  ]
  private static let ids = [
    "1", "2", "3", "4", "5", "6", "7", "50", "1001", "1002", "1003", "1004", "1005", "1006",
  ]
  private static let stored: [String: [String]] = [
    "agent": ["ana@example.com", "601", "602", "Ben Okafor", "admin@example.com"],
    "group": ["Support", "701", "Billing"],
    "schedule": ["Office", "1"], "queue": ["Urgent", "standard", "841"], "trigger": ["801", "1", "Tell"],
    "macro": ["Bye", "821"], "messaging-trigger": ["831", "Welcome"],
    "user": ["501", "kim@example.net", "Otto"],
  ]
  private static let rules = [
    "status is open", "current_tags includes x", "priority value high", "update_type is Change", "status",
    "comment includes a", "via_id is messaging", "SCHEDULE value 1", "message contains hi", "current_tags x",
    "priority high", "set_tags a b", "messaging_session end_session", "routing_channel email", "add_tags x",
    "notification_user requester_id a b", "status solved", "group_id 701", "custom_fields_7 is gold",
    "{\"field\":\"status\"}",
    "mon-fri 09:00-17:00", "mon 25:00-26:00", "2026-12-24 Eve", "2026-12-24..2026-12-26 Days", "id,state",
    "id:desc",
    "UTC", "Europe/Berlin", "Mars", "status,priority", "day,agent", "month,group,tag", "a@example.com",
  ]

  private let folder: String
  private var chance: SplitMix

  init(seed: UInt64, folder: String) {
    chance = SplitMix(seed: seed)
    self.folder = folder
  }

  /// What makes files outside of the store, or a large account, is left out.
  private static let commands = CommandTable.toolkit.commands.filter { !["init", "demo"].contains($0.name) }

  mutating func next() -> [[UInt8]] {
    let command = chance.pick(Self.commands)
    var words = command.path
    for operand in command.operands {
      let count =
        switch operand.count {
        case .required: 1
        case .optional: chance.number(0...1)
        case .repeating: chance.number(0...3)
        case .requiredRepeating: chance.number(1...3)
        }
      for _ in 0..<count { words.append(value(operand.completion, operand.words, operand.name)) }
    }
    let options = command.allOptions
    for option in options where option.required && !chance.once(in: 12) { add(option, to: &words) }
    for _ in 0..<chance.number(0...4) where !options.isEmpty { add(chance.pick(options), to: &words) }
    if chance.once(in: 2) { add(chance.pick(CommandTable.toolkit.globalOptions), to: &words) }
    if options.contains(where: { $0.name == "yes" }), !chance.once(in: 4) { words.append("--yes") }
    // A backup writes where it is told to, and nowhere else.
    if command.name != "backup" { spoil(&words) }
    var line = words.map { Array($0.utf8) }
    if chance.once(in: 40) { line[chance.number(0...(line.count - 1))].append(0xFF) }
    return line
  }

  private mutating func add(_ option: OptionSpec, to words: inout [String]) {
    // The store of the test is the one to work on.
    guard option.name != "store" else { return }
    guard option.takesValue else { return words.append(option.spelling) }
    let value = value(option.completion, option.words, option.valueName)
    if chance.once(in: 3) {
      words.append("\(option.spelling)=\(value)")
    } else {
      words += [option.spelling, value]
    }
  }

  private mutating func value(_ kind: CompletionKind, _ words: [String], _ name: String) -> String {
    if !words.isEmpty, !chance.once(in: 15) { return chance.pick(words) }
    switch kind {
    case .file: return file()
    case .words(let words) where !words.isEmpty && !chance.once(in: 15): return chance.pick(words)
    case .stored(let noun) where !chance.once(in: 6): return chance.pick(Self.stored[noun] ?? Self.ids)
    case .list(let kind):
      return (0..<chance.number(1...3)).map { _ in value(kind, [], name) }.joined(separator: ",")
    default: break
    }
    if name.contains("PATH") || name.contains("FILE") || name.contains("STORE") { return file() }
    if name.contains("ID"), !chance.once(in: 5) { return chance.pick(Self.ids) }
    if name.contains("TIME") || name.contains("DURATION") || name.contains("SPAN"), !chance.once(in: 4) {
      return chance.pick(Self.times)
    }
    let lists = [Self.words, Self.sql, Self.numbers, Self.times, Self.ids, Self.rules, Self.rules]
    return chance.once(in: 50) ? String(repeating: "x", count: 70_000) : chance.pick(chance.pick(lists))
  }

  private mutating func file() -> String {
    chance.pick([
      "-", "\(folder)/lines", "\(folder)/bad", "\(folder)/none", folder,
      "\(folder)/copy\(chance.number(0...9)).db",
    ])
  }

  private mutating func spoil(_ words: inout [String]) {
    guard chance.once(in: 4) else { return }
    let place = chance.number(0...(words.count - 1))
    switch chance.number(0...4) {
    case 0: words.remove(at: place)
    case 1: words.insert(words[place], at: place)
    case 2: words.insert(chance.pick(Self.words + Self.sql + Self.numbers), at: place)
    case 3: words[place] = String(words[place].dropLast())
    default: words.swapAt(place, chance.number(0...(words.count - 1)))
    }
    if words.isEmpty { words = ["--"] }
    // What was spoilt may have become one of those that are left out.
    if ["init", "demo", "backup"].contains(words[0]) { words[0] = "x" }
  }
}
