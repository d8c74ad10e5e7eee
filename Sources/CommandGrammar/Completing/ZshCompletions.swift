struct ZshCompletions {
  let toolkit: Toolkit

  var lines: [String] {
    let name = toolkit.functionName
    var lines = [
      "#compdef \(toolkit.program)", "# Generated from the declarations of the commands.", "",
    ]
    lines += stored(name)
    for noun in toolkit.nouns { lines += function(of: noun, name) }
    lines += ["\(name)() {", "  local curcontext=$curcontext state line", "  typeset -A opt_args"]
    lines += ["  local -a globals words_here typed=(\"${(@)words[1,CURRENT-1]}\")", "  globals=("]
    lines += toolkit.globalOptions.flatMap(arguments).map { "    " + $0 }
    lines += ["  )", "  _arguments -C -s -S $globals '1: :->first' '*:: :->rest'", "  case $state in"]
    lines += ["    first)"] + describe("command", toolkit.topWords, indent: "      ") + ["      ;;"]
    lines += ["    rest)", "      case $words[1] in"]
    for noun in toolkit.nouns { lines += ["        \(noun.name)) \(functionName(noun, name)) ;;"] }
    for command in toolkit.visiblePlainCommands { lines += ["        \(command.verb))"] + call(command) }
    return lines + ["      esac", "      ;;", "  esac", "}", "", "\(name) \"$@\""]
  }

  private func stored(_ name: String) -> [String] {
    let call = "\(toolkit.program) \(Completions.entry) zsh"
    return [
      "\(name)_ask() {", "  local -a names",
      "  names=(${(f)\"$(\(call) \"${(@Q)typed}\" \"${(Q)IPREFIX}${(Q)PREFIX}\" 2>/dev/null)\"})",
      "  compadd \"$@\" -a names", "}", "",
    ]
  }

  private func functionName(_ noun: NounSpec, _ name: String) -> String {
    "\(name)_\(noun.name.map { $0 == "-" ? "_" : $0 }.map(String.init).joined())"
  }

  private func function(of noun: NounSpec, _ name: String) -> [String] {
    var lines = ["\(functionName(noun, name))() {", "  local curcontext=$curcontext state line"]
    lines += [
      "  local -a words_here", "  _arguments -C -s -S $globals '1: :->verb' '*:: :->rest'",
      "  case $state in",
    ]
    lines +=
      ["    verb)"] + describe("verb", noun.visibleVerbs.map { ($0.verb, $0.summary) }, indent: "      ")
    lines += ["      ;;", "    rest)", "      case $words[1] in"]
    for verb in noun.visibleVerbs { lines += ["        \(verb.verb))"] + call(verb) }
    return lines + ["      esac", "      ;;", "  esac", "}", ""]
  }

  private func describe(_ tag: String, _ rows: [(word: String, help: String)], indent: String) -> [String] {
    let words = rows.map { row in
      indent + "  " + ShellText.quoted("\(row.word):\(TextLayout.plain(Span.prose(row.help)))")
    }
    return [indent + "words_here=("] + words + [indent + ")", indent + "_describe '\(tag)' words_here"]
  }

  private func call(_ command: CommandSpec) -> [String] {
    var arguments = command.allOptions.flatMap(arguments)
    for (index, operand) in command.operands.enumerated() {
      let place = operand.count.repeats ? "*" : operand.count.isRequired ? "\(index + 1)" : "\(index + 1):"
      // An empty list, not the message that a blank stands for: zsh inserts nothing while it shows a message.
      let action = action(operand.completion)
      arguments.append(
        ShellText.quoted("\(place):\(escaped(operand.name)):\(action == " " ? "()" : action)"))
    }
    let head = "          _arguments -s -S $globals"
    let lines = ([head] + arguments.map { "            " + $0 }).joined(separator: " \\\n")
    return [lines, "          ;;"]
  }

  /// One entry for each way to type it.
  private func arguments(_ option: OptionSpec) -> [String] {
    let others = option.repeatable ? "*" : "(\(option.spellings.joined(separator: " ")))"
    return option.spellings.map { spelling in
      var text = others + spelling
      if option.takesValue { text += spelling.hasPrefix("--") ? "=" : "+" }
      text += "[\(escaped(option.completionHelp))]"
      if option.takesValue { text += ":\(escaped(option.valueName)):\(action(option.completion))" }
      return ShellText.quoted(text)
    }
  }

  private func escaped(_ text: String) -> String {
    text.map { "[]:\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  private func action(_ kind: CompletionKind) -> String {
    switch kind {
    case .none: " "
    case .file: "_files"
    case .words(let words): "(\(words.joined(separator: " ")))"
    case .stored, .list: "\(toolkit.functionName)_ask"
    }
  }
}
