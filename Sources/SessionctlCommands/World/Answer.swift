import SessionStore
import StoreEngine

/// Reads the answer to a question.
enum Answer {
  /// True for `y` or `yes`; the end of the input is a no.
  static func isYes(_ input: (UnsafeMutableRawBufferPointer) throws -> Int) throws -> Bool {
    var line: [UInt8] = []
    var byte: [UInt8] = [0]
    while line.count < 256, try byte.withUnsafeMutableBytes({ try input($0) }) == 1, byte[0] != 10 {
      line.append(byte[0])
    }
    try Interruption.check()
    return ["y", "yes"].contains(String(decoding: line, as: UTF8.self).lowercased())
  }
}
