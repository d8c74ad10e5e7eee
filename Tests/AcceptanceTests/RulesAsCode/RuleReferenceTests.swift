import JSONText
import Testing

/// What rules name by ids, where names are missing: told by the export, and never taken for another account's thing.
@Suite struct RuleReferenceTests {
  private let machine: TestMachine

  init() throws {
    machine = try Self.empty()
    try machine.take([
      Wire.wrapped("group", Wire.group(7, "Sales")), Wire.wrapped("group", Wire.group(22, "Sales")),
      Wire.wrapped("group", Wire.group(5, "100")), Wire.wrapped("group", Wire.group(100, "Hundred")),
      #"{"group":{"id":30,"name":"Old","deleted":true,"created_at":"2026-01-01T00:00:00Z"}}"#,
    ])
  }

  private static func empty() throws -> TestMachine {
    let machine = try TestMachine.withAccount()
    try machine.succeed("rules", "apply", "-", "--prune", "--yes", "-q", input: #"{"triggers":[]}"#)
    return machine
  }

  private func file(_ group: String, priority: String = "low", active: Bool = true) -> String {
    """
    {"triggers":[{"title":"T","active":\(active),"conditions":{"all":[{"field":"status","operator":"is",\
    "value":"open"}]},"actions":[{"field":"group_id","value":"\(group)"},\
    {"field":"priority","value":"\(priority)"}]}]}
    """
  }

  private func group(_ machine: TestMachine) -> JSONValue? {
    machine.run("trigger", "show", "T", "--json").item["actions"]?[0]?["value"]
  }

  private func exported() throws -> JSONValue? {
    try JSONValue.parse(try machine.succeed("rules", "export").text)["triggers"]?[0]?["actions"]?[0]?["value"]
  }

  @Test(
    "the export names what stays an id, with --quiet too",
    arguments: [
      ("22", true, "trigger 'T' names group 22 by its id: 2 groups are called 'Sales'"),
      ("5", true, "trigger 'T' names group 5 by its id: its name '100' reads as an id"),
      ("30", false, "trigger 'T' names group 30 'Old' by its id: it was deleted"),
      ("999", false, "trigger 'T' names group 999 by its id: this account has no such group"),
    ])
  func export(id: String, active: Bool, sentence: String) throws {
    let apply = machine.run("rules", "apply", "-", input: file(id, active: active))
    #expect(apply.code == .done, "\(apply)")
    #expect(apply.errors.contains("sessionctl: \(sentence); make sure that it is meant\n"), "\(apply.errors)")
    let run = machine.run("rules", "export", "-q")
    #expect(run.code == .done)
    #expect(run.errors == "sessionctl: \(sentence); other accounts have other ids\n")
    #expect(try exported() == .string(id))
    // It is still this account's file.
    #expect(machine.run("rules", "apply", "-", "--json", input: run.text).items.isEmpty)
  }

  @Test("names make no remark") func named() throws {
    let apply = machine.run("rules", "apply", "-", "-q", input: file("Support"))
    #expect(apply.code == .done && apply.errors.isEmpty, "\(apply)")
    #expect(machine.run("rules", "export").errors.isEmpty)
    #expect(try exported() == "Support")
  }

  @Test("an id of what has a name here is refused, for the file may be another account's") func foreign()
    throws
  {
    try machine.succeed("rules", "apply", "-", "-q", input: file("22"))
    let text = try machine.succeed("rules", "export").text
    let other = try Self.empty()
    try other.take([Wire.wrapped("group", Wire.group(22, "Complaints"))])
    let content = other.content()
    let run = other.run("rules", "apply", "-", input: text)
    #expect(run.code == .badInput)
    #expect(
      run.errors.contains(
        "trigger 'T': group 22 is 'Complaints' here; write names, because other accounts have other ids"),
      "\(run.errors)")
    #expect(other.content() == content)
    #expect(other.run("rules", "apply", "-", input: file("Complaints")).code == .done)
    #expect(group(other) == "22")
  }

  @Test("a number is an id where there is such a thing, and a name where there is not") func number() throws {
    let run = machine.run("rules", "apply", "-", input: file("100"))
    #expect(run.code == .badInput && run.errors.contains("group 100 is 'Hundred' here"), "\(run)")
    let other = try Self.empty()
    try other.take([Wire.wrapped("group", Wire.group(5, "100"))])
    #expect(other.run("rules", "apply", "-", input: file("100")).code == .done)
    #expect(group(other) == "5")
  }
}
