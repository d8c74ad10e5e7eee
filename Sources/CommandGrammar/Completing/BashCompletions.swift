struct BashCompletions {
  let toolkit: Toolkit

  var lines: [String] {
    let name = toolkit.functionName
    return ["# bash completion for \(toolkit.program); generated from the declarations of the commands", ""]
      + ["\(name)_words() { mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$cur\"); }"]
      + ["\(name)_files() { compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); }"]
      + stored(name) + ["", "\(name)() {"] + body(name).map { $0.isEmpty ? "" : "  " + $0 }
      + ["}", "complete -F \(name) \(toolkit.program)"]
  }

  /// The program answers in the quotes that are open.
  private func stored(_ name: String) -> [String] {
    [
      "\(name)_ask() {",
      "  mapfile -t COMPREPLY < <(\(toolkit.program) \(Completions.entry) bash \"${COMP_LINE:0:COMP_POINT}\" \"$text\" 2>/dev/null)",
      "}",
    ]
  }

  private func body(_ name: String) -> [String] {
    let valued = toolkit.globalOptions.filter(\.takesValue).flatMap(\.spellings).joined(separator: "|")
    let nouns = toolkit.nouns.map(\.name).joined(separator: "|")
    var lines = [
      "local text=$2 cur prev path= word i options= rest=$COMP_LINE words=()",
      "COMPREPLY=()",
      "# Bash cuts words at characters such as = : @ too; what no blank parts is one word.",
      "for ((i = 0; i <= COMP_CWORD; i++)); do",
      "  if [[ ${#words[@]} == 0 || $rest == [[:blank:]]* ]]; then",
      "    words+=(\"${COMP_WORDS[i]}\")",
      "    rest=${rest#\"${rest%%[![:blank:]]*}\"}",
      "  else",
      "    words[-1]+=${COMP_WORDS[i]}",
      "  fi",
      "  rest=${rest#\"${COMP_WORDS[i]}\"}",
      "done",
      "cur=${words[-1]} prev=${words[-2]-}",
      "if [[ $cur == --*=* ]]; then prev=${cur%%=*} cur=${cur#*=}; fi",
      "for ((i = 1; i < ${#words[@]} - 1; i++)); do",
      "  word=${words[i]}",
      "  case $word in",
      "    \(valued)) ((i++)); continue ;;",
      "    -*) continue ;;",
      "  esac",
      "  # A noun waits for its verb; everything after the command is its own affair.",
      "  if [[ -z $path ]]; then",
      "    path=$word",
      "    case $path in \(nouns)) ;; *) break ;; esac",
      "  else",
      "    path+=\" $word\"",
      "    break",
      "  fi",
      "done",
      "",
      "case \"$path|$prev\" in",
    ]
    lines += toolkit.globalOptions.compactMap { value(of: $0, pattern: "*'|", name) }
    for command in toolkit.visibleCommands {
      lines += command.allOptions.compactMap { value(of: $0, pattern: "'\(command.name)|", name) }
    }
    lines += ["esac", "", "case $path in"]
    lines += [
      "  '') [[ $cur == -* ]] || { \(name)_words '\(toolkit.topWords.map(\.word).joined(separator: " "))'; return; } ;;"
    ]
    for noun in toolkit.nouns {
      let verbs = noun.visibleVerbs.map(\.verb).joined(separator: " ")
      lines += ["  '\(noun.name)') [[ $cur == -* ]] || { \(name)_words '\(verbs)'; return; } ;;"]
    }
    for command in toolkit.visibleCommands { lines += operands(of: command, name) }
    let globals = toolkit.globalOptions.flatMap(\.spellings).joined(separator: " ")
    return lines + ["esac", "[[ $cur == -* ]] && \(name)_words \"$options \(globals)\""]
  }

  private func value(of option: OptionSpec, pattern: String, _ name: String) -> String? {
    guard option.takesValue else { return nil }
    let patterns = option.spellings.map { pattern.hasPrefix("*") ? "*'|\($0)'" : "\(pattern)\($0)'" }
    return "  \(patterns.joined(separator: "|"))) \(action(option.completion, name)) return ;;"
  }

  private func operands(of command: CommandSpec, _ name: String) -> [String] {
    let options = command.allOptions.flatMap(\.spellings).joined(separator: " ")
    let actions = command.operandCompletions.map { action($0, name) }
    let offered =
      actions.isEmpty
      ? "" : " [[ $cur == -* ]] || { \(actions.joined(separator: " [[ ${COMPREPLY-} ]] || ")) return; }"
    return ["  '\(command.name)') options='\(options)';\(offered) ;;"]
  }

  private func action(_ kind: CompletionKind, _ name: String) -> String {
    switch kind {
    case .none: ""
    case .file: "\(name)_files;"
    case .words(let words): "\(name)_words '\(words.joined(separator: " "))';"
    case .stored, .list: "\(name)_ask;"
    }
  }
}
