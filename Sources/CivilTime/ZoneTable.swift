/// One way in which a zone's clocks were set: how far from UTC, and what people call it.
struct LocalTimeType: Hashable, Sendable {
  /// Seconds east of UTC.
  var offset: Int
  var isDaylight: Bool
  /// `CET`, `+0545`
  var abbreviation: String
}

/// What is known of a zone: the changes that have been decided, and the rule for all later years.
///
/// A class only so that copying a `Zone` is copying one reference.
final class ZoneTable: Sendable {
  /// Moments at which the type changes, ascending; `typeIndices` says to which.
  let transitions: [Int64]
  let typeIndices: [UInt8]
  /// Never empty; the first is in force before the first transition (RFC 9636, 3.2).
  let types: [LocalTimeType]
  /// In force from the last transition on.
  let rule: ZoneRule?

  init(transitions: [Int64], typeIndices: [UInt8], types: [LocalTimeType], rule: ZoneRule?) {
    self.transitions = transitions
    self.typeIndices = typeIndices
    self.types = types
    self.rule = rule
  }

  static let utc = ZoneTable(
    transitions: [], typeIndices: [],
    types: [LocalTimeType(offset: 0, isDaylight: false, abbreviation: "UTC")], rule: nil)

  /// The number of transitions at or before a moment.
  func transitionCount(through seconds: Int64) -> Int {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func offset(at seconds: Int64) -> Int {
    let count = transitionCount(through: seconds)
    if count == transitions.count, let rule { return rule.type(at: seconds).offset }
    return types[count == 0 ? 0 : Int(typeIndices[count - 1])].offset
  }

  func type(at seconds: Int64) -> LocalTimeType {
    let count = transitionCount(through: seconds)
    if count == transitions.count, let rule { return rule.type(at: seconds) }
    return types[count == 0 ? 0 : Int(typeIndices[count - 1])]
  }

  /// The next moment after `seconds` at which the offset or the abbreviation really changes: files also list
  /// transitions that change neither.
  func nextChange(after seconds: Int64) -> Int64? {
    for index in transitionCount(through: seconds)..<transitions.count {
      let moment = transitions[index]
      if differs(type(at: moment), type(at: moment - 1)) { return moment }
    }
    guard let rule else { return nil }
    return rule.nextChange(after: max(seconds, transitions.last ?? seconds))
  }

  private func differs(_ one: LocalTimeType, _ other: LocalTimeType) -> Bool {
    one.offset != other.offset || one.abbreviation != other.abbreviation
  }
}
