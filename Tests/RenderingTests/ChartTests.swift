import CivilTime
import Testing

@testable import Rendering

/// Charts as they are seen, line by line.
@Suite struct ChartTests {
  private func draw(
    _ schema: DocumentSchema, _ plan: ChartPlan, _ rows: [[Cell]], width: Int, colour: Bool = false
  ) throws -> String {
    let memory = MemorySink()
    let chart = ChartWriter(
      schema: schema, plan: plan, sink: ByteSink(memory),
      terminal: TerminalFacts(isTerminal: true, width: width, colour: colour), now: Instant(0))
    rows.forEach(chart.row)
    try chart.finish()
    return memory.text
  }

  private static let agents = DocumentSchema("x", [Column("agent", .text), Column("ended", .integer)])
  private static let byAgent = ChartPlan(value: 1, valueName: "ended", labels: [0])
  private static let agentRows: [[Cell]] = [
    [.text("Zoë Åkerlund"), .integer(160)], [.text("田中 美咲"), .integer(81)], [.null, .integer(0)],
    [.text("Somebody whose name does not end where names usually do"), .integer(1)],
    [.text("\u{1B}[31m=cmd|' /C calc'!A0"), .integer(20)], [.text("<script>\u{202E}"), .null],
  ]

  @Test(
    "Bars at three widths: names are cut, numbers are not; what would steer the terminal is shown",
    arguments: [40, 80, 200])
  func bars(width: Int) throws {
    let drawn = try draw(Self.agents, Self.byAgent, Self.agentRows, width: width)
    #expect(drawn == Self.goldenBars[width])
    for line in drawn.split(separator: "\n") { #expect(DisplayWidth.of(String(line)) <= width) }
  }

  private static let goldenBars: [Int: String] = [
    40: #"""
    ended by agent
    Zoë Åkerlund      160  █████████████████
    田中 美咲          81  ████████▋
    -                   0
    Somebody whose …    1  ▏
    \x1b[31m=cmd|' …   20  ██▏
    <script>\u202e      -
    the longest bar is 160

    """#,
    80: #"""
    ended by agent
    Zoë Åkerlund                      160  █████████████████████████████████████████
    田中 美咲                          81  ████████████████████▊
    -                                   0
    Somebody whose name does not en…    1  ▎
    \x1b[31m=cmd|' /C calc'!A0         20  █████▏
    <script>\u202e                      -
    the longest bar is 160

    """#,
    200: #"""
    ended by agent
    Zoë Åkerlund                                             160  ██████████████████████████████████████████████████████████████████████████████████████████████████████████████████████████████████████████
    田中 美咲                                                 81  █████████████████████████████████████████████████████████████████████▉
    -                                                          0
    Somebody whose name does not end where names usually do    1  ▉
    \x1b[31m=cmd|' /C calc'!A0                                20  █████████████████▎
    <script>\u202e                                             -
    the longest bar is 160

    """#,
  ]

  private static let days = DocumentSchema(
    "x", [Column("day", .token), Column("reason", .token), Column("ended", .integer)])
  private static let byDay = ChartPlan(
    value: 2, valueName: "ended", time: 0, bucketName: "day", labels: [1])
  private static let dayRows: [[Cell]] = (1...60).flatMap { day -> [[Cell]] in
    let name = CivilDate(daysSinceEpoch: 20_454 + day).text
    return [
      [.token(name), .token("agent_ended"), .integer(Int64(day * day % 17))],
      [.token(name), .token("inactivity_ended"), day > 30 ? .integer(0) : .integer(Int64(day % 3))],
    ]
  }

  @Test(
    "Sparklines share one scale, tell nothing from little, and gather what does not fit",
    arguments: [40, 80, 200])
  func lines(width: Int) throws {
    let drawn = try draw(Self.days, Self.byDay, Self.dayRows, width: width)
    #expect(drawn == Self.goldenLines[width])
    for line in drawn.split(separator: "\n") { #expect(DisplayWidth.of(String(line)) <= width) }
  }

  private static let goldenLines: [Int: String] = [
    40: """
    ended by day, reason
    agent_ended    ▅████▁████▅▂████▂▅██   16
    inactivity_e…  ▁▁▁▁▁▁▁▁▁▁··········    2
                   2026-01-02 … 2026-03-02
    a column is 3 days, the largest of them
    █ is 16; · is nothing
    on the right: the largest of each line

    """,
    80: """
    ended by day, reason
    agent_ended       ▂█▄██▄█▂▁▅██▇██▅▁▂█▄██▄█▂▁▅██▇   16
    inactivity_ended  ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁···············    2
                      2026-01-02          2026-03-02
    a column is 2 days, the largest of them; █ is 16; · is nothing
    on the right: the largest of each line

    """,
    200: """
    ended by day, reason
    agent_ended       ▁▂▅█▄▁█▇▇█▁▄█▅▂▁·▁▂▅█▄▁█▇▇█▁▄█▅▂▁·▁▂▅█▄▁█▇▇█▁▄█▅▂▁·▁▂▅█▄▁█▇▇   16
    inactivity_ended  ▁▁·▁▁·▁▁·▁▁·▁▁·▁▁·▁▁·▁▁·▁▁·▁▁·······························    2
                      2026-01-02                                        2026-03-02
    a column is one day; █ is 16; · is nothing; on the right: the largest of each line

    """,
  ]

  @Test("Time alone is bars while they can be taken in, then a line") func timeAlone() throws {
    let plan = ChartPlan(value: 1, valueName: "ended", time: 0, bucketName: "day", labels: [])
    let schema = DocumentSchema("x", [Column("day", .token), Column("ended", .integer)])
    let rows = Self.dayRows.filter { if case .token("agent_ended") = $0[1] { true } else { false } }.map {
      [$0[0], $0[2]]
    }
    let bars = try draw(schema, plan, Array(rows.prefix(40)), width: 60)
    #expect(bars.split(separator: "\n").count == 42)
    #expect(bars.contains("\n2026-01-05  16  ████"))
    let line = try draw(schema, plan, rows, width: 80)
    #expect(line.split(separator: "\n").count == 5)
    #expect(line.hasPrefix("ended by day\n▁▂▅█"))
  }

  @Test("A terminal's scale is what it draws, and not the second number, which only pages draw")
  func secondNumber() throws {
    let schema = DocumentSchema(
      "x",
      [
        Column("day", .token), Column("channel", .token), Column("median", .integer),
        Column("p90", .integer),
      ])
    let rows: [[Cell]] = [
      [.token("2026-01-01"), .token("line"), .integer(4), .integer(9000)],
      [.token("2026-01-02"), .token("line"), .integer(8), .integer(100)],
    ]
    let bars = ChartPlan(
      value: 2, valueName: "median", beyond: 3, beyondName: "p90", time: 0, bucketName: "day", labels: [])
    #expect(
      try draw(schema, bars, rows, width: 30) == """
        median by day
        2026-01-01  4  ███████▌
        2026-01-02  8  ███████████████
        the longest bar is 8

        """)
    let lines = ChartPlan(
      value: 2, valueName: "median", beyond: 3, beyondName: "p90", time: 0, bucketName: "day", labels: [1])
    let drawn = try draw(schema, lines, rows, width: 60)
    #expect(drawn.contains("\nline  ▄█    8\n"), "\(drawn)")
    #expect(drawn.contains("█ is 8;"), "\(drawn)")
  }

  @Test("Nothing is drawn of nothing; only zeros have no bars and no scale") func empty() throws {
    #expect(try draw(Self.agents, Self.byAgent, [], width: 80) == "")
    #expect(
      try draw(Self.agents, Self.byAgent, [[.text("A"), .integer(0)]], width: 80)
        == "ended by agent\nA  0\n")
  }

  @Test("Colour only underlines: without its sequences the chart is the same") func colour() throws {
    let plain = try draw(Self.agents, Self.byAgent, Self.agentRows, width: 80)
    let coloured = try draw(Self.agents, Self.byAgent, Self.agentRows, width: 80, colour: true)
    #expect(coloured != plain)
    #expect(coloured.replacing(/\u{1B}\[[0-9]+m/, with: "") == plain)
  }

  @Test("No width, however small, breaks a chart", arguments: [1, 19, 20, 25, 33]) func tiny(width: Int)
    throws
  {
    let bars = try draw(Self.agents, Self.byAgent, Self.agentRows, width: width)
    #expect(bars.contains("160"))
    #expect(try !draw(Self.days, Self.byDay, Self.dayRows, width: width).isEmpty)
  }
}
