/// Writes cells as JSON by a plan: the hot loop of json and ndjson, on borrowed memory only.
struct JSONRowEncoder {
  let keys: UnsafeBufferPointer<UInt8>
  let members: UnsafeBufferPointer<JSONRowPlan.Member>
  let shapes: UnsafeBufferPointer<JSONRowPlan.Shape>

  func appendObject(_ first: Int, _ count: Int, _ cells: [Cell], to buffer: inout ByteBuffer) {
    if count == 0 { buffer.append(UInt8(ascii: "{")) }
    cells.withUnsafeBufferPointer { cells in
      for index in first..<first + count {
        let member = members[index]
        let key = keys[member.keyStart..<member.keyStart + member.keyLength]
        buffer.append(UnsafeBufferPointer(rebasing: key))
        precondition(member.cell < cells.count, "an object has a cell for every member")
        append(cells[member.cell], shape: member.shape, to: &buffer)
      }
    }
    buffer.append(UInt8(ascii: "}"))
  }

  func append(_ cell: Cell, shape: Int, to buffer: inout ByteBuffer) {
    switch cell {
    case .null: buffer.append("null")
    case .integer(let number), .span(let number): buffer.append(number)
    case .real(let number): buffer.append(number)
    case .bool(let value): buffer.append(value)
    case .text(let text), .token(let text): buffer.appendJSON(text)
    case .instant(let instant):
      buffer.append(UInt8(ascii: "\""))
      buffer.append(instant)
      buffer.append(UInt8(ascii: "\""))
    case .json(let json): buffer.appendJSON(verbatim: json)
    case .object(let cells):
      guard case .object(let first, let count) = shapes[shape] else {
        preconditionFailure("an object in a column of another kind")
      }
      appendObject(first, count, cells, to: &buffer)
    case .list(let cells):
      guard case .list(let element) = shapes[shape] else {
        preconditionFailure("a list in a column of another kind")
      }
      buffer.append(UInt8(ascii: "["))
      for index in cells.indices {
        if index > 0 { buffer.append(UInt8(ascii: ",")) }
        append(cells[index], shape: element, to: &buffer)
      }
      buffer.append(UInt8(ascii: "]"))
    }
  }
}
