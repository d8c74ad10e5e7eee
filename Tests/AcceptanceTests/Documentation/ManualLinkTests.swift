import CommandGrammar
import Foundation
import SessionctlCommands
import Testing

/// `man` finds what people type, and texts for users keep our own documents to themselves.
@Suite struct ManualLinkTests {
  private let pages = ManPage.all(of: CommandTable.toolkit, date: CommandTable.date)

  @Test("every command and every noun has a page under its own name")
  func everyWord() {
    let names = Set(pages.map(\.fileName))
    #expect(names.count == pages.count)
    for command in CommandTable.toolkit.commands where !command.hidden {
      #expect(names.contains("sessionctl-\(command.path.joined(separator: "-")).1"), "\(command.name)")
    }
    for noun in CommandTable.toolkit.nouns { #expect(names.contains("sessionctl-\(noun.name).1")) }
  }

  @Test("a page that leads to another leads to one that is there and tells of the command")
  func targets() throws {
    for page in pages where page.isLink {
      let match = try #require(page.text.wholeMatch(of: /\.so man([157])\/(\S+)\n/), "\(page.fileName)")
      let target = try #require(pages.first { $0.fileName == match.output.2 }, "\(page.fileName)")
      #expect(!target.isLink && target.fileName.hasSuffix(".\(match.output.1)"))
    }
    // What people who write a rule look for is about conditions.
    let rules = try #require(pages.first { $0.fileName == "sessionctl-rules.1" })
    #expect(rules.text == ".so man5/sessionctl-rules.5\n")
    let conditions = try #require(pages.first { $0.fileName == "sessionctl-rules.5" }).text
    #expect(conditions.contains("CONDITIONS") && conditions.contains("sessionctl\\-rules\\-as\\-code"))
  }

  @Test(
    "man itself finds them",
    .enabled(if: TestMachine.has("man", "groff"), "man or groff is missing: packages man-db and groff"))
  func man() throws {
    let machine = try TestMachine()
    let root = "\(machine.folder)/man"
    for section in ["1", "5", "7"] {
      try FileManager.default.createDirectory(
        atPath: "\(root)/man\(section)", withIntermediateDirectories: true)
    }
    for page in pages { try machine.file("man/man\(page.fileName.suffix(1))/\(page.fileName)", page.text) }
    for (name, words) in [
      ("sessionctl-rules", "conditions, actions and placeholders"), ("sessionctl-session-end", "--idle-for"),
      ("sessionctl-import", "sessionctl import"), ("sessionctl-rules-apply", "--prune"),
      ("sessionctl-cron", "OnCalendar"),
    ] {
      let run = try machine.shell(
        "man -M '\(root)' -P cat \(name)", more: ["MANWIDTH": "100", "MANROFFOPT": "-c"])
      #expect(run.status == 0 && run.output.contains(words), "\(name): \(run.output.prefix(300))")
    }
  }

  /// Ids of rules belong into tests and comments; nobody who uses the program has the document that they are of.
  private static var rule: Regex<(Substring, Substring?, Substring?, Substring?)> {
    /(^|[^\w.$#\\{+-])([EPFTQCMRGSX][12]?[0-9])($|[^\w'])|\[local\]|\[beyond the|§/
  }

  /// Whether a line names one. The expression takes its time, and hardly any line has a letter of these before a digit.
  private static func namesRule(_ line: some StringProtocol) -> Bool {
    let letters = Array("EPFTQCMRGSX".utf8)
    let bytes = Array(line.utf8)
    let mayName = zip(bytes, bytes.dropFirst()).contains { one, next in
      letters.contains(one) && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next)
        || one == UInt8(ascii: "[") && (next == UInt8(ascii: "l") || next == UInt8(ascii: "b"))
        || one == 0xC2 && next == 0xA7
    }
    return mayName
      && String(line).replacingOccurrences(of: controls, with: "").firstMatch(of: rule) != nil
  }

  /// The control characters of ECMA-48 have such a name, too.
  private static let controls = "the C1 and"

  @Test("no manual page, help, completion or guide for users names a rule of an internal document")
  func generatedTexts() throws {
    var texts = pages.map { ($0.fileName, $0.text) }
    texts += Shell.allCases.map { ("\($0)", Completions.script(for: $0, of: CommandTable.toolkit)) }
    for name in ["README.md", "CHANGELOG.md"] { texts.append((name, try Repository.read(name))) }
    for (name, text) in texts {
      let plain = ["\\fB", "\\fI", "\\fP", "\\fR"].reduce(text) { $0.replacingOccurrences(of: $1, with: "") }
        .replacingOccurrences(of: "\\-", with: "-")
      for line in plain.split(separator: "\n") { #expect(!Self.namesRule(line), "\(name): \(line)") }
    }
  }

  @Test("nor does any sentence that the program can print")
  func sentences() throws {
    var lines = 0
    for file in SourceFile.below("Sources") where !file.path.hasPrefix("Sources/DemoAccount/") {
      for line in file.code {
        lines += 1
        guard Self.namesRule(line) else { continue }
        // Of SQL neither.
        let code = line.split(separator: " ").prefix { !$0.hasPrefix("--") }.joined(separator: " ")
        if Self.namesRule(code) { Issue.record("\(file.path): \(code)") }
      }
    }
    #expect(lines > 10_000)
  }
}
