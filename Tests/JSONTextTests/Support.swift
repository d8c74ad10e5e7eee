import JSONText
import Testing

/// What a reader finds, in a form that can be compared and written down in a test.
///
/// A record reads `ticket[0] 3:17 {"id":1}` (key and index, line and offset, text), a failure `! 3[0] a reason`,
/// with `!!` if it is not recoverable.
func steps(
  _ text: String, chunk: Int = .max, window: Int = 1 << 20, limit: Int = 16 << 20,
  collections: Set<String> = ["tickets", "users"], singulars: Set<String> = ["ticket", "user"]
) -> [String] {
  steps(
    Array(text.utf8), chunk: chunk, window: window, limit: limit, collections: collections,
    singulars: singulars)
}

func steps(
  _ bytes: [UInt8], chunk: Int = .max, window: Int = 1 << 20, limit: Int = 16 << 20,
  collections: Set<String> = ["tickets", "users"], singulars: Set<String> = ["ticket", "user"]
) -> [String] {
  var unnamed: [String] = []
  return steps(
    bytes, chunk: chunk, window: window, limit: limit, collections: collections, singulars: singulars,
    unnamed: &unnamed)
}

/// - Parameter unnamed: gets the keys of objects in lists that nobody knows
func steps(
  _ bytes: [UInt8], chunk: Int = .max, window: Int = 1 << 20, limit: Int = 16 << 20,
  collections: Set<String> = ["tickets", "users"], singulars: Set<String> = ["ticket", "user"],
  unnamed: inout [String]
) -> [String] {
  var given = 0
  var passed: [String] = []
  defer { unnamed = passed }
  let reader = JSONRecordReader(
    collectionKeys: collections, singularKeys: singulars, recordLimit: limit, windowSize: window
  ) { room in
    let count = min(room.count, chunk, bytes.count - given)
    room.copyBytes(from: bytes[given..<given + count])
    given += count
    return count
  }
  reader.passesUnnamed = { passed.append($0) }
  var found: [String] = []
  while found.count < 100_000 {
    guard let step = try? reader.next() else { return found + ["thrown"] }
    switch step {
    case .record(let record):
      // An independent look at where it claims to be.
      let before = bytes[..<min(record.offset, bytes.count)]
      #expect(bytes[before.count...].starts(with: record.bytes))
      #expect(record.line == 1 + before.count { $0 == 0x0A })
      let index = record.index.map { "[\($0)]" } ?? ""
      var line = "\(record.kindKey ?? "-")\(index) \(record.line):\(record.offset) \(record.slice.text)"
      record.forEachCompanion { key, value in line += " +\(key.text)=\(value.text)" }
      found.append(line)
    case .failure(let line, let index, let reason, let recoverable):
      found.append("\(recoverable ? "!" : "!!") \(line)\(index.map { "[\($0)]" } ?? "") \(reason)")
    case .end:
      return found
    }
  }
  return found
}

/// The text of each record, and `!` for each failure.
func texts(_ text: String, limit: Int = 16 << 20) -> [String] {
  steps(text, limit: limit).map { step in
    step.hasPrefix("!") ? "!" : step.split(separator: " ", maxSplits: 2).last.map(String.init) ?? ""
  }
}

/// Why a text is refused, nil if it is not.
func refusal(_ bytes: [UInt8]) -> JSONError? {
  do throws(JSONError) {
    _ = try JSONValue.parse(bytes)
    return nil
  } catch { return error }
}

func refusal(_ text: String) -> JSONError? { refusal(Array(text.utf8)) }
