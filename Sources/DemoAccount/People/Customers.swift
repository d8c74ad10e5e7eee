/// Who writes next: somebody new, or one of a limited number of earlier customers who are remembered.
struct Customers {
  private struct Earlier {
    var ordinal: Int
    /// When the last session had ended: until then, writing would have gone on in it (E13).
    var freeFrom: Int64
  }

  /// Bounds the memory, whatever the number of sessions.
  private static let remembered = 8192

  private let seed: UInt64
  private var earlier: [Earlier] = []
  private var count = 0

  init(seed: UInt64) { self.seed = seed }

  mutating func newcomer(writesByEmail: Bool) -> Customer {
    defer { count += 1 }
    return Customer(ordinal: count, seed: seed, writesByEmail: writesByEmail)
  }

  /// Somebody whose last session has ended by then, if one is found quickly; to be remembered again after.
  mutating func returning(at moment: Int64, _ dice: inout Dice) -> Customer? {
    for _ in 0..<4 where !earlier.isEmpty {
      let place = dice.below(earlier.count)
      guard earlier[place].freeFrom < moment else { continue }
      let ordinal = earlier[place].ordinal
      earlier.swapAt(place, earlier.count - 1)
      earlier.removeLast()
      return Customer(ordinal: ordinal, seed: seed, writesByEmail: false)
    }
    return nil
  }

  /// Remembers a customer whose session has ended; when there are too many, somebody is forgotten.
  mutating func remember(_ customer: Customer, freeFrom: Int64, _ dice: inout Dice) {
    let entry = Earlier(ordinal: customer.ordinal, freeFrom: freeFrom)
    if earlier.count < Customers.remembered {
      earlier.append(entry)
    } else {
      earlier[dice.below(earlier.count)] = entry
    }
  }
}
