import CommandGrammar
import Foundation
import SessionStore
import StoreEngine
import StoreReports
import Testing

@testable import SessionctlCommands

/// Where things are said, read from the sources.
@Suite struct SourceOrderTests {
  /// Files below the commands that may name some of their words, and why.
  private static let exceptions: [String: String] = [
    "Sources/SessionModel/Glossary.swift": "the table of what labels of the product are called here",
    "Sources/CommandGrammar/Declaring/ExitCode.swift": "the table of exit statuses, as help prints it",
    "Sources/Delivery/Mail/MailProgram.swift": "options of mail programs",
    "Sources/Rendering/PageStyle.swift": "the custom properties of CSS, which look like options",
    "Sources/RemotePush/EndingTrigger.swift": "what the trigger in the account says of itself to its admins",
  ]

  @Test("What stands below the commands names no command and no option; what to do is said above")
  func sentences() throws {
    let options = GlobalOptions.printing + GlobalOptions.asking + GlobalOptions.lists
    let own = options.map { "--\($0.spec.name)" }
    var found: [String] = []
    var spared: Set<String> = []
    for file in SourceFile.below("Sources") where !file.path.hasPrefix("Sources/sessionctl/") {
      if file.path.hasPrefix("Sources/SessionctlCommands/") { continue }
      let isGrammar = file.path.hasPrefix("Sources/CommandGrammar/")
      let lines = file.code.filter { $0.utf8.contains(UInt8(ascii: "-")) || $0.contains("sessionctl ") }
      for match in lines.joined(separator: "\n").matches(
        of: /sessionctl [a-z_]+|\B--[a-z][a-z-]*/.wordBoundaryKind(.simple))
      {
        if isGrammar && own.contains(String(match.output)) { continue }
        if Self.exceptions[file.path] != nil {
          spared.insert(file.path)
        } else {
          found.append("\(file.path): \(match.output)")
        }
      }
    }
    #expect(found == [])
    #expect(spared == Set(Self.exceptions.keys), "an exception is no longer needed")
  }

  @Test(
    "Parameters and columns of statements are named, not counted; only the two of a pair are read by place")
  func statements() {
    let counted = [
      #/\.bind\w*\([^\n]*at: \d+\)/#, #/[\w)]\.(?:integer|text|utf8|isNull|moment|optional\w+)\(\d+\)/#,
      #/(?:\brow|\$0)\((?:[2-9]|\d\d+)\)/#,
    ]
    let targets = [
      "SessionStore", "StoreReports", "StoreAdministration", "StoreReplay", "StoreExchange", "StoreDoctor",
      "StoreRescue",
    ]
    let sources = targets.map { SourceFile.below("Sources/\($0)") }
    #expect(sources.allSatisfy { !$0.isEmpty })
    let files = Array(sources.joined())
    #expect(files.contains { $0.text.contains("StatementColumn {") })
    for file in files {
      // They all have a number in round brackets.
      for line in file.code where line.utf8.contains(where: (UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
      {
        for pattern in counted { #expect(line.firstMatch(of: pattern) == nil, "\(file.path)") }
      }
    }
  }

  @Test("What a command knows of a row it does not read back out of the row's cells") func cells() {
    for file in SourceFile.below("Sources/SessionctlCommands") {
      for line in file.code where line.contains("row[") || line.contains("$0[") {
        #expect(!line.contains(#/(?:\brow|\$0)\[\d+\]/#), "\(file.path)")
      }
    }
  }

  /// What a protocol says already, and so needs no words where it is kept.
  private static var witnesses: Regex<Substring> {
    #/static func (?:==|<) |func hash\(into|var (?:debugD|d)escription\b|var word: String|init\??\(rawValue|let rawValue|init\(\w+Literal|static let (?:kind|noun|neverStored)\b|typealias Wire |func (?:problems|findings)\(_ environment|var spec: |var expression: /#
  }

  @Test("What other targets see says what it means") func meanings() {
    // Transcripts have lines that look like declarations.
    for file in SourceFile.below("Sources") where !file.path.hasSuffix("Stories.swift") {
      var isExplained = false
      // How far the enumerations are indented whose cases others see; their cases stand two further.
      var enumerations: [Int] = []
      for line in file.text.split(separator: "\n", omittingEmptySubsequences: false) {
        let code = line.drop { $0 == " " }
        if code.hasPrefix("///") { isExplained = true; continue }
        // Attributes may stand on lines of their own.
        if code.hasPrefix("@"), !code.contains("public "), !code.contains("package ") { continue }
        let indent = line.utf8.count - code.utf8.count
        if indent == enumerations.last, code.hasPrefix("}") { enumerations.removeLast() }
        if let last = enumerations.last, indent == last + 2,
          code.hasPrefix("case ") || code.hasPrefix("indirect case ")
        {
          #expect(isExplained, "\(file.path): \(code)")
        }
        // A regular expression takes its time; most lines begin with something else.
        if ["public ", "package ", "@"].contains(where: code.hasPrefix),
          code.contains(#/^(?:@\w+(?:\(.*?\))? )*(?:public|package) (?!extension|import)/#),
          !code.contains(Self.witnesses)
        {
          #expect(isExplained, "\(file.path): \(code)")
          // What is written in one line is explained with it, and columns are named as in the store.
          if code.contains(" enum "), !code.hasSuffix("}"), !code.contains("StatementColumn") {
            enumerations.append(indent)
          }
        }
        isExplained = false
      }
    }
  }

  @Test("A file has one command at most, and is called after it") func commands() throws {
    let files = SourceFile.below("Sources/SessionctlCommands")
    for file in files { #expect(file.code.count { $0.hasSuffix("CommandSpec(") } < 2, "\(file.path)") }
    let names = Set(files.map { ($0.path as NSString).lastPathComponent })
    for spec in CommandTable.groups.flatMap(\.commands).map(\.spec) + CommandTable.plainCommands.map(\.spec) {
      let words = spec.path.flatMap { $0.split(separator: "-") }.map(\.capitalized)
      // Rules of every kind have the same commands, and reports about sessions are one command in many forms.
      let isKnown =
        names.contains("\(words.joined())Command.swift")
        || (spec.path.count == 2 && names.contains("Rule\(words.last ?? "")Command.swift"))
        || (spec.path[0] == "report" && SessionReport(rawValue: spec.path[1]) != nil)
      #expect(isKnown, "\(spec.name)")
    }
  }
}
