import Testing

@testable import CommandGrammar

@Suite struct CompletionTests {
  let toolkit = Sample.toolkit

  @Test(arguments: Shell.allCases) func namesEverything(shell: Shell) {
    let script = Completions.script(for: shell, of: toolkit)
    for command in toolkit.commands {
      #expect(script.contains(command.verb))
      for option in toolkit.options(of: command) {
        #expect(script.contains(option.name), "\(shell) \(option.name)")
        for word in option.words { #expect(script.contains(word)) }
      }
    }
  }

  @Test(.enabled(if: Tool.exists("bash"), "bash is missing")) func bashReadsIt() throws { try reads(.bash) }

  @Test(.enabled(if: Tool.exists("zsh"), "zsh is missing")) func zshReadsIt() throws { try reads(.zsh) }

  @Test(.enabled(if: Tool.exists("fish"), "fish is missing")) func fishReadsIt() throws { try reads(.fish) }

  private func reads(_ shell: Shell) throws {
    let script = Completions.script(for: shell, of: toolkit)
    let name = Completions.fileName(for: shell, of: toolkit)
    #expect(try Tool.run("\(shell) -n", on: script, named: name) == "")
  }

  /// Asks bash itself what it would offer.
  @Test(
    .enabled(if: Tool.exists("bash"), "bash is missing"),
    arguments: [
      ("", "session messaging-trigger settings import help version"), ("session ", "list show end"),
      ("--store x session e", "end"), ("session end --re", "--reason"),
      ("session end --reason ", "agent_ended inactivity_ended"), ("session list --format n", "ndjson"),
      ("session list --format=n", "ndjson"), ("settings set ", "routing.mode account.name"),
      ("--format ", "table json ndjson csv tsv html openmetrics"), ("session list --li", "--limit"),
    ])
  func bashOffers(line: String, expected: String) throws {
    // Bash cuts a word at the equals sign.
    var words =
      ["sessionctl"]
      + line.split(separator: " ").flatMap { word in
        word.split(separator: "=").flatMap { ["=", String($0)] }.dropFirst()
      }
    if line.isEmpty || line.hasSuffix(" ") { words.append("") }
    let list = words.map { "'\($0)'" }.joined(separator: " ")
    let script =
      Completions.script(for: .bash, of: toolkit)
      + "COMP_WORDS=(\(list)); COMP_CWORD=\(words.count - 1); COMP_LINE='sessionctl \(line)'; _sessionctl; echo \"${COMPREPLY[*]}\"\n"
    #expect(try Tool.run("bash", on: script, named: "try.bash") == expected + "\n", "\(line)")
  }

  /// And fish.
  @Test(
    .enabled(if: Tool.exists("fish"), "fish is missing"),
    arguments: [
      ("sessionctl --store x session e", "end"), ("sessionctl session end --reason a", "agent_ended"),
      ("sessionctl session end --dry", "--dry-run"), ("sessionctl settings set r", "routing.mode"),
    ])
  func fishOffers(line: String, expected: String) throws {
    let script = Completions.script(for: .fish, of: toolkit) + "complete -C '\(line)'\n"
    let offered = try Tool.run("fish --no-config", on: script, named: "try.fish").split(separator: "\n")
      .map { String($0.prefix { $0 != "\t" }) }
    #expect(offered == [expected], "\(line)")
  }
}
