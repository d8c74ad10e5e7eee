/// The name and the columns of one kind of document.
public struct DocumentSchema: Sendable {
  /// What its JSON holds beside `schema`.
  public enum Shape: Sendable {
    /// `count` and `items`.
    case list
    /// Members of its own, and `items`: what a run came to, ahead of what it did to each thing.
    case run([Column])
    /// `item`.
    case single
  }

  /// `session-list`
  public let name: String
  /// What its JSON holds; the head of a run is in no other format.
  public let shape: Shape
  /// In the order of every format; a row has a cell for each.
  public let columns: [Column]
  /// What a list's table shows without being asked, in this order; empty: every column that is `inTable`, as they stand.
  private let table: [String]

  /// A list.
  ///
  /// - Parameter table: what its table shows, where people want less than the formats for programs have, or another order
  public init(_ name: String, _ columns: [Column], table: [String] = []) {
    self.init(name, .list, columns, table: table)
  }

  /// What one run did.
  ///
  /// - Parameter head: the members ahead of the items, in JSON only
  public init(run name: String, head: [Column], _ columns: [Column]) { self.init(name, .run(head), columns) }

  /// One thing.
  public init(single name: String, _ columns: [Column]) { self.init(name, .single, columns) }

  private init(_ name: String, _ shape: Shape, _ columns: [Column], table: [String] = []) {
    self.name = name
    self.shape = shape
    self.columns = columns
    self.table = table
  }

  /// `sessionctl.session-list/1`, which scripts check before they read on.
  public var identifier: String { "sessionctl.\(name)/1" }
}

/// A name in `--fields` that the document does not have, or one in `--sort` that it can't be sorted by.
public struct UnknownField: Error, Equatable {
  /// The name as it was typed.
  public let name: String
  /// The names there are, members of objects as `ended_by.name`.
  public let available: [String]
  /// Whether a list was to be sorted by it.
  public let isSortKey: Bool

  /// Takes the name as it was typed, and `DocumentSchema.fieldNames`, or `sortKeys`.
  public init(name: String, available: [String], isSortKey: Bool = false) {
    self.name = name
    self.available = available
    self.isSortKey = isSortKey
  }
}

extension DocumentSchema {
  /// Every name that `select(fields:)` takes, in the order of the columns.
  public var fieldNames: [String] {
    func names(of columns: [Column], prefix: String) -> [String] {
      columns.filter(\.inData).flatMap { column -> [String] in
        let name = prefix + column.name
        guard case .object(let members) = column.kind else { return [name] }
        return [name] + names(of: members, prefix: name + ".")
      }
    }
    return names(of: columns, prefix: "")
  }

  /// The columns whose values have an order, by which a list can be sorted.
  public var sortKeys: [String] { columns.filter(\.kind.hasOrder).map(\.name) }

  /// The named columns in the order given; an object's name stands for all of its members, a repeated name counts once.
  public func select(fields: [String]) throws(UnknownField) -> FieldSelection {
    var leaves: [Leaf] = []
    var seen: Set<[Int]> = []
    for field in fields {
      guard let found = Leaf.named(field, in: columns) else {
        throw UnknownField(name: field, available: fieldNames)
      }
      for leaf in found where seen.insert(leaf.path).inserted { leaves.append(leaf) }
    }
    return FieldSelection(leaves: leaves, tableLeaves: leaves, dataLeaves: leaves, columns: columns)
  }

  /// All columns; in the table format those that it shows without being asked, in csv and tsv no lists of objects.
  public var allFields: FieldSelection {
    let leaves = columns.indices.flatMap { Leaf.all(under: [$0], columns[$0]) }
    let data = leaves.filter(\.column.inData)
    let shown =
      table.isEmpty
      ? leaves.filter(\.inTable) : table.flatMap { name in leaves.filter { $0.name == name } }
    return FieldSelection(
      leaves: data.filter { !$0.isNested }, tableLeaves: shown, dataLeaves: data,
      columns: columns)
  }
}
