import CommandGrammar
import JSONText
import Testing

/// §12 in two stores: what was changed of an imported rule here is no word of its source's, also where an export of it was
/// imported.
@Suite struct RuleSourceTests {
  struct Kind: CustomStringConvertible, Sendable {
    let noun: String
    let key: String
    /// The members besides id, name, place and times.
    let content: String
    let title: String
    let position: String
    /// Whether it can be switched.
    let isSwitched: Bool
    var description: String { noun }

    /// What the source says of it at an hour.
    func record(_ name: String, position place: Int = 3, active: Bool = true, at hour: Int) -> String {
      let time = "\"2026-01-01T\(hour < 10 ? "0" : "")\(hour):00:00Z\""
      let id = noun == "queue" ? "\"77\"" : "77"
      return """
        {"\(key)":{"id":\(id),"\(title)":"\(name)","\(position)":\(place),\(isSwitched ? "\"active\":\(active)," : "")\
        "unknown":{"a":1.50},\(content),"created_at":"2026-01-01T00:00:00Z","updated_at":\(time)}}
        """
    }
  }

  static let kinds = [
    Kind(
      noun: "trigger", key: "trigger",
      content:
        #""conditions":{"all":[{"field":"current_tags","operator":"includes","value":"x"}],"any":[]},"actions":[{"field":"current_tags","value":"y"}]"#,
      title: "title", position: "position", isSwitched: true),
    Kind(
      noun: "macro", key: "macro",
      content: #""actions":[{"field":"current_tags","value":"y"}],"restriction":null"#,
      title: "title", position: "position", isSwitched: true),
    Kind(
      noun: "messaging-trigger", key: "messaging_trigger",
      content:
        #""event":"message_sent","conditions":{"all":[{"field":"message","operator":"contains","value":"hi"}],"any":[]},"actions":[{"field":"add_tags","value":"y"}]"#,
      title: "title", position: "position", isSwitched: true),
    Kind(
      noun: "queue", key: "queue",
      content:
        #""priority":1,"definition":{"all":[{"field":"priority","operator":"is","value":"urgent"}],"any":[]},"primary_groups":{"count":1,"groups":[{"id":701,"name":"Support"}]},"secondary_groups":{"count":0,"groups":[]}"#,
      title: "name", position: "order", isSwitched: false),
  ]

  /// What is done here to a rule called One.
  private func edit(_ machine: TestMachine, _ kind: Kind, _ way: String) throws {
    switch way {
    case "content": try machine.does("\(kind.noun) edit One --\(kind.title) Ours -q")
    case "state": try machine.does("\(kind.noun) disable One -q")
    default:
      // Last becomes first.
      let ids = machine.run(kind.noun, "list", "--json").items.compactMap { $0["id"] }.map {
        $0.string ?? $0.text
      }
      try machine.does("\(kind.noun) reorder \(ids.reversed().joined(separator: " ")) -q")
    }
  }

  private func shown(_ machine: TestMachine, _ kind: Kind) throws -> [String] {
    machine.run("export", "--type", kind.key.replacingOccurrences(of: "_", with: "-")).lines.map(\.text)
      .filter {
        $0.contains("\"unknown\"") || $0.contains("Other")
      }
  }

  @Test(
    "an older and a newer word of the source has the same outcome in both stores",
    arguments: kinds.flatMap { kind in
      // Macros have no order of their own.
      (["content"] + (kind.noun == "macro" ? [] : ["place"]) + (kind.isSwitched ? ["state"] : [])).map {
        (kind, $0)
      }
    })
  func twoStores(_ kind: Kind, _ way: String) throws {
    let machine = try TestMachine.withAccount()
    let other = kind.record("Other", position: 9, at: 1).replacingOccurrences(of: "77", with: "78")
    try machine.take([kind.record("One", at: 5), other])
    try edit(machine, kind, way)
    let export = machine.run("export").text
    #expect(export.contains("\"source\":{"), "\(export)")

    let second = try TestMachine.withStore()
    #expect(second.run("feature", "enable").code == .done)
    try second.take([export])
    #expect(second.run("export").lines.count == machine.run("export").lines.count)
    #expect(try shown(second, kind) == shown(machine, kind))
    for store in [machine, second] {
      let again = store.run("import", "-", "--json", input: export)
      #expect(again.code == .done, "\(again)")
      #expect(again.items.first { $0["type"]?.string == kind.key }?["updated"] == 0, "\(again)")
    }

    // Newer than what the source last said, older than the change here: taken, but for what was changed.
    for store in [machine, second] {
      try store.take([kind.record("One", position: 3, at: 6).replacingOccurrences(of: "1.50", with: "2")])
      #expect(try shown(store, kind).contains { $0.contains("{\"a\":2}") })
      let item = store.run(kind.noun, "list", "--json").items.first { $0["id"] == 77 || $0["id"] == "77" }
      if way == "content" { #expect(item?[kind.title] == "Ours", "\(item?.text ?? "none")") }
      if way == "state" { #expect(item?["active"] == false) }
    }
    #expect(try shown(second, kind) == shown(machine, kind))

    // Older than what it last said: dropped.
    for store in [machine, second] { try store.take([kind.record("Older", position: 1, at: 2)]) }
    #expect(try shown(second, kind) == shown(machine, kind))
    #expect(try !shown(second, kind).contains { $0.contains("Older") })

    // Newer in the very member: the source's word again.
    for store in [machine, second] {
      try store.take([kind.record("New", position: 40, active: false, at: 9)])
      if kind.isSwitched { try store.take([kind.record("New", position: 40, active: true, at: 10)]) }
      let item = store.run(kind.noun, "list", "--json").items.first { $0["id"] == 77 || $0["id"] == "77" }
      #expect(item?[kind.title] == "New", "\(item?.text ?? "none")")
      if kind.isSwitched { #expect(item?["active"] == true) }
      #expect(item?[kind.position] == 40)
      #expect(store.run("doctor").code == .done)
    }
    #expect(try shown(second, kind) == shown(machine, kind))
  }

  @Test("a source beside a rule that is another's, or none, is refused: 65") func wrongSource() throws {
    let machine = try TestMachine.withAccount()
    for kind in Self.kinds {
      let record = String(kind.record("One", at: 5).dropLast())
      for (source, sentence) in [
        ("5", "sessionctl.source: expected an object"),
        ("{\"id\":\"9\",\"title\":\"x\",\"name\":\"x\"}", "same id"),
        ("{}", "expected"),
      ] {
        let run = machine.run("import", "-", input: "\(record),\"sessionctl\":{\"source\":\(source)}}")
        #expect(run.code == .badInput && run.errors.contains(sentence), "\(run)")
      }
    }
  }
}
