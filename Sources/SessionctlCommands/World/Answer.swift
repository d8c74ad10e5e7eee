import SessionModel
import SessionStore
import StoreEngine

/// Reads the answer to a question.
enum Answer {
  /// True for `y` or `yes`; the end of the input is a no.
  static func isYes(_ input: (UnsafeMutableRawBufferPointer) throws -> Int) throws -> Bool {
    ["y", "yes"].contains(try line(input).lowercased())
  }

  /// What is typed, up to the end of the line or of the input.
  static func line(_ input: (UnsafeMutableRawBufferPointer) throws -> Int) throws -> String {
    var line: [UInt8] = []
    var byte: [UInt8] = [0]
    while line.count < 256, try byte.withUnsafeMutableBytes({ try input($0) }) == 1, byte[0] != 10 {
      line.append(byte[0])
    }
    try Interruption.check()
    return String(decoding: line, as: UTF8.self).trimmed
  }
}
