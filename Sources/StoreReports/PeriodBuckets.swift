import CivilTime
import SessionStore
import StoreEngine

/// Numbers the hours, days, weeks or months of a zone as moments in them turn up.
///
/// A bucket's bounds are asked of the calendar once; a further moment in it is two comparisons where moments come in
/// order, and a binary search where they don't. No offset is assumed to be a multiple of anything.
struct PeriodBuckets {
  let unit: CalendarUnit
  let zone: Zone
  /// The start of each bucket, by its number.
  private(set) var starts: [Int64] = []

  private struct Bucket {
    var start: Int64
    var end: Int64
    var number: Int32
  }
  /// In the order of time.
  private var known: [Bucket] = []
  private var last = Bucket(start: 0, end: 0, number: 0)

  init(_ unit: CalendarUnit, in zone: Zone) {
    self.unit = unit
    self.zone = zone
  }

  @inline(__always)
  mutating func number(at seconds: Int64) -> Int32 {
    if seconds >= last.start && seconds < last.end { return last.number }
    return find(seconds)
  }

  /// The number of the bucket that begins at a moment, whether or not anything is in it.
  mutating func number(startingAt start: Instant) -> Int32 { number(at: start.seconds) }

  @inline(never)
  private mutating func find(_ seconds: Int64) -> Int32 {
    // A damaged store can hold any number; the calendar knows the years that text can write.
    let seconds = min(max(seconds, Instant.earliest.seconds), Instant.latest.seconds)
    var low = 0
    var high = known.count
    while low < high {
      let middle = (low + high) / 2
      if known[middle].start <= seconds { low = middle + 1 } else { high = middle }
    }
    if low > 0, seconds < known[low - 1].end {
      last = known[low - 1]
      return last.number
    }
    let moment = Instant(seconds)
    let bucket = Bucket(
      start: unit.start(of: moment, in: zone).seconds, end: unit.next(after: moment, in: zone).seconds,
      number: Int32(starts.count))
    starts.append(bucket.start)
    known.insert(bucket, at: low)
    last = bucket
    return bucket.number
  }
}
