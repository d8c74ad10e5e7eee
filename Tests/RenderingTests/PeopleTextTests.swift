import CivilTime
import Testing

@testable import Rendering

@Suite struct PeopleTextTests {
  @Test(
    arguments: [
      (0, "0s"), (45, "45s"), (60, "1m"), (61, "1m 1s"), (14_700, "4h 5m"), (14_400, "4h"),
      (266_400, "3d 2h"),
      (-90, "-1m 30s"), (Int64.min, "-106751991167300d 15h"),
    ] as [(Int64, String)])
  func `spans are told in two units`(seconds: Int64, text: String) {
    #expect(SpanText.text(seconds) == text)
  }

  @Test(
    arguments: [
      (0, "now"), (-59, "59s ago"), (-3 * 3600 - 59, "3h ago"), (300, "in 5m"), (-86_400 * 40, "40d ago"),
      (86_400 * 800, "in 2y"),
    ] as [(Int64, String)])
  func `moments are told from now`(seconds: Int64, text: String) {
    #expect(SpanText.relative(SampleTable.now.advanced(by: seconds), to: SampleTable.now) == text)
  }

  @Test func `colour needs a terminal or a word of command`() {
    let pipe = TerminalFacts.probe(fd: -1, environment: ["COLUMNS": "132"])
    #expect(pipe == TerminalFacts(isTerminal: false, width: 132, colour: false))
    let forced = TerminalFacts.probe(fd: -1, environment: ["NO_COLOR": "1", "COLUMNS": "x"], colour: .always)
    #expect(forced == TerminalFacts(isTerminal: false, width: 80, colour: true))
  }
}

@Suite struct ProgressTests {
  private final class Clock { var now: UInt64 = 5_000_000_000 }

  private static func run(_ terminal: TerminalFacts, _ body: (Progress, Clock, TerminalWriter) -> Void)
    -> String
  {
    let memory = MemorySink()
    let writer = TerminalWriter(sink: ByteSink(memory), terminal: terminal)
    let clock = Clock()
    let progress = Progress("ending", total: 312_000, writer: writer) { clock.now }
    body(progress, clock, writer)
    return memory.text
  }

  @Test func `short work shows nothing`() {
    let text = Self.run(SampleTable.terminal(80)) { progress, clock, _ in
      clock.now += 499_000_000
      progress.advance(by: 1000)
      progress.finish()
    }
    #expect(text == "")
  }

  @Test func `long work shows count, rate and time left, and clears its line`() {
    let text = Self.run(SampleTable.terminal(80)) { progress, clock, _ in
      clock.now += 2_000_000_000
      progress.advance(by: 100_000)
      clock.now += 99_000_000
      progress.advance(by: 1)
      progress.finish()
    }
    let line = "ending  100,000 of 312,000  50,000/s  5s left"
    #expect(text == "\r\(line)\r\(String(repeating: " ", count: line.count))\r")
  }

  @Test func `a message takes the line's place`() {
    let text = Self.run(SampleTable.terminal(12)) { progress, clock, writer in
      clock.now += 1_000_000_000
      progress.advance(by: 10)
      writer.line("done", .green)
      progress.finish()
    }
    #expect(text == "\rending  10…\r           \rdone\n")
  }

  @Test func `nothing moves where there is no terminal`() {
    let text = Self.run(.none) { progress, clock, _ in
      clock.now += 9_000_000_000
      progress.advance(by: 10)
      progress.finish()
    }
    #expect(text == "")
  }
}
