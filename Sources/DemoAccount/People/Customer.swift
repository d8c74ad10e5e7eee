/// A customer, drawn again from the number whenever needed: millions need no memory.
struct Customer {
  enum NameForm {
    case full(first: Int, last: Int)
    /// A name from a messaging app.
    case handle(Int)
    /// Nobody said who they are: the public API's `Web User` and a code.
    case webUser(UInt32)
    case hostile(Int)
  }

  /// Counted from 0, in the order in which they first write.
  let ordinal: Int
  let language: Language
  let name: NameForm
  /// The names in the address, also of those who go by another one.
  let first: Int
  let last: Int
  let hasEmail: Bool
  /// The last two digits.
  let phone: Int?
  let channel: ContactChannel

  static let firstID: Int64 = 370_000_000_001

  var id: Int64 { Customer.firstID + Int64(ordinal) }

  var names: Names { Names.byLanguage[language.rawValue] }

  /// - Parameter writesByEmail: for those who come with an e-mail, and so have an address
  init(ordinal: Int, seed: UInt64, writesByEmail: Bool) {
    var dice = Dice(seed: seed, stream: UInt64(ordinal) | 1 << 62)
    self.ordinal = ordinal
    language = Language.drawn(&dice)
    let names = Names.byLanguage[language.rawValue]
    first = dice.below(names.first.count)
    last = dice.below(names.last.count)
    channel = writesByEmail ? .email : ContactChannel.drawn(for: language, &dice)
    // Of a quarter of all no address is known; those who came by e-mail make up for it.
    hasEmail = writesByEmail || !dice.chance(percent: 28)
    phone = channel == .whatsapp || dice.chance(percent: 20) ? dice.below(100) : nil
    let form = dice.below(100)
    if ordinal % 200 == 31 {
      name = .hostile(dice.below(Names.hostile.count))
    } else if channel == .nativeMessaging && !hasEmail && form < 40 {
      name = .webUser(UInt32(truncatingIfNeeded: dice.next()))
    } else if (channel == .instagram || channel == .telegram) && form < 25 {
      name = .handle(dice.below(Names.handles.count))
    } else {
      name = .full(first: first, last: last)
    }
  }
}
