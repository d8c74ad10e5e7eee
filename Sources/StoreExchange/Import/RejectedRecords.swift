import JSONText
import SessionStore
import StoreEngine

/// Hands on what is wrong with an input as it came, a record a line, so that it can be mended and imported.
final class RejectedRecords {
  private let write: (UnsafeRawBufferPointer) throws -> Void
  /// Whether what was written last has not come to the end of its line.
  private var isInLine = false

  init(_ write: @escaping (UnsafeRawBufferPointer) throws -> Void) { self.write = write }

  /// A record, with its envelope where that is its own.
  func add(_ record: JSONRecord) throws {
    if let envelope = record.envelope {
      try add(envelope, under: nil, isPiece: false)
    } else {
      try add(record.bytes, under: record.kindKey, isPiece: false)
    }
  }

  /// A text as it came; one of a collection under its key, which tells what it is.
  ///
  /// - Parameter isPiece: whether it is a part of lines that could not be read, with their ends
  func add(_ text: UnsafeBufferPointer<UInt8>, under key: String?, isPiece: Bool) throws {
    guard !isPiece else { return try put(text) }
    try endLine()
    if let key { try put("{\"\(key)\":") }
    try put(text)
    if key != nil { try put("}") }
    try endLine()
  }

  private func endLine() throws { if isInLine { try put("\n") } }

  private func put(_ text: String) throws {
    var text = text
    try text.withUTF8 { try put($0) }
  }

  private func put(_ text: UnsafeBufferPointer<UInt8>) throws {
    guard let last = text.last else { return }
    try write(UnsafeRawBufferPointer(text))
    isInLine = last != 0x0A
  }
}
