import JSONText

/// Something that administrators manage, as sentences name it.
package struct ManagedThing: Hashable, Sendable {
  /// What its kind is called: `trigger`, `messaging trigger`, `queue`.
  package let noun: String
  /// Its id as people type it.
  package let id: String
  /// Its title or name.
  package let name: String

  /// - Parameters:
  ///   - noun: what its kind is called
  ///   - id: its id as people type it
  ///   - name: its title or name
  package init(_ noun: String, id: some CustomStringConvertible, name: String) {
    self.noun = noun
    self.id = id.description
    self.name = name
  }

  /// `3 'Survey on end'`
  package var label: String { "\(id) '\(name)'" }
}

/// What was done to one managed thing: the log keeps it, so that it can be undone.
package struct ManagedChange: Hashable, Sendable {
  /// What was changed, under the name that it has now, or had last.
  package let thing: ManagedThing
  /// Its whole document in the wire format, of a setting or an order its value as JSON; nil where there was none yet.
  package let before: [UInt8]?
  /// The same afterwards; nil where it is gone.
  package let after: [UInt8]?
  /// Of a rule or queue that is gone: what is known of it beside its document, as a JSON object.
  package let beside: [UInt8]?

  /// A thing that is new has no document `before`, one that is deleted none `after`.
  package init(
    _ thing: ManagedThing, before: [UInt8]? = nil, after: [UInt8]? = nil, beside: [UInt8]? = nil
  ) {
    self.thing = thing
    self.before = before
    self.after = after
    self.beside = beside
  }
}

extension ManagedChange {
  /// What has a value and no document: a setting, a switch.
  ///
  /// - Parameters:
  ///   - before: nil where it had none
  ///   - after: nil where it has none now
  package init(_ thing: ManagedThing, value before: String?, now after: String?) {
    func document(_ value: String) -> [UInt8] { JSONValue.string(value).bytes }
    self.init(thing, before: before.map(document), after: after.map(document))
  }

  /// The value in such a document; nil of any other.
  package static func value(_ document: [UInt8]) -> String? { (try? JSONValue.parse(document))?.string }

  /// The ids in a list of a document; none where it has no such list.
  ///
  /// - Throws: `JSONError`
  package static func ids(_ key: String, in document: [UInt8]?) throws -> [Int64] {
    guard let document else { return [] }
    return try JSONValue.parse(document, allowingDuplicateKeys: true)[key]?.array?.compactMap(\.integer) ?? []
  }

  /// Documents as one text: a value is its text, several are a list; nil where there are none.
  package static func text(_ documents: [[UInt8]?]) -> String? {
    let documents = documents.compactMap(\.self)
    if documents.count == 1 {
      return value(documents[0]) ?? String(decoding: documents[0], as: UTF8.self)
    }
    let texts = documents.map { String(decoding: $0, as: UTF8.self) }
    return texts.isEmpty ? nil : "[\(texts.joined(separator: ","))]"
  }
}

extension ManagedChange {
  /// The order of all things of a kind, and the place of each.
  package init(
    orderOf noun: String, _ before: [(id: String, place: Int64)], now after: [(id: String, place: Int64)]
  ) {
    self.init(.order(of: noun), before: Self.order(before), after: Self.order(after))
  }

  /// `[{"id":"3","position":0}]`
  package static func order(_ places: [(id: String, place: Int64)]) -> [UInt8] {
    JSONValue.array(places.map { ["id": .string($0.id), "position": .integer($0.place)] }).bytes
  }

  /// The same, read.
  ///
  /// - Throws: `JSONError`
  package static func places(_ document: [UInt8]) throws -> [(id: String, place: Int64)] {
    try JSONValue.parse(document).array?.compactMap { element in
      guard let id = element["id"]?.string, let place = element["position"]?.integer else { return nil }
      return (id, place)
    } ?? []
  }
}

extension Setting {
  /// The setting as the log names it.
  package var thing: ManagedThing { ManagedThing("setting", id: key, name: key) }
}

extension FeatureAudience {
  /// The switch as the log names it (F1, F4).
  package var thing: ManagedThing {
    ManagedThing("switch", id: word, name: "\(phrase) can end messaging sessions")
  }
}

extension ManagedThing {
  /// The order of all things of a kind, which is managed like a thing of its own.
  package static func order(of noun: String) -> ManagedThing {
    ManagedThing("\(noun) order", id: "all", name: "the order of the \(noun)s")
  }
}
