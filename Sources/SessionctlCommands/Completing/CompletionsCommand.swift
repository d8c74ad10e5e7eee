import CommandGrammar

private let shell = Operand<Shell>("SHELL", .word, help: "The shell to write completions for")

let completionsCommand = Command(
  CommandSpec(
    ["completions"], summary: "Print shell completions for commands, options, values and stored names",
    discussion: [
      "A packaged installation has its completions in place already. Names, such as trigger titles and queue names, come from the store of the command line. Completion only reads that store, and offers no names if it can't."
    ],
    operands: [shell],
    examples: [
      Example(
        command: "sessionctl completions bash > ~/.local/share/bash-completion/completions/sessionctl",
        explanation: "For each new bash, if bash-completion is installed")
    ])
) { context in
  try context.output.write(
    Completions.script(for: context.arguments[required: shell], of: CommandTable.toolkit))
}
