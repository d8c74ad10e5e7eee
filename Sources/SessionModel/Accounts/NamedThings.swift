/// Nothing, or more than one thing, has a name that was given.
public enum UnknownName: Error, Hashable, Sendable {
  /// Nothing of the kind is called so: how many others there are, and the names that it may have been meant for.
  case none(noun: String, typed: String, count: Int, known: [String])
  /// Several things are, which have these ids.
  case several(noun: String, typed: String, ids: [String])
}

/// Things of one kind among which a word finds one: by its id, else (people) by its e-mail address, else by its name,
/// which several of them can have.
public struct NamedThings<Thing> {
  private let things: [Thing]
  /// The kind as people call it.
  private let noun: String
  private let id: (Thing) -> String
  private let name: (Thing) -> String
  private let email: (Thing) -> String?
  /// The first thing with each id, so that thousands of words are not compared with thousands of things.
  private let byID: [String: Thing]
  /// The first with each address, in small letters.
  private let byEmail: [String: Thing]

  /// Prepares the look-up.
  public init(
    _ things: [Thing], _ noun: String, id: @escaping (Thing) -> String,
    name: @escaping (Thing) -> String, email: @escaping (Thing) -> String? = { _ in nil }
  ) {
    self.things = things
    self.noun = noun
    self.id = id
    self.name = name
    self.email = email
    byID = Dictionary(things.map { (id($0), $0) }) { first, _ in first }
    byEmail = Dictionary(things.compactMap { thing in email(thing).map { ($0.lowercased(), thing) } }) {
      first, _ in first
    }
  }

  /// nil where nothing is called so.
  ///
  /// - Throws: where more than one thing is
  public func match(_ word: String) throws(UnknownName) -> Thing? {
    if let thing = byID[word] { return thing }
    if let thing = byEmail[word.lowercased()] { return thing }
    let named = things.filter { name($0) == word }
    guard named.count < 2 else {
      throw .several(noun: noun, typed: word, ids: named.map(id))
    }
    return named.first
  }

  /// The thing that is called so, by id, e-mail address or name.
  ///
  /// - Throws: where nothing is, or more than one thing
  public func find(_ word: String) throws(UnknownName) -> Thing {
    if let thing = try match(word) { return thing }
    throw unknown(word)
  }

  /// Says that there is none, and how many others there are.
  ///
  /// - Parameter further: names beside those of the things
  public func unknown(_ word: String, further: [String] = []) -> UnknownName {
    .none(
      noun: noun, typed: word, count: things.count,
      known: things.flatMap { [email($0), name($0)].compactMap(\.self) } + further)
  }
}

extension NamedThings<Person> {
  /// Agents and admins.
  public init(staff: [Person]) {
    self.init(staff, "agent", id: { String($0.id) }, name: \.name, email: \.email)
  }
}

extension NamedThings<Group> {
  /// Those that are not deleted.
  public init(groups: [Group]) {
    self.init(groups.filter { !$0.deleted }, "group", id: { String($0.id) }, name: \.name)
  }
}

extension NamedThings<Schedule> {
  /// Those of business hours, by id or name.
  public init(schedules: [Schedule]) {
    self.init(schedules, "schedule", id: { String($0.id) }, name: \.name)
  }
}
