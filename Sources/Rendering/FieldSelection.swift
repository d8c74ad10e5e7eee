/// The columns that a document shows, and their order; made by `DocumentSchema.select(fields:)`.
public struct FieldSelection: Sendable {
  /// For csv and tsv, where a list of objects is no value of a cell and comes only if it is asked for.
  let leaves: [Leaf]
  /// For the table of a list.
  let tableLeaves: [Leaf]
  /// For JSON, where the chosen members of an object stay together.
  let nodes: [FieldNode]
  /// How many cells a row has, chosen or not.
  let columnCount: Int

  /// - Parameter dataLeaves: for JSON
  init(leaves: [Leaf], tableLeaves: [Leaf], dataLeaves: [Leaf], columns: [Column]) {
    self.leaves = leaves
    self.tableLeaves = tableLeaves
    nodes = FieldNode.group(dataLeaves, depth: 0, columns: columns)
    columnCount = columns.count
  }

  /// Whether a list in this format shows any of the columns of these names, so that what nobody sees need not be read.
  public func shows(anyOf names: Set<String>, in format: OutputFormat, of schema: DocumentSchema) -> Bool {
    let shown: [Int] =
      switch format {
      case .table, .html: tableLeaves.compactMap(\.path.first)
      case .json, .ndjson: nodes.map(\.index)
      case .csv, .tsv, .openmetrics: leaves.compactMap(\.path.first)
      }
    return shown.contains { names.contains(schema.columns[$0].name) }
  }
}

/// A column that is not an object: what the flat formats show, with the way to it through the objects.
struct Leaf: Sendable {
  let path: [Int]
  /// `ended_by.name`
  let name: String
  let header: String
  let column: Column
  /// Whether it and all objects around it are shown in tables by default.
  let inTable: Bool

  /// Whether it is a list of objects, for which a flat format has no cell but one with JSON in it.
  var isNested: Bool {
    if case .list(.object) = column.kind { true } else { false }
  }

  /// The leaves at or below a column.
  static func all(under path: [Int], _ column: Column, prefix: String = "", inTable: Bool = true) -> [Leaf] {
    let name = prefix + column.name
    let shown = inTable && column.inTable
    guard case .object(let members) = column.kind else {
      let header = column.customHeader ?? Column.heading(of: name)
      return [Leaf(path: path, name: name, header: header, column: column, inTable: shown)]
    }
    return members.indices.flatMap {
      all(under: path + [$0], members[$0], prefix: name + ".", inTable: shown)
    }
  }

  /// The leaves that a dotted name stands for, or nil.
  static func named(_ field: String, in columns: [Column]) -> [Leaf]? {
    var path: [Int] = []
    var prefix = ""
    var level = columns
    var found: Column?
    for part in field.split(separator: ".", omittingEmptySubsequences: false) {
      if let found { prefix += found.name + "." }
      guard let index = level.firstIndex(where: { $0.name == part && $0.inData }) else { return nil }
      path.append(index)
      found = level[index]
      if case .object(let members) = level[index].kind { level = members } else { level = [] }
    }
    return found.map { all(under: path, $0, prefix: prefix) }
  }
}

/// One member of a JSON object, with the chosen members below it.
struct FieldNode: Sendable {
  let index: Int
  let column: Column
  /// The chosen members where the column is an object, else empty.
  let children: [FieldNode]

  /// Puts the leaves under the columns they belong to, each at its first mention.
  static func group(_ leaves: [Leaf], depth: Int, columns: [Column]) -> [FieldNode] {
    var order: [Int] = []
    var members: [Int: [Leaf]] = [:]
    for leaf in leaves {
      let index = leaf.path[depth]
      if members[index] == nil { order.append(index) }
      members[index, default: []].append(leaf)
    }
    return order.map { index in
      guard case .object(let inner) = columns[index].kind else {
        return FieldNode(index: index, column: columns[index], children: [])
      }
      let children = group(members[index] ?? [], depth: depth + 1, columns: inner)
      return FieldNode(index: index, column: columns[index], children: children)
    }
  }
}
