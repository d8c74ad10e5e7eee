import CommandGrammar
import Foundation
import SessionctlCommands
import Testing

/// Manual pages and completions are made from the declarations; stale ones are a failing test.
///
/// `SESSIONCTL_REGENERATE=1 swift test --filter "GeneratedFile|Readme"` writes them anew.
@Suite struct GeneratedFileTests {
  @Test("man/ is what the declarations say, and holds nothing else")
  func manualPages() throws {
    let pages = ManPage.all(of: CommandTable.toolkit, date: CommandTable.date)
    for page in pages {
      #expect(try Repository.isCurrent("man/\(page.fileName)", page.text), "\(page.fileName)")
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(Repository.root)/man")
    #expect(Set(files) == Set(pages.map(\.fileName)))
  }

  @Test("groff finds nothing to say about man/", .enabled(if: TestMachine.has("groff"), "groff is missing"))
  func groff() throws { try expectSilence(of: "groff -Tutf8 -man -ww -z") }

  @Test(
    "mandoc finds nothing to say about man/", .enabled(if: TestMachine.has("mandoc"), "mandoc is missing"))
  func mandoc() throws { try expectSilence(of: "mandoc -T lint -W style") }

  private func expectSilence(of linter: String) throws {
    // A page that only leads to another is none for linters; the other one is looked at.
    let pages = ManPage.all(of: CommandTable.toolkit).filter { !$0.isLink }.map(\.fileName)
    let line = ([linter] + pages).joined(separator: " ")
    let said = try TestMachine().shell("cd '\(Repository.root)/man' && \(line)").output
    // mandoc looks on this machine for the pages that a page refers to.
    #expect(said.split(separator: "\n").filter { !$0.contains("referenced manual not found") } == [])
  }

  @Test("completions/ is what the declarations say", arguments: Shell.allCases)
  func completions(shell: Shell) throws {
    let name = Completions.fileName(for: shell, of: CommandTable.toolkit)
    let script = Completions.script(for: shell, of: CommandTable.toolkit)
    #expect(try Repository.isCurrent("completions/\(name)", script), "\(name)")
  }
}
