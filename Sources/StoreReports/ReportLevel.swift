import CivilTime
import SessionModel
import SessionStore
import StoreEngine

/// One grouping of a report: gives every value that turns up a number, in the order they do.
struct ReportLevel {
  let grouping: ReportGrouping
  private let now: Int64
  private var periods: PeriodBuckets?
  /// For values that come again and again: the stretches of which each lies in one, and that value's number.
  private var cycled: PeriodBuckets?
  private var cycledNumbers: [Int32] = []
  private var codes: [Int64: Int32] = [:]
  private var lastCode = Int64.min
  private var lastNumber: Int32 = -1
  private var texts: [(bytes: [UInt8], number: Int32)] = []
  private var textNumbers: [[UInt8]: Int32] = [:]
  /// By number; empty for periods, which keep their own.
  private var keys: [ReportKey] = []
  private var noneNumber: Int32 = -1

  init(_ grouping: ReportGrouping, zone: Zone, now: Instant) {
    self.grouping = grouping
    self.now = now.seconds
    periods = grouping.unit.map { PeriodBuckets($0, in: zone) }
    cycled = grouping.cycledUnit.map { PeriodBuckets($0, in: zone) }
  }

  var count: Int { periods?.starts.count ?? keys.count }

  func key(_ number: Int32) -> ReportKey {
    periods.map { .period(Instant($0.starts[Int(number)])) } ?? keys[Int(number)]
  }

  @inline(__always)
  mutating func value(_ statement: SteppedStatement, _ column: Int32, _ moment: Int64) -> Int32 {
    if periods != nil { return periods!.number(at: moment) }
    if cycled != nil {
      let bucket = Int(cycled!.number(at: moment))
      return bucket < cycledNumbers.count ? cycledNumbers[bucket] : cycledNumber(bucket)
    }
    switch grouping {
    case .reason: return number(of: statement.integer(ReportScan.Column.endReason))
    case .age, .idle: return number(of: Int64(AgeBand(age: now &- moment).rawValue))
    case .channel, .tag, .endedBy: return number(of: statement.utf8(column))
    default: return statement.isNull(column) ? none() : number(of: statement.integer(column))
    }
  }

  /// The value of a stretch that is met for the first time: stretches are numbered as they are.
  @inline(never)
  private mutating func cycledNumber(_ bucket: Int) -> Int32 {
    guard let stretches = cycled else { return none() }
    let start = stretches.zone.civil(Instant(stretches.starts[bucket]))
    let code = grouping == .weekday ? (start.date.weekday + 6) % 7 : start.hour
    cycledNumbers.append(number(of: Int64(code)))
    return cycledNumbers[bucket]
  }

  /// The number of the bucket that begins at a moment, or of a band, whether or not anything is in it.
  mutating func number(ofBucket key: ReportKey) -> Int32 {
    switch key {
    case .period(let start): periods!.number(startingAt: start)
    case .band(let band): number(of: Int64(band.rawValue))
    case .weekday(let code), .hourOfDay(let code): number(of: Int64(code))
    default: none()
    }
  }

  mutating func none() -> Int32 {
    if noneNumber < 0 {
      noneNumber = Int32(keys.count)
      keys.append(.none)
    }
    return noneNumber
  }

  @inline(__always)
  mutating func number(of code: Int64) -> Int32 {
    if code == lastCode && lastNumber >= 0 { return lastNumber }
    return find(code)
  }

  @inline(never)
  private mutating func find(_ code: Int64) -> Int32 {
    lastCode = code
    if let known = codes[code] {
      lastNumber = known
      return known
    }
    switch grouping {
    case .reason: keys.append(EndReason(rawValue: Int(code)).map(ReportKey.reason) ?? .none)
    case .age, .idle: keys.append(AgeBand(rawValue: Int(code)).map(ReportKey.band) ?? .none)
    case .weekday: keys.append(.weekday(Int(code)))
    case .hourOfDay: keys.append(.hourOfDay(Int(code)))
    default: keys.append(.id(code))
    }
    lastNumber = Int32(keys.count - 1)
    codes[code] = lastNumber
    return lastNumber
  }

  /// Few texts are compared one by one, without making a string of each row's; many are looked up.
  mutating func number(of text: UnsafeBufferPointer<UInt8>) -> Int32 {
    for known in texts where text.elementsEqual(known.bytes) { return known.number }
    let bytes = Array(text)
    if let known = textNumbers[bytes] { return known }
    let number = Int32(keys.count)
    keys.append(.text(String(decoding: bytes, as: UTF8.self)))
    textNumbers[bytes] = number
    if texts.count < 16 { texts.append((bytes, number)) }
    return number
  }
}
