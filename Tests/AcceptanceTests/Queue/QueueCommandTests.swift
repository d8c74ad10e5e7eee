import CommandGrammar
import Foundation
import JSONText
import Testing

/// Queues with whole commands: made, changed, put in order, deleted (Q3, Q6).
@Suite struct QueueCommandTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  private func create(_ name: String, _ more: String...) -> Run {
    machine.run(["queue", "create", "--name", name, "--primary", "Support", "--json"] + more)
  }

  private var names: [String] {
    machine.run("queue", "list", "--json").items.compactMap { $0["name"]?.string }
  }

  @Test("of several to delete, one that is not there is told of all that are, and one named twice is one")
  func deleteSeveral() throws {
    for name in ["Q1", "Q2"] { #expect(create(name).code == .done) }
    let content = machine.content()
    let run = machine.run("queue", "delete", "Q1", "Q2", "Nope")
    #expect(run.code == .no)
    #expect(run.errors.contains("no queue 'Nope' (there are 2;"), "\(run.errors)")
    #expect(machine.content() == content)
    #expect(machine.run("queue", "delete", "Q1", "1", "Q2").errors.contains("deleted Q1, Q2\n"))
    #expect(names == [])
  }

  @Test("Q3: a queue from options is shown in the wire format, its id a text")
  func fromOptions() throws {
    try machine.succeed("agent", "edit", "601", "--group", "Support", "-q")
    let run = create(
      "Ended", "--if", "via_id is messaging", "--if", "routing_channel is email", "--secondary", "Billing",
      "--priority", "7", "--description", "Home")
    #expect(run.code == .done)
    let expected: JSONValue = [
      "id": "1", "name": "Ended", "description": "Home", "order": 1, "priority": 7,
      "definition": [
        "all": [
          ["field": "via_id", "operator": "is", "value": "messaging"],
          ["field": "routing_channel", "operator": "is", "value": "email"],
        ], "any": [],
      ],
      "primary_groups": ["count": 1, "groups": [["id": 701, "name": "Support"]]],
      "secondary_groups": ["count": 1, "groups": [["id": 702, "name": "Billing"]]],
      "created_at": "2026-07-15T10:00:00Z", "updated_at": "2026-07-15T10:00:00Z", "waiting": 0,
      "problems": [],
    ]
    #expect(run.item == expected)
    #expect(machine.run("queue", "show", "Ended", "--json").item == expected)
    #expect(machine.run("queue", "show", "1", "--json").item == expected)
    #expect(machine.logged.last == "queue create")
  }

  @Test(
    "Q3: both ways to write the groups are understood, bare and wrapped; what is not known here is kept",
    arguments: [
      "{\"queue\":{\"name\":\"Q\",\"primary_groups_id\":[701],\"secondary_groups_id\":[702],\"x\":[1.50]}}",
      "{\"name\":\"Q\",\"primary_groups\":{\"count\":1,\"groups\":[{\"id\":701}]},\"secondary_groups\":{\"groups\":[{\"id\":702}]},\"x\":[1.50],\"definition\":{\"all\":[],\"any\":[]}}",
      "{\"queues\":[{\"name\":\"Q\",\"id\":\"01HX\",\"primary_groups_id\":[701],\"secondary_groups_id\":[702],\"x\":[1.50]}]}",
    ])
  func fromFile(_ text: String) throws {
    let run = machine.run("queue", "create", "-", "--json", input: text)
    #expect(run.code == .done)
    #expect(run.item["id"] == "1")
    #expect(run.item["primary_groups"]?["groups"]?[0]?["name"] == "Support")
    #expect(run.item["secondary_groups"]?["groups"]?[0]?["id"] == 702)
    #expect(run.text.contains("\"x\":[1.50]"))
  }

  @Test(
    "A queue is checked completely before it is stored",
    arguments: [
      (["--if", "statos is open"], ExitCode.usage, "condition 1 of 'all': there is no condition 'statos'"),
      (
        ["--if", "status changed"], .usage,
        "condition 1 of 'all': 'status changed' is about an update, but a queue only sees the ticket as it is"
      ),
      (
        ["--if-any", "priority value urgent"], .usage,
        "condition 1 of 'any': 'priority value' is about an update, but a queue only sees the ticket as it is"
      ),
      (
        ["--if", "comment_is_public is true"], .usage,
        "condition 1 of 'all': 'comment_is_public' is about an update, but a queue only sees the ticket as it is"
      ),
      (["--priority", "0"], .usage, "the priority 0 is out of range: 1 is the highest, 100 the lowest"),
      (["--priority", "101"], .usage, "the priority 101 is out of range: 1 is the highest, 100 the lowest"),
      (["--secondary", "Support"], .usage, "group 701 is both primary and secondary; name it once"),
      (["--primary", "Support"], .usage, "group 701 is named twice among the primary groups"),
      (["--primary", "Suport"], .no, "no group 'Suport'"),
      (["--if", "group_id is 99"], .no, "condition 1 of 'all': there is no group 99"),
    ])
  func checks(_ more: [String], _ code: ExitCode, _ message: String) throws {
    let before = machine.content()
    let run = machine.run(["queue", "create", "--name", "Q", "--primary", "Support"] + more)
    #expect(run.code == code)
    #expect(run.errors.contains(message))
    #expect(machine.content() == before)
  }

  @Test("Q3: a queue needs a primary group, and takes at most 20 of a kind") func groups() throws {
    #expect(machine.run("queue", "create", "--name", "Q").errors.contains("it has no primary group"))
    let file = "{\"name\":\"Q\",\"primary_groups_id\":[\((1...21).map(String.init).joined(separator: ","))]}"
    let run = machine.run("queue", "create", "-", input: file)
    #expect(run.code == .badInput)
    #expect(run.errors.contains("it has 21 primary groups; at most 20 are allowed"))
  }

  @Test("Q3: there are at most 199 custom queues") func most() throws {
    let lines = (1...199).map { number in
      "{\"queue\":{\"id\":\"q\(number)\",\"name\":\"Queue \(number)\",\"order\":\(number),\"priority\":1,\"primary_groups_id\":[701],\"definition\":{\"all\":[{\"field\":\"status\",\"operator\":\"is\",\"value\":\"closed\"}],\"any\":[]}}}"
    }
    try machine.take(lines)
    #expect(names.count == 199)
    let run = create("One too many")
    #expect(run.code == .no)
    #expect(run.errors.contains("there are already 199 queues, the maximum"))
    let more = lines[0].replacingOccurrences(of: "q1\"", with: "q200\"")
    #expect(machine.run("import", "-", input: more).errors.contains("there are already 199 queues"))
  }

  @Test("An order puts a queue between the others, which move along") func order() throws {
    #expect(create("A").code == .done)
    #expect(create("B").code == .done)
    #expect(create("C", "--order", "2").code == .done)
    #expect(names == ["A", "C", "B"])
    try machine.succeed("queue", "edit", "B", "--order", "1")
    #expect(names == ["B", "A", "C"])
    let orders = machine.run("queue", "list", "--json").items.map { $0["order"] }
    #expect(orders == [1, 2, 3])
    for refused in [create("D", "--order", "0"), machine.run("queue", "edit", "A", "--order", "0")] {
      #expect(
        refused.code == .usage && refused.errors.contains("--order '0' must be at least 1"), "\(refused)")
    }
    #expect(names == ["B", "A", "C"])
  }

  @Test("Q6: reordering takes every queue, each once, else it is refused") func reorder() throws {
    for name in ["A", "B", "C"] { #expect(create(name).code == .done) }
    try machine.succeed("queue", "reorder", "3", "A", "2")
    #expect(names == ["C", "A", "B"])
    for (words, message) in [
      (["A", "B"], "reordering needs every queue; missing: 3 'C'"),
      (["A", "B", "C", "1"], "queue 1 'A' is named twice"), (["A", "B", "D"], "no queue 'D'"),
      (["A", "B", "C", "standard"], "the standard queue always exists"),
    ] {
      let run = machine.run(["queue", "reorder"] + words)
      #expect(run.code == .no)
      #expect(run.errors.contains(message))
    }
    #expect(names == ["C", "A", "B"])
    #expect(machine.run("queue", "reorder", "C", "A", "B").errors.contains("nothing changed"))
  }

  @Test("The standard queue is shown, and can't be changed") func standard() throws {
    #expect(machine.run("queue", "list").text.contains("Standard queue"))
    #expect(machine.run("queue", "show", "standard", "--json").item["order"] == .null)
    for words in [["edit", "standard", "--priority", "1"], ["delete", "Standard queue"]] {
      let run = machine.run(["queue"] + words)
      #expect(run.code == .no)
      #expect(run.errors.contains("the standard queue always exists and can't be changed"))
    }
    #expect(create("Standard queue").code == .no)
  }

  @Test("Near misses are named; a name is given once") func names_() throws {
    #expect(create("Returns").code == .done)
    #expect(
      machine.run("queue", "show", "Retruns").errors.contains("did you mean 'Returns'?"))
    let twice = create("Returns")
    #expect(twice.code == .no)
    #expect(twice.errors.contains("there is already a queue 'Returns' (1)"))
  }

  @Test("Only admins change queues; agents look") func roles() throws {
    #expect(create("A").code == .done)
    for words in [
      ["create", "--name", "B", "--primary", "Support"], ["edit", "A", "--priority", "1"], ["delete", "A"],
      ["reorder", "A"],
    ] {
      #expect(machine.run(["queue"] + words + ["--as", "ana@example.com"]).code == .notPermitted)
    }
    #expect(machine.run("queue", "list", "--as", "ana@example.com").code == .done)
  }

  @Test("Q1: in classic messaging routing there are no queues, and the commands say so") func classic() throws
  {
    #expect(create("A").code == .done)
    try machine.succeed("settings", "set", "routing.mode", "messaging")
    let list = machine.run("queue", "list", "--json")
    #expect(list.code == .done)
    #expect(list.items.isEmpty)
    #expect(list.errors.contains("without queues (1 are kept for omnichannel)"))
    for words in [
      ["queue", "show", "A"], ["queue", "tickets", "A"], ["queue", "delete", "A"], ["queue", "reorder", "A"],
      ["queue", "create", "--name", "B", "--primary", "Support"], ["queue", "edit", "A", "--priority", "1"],
      ["ticket", "list", "--queue", "A"],
    ] {
      let run = machine.run(words)
      #expect(run.code == .no)
      #expect(run.errors.contains("there are no queues: the account's routing mode is messaging"))
    }
    #expect(machine.ticket(1002)["queue"] == .null)
    let reasons = machine.run("routing", "explain", "1002", "--json").item["reasons"]
    #expect(reasons?[0]?.string?.contains("the account's routing mode is messaging") == true)
    try machine.succeed("settings", "set", "routing.mode", "omnichannel")
    #expect(machine.ticket(1002)["queue"]?["name"] == "A")
  }

  @Test("Queues are exported and come back word for word, also what can't be evaluated (T10)")
  func roundTrip() throws {
    #expect(create("Here", "--if", "status is new").code == .done)
    try machine.take([
      "{\"queue\":{\"id\":\"01HXZ\",\"name\":\"There\",\"order\":9,\"priority\":3,\"primary_groups\":{\"count\":1,\"groups\":[{\"id\":701,\"name\":\"Old name\"}]},\"definition\":{\"all\":[{\"field\":\"moon_phase\",\"operator\":\"is\",\"value\":\"full\"}],\"any\":[]},\"extra\":\"\\u00e9\",\"created_at\":\"2026-01-01T00:00:00Z\",\"updated_at\":\"2026-01-01T00:00:00Z\"}}"
    ])
    let there = machine.run("queue", "show", "01HXZ", "--json").item
    #expect(there["problems"]?[0] == "condition 1 of 'all': there is no condition 'moon_phase'")
    #expect(there["primary_groups"]?["groups"]?[0]?["name"] == "Support")
    try machine.succeed("queue", "reorder", "01HXZ", "Here")
    let lines = machine.run("export").text
    #expect(lines.contains("\"extra\":\"\\u00e9\""))
    let other = try TestMachine.withStore()
    try other.take(lines.split(separator: "\n").map(String.init))
    #expect(other.run("export", "--type", "queue").text == machine.run("export", "--type", "queue").text)
    #expect(other.run("export", "--type", "ticket").text == machine.run("export", "--type", "ticket").text)
    // Twice changes nothing, there and here.
    for store in [machine, other] {
      let before = store.run("export").text
      try store.take(before.split(separator: "\n").map(String.init))
      #expect(store.run("export").text == before)
    }
    // Ids made after an import keep apart from imported ones (§12).
    #expect(other.run("group", "list", "--json").code == .done)
    let made = other.run("queue", "create", "--name", "New", "--primary", "Support", "--json")
    #expect(made.item["id"] == "900000000000000")
  }

  @Test("An import never overwrites a queue that was made here (§12)") func neverOverwritten() throws {
    #expect(create("Here").code == .done)
    let run = machine.run(
      "import", "-",
      input:
        "{\"queue\":{\"id\":\"1\",\"name\":\"Theirs\",\"primary_groups_id\":[701],\"updated_at\":\"2030-01-01T00:00:00Z\"}}"
    )
    #expect(run.code == .badInput)
    #expect(run.errors.contains("queue 1: a different queue with this id was created here"))
    #expect(names == ["Here"])
  }
}
