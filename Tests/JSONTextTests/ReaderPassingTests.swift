import JSONText
import Testing

/// Records that are passed over because their text is known.
@Suite struct ReaderPassingTests {
  /// Reads a text in pieces, passing over what is known, as `-` for what was passed over and the line and the text of a
  /// record.
  private func steps(_ text: String, passing known: [String], window: Int = 1 << 20) throws -> [String] {
    let bytes = Array(text.utf8)
    var given = 0
    let reader = JSONRecordReader(
      collectionKeys: ["tickets"], singularKeys: ["ticket"], recordLimit: 64, windowSize: window
    ) { room in
      let count = min(room.count, 3, bytes.count - given)
      room.copyBytes(from: bytes[given..<given + count])
      given += count
      return count
    }
    var found: [String] = []
    while true {
      var passed = false
      for text in known {
        var text = text
        if try text.withUTF8({ try reader.pass($0) }) {
          passed = true
          break
        }
      }
      if passed {
        found.append("-")
        continue
      }
      switch try reader.next() {
      case .end: return found
      case .failure(let line, _, let reason, _): found.append("\(line): \(reason)")
      case .record(let record):
        found.append("\(record.line) \(String(decoding: record.bytes, as: UTF8.self))")
      }
    }
  }

  @Test(
    "The text is passed over wherever it stands by itself behind the first record",
    arguments: [4, 9, 1 << 20])
  func passing(window: Int) throws {
    let (one, two) = (#"{"id":1}"#, #"{"id":2}"#)
    // Before the first record nobody knows what the input is.
    #expect(try steps(one, passing: [one], window: window) == ["1 \(one)"])
    #expect(
      try steps("\(two)\n \(one)\n\(one)\(two)", passing: [one], window: window) == [
        "1 \(two)", "-", "-", "3 \(two)",
      ])
    #expect(
      try steps("\(two)\n\(one)\n", passing: [#"{"id":1}}"#], window: window) == [
        "1 \(two)", "2 \(one)",
      ])
    #expect(try steps(two, passing: [""], window: window) == ["1 \(two)"])
  }

  @Test("Inside of a list, and in a line that can't be read, nothing is passed over")
  func inside() throws {
    let one = #"{"id":1}"#
    #expect(try steps("[\(one),\n\(one)]", passing: [one]) == ["1 \(one)", "2 \(one)"])
    #expect(try steps(#"{"tickets":[\#(one),\#(one)]}"#, passing: [one]) == ["1 \(one)", "1 \(one)"])
    let broken = try steps("{\"id\" \(one)\n\(one)", passing: [one])
    #expect(broken.count == 2 && broken.last == "2 \(one)", "\(broken)")
  }
}
