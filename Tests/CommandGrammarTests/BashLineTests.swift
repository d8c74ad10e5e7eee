import Testing

@testable import CommandGrammar

/// What bash hands over, how it is read, and what bash gets back for a word.
@Suite struct BashLineTests {
  @Test(arguments: [
    // line, what bash replaces, the word so far, the whole word, the replacement
    ("x show ", "", "", "a b", "a\\ b"),
    ("x show a\\ ", "a\\ ", "a ", "a b", "a\\ b"),
    ("x show \"a ", "a ", "a ", "a b", "a b"),
    ("x show 'a ", "a ", "a ", "a b", "a b"),
    ("x show an@", "", "an@", "an@b.c", "b.c"),
    ("x show --queue=A", "A", "--queue=A", "--queue=A b", "A\\ b"),
    ("x show \"A\"", "", "A", "A b", "\\ b"),
    ("x show ", "", "", "$a`b\\c\"d'e!f", "\\$a\\`b\\\\c\\\"d\\'e\\!f"),
    ("x show \"", "", "", "$a`b\\c\"d'e!f", "\\$a\\`b\\\\c\\\"d'e\"'!'\"f"),
    ("x show '", "", "", "$a`b\\c\"d'e!f", "$a`b\\c\"d'\\''e!f"),
    ("x show a\\", "a\\", "a", "a b", "a\\ b"),
    // Bash closes the quote, but not where what it inserts ends in one.
    ("x show \"", "", "", "so!", "so\"'!'\"\""), ("x show \"", "", "", "a \"b\"", "a \\\"b\\\"\""),
    ("x show '", "", "", "it'", "it'\\'''"),
    ("x show ", "", "", "漢 é", "漢\\ é"),
  ]) func word(line: String, replaced: String, typed: String, whole: String, replacement: String) throws {
    let read = try #require(BashLine(line, replacing: replaced))
    #expect(read.words == ["x", "show"])
    #expect(read.word == typed)
    #expect(read.replacement(for: whole) == replacement, "\(line)")
  }

  @Test func quotesKeepWordsTogether() throws {
    let line = try #require(BashLine("x --store 'a b' \"c \\\" d\" e\\ f  g", replacing: "g"))
    #expect(line.words == ["x", "--store", "a b", "c \" d", "e f"])
  }

  @Test func whatDoesNotFitIsRefused() throws {
    #expect(BashLine("x show a", replacing: "b") == nil)
    let line = try #require(BashLine("x show an@", replacing: ""))
    #expect(line.replacement(for: "bob@b.c") == nil)
  }
}
