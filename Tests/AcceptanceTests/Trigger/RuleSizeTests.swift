import CommandGrammar
import JSONText
import Testing

/// T9: what was written is measured, not what the store adds to it; and there is a most of active rules.
@Suite struct RuleSizeTests {
  private func rule(bytes: Int) -> String {
    let start = #"{"title":"Big","description":""#
    let end =
      #"","conditions":{"all":[{"field":"status","operator":"is","value":"open"}],"any":[]},"actions":[{"field":"priority","value":"high"}]}"#
    return start + String(repeating: "x", count: bytes - start.utf8.count - end.utf8.count) + end
  }

  @Test("T9: trigger 7,001 is refused, made, enabled or imported, and an inactive one is not") func number()
    throws
  {
    let machine = try TestMachine.withStore()
    func line(_ id: Int, active: Bool = true) -> String {
      """
      {"trigger":{"id":\(id),"title":"T","active":\(active),"conditions":{"all":[{"field":"status",\
      "operator":"is","value":"open"}],"any":[]},"actions":[{"field":"priority","value":"high"}]}}
      """
    }
    try machine.take([line(1001)])
    // With the standard survey trigger, which is active too.
    try machine.tamper(
      """
      INSERT INTO ticket_trigger(id, title, active, position, created_at, updated_at, origin, document)
      WITH RECURSIVE n(i) AS (SELECT 1002 UNION ALL SELECT i + 1 FROM n WHERE i < 7999)
      SELECT i, 'T', 1, i, 0, 0, origin, document FROM n, ticket_trigger WHERE id = 1001
      """)
    let content = machine.content()
    let refused = machine.run("import", "-", input: line(8001))
    #expect(refused.code == .badInput)
    #expect(
      refused.errors.contains("trigger 8001: there are already 7000 active ones, the maximum"), "\(refused)"
    )
    let made = machine.run(
      "trigger", "create", "--title", "Last", "--if", "status is open", "--do", "priority low")
    #expect(made.code == .no)
    #expect(made.errors.contains("7000 active triggers"), "\(made)")
    #expect(machine.content() == content)
    try machine.take([line(8002, active: false)])
    #expect(machine.run("trigger", "enable", "8002").code == .no)

    // The last one that there is room for, itself again, and one too many.
    try machine.succeed("trigger", "disable", "1002", "-q")
    let last = machine.run(
      "import", "-", "--keep-going", input: [8001, 8001, 8003].map { line($0) }.joined(separator: "\n"))
    #expect(last.code == .no)
    #expect(last.errors.contains("line 3: trigger 8003: there are already 7000 active ones"), "\(last)")
    #expect(machine.run("trigger", "show", "8001", "--json").item["active"] == true)
  }

  @Test("T10: a rule sees the group that came before it in its file, and not one that comes after")
  func between()
    throws
  {
    let machine = try TestMachine.withStore()
    func rule(_ id: Int) -> String {
      """
      {"trigger":{"id":\(id),"title":"T\(id)","active":true,"conditions":{"all":[{"field":"group_id",\
      "operator":"is","value":"777"}],"any":[]},"actions":[{"field":"priority","value":"high"}]}}
      """
    }
    try machine.take([
      rule(1001), #"{"group":{"id":777,"name":"Nights","created_at":"2026-01-01T00:00:00Z"}}"#, rule(1002),
    ])
    #expect(machine.run("trigger", "show", "1001", "--json").item["active"] == false)
    #expect(machine.run("trigger", "show", "1002", "--json").item["active"] == true)
  }

  @Test("a rule of 65,536 bytes is taken, comes back from an export, and one more byte is refused")
  func limit() throws {
    let machine = try TestMachine.withStore()
    try machine.succeed("trigger", "create", "-", "-q", input: rule(bytes: 65_536))
    let refused = machine.run("trigger", "create", "-", input: rule(bytes: 65_537))
    #expect(refused.code == .badInput)
    #expect(refused.errors.contains("a rule has at most 65536 bytes; this one has 65537"), "\(refused)")
    try machine.succeed("trigger", "edit", "Big", "--title", "Bag", "-q")
    let longer = machine.run("trigger", "edit", "Bag", "--title", "Bags")
    #expect(longer.code == .usage)
    #expect(longer.errors.contains("this one has 65537"), "\(longer)")

    let other = try TestMachine.withStore()
    let export = machine.run("export", "--type", "trigger").text
    try other.succeed("import", "-", "-q", input: export)
    #expect(other.run("export", "--type", "trigger").text == export)
    let code = machine.run("rules", "export").text
    try other.succeed("rules", "apply", "-", "-q", input: code)
  }
}
