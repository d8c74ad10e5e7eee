import CommandGrammar
import TestSupport
import Testing

/// Whatever is typed: a documented exit status, a sentence without control characters, UTF-8, and a store that is well.
@Suite struct RandomLineTests {
  /// Ten lines, one after the other on one account; `SESSIONCTL_RANDOM=lines:0-4999` is fifty thousand.
  @Test("random command lines") func lines() throws {
    let good = try TestMachine.filled()
    let bytes = try good.bytes(of: good.store)
    var codes: [Int32: Int] = [:]
    // The first of them were once got wrong: a text too long for a pattern, a period of 10,000 years, and an attempt after
    // the year 9999.
    for seed in Extent.picks("lines", first: [4172, 4310, 4916], usually: 12, of: 1_000_000) {
      let machine = try TestMachine.holding(bytes)
      try machine.file("lines", Wire.wrapped("ticket", Wire.ticket(1001, [("status", "solved")])) + "\n")
      try machine.file("bad", "{\"ticket\":{\"id\":9223372036854775808}}\n\u{0}\u{1B}")
      // Nothing that a line sets or sends may reach a program of this machine.
      let program = try machine.program("sendmail", "cat > /dev/null")
      machine.environment["PATH"] = machine.folder
      try machine.succeed("settings", "set", "outbox.sendmail", program, "-q")
      var lines = RandomLine(seed: UInt64(seed), folder: machine.folder)
      for _ in 0..<10 {
        let line = lines.next()
        let run = machine.run(line) { _ in 0 }
        codes[run.code.rawValue, default: 0] += 1
        let what = "SESSIONCTL_RANDOM=lines:\(seed): \(run)"
        #expect(run.code != .bug, "\(what)")
        #expect(!run.errors.contains("SQLite error"), "\(what)")
        // The copy itself is no text.
        #expect(
          line.starts(with: ["backup", "-"].map { Array($0.utf8) })
            || String(validating: run.output, as: UTF8.self) != nil,
          "\(what)")
        // Colours are the program's own.
        let plain = run.errors.replacing(/\u{1B}\[[0-9;]*m/, with: "")
        #expect(
          !plain.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 127 }, "\(what)")
      }
      let doctor = machine.run("doctor")
      #expect(doctor.code == .done, "SESSIONCTL_RANDOM=lines:\(seed): \(doctor)")
    }
    print("exit statuses: \(codes.sorted { $0.key < $1.key })")
  }
}
