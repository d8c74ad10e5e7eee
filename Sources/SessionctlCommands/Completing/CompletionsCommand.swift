import CommandGrammar

private let shell = Operand<Shell>("SHELL", .word, help: "The shell to write them for")

let completionsCommand = Command(
  CommandSpec(
    ["completions"], summary: "Print a shell's completions of commands, options, values and stored names",
    discussion: [
      "Where the program was installed with its files they are in place already. Names, such as titles of triggers and names of queues, come from the store that the line names; the completions only look at it, and say nothing where they can't."
    ],
    operands: [shell],
    examples: [
      Example(
        command: "sessionctl completions bash > ~/.local/share/bash-completion/completions/sessionctl",
        explanation: "For the next bash that is started, where bash-completion is installed")
    ])
) { context in
  try context.output.write(
    Completions.script(for: context.arguments[required: shell], of: CommandTable.toolkit))
}
