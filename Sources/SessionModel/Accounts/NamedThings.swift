/// Nothing, or more than one thing, has a name that was given.
public struct UnknownName: Error, Hashable, Sendable {
  /// What was looked for and where to see what there is, as a sentence.
  public let message: String
  /// What was typed, and the names that it may have been meant for.
  public let typed: String
  /// Empty where the name is known and means several things.
  public let known: [String]
}

/// Things of one kind among which a word finds one: by its id, else (people) by its e-mail address, else by its name,
/// which several of them can have.
public struct NamedThings<Thing> {
  private let things: [Thing]
  /// The kind as people and commands call it.
  private let noun: String
  private let command: String
  private let id: (Thing) -> String
  private let name: (Thing) -> String
  private let email: (Thing) -> String?
  /// The first thing with each id, so that thousands of words are not compared with thousands of things.
  private let byID: [String: Thing]

  /// Prepares the look-up; `command` is the noun whose `list` shows the things, the kind's own word where it
  /// is nil.
  public init(
    _ things: [Thing], _ noun: String, command: String? = nil, id: @escaping (Thing) -> String,
    name: @escaping (Thing) -> String, email: @escaping (Thing) -> String? = { _ in nil }
  ) {
    self.things = things
    self.noun = noun
    self.command = command ?? noun
    self.id = id
    self.name = name
    self.email = email
    byID = Dictionary(things.map { (id($0), $0) }) { first, _ in first }
  }

  /// nil where nothing is called so.
  ///
  /// - Throws: where more than one thing is
  public func match(_ word: String) throws(UnknownName) -> Thing? {
    if let thing = byID[word] { return thing }
    let address = word.lowercased()
    if let thing = things.first(where: { email($0)?.lowercased() == address }) { return thing }
    let named = things.filter { name($0) == word }
    guard named.count < 2 else {
      throw UnknownName(
        message:
          "\(named.count) \(noun)s are called '\(word)'; name one by id: \(named.map(id).joined(separator: ", "))",
        typed: word, known: [])
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

  /// Says that there is none, how many others there are, and where to see them; where there are none there is nothing
  /// to see.
  ///
  /// - Parameter further: names beside those of the things
  public func unknown(_ word: String, further: [String] = []) -> UnknownName {
    let census =
      switch things.count {
      case 0: "there are none"
      case 1: "there is 1; see 'sessionctl \(command) list'"
      case let count: "there are \(count); see 'sessionctl \(command) list'"
      }
    return UnknownName(
      message: "no \(noun) \(Int64(word) == nil ? "'\(word)'" : word) (\(census))", typed: word,
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
