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
package struct ManagedChange: Sendable {
  /// What was changed, under the name that it has now, or had last.
  package let thing: ManagedThing
  /// Its whole document in the wire format; nil where there was none yet.
  package let before: [UInt8]?
  /// The same afterwards; nil where it is gone.
  package let after: [UInt8]?

  /// A thing that is new has no document `before`, one that is deleted none `after`.
  package init(_ thing: ManagedThing, before: [UInt8]? = nil, after: [UInt8]? = nil) {
    self.thing = thing
    self.before = before
    self.after = after
  }
}
