struct FishCompletions {
  let toolkit: Toolkit

  private var at: String { "_\(toolkit.functionName)_at" }
  private var ask: String { "_\(toolkit.functionName)_ask" }

  var lines: [String] {
    ["# fish completion for \(toolkit.program); generated from the declarations of the commands", ""]
      + condition + asking + ["", "complete -c \(toolkit.program) -f"]
      + toolkit.globalOptions.map { line(for: $0, condition: nil) }
      + toolkit.topWords.map { word($0.word, help: $0.help, condition: at) }
      + toolkit.nouns.flatMap { noun in
        noun.visibleVerbs.map { word($0.verb, help: $0.summary, condition: "\(at) \(noun.name)") }
      }
      + toolkit.visibleCommands.flatMap(lines)
  }

  /// True if the words typed so far call exactly this command.
  private var condition: [String] {
    let valued = toolkit.globalOptions.filter(\.takesValue).flatMap(\.spellings).joined(separator: " ")
    let nouns = toolkit.nouns.map(\.name).joined(separator: " ")
    return [
      "function \(at)",
      "  set -l path",
      "  set -l skips 0",
      "  for word in (commandline -opc)[2..-1]",
      "    if test $skips = 1",
      "      set skips 0",
      "    else if contains -- $word \(valued)",
      "      set skips 1",
      "    else if string match -q -- '-*' $word",
      "      continue",
      "    else if not set -q path[1]",
      "      set path $word",
      "      contains -- $word \(nouns); or break",
      "    else",
      "      set -a path $word",
      "      break",
      "    end",
      "  end",
      "  test \"$path\" = \"$argv\"",
      "end",
    ]
  }

  private var asking: [String] {
    [
      "function \(ask)", "  command -sq \(toolkit.program); or return", "  set -l current (commandline -ct)",
      "  \(toolkit.program) \(Completions.entry) fish (commandline -opc) \"$current\" 2>/dev/null", "end",
    ]
  }

  private func lines(_ command: CommandSpec) -> [String] {
    let condition = "\(at) \(command.name)"
    let kinds = command.operandCompletions
    let asks = kinds.contains(where: \.needsProgram)
    let operands = kinds.compactMap { kind in
      // Only the program knows at which operand the line is: a file is one that it has no words for.
      let isElse = asks && kind == .file
      return action(kind).map { start(condition + (isElse ? "; and test (count (\(ask))) = 0" : "")) + $0 }
    }
    return operands + command.allOptions.map { line(for: $0, condition: condition) }
  }

  private func start(_ condition: String?) -> String {
    "complete -c \(toolkit.program)" + (condition.map { " -n '\($0)'" } ?? "")
  }

  private func word(_ word: String, help: String, condition: String) -> String {
    start(condition) + " -a \(word) -d \(ShellText.fishQuoted(TextLayout.plain(Span.prose(help))))"
  }

  private func line(for option: OptionSpec, condition: String?) -> String {
    var line = start(condition)
    if let short = option.short { line += " -s \(short)" }
    if let long = option.long { line += " -l \(long)" }
    if option.takesValue {
      line += (option.completion == .file ? " -r" : " -x") + (action(option.completion) ?? "")
    }
    return line + " -d \(ShellText.fishQuoted(option.completionHelp))"
  }

  /// The words to offer. `-F` brings back the files that the first line switched off for operands; behind an option
  /// `-x` keeps them away, where `-r` would mix them in.
  private func action(_ kind: CompletionKind) -> String? {
    switch kind {
    case .none: return nil
    case .file: return " -F"
    case .words(let words): return " -a '\(words.joined(separator: " "))'"
    case .stored, .list: return " -a '(\(ask))'"
    }
  }
}
