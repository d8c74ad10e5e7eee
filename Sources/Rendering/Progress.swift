/// Shows how far long work has come: `ending  120,000 of 312,000  45,000/s  4s left`, or, where only a share is known,
/// such as the bytes read of a file, `importing  120,000  38%  45,000/s  4s left`.
///
/// On a terminal only, and only for work over half a second.
public final class Progress {
  private static let patience: UInt64 = 500_000_000
  /// Ten times a second is as much as people see.
  private static let interval: UInt64 = 100_000_000

  private let writer: TerminalWriter
  private let label: String
  private let unit: String
  /// How much there is to do; asked when it is shown for the first time, because knowing may cost something.
  private var total: Measure
  private let clock: () -> UInt64
  private let start: UInt64
  private var nextShow: UInt64
  private var done = 0

  /// What is known of the whole.
  public enum Measure {
    /// Nothing: only what is done is told.
    case unknown
    /// How much there is to do, in the unit of what is done.
    case total(Int)
    /// The same, found out when it is shown for the first time; nil where it can't be.
    case counted(() -> Int?)
    /// How much of it is done, from 0 to 1.
    case share(() -> Double?)
  }

  /// - Parameters:
  ///   - unit: of the count, where it counts no things: ` MiB`
  ///   - clock: nanoseconds that never go back
  public init(
    _ label: String, _ total: Measure = .unknown, unit: String = "", writer: TerminalWriter,
    clock: @escaping () -> UInt64
  ) {
    self.label = label
    self.total = total
    self.unit = unit
    self.writer = writer
    self.clock = clock
    start = clock()
    nextShow = start + Progress.patience
  }

  /// Counts finished work; called once a batch rather than once a thing.
  public func advance(by number: Int) { reach(done + number) }

  /// Tells how much has been done, and of how much, where the work itself found that out.
  public func reach(_ done: Int, of total: Int? = nil) {
    self.done = done
    if let total { self.total = .total(total) }
    guard writer.terminal.isTerminal else { return }
    let now = clock()
    guard now >= nextShow else { return }
    nextShow = now + Progress.interval
    writer.status(text(at: now))
  }

  /// Takes the line away.
  public func finish() { writer.clearStatus() }

  private func text(at now: UInt64) -> String {
    let seconds = Double(now - start) / 1e9
    let rate = Double(done) / seconds
    var text = "\(label)  \(Progress.grouped(done))"
    var left: Double?
    if case .counted(let count) = total { total = count().map(Measure.total) ?? .unknown }
    switch total {
    case .unknown, .counted: text += unit
    case .total(let total):
      text += " of \(Progress.grouped(max(total, done)))\(unit)"
      if total > done, rate > 0 { left = Double(total - done) / rate }
    case .share(let share):
      text += unit
      if let share = share(), share > 0 {
        text += "  \(Int(exactly: (min(share, 1) * 100).rounded(.down)) ?? 0)%"
        if share < 1 { left = seconds * (1 - share) / share }
      }
    }
    text += "  \(Progress.grouped(Int(exactly: rate.rounded(.down)) ?? 0))\(unit)/s"
    // Rounded up: "0s left" would be a broken promise.
    if let left { text += "  \(SpanText.text(Int64(exactly: left.rounded(.up)) ?? .max)) left" }
    return text
  }

  /// `312,000`
  private static func grouped(_ number: Int) -> String {
    var digits = String(number)
    var index = digits.endIndex
    while digits.distance(from: digits.startIndex, to: index) > 3 {
      index = digits.index(index, offsetBy: -3)
      digits.insert(",", at: index)
    }
    return digits
  }
}
