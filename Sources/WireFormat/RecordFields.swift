import CivilTime
import JSONText
import SessionModel

/// What is wrong with a record: the member, and what was expected.
public struct WireProblem: Error, Hashable, Sendable {
  /// A phrase without a full stop: `status: expected a text, found 3`.
  public let message: String

  /// Takes the phrase with the member's name in front.
  public init(_ message: String) { self.message = message }
}

extension JSONRecord {
  /// The id of what the record tells, looked at before anything else: what is imported again is known by its id and
  /// its bytes.
  public func wireID() throws(WireProblem) -> Int64 { try RecordFields(self).requiredID("id") }
}

/// Reads a record's members by kind of value; every way to be wrong names the member.
struct RecordFields {
  private let member: (StaticString) -> JSONSlice?
  /// `via.` in front of a member's name, where it is one of a nested object.
  private let prefix: String

  init(_ record: JSONRecord) {
    member = { record.member($0) }
    prefix = ""
  }

  init(_ slice: JSONSlice, prefix: String) {
    member = { slice.member($0) }
    self.prefix = prefix
  }

  /// nil when the member is null or not there.
  func value(_ key: StaticString) -> JSONSlice? {
    guard let slice = member(key), !slice.isNull else { return nil }
    return slice
  }

  func id(_ key: StaticString) throws(WireProblem) -> Int64? {
    guard let slice = value(key) else { return nil }
    guard let id = anyID(key, slice), id > 0 else {
      throw problem(key, "an id: a positive integer of 64 bits", slice)
    }
    return id
  }

  /// Whatever number stands for somebody, such as -1 for the system; nil also of what is none.
  func anyID(_ key: StaticString) -> Int64? { value(key).flatMap { anyID(key, $0) } }

  private func anyID(_ key: StaticString, _ slice: JSONSlice) -> Int64? {
    if let plain = slice.integer() { return plain }
    guard let id = slice.wireID else { return nil }
    Mending.note(id: "\(prefix)\(key)", slice)
    return id
  }

  /// Who wrote something; nil also for the system, which the public API writes as -1.
  func author(_ key: StaticString) throws(WireProblem) -> Int64? {
    if anyID(key) == -1 { return nil }
    return try id(key)
  }

  func requiredID(_ key: StaticString) throws(WireProblem) -> Int64 {
    guard let id = try id(key) else { throw WireProblem("\(prefix)\(key): expected an id, found nothing") }
    return id
  }

  func text(_ key: StaticString) throws(WireProblem) -> String? {
    guard let slice = value(key) else { return nil }
    guard let text = slice.string() else { throw problem(key, "a text", slice) }
    return text
  }

  func bool(_ key: StaticString) throws(WireProblem) -> Bool? {
    guard let slice = value(key) else { return nil }
    guard let bool = slice.bool else { throw problem(key, "true or false", slice) }
    return bool
  }

  func count(_ key: StaticString) throws(WireProblem) -> Int? {
    guard let slice = value(key) else { return nil }
    guard let number = slice.integer(), number >= 0 else {
      throw problem(key, "a number of 0 or more", slice)
    }
    return Int(number)
  }

  func time(_ key: StaticString) throws(WireProblem) -> Instant? {
    guard let slice = value(key) else { return nil }
    if let time = slice.withText({ Instant(rfc3339: $0) }) ?? nil { return time }
    guard let time = slice.wireTime else { throw problem(key, "an RFC 3339 time", slice) }
    Mending.note(.otherTime, "\(prefix)\(key)", slice)
    return time
  }

  /// When something was made; the beginning of time, as with what is only named, where the record does not say.
  func creation() throws(WireProblem) -> Instant {
    if let time = try time("created_at") { return time }
    Mending.note(.noCreation, "created_at", nil)
    return .unknown
  }

  func requiredTime(_ key: StaticString) throws(WireProblem) -> Instant {
    guard let time = try time(key) else {
      throw WireProblem("\(prefix)\(key): expected an RFC 3339 time, found nothing")
    }
    return time
  }

  /// A word of a vocabulary.
  func word<Word: Vocabulary>(_ key: StaticString, _ type: Word.Type) throws(WireProblem) -> Word? {
    guard let slice = value(key) else { return nil }
    guard let text = slice.string(), let word = Word(word: text) else {
      throw problem(key, "one of \(Word.words.filter { !$0.isEmpty }.joined(separator: ", "))", slice)
    }
    return word
  }

  /// The number that a column has for a word; a word that has to be there and is not is a problem, too.
  func number(_ key: StaticString, _ words: TicketField.Words) throws(WireProblem) -> Int64 {
    let expected = { "one of \(words.words.filter { !$0.isEmpty }.joined(separator: ", "))" }
    guard let slice = value(key) else {
      if let missing = words.missing { return missing }
      throw WireProblem("\(prefix)\(key): expected \(expected()), found nothing")
    }
    guard let number = slice.string().flatMap(words.number) else { throw problem(key, expected(), slice) }
    return number
  }

  func object(_ key: StaticString) throws(WireProblem) -> RecordFields? {
    guard let slice = value(key) else { return nil }
    guard case .object = slice.kind else { throw problem(key, "an object", slice) }
    return RecordFields(slice, prefix: "\(prefix)\(key).")
  }

  func problem(_ key: StaticString, _ expected: String, _ found: JSONSlice) -> WireProblem {
    WireProblem("\(prefix)\(key): expected \(expected), found \(found.beginning)")
  }
}
