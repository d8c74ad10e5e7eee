import JSONText
import Rendering

@testable import SessionctlCommands

/// Compares a JSON document that a command printed with what `sessionctl-json(5)` says of it.
struct DocumentCheck {
  private let family: DocumentFamily
  private var complaints: [String] = []

  /// Whatever is not as it is documented; empty where all of it is.
  static func complaints(of document: JSONValue, _ schema: DocumentSchema) -> [String] {
    guard let family = DocumentFamily.all.first(where: { $0.names.contains(schema.name) }) else {
      return ["no family has \(schema.name)"]
    }
    var check = DocumentCheck(family: family)
    check.look(at: document, schema)
    return check.complaints
  }

  private mutating func look(at document: JSONValue, _ schema: DocumentSchema) {
    let keys = document.object?.keys.map { $0 } ?? []
    guard document["schema"]?.string == schema.identifier else {
      complaints.append("schema is \(document["schema"]?.text ?? "missing"), not \(schema.identifier)")
      return
    }
    switch schema.shape {
    case .single:
      if keys != ["schema", "item"] { complaints.append("keys are \(keys)") }
      item(document["item"] ?? .null, schema)
    case .list:
      if keys != ["schema", "count", "items"] { complaints.append("keys are \(keys)") }
      let items = document["items"]?.array ?? []
      if document["count"]?.integer != Int64(items.count) {
        complaints.append("count is not that of the items")
      }
      for value in items { item(value, schema) }
    case .run(let head):
      if keys != ["schema"] + head.map(\.name) + ["items"] { complaints.append("keys are \(keys)") }
      for column in head { value(document[column.name] ?? .null, JSONShapes.kind(of: column), column.name) }
      for value in document["items"]?.array ?? [] { item(value, schema) }
    }
  }

  private mutating func item(_ value: JSONValue, _ schema: DocumentSchema) {
    let isWire = !family.wireMembers.isEmpty
    // A report has the groupings that it was asked for, and a document of the wire format what it came with.
    let isPartial = isWire || schema.name.hasPrefix("report-")
    let own = schema.columns.filter { column in
      column.inData && !family.wireMembers.contains { $0.name == column.name }
    }
    object(value, own + family.wireMembers, "", isPartial: isPartial)
  }

  private mutating func object(_ value: JSONValue, _ columns: [Column], _ prefix: String, isPartial: Bool) {
    guard let members = value.object else {
      complaints.append("\(prefix) is no object")
      return
    }
    let keys = members.keys.map { $0 }
    if !isPartial, keys != columns.map(\.name) {
      complaints.append("\(prefix) has \(keys), not \(columns.map(\.name))")
    }
    for (key, member) in members.members.map({ ($0.key, $0.value) }) {
      guard let column = columns.first(where: { $0.name == key }) else {
        complaints.append("\(prefix)\(key) is not documented")
        continue
      }
      self.value(member, JSONShapes.kind(of: column), prefix + key)
    }
  }

  private mutating func value(_ value: JSONValue, _ kind: ColumnKind, _ path: String) {
    if case .null = value {
      if case .json = kind { return }
      if family.meaning(of: path)?.null == nil {
        complaints.append("\(path) is null, and the page does not say when")
      }
      return
    }
    let isRight: Bool
    switch kind {
    case .integer, .span: isRight = value.integer != nil
    case .identifier: isRight = value.integer != nil || value.string != nil
    case .real:
      if case .number = value.kind { isRight = true } else { isRight = false }
    case .bool: isRight = value.bool != nil
    case .text, .token: isRight = value.string != nil
    case .instant: isRight = value.string?.hasSuffix("Z") == true
    case .json: isRight = true
    case .list(let element):
      isRight = value.array != nil
      for member in value.array ?? [] { self.value(member, element, path + "[]") }
    case .object(let columns):
      isRight = value.object != nil
      // An operator or a value may be missing in what was written by hand.
      object(value, columns, path + ".", isPartial: columns.contains { $0.name == "operator" })
    }
    if !isRight { complaints.append("\(path) is \(value.text.prefix(60)), not \(kind)") }
  }
}
