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
    let pipe = TerminalFacts.probe(fd: -1, environment: { ["COLUMNS": "132"][$0] })
    #expect(pipe == TerminalFacts(isTerminal: false, width: 132, colour: false))
    let forced = TerminalFacts.probe(
      fd: -1, environment: { ["NO_COLOR": "1", "COLUMNS": "x"][$0] }, colour: .always)
    #expect(forced == TerminalFacts(isTerminal: false, width: 80, colour: true))
  }
}

@Suite struct ProgressTests {
  private final class Clock { var now: UInt64 = 5_000_000_000 }

  private static func run(
    _ terminal: TerminalFacts, _ measure: Progress.Measure = .total(312_000), unit: String = "",
    _ body: (Progress, Clock, TerminalWriter) -> Void
  ) -> String {
    let memory = MemorySink()
    let writer = TerminalWriter(sink: ByteSink(memory), terminal: terminal)
    let clock = Clock()
    let progress = Progress("ending", measure, unit: unit, writer: writer) { clock.now }
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
    #expect(text == "\r\(line)\r\(String(repeating: " ", count: line.count + 2))\r")
  }

  @Test func `a share tells the time left too`() {
    var share = 0.25
    let text = Self.run(SampleTable.terminal(80), .share { share }) { progress, clock, _ in
      clock.now += 2_000_000_000
      progress.reach(1000)
      share = 1
      clock.now += 2_000_000_000
      progress.reach(4000)
    }
    #expect(text == "\rending  1,000  25%  500/s  6s left\rending  4,000  100%  1,000/s      ")
  }

  @Test func `what is not known is not said, and a count is asked for once`() {
    var asked = 0
    let counted = Self.run(
      SampleTable.terminal(80),
      .counted {
        asked += 1; return 40
      }, unit: " MiB"
    ) { progress, clock, _ in
      progress.reach(1)
      #expect(asked == 0)
      clock.now += 1_000_000_000
      progress.reach(10)
      clock.now += 1_000_000_000
      progress.reach(20)
    }
    #expect(asked == 1)
    #expect(counted == "\rending  10 of 40 MiB  10 MiB/s  3s left\rending  20 of 40 MiB  10 MiB/s  2s left")
    for measure in [Progress.Measure.unknown, .share { nil }, .counted { nil }] {
      let text = Self.run(SampleTable.terminal(80), measure) { progress, clock, _ in
        clock.now += 1_000_000_000
        progress.reach(10)
      }
      #expect(text == "\rending  10  10/s")
    }
  }

  @Test func `the work may find out how much there is`() {
    let text = Self.run(SampleTable.terminal(80), .unknown) { progress, clock, _ in
      clock.now += 1_000_000_000
      progress.reach(10, of: 20)
    }
    #expect(text == "\rending  10 of 20  10/s  1s left")
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
