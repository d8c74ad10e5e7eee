/// The json format: one object on one line, what is known of the list ahead of its items.
final class JSONDocument: DocumentEncoder {
  private let identifier: String
  private let plan: JSONRowPlan
  private let sink: ByteSink
  private var declared: Int?
  private var written = 0
  /// The items while their number is unknown.
  private var waiting: ByteBuffer?

  init(schema: DocumentSchema, fields: FieldSelection, sink: ByteSink) {
    identifier = schema.identifier
    plan = JSONRowPlan(fields)
    self.sink = sink
  }

  func begin(_ head: DocumentHead) throws {
    switch head {
    case .count(let count):
      declared = count
      open(count: count)
    case .countLater: waiting = ByteBuffer(capacity: 4096)
    case .members(let members):
      JSONDocument.open(identifier, members, to: &sink.buffer)
      sink.buffer.append(",\"items\":[")
    }
  }

  func row(_ cells: [Cell]) throws {
    if waiting == nil {
      if written > 0 { sink.buffer.append(UInt8(ascii: ",")) }
      plan.append(cells, to: &sink.buffer)
      try sink.flushIfFull()
    } else {
      if written > 0 { waiting!.append(UInt8(ascii: ",")) }
      plan.append(cells, to: &waiting!)
    }
    written += 1
  }

  func finish(footer: [Cell]?) throws {
    if let declared, declared != written { throw CountMismatch(declared: declared, written: written) }
    if waiting != nil {
      open(count: written)
      sink.buffer.append(waiting!)
      waiting = nil
    }
    sink.buffer.append("]}\n")
    try sink.flush()
  }

  func single(_ cells: [Cell]) throws {
    JSONDocument.open(identifier, [], to: &sink.buffer)
    sink.buffer.append(",\"item\":")
    plan.append(cells, to: &sink.buffer)
    sink.buffer.append("}\n")
    try sink.flush()
  }

  private func open(count: Int) {
    JSONDocument.open(identifier, [("count", .integer(Int64(count)), .integer)], to: &sink.buffer)
    sink.buffer.append(",\"items\":[")
  }
}

/// A list was announced with another number of items than it has: a bug in the caller, and the document is left open.
public struct CountMismatch: Error, Equatable {
  /// The number of items that stands ahead of them.
  public let declared: Int
  /// The number of items that came.
  public let written: Int
}

extension JSONDocument {
  /// A document without items, such as an error: `{"schema":"sessionctl.error/1","code":"not_found"}`.
  static func flat(_ identifier: String, _ members: [HeadMember], to buffer: inout ByteBuffer) {
    open(identifier, members, to: &buffer)
    buffer.append("}\n")
  }

  private static func open(_ identifier: String, _ members: [HeadMember], to buffer: inout ByteBuffer) {
    buffer.append("{\"schema\":")
    buffer.appendJSON(identifier)
    for member in members {
      buffer.append(UInt8(ascii: ","))
      buffer.appendJSON(member.name)
      buffer.append(UInt8(ascii: ":"))
      JSONRowPlan.append(member.cell, member.kind, to: &buffer)
    }
  }
}
