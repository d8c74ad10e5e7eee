import CivilTime

/// When sessions begin: in order, over the last 60 days, by day and not by night, and lately more than before.
///
/// The n-th of a number of sessions falls where its share of all the weight is reached, so that the times come out
/// in order however many there are, without a list of them.
struct Timeline {
  static let days = 60
  /// Room behind the last beginning, for a hand-off and a first answer before `now`.
  private static let margin: Int64 = 600
  /// How busy each hour of a day is where most customers live, an hour east of Greenwich.
  private static let hourly = [
    4, 3, 2, 2, 2, 4, 10, 25, 55, 85, 100, 100, 90, 88, 95, 95, 90, 80, 65, 50, 38, 28, 16, 8,
  ]
  /// Monday to Sunday.
  private static let daily = [115, 105, 100, 100, 95, 45, 35]

  private let origin: Int64
  private let count: Int
  /// The weight before each hour, and at the end all of it.
  private let weightBefore: [Int]
  private var hour = 0

  init(now: Instant, count: Int) {
    origin = now.seconds - Int64(Timeline.days) * 86_400 - Timeline.margin
    self.count = count
    var before = [0]
    before.reserveCapacity(Timeline.days * 24 + 1)
    for hour in 0..<Timeline.days * 24 {
      before.append(before[hour] + Timeline.weight(at: origin + Int64(hour) * 3600 + 3600, day: hour / 24))
    }
    weightBefore = before
  }

  private static func weight(at localTime: Int64, day: Int) -> Int {
    let dayNumber = localTime.flooringQuotient(86_400)
    let hourOfDay = Int((localTime - dayNumber * 86_400) / 3600)
    // The first day of 1970 was a Thursday.
    let weekday = Int(dayNumber + 3 - (dayNumber + 3).flooringQuotient(7) * 7)
    let trend = 100 + day + max(0, day - days + 8) * 20
    return hourly[hourOfDay] * daily[weekday] * trend
  }

  /// The beginning of one session; to be asked for in the order of the indices.
  mutating func beginning(of index: Int, _ dice: inout Dice) -> Int64 {
    let share = (Double(index) + dice.fraction()) / Double(count)
    let target = share * Double(weightBefore[weightBefore.count - 1])
    while hour < weightBefore.count - 2 && Double(weightBefore[hour + 1]) <= target { hour += 1 }
    let weight = Double(weightBefore[hour + 1] - weightBefore[hour])
    let second = (target - Double(weightBefore[hour])) / weight * 3600
    return origin + Int64(hour) * 3600 + Int64(min(max(second, 0), 3599))
  }
}
