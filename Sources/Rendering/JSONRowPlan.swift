/// How the cells of a row become a JSON object: the keys with their punctuation, made once per document.
///
/// Three flat lists of plain numbers and bytes instead of a tree, since walking a tree of Swift values costs a
/// retain and a release at every node, more than the writing itself.
struct JSONRowPlan {
  /// All prefixes, one behind the other.
  private var keys: [UInt8] = []
  /// The members of one object stand together.
  private var members: [Member] = []
  private var shapes: [Shape] = []
  private var root = 0

  init(_ fields: FieldSelection) { root = addObject(fields.nodes) }

  init(_ kind: ColumnKind) { root = add(kind) }

  /// Appends one object.
  func append(_ cells: [Cell], to buffer: inout ByteBuffer) {
    withEncoder { encoder in
      guard case .object(let first, let count) = encoder.shapes[root] else { return }
      encoder.appendObject(first, count, cells, to: &buffer)
    }
  }

  /// Appends one value of a kind, for the members of a document's head and for lists in flat formats.
  static func append(_ cell: Cell, _ kind: ColumnKind, to buffer: inout ByteBuffer) {
    let plan = JSONRowPlan(kind)
    plan.withEncoder { $0.append(cell, shape: plan.root, to: &buffer) }
  }

  private func withEncoder(_ body: (JSONRowEncoder) -> Void) {
    keys.withUnsafeBufferPointer { keys in
      members.withUnsafeBufferPointer { members in
        shapes.withUnsafeBufferPointer { shapes in
          body(JSONRowEncoder(keys: keys, members: members, shapes: shapes))
        }
      }
    }
  }
}

extension JSONRowPlan {
  struct Member {
    /// Where its `{"id":` (the first member) or `,"state":` (the others) stands among the keys.
    let keyStart: Int
    let keyLength: Int
    /// Which of the object's cells it shows.
    let cell: Int
    let shape: Int
  }

  /// What a cell alone doesn't tell: the keys of objects, also of those in lists.
  enum Shape {
    case plain
    case object(first: Int, count: Int)
    case list(element: Int)
  }

  private mutating func add(_ kind: ColumnKind) -> Int {
    switch kind {
    case .list(let element): return add(.list(element: add(element)))
    case .object(let columns):
      return addObject(columns.enumerated().map { ($0, $1.name, $1.kind, []) })
    default: return add(.plain)
    }
  }

  private mutating func addObject(_ nodes: [FieldNode]) -> Int {
    addObject(nodes.map { ($0.index, $0.column.name, $0.column.kind, $0.children) })
  }

  private typealias Part = (cell: Int, name: String, kind: ColumnKind, chosen: [FieldNode])

  private mutating func addObject(_ parts: [Part]) -> Int {
    // The inner objects come first, so that this one's members can stand together.
    let inner = parts.map { $0.chosen.isEmpty ? add($0.kind) : addObject($0.chosen) }
    let first = members.count
    for (position, part) in parts.enumerated() {
      var key = ByteBuffer(capacity: 64)
      key.append(position == 0 ? UInt8(ascii: "{") : UInt8(ascii: ","))
      key.appendJSON(part.name)
      key.append(UInt8(ascii: ":"))
      members.append(
        Member(keyStart: keys.count, keyLength: key.count, cell: part.cell, shape: inner[position]))
      keys.append(contentsOf: key.bytes)
    }
    return add(.object(first: first, count: parts.count))
  }

  private mutating func add(_ shape: Shape) -> Int {
    shapes.append(shape)
    return shapes.count - 1
  }
}
