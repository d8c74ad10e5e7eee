import SessionModel
import Testing

@Suite struct CommandWordsTests {
  @Test(
    "words are split as a shell would, without what else a shell does",
    arguments: [
      ("/usr/sbin/sendmail -t -i", ["/usr/sbin/sendmail", "-t", "-i"]),
      ("  a \t b  ", ["a", "b"]), ("'a b' \"c d\"e", ["a b", "c de"]), ("a '' \"\"", ["a", "", ""]),
      ("a\\ b", ["a b"]), ("a \"\\\"\\\\\\n\"", ["a", "\"\\\\n"]), ("a '\\'", ["a", "\\"]),
      ("a $HOME `b` | c; d > e *", ["a", "$HOME", "`b`", "|", "c;", "d", ">", "e", "*"]),
    ])
  func words(line: String, words: [String]) throws {
    let parsed = try CommandWords(parsing: line)
    #expect([parsed.program] + parsed.arguments == words)
  }

  @Test(
    arguments: [
      ("", "it names no program"), ("   ", "it names no program"), ("'' a", "it names no program"),
      ("a 'b", "a quotation mark is not closed"), ("a \\", "it ends in a backslash"),
      ("a\u{0}b", "it contains a NUL character"),
    ])
  func wrong(line: String, message: String) {
    #expect { try CommandWords(parsing: line) } throws: { ($0 as? InvalidCommandWords)?.message == message }
  }
}
