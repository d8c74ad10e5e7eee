import CommandGrammar
import Foundation
import Testing

@testable import SessionctlCommands

/// Types into the real shells, as somebody would, and looks at the arguments that a line has after its tabs.
@Suite struct ShellCompletionTests {
  /// What is typed, where `\t` asks for a completion, and the arguments that the program then gets.
  static let lines: [(typed: String, arguments: [String])] = [
    ("sessionctl sess\tli\t--end-reason ag\t", ["session", "list", "--end-reason", "agent_ended"]),
    ("sessionctl session list --queue Supp\t", ["session", "list", "--queue", "Support Berlin"]),
    ("sessionctl session list --queue \"Supp\t", ["session", "list", "--queue", "Support Berlin"]),
    ("sessionctl session list --queue 'Support B\t", ["session", "list", "--queue", "Support Berlin"]),
    ("sessionctl session list --queue Support\\ B\t", ["session", "list", "--queue", "Support Berlin"]),
    ("sessionctl session list --queue=Supp\t", ["session", "list", "--queue=Support Berlin"]),
    ("sessionctl trigger show a\t", ["trigger", "show", "a $b `c` \"d\" it's!"]),
    ("sessionctl trigger show \"a\t", ["trigger", "show", "a $b `c` \"d\" it's!"]),
    ("sessionctl trigger show 'a\t", ["trigger", "show", "a $b `c` \"d\" it's!"]),
    ("sessionctl agent show admin@\t", ["agent", "show", "admin@example.com"]),
    ("sessionctl session list --fields id,end_r\t", ["session", "list", "--fields", "id,end_reason"]),
    ("sessionctl settings set routing.mode mes\t", ["settings", "set", "routing.mode", "messaging"]),
    ("sessionctl trigger show bad\t", ["trigger", "show", "bad"]),
    // Where a file may stand as well, and one of that name is there.
    ("sessionctl trigger edit Tw\t", ["trigger", "edit", "Two words"]),
    ("sessionctl trigger edit 1 Tw\t", ["trigger", "edit", "1", "Two.json"]),
  ]

  @Test(.enabled(if: TestMachine.has("bash", "script"), "bash or script is missing"))
  func bash() throws { try completes(.bash) }

  @Test(.enabled(if: TestMachine.has("zsh", "script"), "zsh or script is missing"))
  func zsh() throws { try completes(.zsh) }

  @Test(.enabled(if: TestMachine.has("fish", "script"), "fish or script is missing"))
  func fish() throws { try completes(.fish) }

  private func completes(_ shell: Shell) throws {
    let machine = try CompletionTests.filled()
    try FileManager.default.createDirectory(
      atPath: "\(machine.folder)/bin", withIntermediateDirectories: true)
    let taken = "\(machine.folder)/taken"
    // Stands before the real program: answers completions, and else notes what it was called with.
    let program = try machine.file(
      "bin/sessionctl",
      """
      #!/bin/sh
      if [ "$1" = \(Completions.entry) ]; then exec '\(RealProgram.path)' "$@"; fi
      printf '%s\\037' "$@" >> '\(taken)'
      echo >> '\(taken)'
      """)
    chmod(program, 0o755)
    try machine.file(
      Completions.fileName(for: shell, of: CommandTable.toolkit),
      Completions.script(for: shell, of: CommandTable.toolkit))
    try machine.file("Two.json", "{}")
    let typed = Self.lines.map { $0.typed + "\n" }.joined()
    try Self.type(Self.opening(shell, machine.folder) + typed + "exit\n", into: shell, machine)
    let calls = try String(contentsOfFile: taken, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: "\u{1F}").map(String.init) }
    #expect(calls.count == Self.lines.count)
    for (call, line) in zip(calls, Self.lines) { #expect(call == line.arguments, "\(shell): \(line.typed)") }
  }

  private static func opening(_ shell: Shell, _ folder: String) -> String {
    switch shell {
    case .bash: "HISTFILE=; source '\(folder)/sessionctl.bash'\n"
    case .zsh: "fpath=('\(folder)' $fpath); autoload -Uz compinit; compinit -u -D\n"
    case .fish: "source '\(folder)/sessionctl.fish'\n"
    }
  }

  /// `script` is the terminal; the shell must not read anybody's own files.
  private static func type(_ text: String, into shell: Shell, _ machine: TestMachine) throws {
    let call =
      switch shell {
      case .bash: "bash --noprofile --norc -i"
      case .zsh: "zsh -f -i"
      case .fish: "fish --no-config -i"
      }
    let typed = try machine.file("typed", text)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.currentDirectoryURL = URL(fileURLWithPath: machine.folder)
    process.arguments = ["-c", "timeout 60 script -qec '\(call)' /dev/null < '\(typed)' > /dev/null 2>&1"]
    process.environment = [
      "PATH": "\(machine.folder)/bin:/usr/local/bin:/usr/bin:/bin", "HOME": machine.folder,
      "SHELL": "/bin/sh",
      "SESSIONCTL_STORE": machine.store, "TERM": "xterm", "LC_ALL": "C.UTF-8",
    ]
    try process.run()
    process.waitUntilExit()
  }
}
