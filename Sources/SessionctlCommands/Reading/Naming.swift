import CommandGrammar
import SessionModel
import SessionStore
import Spelling
import StoreEngine

/// Finds what a word names: an id, a name, or (people) an e-mail; near misses are named, never taken.
struct Naming {
  let reader: StoreReader

  init(_ reader: StoreReader) { self.reader = reader }

  /// An agent or admin.
  func staff(_ word: String) throws -> Person { try NamedThings(staff: reader.staff()).find(word) }

  /// Anybody, staff first: an end user who is named as actor gets a refusal, not "no such user".
  func staffOrAnyone(_ word: String) throws -> Person {
    let staff = NamedThings(staff: try reader.staff())
    if let person = try staff.match(word) { return person }
    if let id = Int64(word), let person = try reader.person(id: id), person.origin != .placeholder {
      return person
    }
    if let person = try reader.people(email: word).first { return person }
    throw staff.unknown(word)
  }

  /// Somebody whose conversations these are, by id or e-mail address.
  func customer(_ word: String) throws -> Person {
    if let id = Int64(word), let person = try reader.person(id: id), person.origin != .placeholder {
      return person
    }
    // Staff come first among those who share an address, and are seldom meant here.
    if let person = try reader.people(email: word).last { return person }
    throw Failure.notFound("no user '\(word)'; name a customer by id or e-mail address")
  }

  /// Whose conversations are meant, by id or e-mail address: all who share the address.
  func customers(_ word: String) throws -> [Int64] {
    let sharing = try reader.people(email: word).map(\.id)
    return sharing.isEmpty ? [try customer(word).id] : sharing
  }

  func group(_ word: String) throws -> Group { try NamedThings(groups: reader.groups()).find(word) }

  func schedule(_ word: String) throws -> Schedule {
    try NamedThings(schedules: reader.schedules()).find(word)
  }

  /// A schedule, ready to be asked about moments.
  func businessHours(_ word: String) throws -> BusinessHours {
    let schedule = try schedule(word)
    do throws(InvalidSchedule) { return try BusinessHours(schedule) } catch {
      throw Failure.refused("schedule '\(schedule.name)' can't be used: \(error.message)")
    }
  }

  /// An agent, or `none` for unassigned.
  func agentOrNone(_ word: String) throws -> Selection.Match<Int64> {
    word == "none" ? .none : .value(try staff(word).id)
  }

  /// Whom a ticket is given to, or `none` for nobody.
  func assigneeOrNone(_ word: String) throws -> Int64? {
    if word == "none" { return nil }
    let person = try staff(word)
    if let bar = person.bar { throw Failure.refused("\(person.displayName) \(bar.phrase)") }
    return person.id
  }

  func groupOrNone(_ word: String) throws -> Selection.Match<Int64> {
    word == "none" ? .none : .value(try group(word).id)
  }

  /// A channel's wire name, by that or by its id (domain §5); one that the store has met is fine too, however new.
  func channel(_ word: String) throws -> String {
    if let id = Int(word), let known = Channel.known.first(where: { $0.id == id }) { return known.name }
    let name = String(word.map { $0 == "-" ? "_" : $0 })
    if name == "messaging" || Channel.named(name) != nil { return name }
    let met = try reader.channelsMet()
    if met.contains(word) { return word }
    throw Failure.notFound(
      "no channel '\(word)'"
        + didYouMean(word, among: Set(Channel.known.map(\.name) + met + ["messaging"]).sorted()))
  }
}
