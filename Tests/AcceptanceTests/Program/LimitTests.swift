import CommandGrammar
import Foundation
import Testing

/// What is read whole has a limit, and sizes that make no sense are clamped.
@Suite struct LimitTests {
  @Test(
    "an input that does not end is refused with a sentence: 65",
    arguments: [
      ["session", "list", "--ids-from", "-"], ["rules", "apply", "-"], ["rules", "diff", "-"],
      ["schedule", "create", "-"], ["ticket", "reply", "1001", "--message", "-"],
    ])
  func endless(words: [String]) throws {
    let machine = try TestMachine.withAccount()
    let run = machine.run(words.map { Array($0.utf8) }) { room in
      room.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "1"))
      return room.count
    }
    #expect([.badInput, .usage].contains(run.code), "\(run)")
    #expect(run.errors.contains("too much") || run.errors.contains("at most"), "\(run.errors.prefix(300))")
  }

  @Test("a terminal of a billion columns is none") func columns() throws {
    let machine = try TestMachine.withAccount()
    for columns in ["9223372036854775807", "1000000000", "99999999999999999999", "-5", "0"] {
      machine.environment["COLUMNS"] = columns
      for words in [["report", "ended", "--by", "reason", "--chart"], ["session", "list"], ["--help"]] {
        let ended = try RealProgram(machine, words).wait()
        #expect(ended.status == 0, "\(columns): \(ended)")
      }
    }
  }
}
