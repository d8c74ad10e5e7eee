/// An object: members in their order, found by key.
///
/// Two are equal if they have the same members in the same order.
public struct JSONObject: Hashable, Sendable {
  /// A key and its value, at their place in the object.
  public struct Member: Hashable, Sendable {
    /// The key as text, with its escapes resolved; equal keys have equal bytes.
    public var key: String
    /// What stands under the key; `null` is a value too.
    public var value: JSONValue

    /// Takes the key as plain text, which writing escapes.
    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }

    public static func == (one: Member, other: Member) -> Bool {
      one.key.utf8.elementsEqual(other.key.utf8) && one.value == other.value
    }
  }

  /// The members in order; with duplicate keys only if the text had them and was read that way.
  public private(set) var members: [Member]

  /// An object without members, `{}`.
  public init() { members = [] }

  /// Takes members as they are; of duplicate keys the first is found.
  public init(_ members: [Member]) { self.members = members }

  /// Takes members as they are; of duplicate keys the first is found.
  public init(_ members: [(String, JSONValue)]) {
    self.members = members.map { Member(key: $0.0, value: $0.1) }
  }

  /// How many members there are, each duplicate key counted.
  public var count: Int { members.count }
  /// Whether there are no members, as in `{}`.
  public var isEmpty: Bool { members.isEmpty }
  /// The keys in order, a duplicate one as often as it stands there.
  public var keys: [String] { members.map(\.key) }

  /// The value of a key; setting replaces it in its place or adds it at the end, setting nil removes it.
  public subscript(key: String) -> JSONValue? {
    get { position(of: key).map { members[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let position?, let value?): members[position].value = value
      case (let position?, nil): members.remove(at: position)
      case (nil, let value?): members.append(Member(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  /// Objects are small, so that looking at every key is quicker than keeping a dictionary.
  private func position(of key: String) -> Int? {
    let count = key.utf8.count
    return members.firstIndex { $0.key.utf8.count == count && $0.key.utf8.elementsEqual(key.utf8) }
  }
}
