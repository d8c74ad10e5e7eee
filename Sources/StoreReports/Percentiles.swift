import SessionStore
import StoreEngine

/// Exact percentiles by selection, without sorting everything.
///
/// The definition is that of `quantile_cont` in SQL, of NumPy and of spreadsheets (`PERCENTILE.INC`): of n values in
/// order, the one at place (n − 1) · p, and between two places the share of the way from one to the other. The median
/// of an even number of values is then the middle of the two in the middle.
enum Percentiles {
  /// - Parameter values: at least one; they are put into another order.
  static func median(_ values: UnsafeMutableBufferPointer<Int64>) -> Double { of(values, 1, 2) }

  static func p90(_ values: UnsafeMutableBufferPointer<Int64>) -> Double { of(values, 9, 10) }

  /// The percentile at `numerator / denominator`, in whole numbers so that no place is missed by rounding.
  private static func of(
    _ values: UnsafeMutableBufferPointer<Int64>, _ numerator: Int, _ denominator: Int
  ) -> Double {
    let place = (values.count - 1) * numerator
    let (index, rest) = (place / denominator, place % denominator)
    select(index, values)
    let low = values[index]
    guard rest > 0 else { return Double(low) }
    var high = Int64.max
    for further in (index + 1)..<values.count where values[further] < high { high = values[further] }
    return Double(low) + (Double(high) - Double(low)) * Double(rest) / Double(denominator)
  }

  /// Puts the value that belongs to a place there, none larger before it and none smaller behind it (Hoare's find).
  private static func select(_ place: Int, _ values: UnsafeMutableBufferPointer<Int64>) {
    var low = 0
    var high = values.count - 1
    var random: UInt64 = 0x2545_F491_4F6C_DD1D
    while low < high {
      // A pivot by chance: no order of the rows makes it slow, equal values neither.
      random ^= random << 13
      random ^= random >> 7
      random ^= random << 17
      let pivot = values[low + Int(random % UInt64(high - low + 1))]
      var left = low
      var right = high
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if place <= right {
        high = right
      } else if place >= left {
        low = left
      } else {
        return
      }
    }
  }
}
