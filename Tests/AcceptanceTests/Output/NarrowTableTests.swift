import JSONText
import Rendering
import Testing

/// The lists that are looked at most fit a terminal of 80 columns as tables.
@Suite struct NarrowTableTests {
  @Test(
    "headings and rows side by side",
    arguments: [
      (
        ["ticket", "list"],
        ["ID", "SUBJECT", "STATUS", "PRIORITY", "ROUTED AS", "ASSIGNEE", "GROUP", "UPDATED"]
      ),
      (["agent", "list"], ["ID", "NAME", "ADDRESS", "ROLE", "STATUS", "MESSAGING", "EMAIL"]),
      (
        ["session", "list"],
        ["ID", "TICKET", "CUSTOMER", "SUBJECT", "STATUS", "AGENT", "GROUP", "LAST AC", "LAST WORD"]
      ),
      (
        ["session", "list", "--all"],
        ["ID", "TICKET", "CUSTOMER", "SUBJECT", "STATE", "ENDED", "REASON", "ENDED BY"]
      ),
    ])
  func fits(words: [String], headings: [String]) throws {
    let machine = try TestMachine()
    try machine.succeed("demo", "--fill-only", "--sessions", "60", "--store", machine.store, "-q")
    let run = machine.run(words, terminals: .all)
    let lines = run.text.split(separator: "\n").map(String.init)
    let head = try #require(lines.first)
    for heading in headings { #expect(head.contains(heading), "\(head)") }
    #expect(lines.allSatisfy { DisplayWidth.of($0) <= 80 })
  }

  @Test("load and capacity are numbers for programs, and one text for people")
  func load() throws {
    let machine = try TestMachine.withAccount()
    let ana = try #require(machine.run("agent", "list", "--json").items.first { $0["id"] == 601 })
    #expect(ana["messaging_load"] == 1 && ana["messaging_capacity"] == 10)
    #expect(ana["messaging_of"] == nil)
    #expect(machine.run("agent", "list", "--fields", "messaging_of").code == .usage)
    #expect(machine.run("agent", "list").text.contains("1/10"))
  }
}
