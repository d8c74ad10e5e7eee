/// Shows how far long work has come: `ending  120,000 of 312,000  45,000/s  4s left`.
///
/// On a terminal only, and only for work over half a second.
public final class Progress {
  private static let patience: UInt64 = 500_000_000
  /// Ten times a second is as much as people see.
  private static let interval: UInt64 = 100_000_000

  private let writer: TerminalWriter
  private let label: String
  private let total: Int?
  private let clock: () -> UInt64
  private let start: UInt64
  private var nextShow: UInt64
  private var done = 0

  /// - Parameters:
  ///   - total: how much there is to do, where it is known
  ///   - clock: nanoseconds that never go back
  public init(_ label: String, total: Int? = nil, writer: TerminalWriter, clock: @escaping () -> UInt64) {
    self.label = label
    self.total = total
    self.writer = writer
    self.clock = clock
    start = clock()
    nextShow = start + Progress.patience
  }

  /// Counts finished work; called once a batch rather than once a thing.
  public func advance(by number: Int) {
    done += number
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
    if let total { text += " of \(Progress.grouped(total))" }
    text += "  \(Progress.grouped(Int(rate)))/s"
    if let total, total > done, rate > 0 {
      // Rounded up: "0s left" would be a broken promise.
      text += "  \(SpanText.text(Int64((Double(total - done) / rate).rounded(.up)))) left"
    }
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
