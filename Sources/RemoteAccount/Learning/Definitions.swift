import JSONText
import SessionModel

/// What an account's triggers or queues can be made of, as its definitions say.
package struct Definitions: Sendable {
  /// A condition or an action: its id, its name, and what it can be.
  package struct Entry: Sendable {
    /// What rules call it: its `field`.
    package let subject: String
    /// What admins read.
    package let title: String
    /// What it can be; empty where it takes any text.
    package let values: [(value: String, title: String, isEnabled: Bool)]
  }

  /// What can be asked.
  package let conditions: [Entry]
  /// What can be done.
  package let actions: [Entry]

  /// Where triggers are made.
  package static let ofTriggers = RemoteRequest.get("/api/v2/triggers/definitions.json")
  /// Where queues are made; only admins may ask.
  package static let ofQueues = RemoteRequest.get("/api/v2/queues/definitions.json")

  /// - Throws: `RemoteFailure.unexpected` where there are none.
  package init(_ body: JSONValue) throws(RemoteFailure) {
    guard let lists = body["definitions"]?.object else { throw .unexpected("definitions") }
    func entries(_ keys: [String]) -> [Entry] {
      var seen: Set<String> = []
      return keys.flatMap { lists[$0]?.array ?? [] }.compactMap { entry in
        guard let subject = entry["subject"]?.string, seen.insert(subject).inserted else { return nil }
        let values = (entry["values"]?.array ?? []).compactMap { value -> (String, String, Bool)? in
          guard let id = value["value"].flatMap({ $0.string ?? $0.integer.map(String.init) }) else {
            return nil
          }
          return (id, value["title"]?.string ?? id, value["enabled"]?.bool ?? true)
        }
        return Entry(subject: subject, title: entry["title"]?.string ?? subject, values: values)
      }
    }
    conditions = entries(["conditions_all", "conditions_any"])
    actions = entries(["actions"])
  }
}
