import JSONText
import Testing

/// `messaging_session_end_reason`, as the field was called before, is understood everywhere and written nowhere (§5).
@Suite struct EarlierNameTests {
  private static let earlier = "messaging_session_end_reason"
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  private func conditions(_ noun: String = "trigger", _ member: String = "conditions") -> [String?] {
    machine.run(noun, "list", "--json").items.flatMap { rule in
      ["all", "any"].flatMap { rule[member]?[$0]?.array ?? [] }.map { $0["field"]?.string }
    }
  }

  private func isWrittenNowhere() -> Bool {
    let outputs = [
      ["trigger", "list", "--json"], ["queue", "list", "--json"], ["rules", "export"], ["export"],
      ["trigger", "fields"], ["trigger", "lint"],
    ].map { machine.run($0).text }
    return !outputs.contains { $0.contains("messaging_session_end_reason") }
  }

  @Test("typed, it is today's field, and the rule fires") func typed() throws {
    try machine.succeed(
      "trigger", "create", "--title", "Typed", "--if", "\(Self.earlier) value agent_ended", "--if-any",
      "\(Self.earlier) present", "--do", "current_tags told", "-q")
    #expect(conditions().suffix(2) == ["messaging_session_ended_reason", "messaging_session_ended_reason"])
    try machine.succeed("session", "end", "1", "-q")
    #expect(machine.ticket(1001)["tags"]?.array?.contains("told") == true)
    #expect(isWrittenNowhere())
  }

  private static let trigger = """
    {"trigger":{"title":"Filed","conditions":{"all":[{"field":"messaging_session_end_reason","operator":"is",\
    "value":"agent_ended"},{"field":"subject_includes_word","operator":"is",\
    "value":"messaging_session_end"}],"any":[]},"actions":[{"field":"current_tags","value":"x"}]}}
    """

  @Test("in a file it is today's field") func file() throws {
    try machine.succeed("trigger", "create", "-", "-q", input: Self.trigger)
    #expect(conditions().contains("messaging_session_ended_reason"))
    #expect(isWrittenNowhere())
  }

  @Test("imported rules and queues take it, and the same import again changes nothing") func imported() throws
  {
    let lines = [
      """
      {"trigger":{"id":900,"title":"Theirs","active":true,"created_at":"2026-01-01T00:00:00Z", \
      "conditions":{"all":[{"field" : "messaging_session_end_reason","operator":"present","value":null}]},\
      "actions":[{"field":"current_tags","value":"x"}]}}
      """,
      """
      {"queue":{"id":"Q1","name":"Ended","order":1,"priority":5,"definition":{"all":[\
      {"field":"messaging_session_end_reason","operator":"is","value":"agent_ended"}],"any":[]},\
      "primary_groups_id":[701],"created_at":"2026-07-01T00:00:00Z"}}
      """,
    ]
    try machine.take(lines)
    #expect(conditions().last == "messaging_session_ended_reason")
    #expect(conditions("queue", "definition").contains("messaging_session_ended_reason"))
    #expect(isWrittenNowhere())
    let before = machine.content()
    try machine.take(lines)
    #expect(machine.run("export").text == before[0])
  }

  @Test("rules as code: a file with the earlier name does not differ from the store") func asCode() throws {
    try machine.succeed(
      "trigger", "create", "--title", "Coded", "--if", "messaging_session_ended_reason value agent_ended",
      "--do", "current_tags told", "-q")
    let file = machine.run("rules", "export").text
    let old = file.split(separator: "messaging_session_ended_reason", omittingEmptySubsequences: false)
      .joined(separator: Self.earlier)
    #expect(old != file)
    #expect(
      machine.run("rules", "diff", "-", input: old).text
        == machine.run("rules", "diff", "-", input: file).text)
    try machine.succeed("trigger", "disable", "Coded", "-q")
    try machine.succeed("trigger", "delete", "Coded", "-q")
    try machine.succeed("rules", "apply", "-", "-q", input: old)
    #expect(machine.run("rules", "export").text == file)
    #expect(isWrittenNowhere())
  }
}
