import CommandGrammar
import SessionModel
import SessionStore
import Spelling

/// Finds what a word names: an id, a name, or (people) an e-mail; near misses are named, never taken.
struct Naming {
  let reader: StoreReader

  init(_ reader: StoreReader) { self.reader = reader }

  /// An agent or admin.
  func staff(_ word: String) throws -> Person {
    let person = try find(word, among: try reader.staff())
    if let person { return person }
    let staff = try reader.staff()
    throw Failure.notFound(
      "no agent '\(word)' (\(Naming.census(staff.count, "agent")))"
        + didYouMean(word, among: staff.flatMap { [$0.email, $0.name].compactMap(\.self) }))
  }

  /// Anybody, staff first: an end user who is named as actor gets a refusal, not "no such user".
  func staffOrAnyone(_ word: String) throws -> Person {
    if let person = try find(word, among: try reader.staff()) { return person }
    if let id = Int64(word), let person = try reader.person(id: id), person.origin != .placeholder {
      return person
    }
    if let person = try reader.people(email: word).first { return person }
    return try staff(word)
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

  private func find(_ word: String, among people: [Person]) throws -> Person? {
    if let id = Int64(word) { return people.first { $0.id == id } }
    if let match = people.first(where: { $0.email?.lowercased() == word.lowercased() }) { return match }
    let named = people.filter { $0.name == word }
    guard named.count < 2 else {
      throw Failure.notFound(
        "\(named.count) agents are called '\(word)'; name one by id: \(named.map { String($0.id) }.joined(separator: ", "))"
      )
    }
    return named.first
  }

  func group(_ word: String) throws -> Group {
    let groups = try reader.groups().filter { !$0.deleted }
    if let id = Int64(word), let match = groups.first(where: { $0.id == id }) { return match }
    let named = groups.filter { $0.name == word }
    if named.count > 1 {
      throw Failure.notFound(
        "\(named.count) groups are called '\(word)'; name one by id: \(named.map { String($0.id) }.joined(separator: ", "))"
      )
    }
    if let match = named.first { return match }
    throw Failure.notFound(
      "no group '\(word)' (\(Naming.census(groups.count, "group")))"
        + didYouMean(word, among: groups.map(\.name)))
  }

  func schedule(_ word: String) throws -> Schedule {
    let schedules = try reader.schedules()
    if let id = Int64(word), let match = schedules.first(where: { $0.id == id }) { return match }
    let named = schedules.filter { $0.name == word }
    if named.count > 1 {
      throw Failure.notFound(
        "\(named.count) schedules are called '\(word)'; name one by id: \(named.map { String($0.id) }.joined(separator: ", "))"
      )
    }
    if let match = named.first { return match }
    throw Failure.notFound(
      "no schedule '\(word)' (\(Naming.census(schedules.count, "schedule")))"
        + didYouMean(word, among: schedules.map(\.name)))
  }

  /// How many there are, and where to see them; where there are none there is nothing to see.
  static func census(_ count: Int, _ noun: String) -> String {
    switch count {
    case 0: "there are none"
    case 1: "there is 1; see 'sessionctl \(noun) list'"
    default: "there are \(count); see 'sessionctl \(noun) list'"
    }
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
