/// A kind of record: a collection of the service, or one of our own that `export` writes.
///
/// The table of all of them (`RecordKind.all`) is what an import knows records by, and the manual shows it.
public final class RecordKind: Sendable {
  /// What becomes of its records on an import.
  public enum Use: Hashable, Sendable {
    /// They have a place in the store.
    case read(WireKind)
    /// They are kept word for word, and tell a little of something else.
    case kept(WireKind)
    /// They are counted by name and left out.
    case skipped
  }

  /// Of a single one, as it is counted: `ticket_metric`.
  public let name: String
  /// Of many: `ticket_metrics`.
  public let plural: String
  /// What becomes of its records, and under which name the importer has a place for them.
  public let use: Use
  /// More keys under which it comes.
  public let otherKeys: [String]
  /// The last collections of its addresses: `tickets` of `…/api/v2/tickets/1.json`.
  public let addresses: [String]
  /// The part of the service that its addresses begin with, where names are used a second time: `help_center`.
  public let space: String
  /// Whether the ids in its addresses may be texts.
  public let hasTextIDs: Bool
  /// Sets of members that only this kind has; one of them is enough.
  public let signs: [[String]]
  /// Members that only this kind has if it has no others beside them; empty: none tell it.
  public let whole: [String]
  /// Whether its records are rules.
  public let isRule: Bool
  /// What our own documents of it have beside the record's members; the first of them is in every one.
  let ours: [String]
  /// Why records of it may be left out, although the kind has a place.
  public let unused: String?

  /// - Parameters:
  ///   - plural: nil: the name with an `s`
  ///   - signs: sets of members, separated by spaces
  ///   - whole: members, separated by spaces
  ///   - ours: members, first the one that tells
  init(
    _ name: String, _ plural: String? = nil, _ use: Use = .skipped, isRule: Bool = false,
    keys: [String] = [], at addresses: [String]? = nil, in space: String = "", textIDs: Bool = false,
    signs: [String] = [], whole: String = "", ours: [String] = [], unused: String? = nil
  ) {
    self.name = name
    self.plural = plural ?? name + "s"
    self.use = use
    otherKeys = keys
    self.addresses = addresses ?? [self.plural]
    self.space = space
    hasTextIDs = textIDs
    self.signs = signs.map { $0.split(separator: " ").map(String.init) }
    self.whole = whole.split(separator: " ").map(String.init)
    self.isRule = isRule
    self.ours = ours
    self.unused = unused
  }

  /// What the importer takes it as; nil: it is left out.
  public var wire: WireKind? {
    switch use {
    case .read(let kind), .kept(let kind): kind
    case .skipped: nil
    }
  }

  /// `3 ticket_metrics`
  public func counted(_ count: Int) -> String { "\(count) \(count == 1 ? name : plural)" }
}

extension RecordKind: Hashable {
  public static func == (one: RecordKind, other: RecordKind) -> Bool { one === other }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension RecordKind {
  /// All of them: what has a place first.
  public static let all: [RecordKind] = read + skipped

  /// What `list` and `show` print of things that have another wire format, from which they could not be made again.
  public static let ownDocument: RecordKind = all.first { $0.name == ownDocumentName } ?? all[0]
  static let ownDocumentName = "sessionctl_document"

  static let byUse: [WireKind: RecordKind] = Dictionary(
    all.compactMap { kind in kind.wire.map { ($0, kind) } }, uniquingKeysWith: { first, _ in first })

  /// The kinds that come under a key: mostly one, else the one first that it stands for unless an address or
  /// members tell another.
  static let byKey: [String: [RecordKind]] = {
    var kinds: [String: [RecordKind]] = [:]
    for kind in all {
      for key in Set([kind.name, kind.plural] + kind.otherKeys) { kinds[key, default: []].append(kind) }
    }
    return kinds
  }()

  /// Those that members alone can tell: our own always come under their keys, and what shares its key with another
  /// kind is told apart there.
  static let knownByMembers: [RecordKind] = all.filter { kind in
    !kind.addresses.isEmpty && !kind.signs.isEmpty && kind.otherKeys.allSatisfy { byKey[$0]?.first == kind }
  }

  /// The kinds at the end of an address, by the part of the service and the collection.
  static let byAddress: [String: [String: RecordKind]] = {
    var kinds: [String: [String: RecordKind]] = [:]
    for kind in all {
      for address in kind.addresses where kinds[kind.space]?[address] == nil {
        kinds[kind.space, default: [:]][address] = kind
      }
    }
    return kinds
  }()

  /// The keys under which records stand: of lists and of single ones alike, for both are met with the other's key.
  public static let keys: Set<String> = Set(byKey.keys).union(openedKeys)

  /// Keys that say nothing of the kind: of search results and of what other tools put around records.
  static let openedKeys: Set<String> = ["results", "record", "items", "item"]
}
