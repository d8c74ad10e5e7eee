struct BashCompletions {
  let toolkit: Toolkit
  let storedNames: [String]

  var lines: [String] {
    let name = toolkit.functionName
    return ["# bash completion for \(toolkit.program); generated from the declarations of the commands", ""]
      + ["\(name)_words() { mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$cur\"); }"]
      + ["\(name)_files() { compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); }"]
      + stored(name) + ["", "\(name)() {"] + body(name).map { $0.isEmpty ? "" : "  " + $0 }
      + ["}", "complete -F \(name) \(toolkit.program)"]
  }

  /// Names may hold spaces, so they are matched line by line and quoted one by one.
  private func stored(_ name: String) -> [String] {
    guard !storedNames.isEmpty else { return [] }
    let call = ([toolkit.program] + storedNames).joined(separator: " ")
    return [
      "\(name)_stored() {",
      "  local line",
      "  while IFS= read -r line; do",
      "    [[ $line == \"$cur\"* ]] && COMPREPLY+=(\"$(printf '%q' \"$line\")\")",
      "  done < <(\(call) \"$1\" 2>/dev/null)",
      "}",
    ]
  }

  private func body(_ name: String) -> [String] {
    let valued = toolkit.globalOptions.filter(\.takesValue).flatMap(\.spellings).joined(separator: "|")
    let nouns = toolkit.nouns.map(\.name).joined(separator: "|")
    var lines = [
      "local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path= word i options=",
      "COMPREPLY=()",
      "# Bash splits --option=value at the equals sign.",
      "if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi",
      "for ((i = 1; i < COMP_CWORD; i++)); do",
      "  word=${COMP_WORDS[i]}",
      "  case $word in",
      "    \(valued)) [[ ${COMP_WORDS[i+1]} == = ]] && ((i++)); ((i++)); continue ;;",
      "    -*|=) continue ;;",
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
    // Which operand it is depends on the options before it, so all kinds are offered together.
    let actions = command.operands.map { action($0.completion, name) }.filter { !$0.isEmpty }
    let offered = actions.isEmpty ? "" : " [[ $cur == -* ]] || { \(actions.joined(separator: " ")) return; }"
    return ["  '\(command.name)') options='\(options)';\(offered) ;;"]
  }

  private func action(_ kind: CompletionKind, _ name: String) -> String {
    switch kind {
    case .none: ""
    case .file: "\(name)_files;"
    case .words(let words): "\(name)_words '\(words.joined(separator: " "))';"
    case .stored(let kind): storedNames.isEmpty ? "" : "\(name)_stored '\(kind)';"
    }
  }
}
