import CommandGrammar

private let shell = Operand<Shell>("SHELL", .word, help: "The shell to write completions for")

let completionsCommand = Command(
  CommandSpec(
    ["completions"], summary: "Print shell completions for commands, options, values and stored names",
    discussion: [
      "An installed package already has its completions in place. Names, such as trigger titles and queue names, come from the store that the command line names, or else the default store. Completion only reads that store, and offers no names if it can't."
    ],
    operands: [shell],
    examples: [
      Example(
        command: "sessionctl completions bash > ~/.local/share/bash-completion/completions/sessionctl",
        explanation: "Complete in every new bash, if bash-completion is installed")
    ])
) { context in
  try context.output.write(
    Completions.script(for: context.arguments[required: shell], of: CommandTable.toolkit))
}
