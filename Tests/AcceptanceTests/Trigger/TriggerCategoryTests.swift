import CommandGrammar
import JSONText
import Testing

/// T3: triggers run by the position of their category, then by their own, then by id.
@Suite struct TriggerCategoryTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  private func trigger(_ id: Int, _ position: Int, _ category: String) -> String {
    """
    {"trigger":{"id":\(id),"title":"T\(id)","active":true,"position":\(position),"category_id":\(category),\
    "conditions":{"all":[{"field":"priority","operator":"is","value":"low"}],"any":[]},\
    "actions":[{"field":"current_tags","value":"t\(id)"}],"updated_at":"2026-07-01T00:00:00Z"}}
    """
  }

  private func category(_ id: String, _ position: Int, at: String = "2026-07-01T00:00:00Z") -> String {
    #"{"trigger_category":{"id":"\#(id)","name":"C\#(id)","position":\#(position),"updated_at":"\#(at)"}}"#
  }

  private var order: [Int64] {
    machine.run("trigger", "list", "--json").json.integers("items", "id").filter { $0 > 100 }
  }

  @Test("by category, then position, then id; without a category last") func ordering() throws {
    try machine.take([
      trigger(203, 1, "\"31\""), trigger(202, 2, "32"), trigger(201, 2, "\"32\""), trigger(204, 0, "null"),
      trigger(205, 0, "\"99\""), category("31", 2), category("32", 1),
    ])
    #expect(order == [201, 202, 203, 204, 205])
    try machine.succeed("ticket", "update", "1002", "--priority", "low", "-q")
    #expect(machine.ticket(1002)["tags"] == ["t201", "t202", "t203", "t204", "t205"])

    let refused = machine.run("trigger", "reorder", "203")
    #expect(refused.code == .no)
    #expect(
      refused.errors
        == "sessionctl: trigger 203 'T203' can't run before 201 'T201', whose category runs first\n")
    try machine.succeed("trigger", "reorder", "202", "201", "-q")
    #expect(order == [202, 201, 203, 204, 205])

    // A newer word on the categories counts, an older one does not.
    try machine.take([
      category("31", 0, at: "2026-07-02T00:00:00Z"), category("32", -1, at: "2026-06-01T00:00:00Z"),
    ])
    #expect(order == [203, 202, 201, 204, 205])

    // An export brings it all back.
    let export = machine.run("export").text
    let other = try TestMachine.withStore()
    try other.take(export.split(separator: "\n").map(String.init))
    #expect(other.run("export").text == export)
    #expect(machine.run("doctor").code == .done)
  }

  @Test("a category that is none is refused with its place") func wrong() {
    for (record, sentence) in [
      (#"{"name":"a","position":1}"#, "id: expected an id"),
      (#"{"id":"1","position":1}"#, "name: expected a text"),
      (#"{"id":"1","name":"a"}"#, "position: expected a whole number"),
    ] {
      let run = machine.run("import", "-", input: #"{"trigger_category":\#(record)}"#)
      #expect(run.code == .badInput)
      #expect(run.errors.contains(sentence), "\(run)")
    }
  }
}
