import JSONText
import SessionModel
import SessionStore
import Spelling
import StoreEngine

/// An agent as an editor opens them: everything that can be changed, groups by name.
struct AgentCode {
  let person: Person
  /// The groups that they are in, in the order of the ids.
  let groups: [Group]

  init(_ person: Person, _ reader: StoreReader) throws {
    self.person = person
    let ids = Set(try reader.memberships().filter { $0.userID == person.id }.map(\.groupID))
    groups = try reader.groups().filter { ids.contains($0.id) }
  }

  private static let keys = [
    "name", "email", "role", "status", "suspended", "messaging_capacity", "email_capacity", "groups",
  ]

  /// What the editor opens.
  func json(_ names: RuleNames) throws -> JSONValue {
    [
      "name": .string(person.name), "email": person.email.map(JSONValue.string) ?? .null,
      "role": .string(person.role.word), "status": .string(person.status.word),
      "suspended": .bool(person.suspended),
      "messaging_capacity": .integer(Int64(person.messagingCapacity)),
      "email_capacity": .integer(Int64(person.emailCapacity)),
      "groups": .array(try groups.map { .string(try names.name(of: String($0.id), .group)) }),
    ]
  }

  /// What the agent is, line by line in the words of the options.
  func lines(_ names: RuleNames) throws -> [String] {
    [
      "name \(person.name)", "email \(person.email ?? "none")", "role \(person.role.word)",
      "status \(person.status.word)", "suspended \(person.suspended ? "yes" : "no")",
      "messaging-capacity \(person.messagingCapacity)", "email-capacity \(person.emailCapacity)",
    ] + (try groups.map { "group \(try names.name(of: String($0.id), .group))" })
  }

  /// Reads what somebody wrote in the editor.
  ///
  /// - Throws: a failure that names everything that is wrong
  func changed(by object: JSONObject, _ reader: StoreReader) throws -> (Person, [Group]) {
    var person = person
    var groups: [Group] = []
    var problems: [String] = []
    func expect<Value>(_ key: String, _ wanted: String, _ read: (JSONValue) -> Value?) -> Value? {
      guard let written = object[key] else { return nil }
      if let value = read(written) { return value }
      problems.append("\(key): expected \(wanted), found \(written.text)")
      return nil
    }
    for key in object.keys where !Self.keys.contains(key) {
      problems.append("there is no member '\(key)'\(didYouMean(key, among: Self.keys))")
    }
    func capacity(_ key: String) -> Int? {
      expect(key, "a number from 0 to \(Person.largestCapacity)") { value in
        value.integer.flatMap { (0...Int64(Person.largestCapacity)).contains($0) ? Int($0) : nil }
      }
    }
    let roles: [Role] = [.agent, .admin]
    person.name =
      expect("name", "a name") { $0.string.flatMap { $0.isBlank || $0.controlsSomething ? nil : $0 } }
      ?? person.name
    person.email =
      expect("email", "an e-mail address") { $0.string.flatMap { $0.isMailAddress ? $0 : nil } }
      ?? person.email
    person.role =
      expect("role", "agent or admin") { word in roles.first { $0.word == word.string } } ?? person.role
    person.status =
      expect("status", AgentStatus.allCases.map(\.word).joined(separator: ", ")) {
        $0.string.flatMap(AgentStatus.init(word:))
      } ?? person.status
    person.suspended = expect("suspended", "true or false", \.bool) ?? person.suspended
    person.messagingCapacity = capacity("messaging_capacity") ?? person.messagingCapacity
    person.emailCapacity = capacity("email_capacity") ?? person.emailCapacity
    let words: [JSONValue]? = expect("groups", "a list of the names of groups", \.array)
    for word in words ?? self.groups.map({ JSONValue.string(String($0.id)) }) {
      do {
        let group = try Naming(reader).group(word.string ?? word.text)
        if !groups.contains(group) { groups.append(group) }
      } catch { problems.append("groups: \(Failure(error).message)") }
    }
    if problems.isEmpty { return (person, groups) }
    throw Failure.all(problems.map { Failure(.badInput, "bad_input", $0) }, "nothing was stored")
  }
}
