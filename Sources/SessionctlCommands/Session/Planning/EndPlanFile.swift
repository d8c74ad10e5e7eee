import CommandGrammar
import JSONText
import SessionModel
import SessionStore
import StoreEngine

/// Reads and writes plans.
enum EndPlanFile {
  /// Far more than a session's line has, however long its subject.
  private static let longestLine = 1 << 20

  // MARK: Writing

  /// Writes a plan of what the dry run before would end; to be called in the state that it was planned on.
  ///
  /// - Throws: a failure with status 74 when the file can't be written.
  static func write(_ head: EndPlan.Head, _ reader: StoreReader, to file: WholeFile) throws {
    let (text, checksum) = EndPlanText.line(head)
    try text.withUnsafeBytes(file.write)
    var seen = 0
    try reader.forEachPlannedSession { session in
      try EndPlanText.line(session, plan: checksum).withUnsafeBytes(file.write)
      seen += 1
      if seen % 256 == 0 { try Interruption.check() }
    }
  }

  // MARK: Reading

  /// - Throws: a failure with status 65 that names the line, 66 when the file can't be read.
  static func read(_ path: String, _ context: CommandContext) throws -> EndPlan {
    let input = try InputFile.open(path, context)
    var reading = Reading(name: input.name)
    try input.forEachLine(longest: longestLine) { line, number, isWhole in
      guard !line.isEmpty else { return }
      try reading.take(line, number, isWhole: isWhole)
    }
    guard let head = reading.head else {
      throw reading.noPlan("it is empty")
    }
    return EndPlan(head: head, sessions: reading.sessions)
  }

  private struct Reading {
    let name: String
    private(set) var head: EndPlan.Head?
    private(set) var sessions: [PlannedSession] = []
    private var checksum = ""
    private var seen: Set<Int64> = []
    private let index = RecordIndex()

    init(name: String) { self.name = name }

    mutating func take(_ line: UnsafeBufferPointer<UInt8>, _ number: Int, isWhole: Bool) throws {
      let record: JSONRecord
      do { record = try index.scan(line) } catch {
        if head == nil { throw noPlan("line \(number) is not a JSON object") }
        throw bad(
          number,
          isWhole
            ? "this is not a session of a plan; lines can be removed, but not changed"
            : "the line is cut off; get the whole file again")
      }
      if head == nil { return try takeHead(record, number) }
      guard !record.isPlanHead else {
        throw bad(number, "another plan starts here; give 'session end' one plan at a time")
      }
      guard let session = EndPlanText.session(record, plan: checksum) else {
        throw bad(
          number,
          "the line was changed after the plan was made, or belongs to another plan; lines can be removed, but not changed"
        )
      }
      // Whoever copies a line means the session once.
      if seen.insert(session.id).inserted { sessions.append(session) }
    }

    private mutating func takeHead(_ record: JSONRecord, _ number: Int) throws {
      guard record.isPlanHead else { throw noPlan("line \(number) is not the head of a plan") }
      guard record.member("schema")?.equals("sessionctl.session-end-plan/1") == true else {
        throw Failure(
          .badInput, "bad_input",
          "\(name) was made by a newer sessionctl; end the sessions with that, or create the plan again")
      }
      guard let (head, checksum) = EndPlanText.head(record) else {
        throw bad(number, "the head was changed after the plan was made; create the plan again")
      }
      self.head = head
      self.checksum = checksum
    }

    func noPlan(_ reason: String) -> Failure {
      Failure(
        .badInput, "bad_input",
        "\(name) is not a plan of 'session end': \(reason); create one with 'session end … --dry-run --plan-out FILE'"
      )
    }

    private func bad(_ line: Int, _ reason: String) -> Failure {
      Failure(.badInput, "bad_input", "\(name), line \(line): \(reason)")
    }
  }
}

extension JSONRecord {
  fileprivate var isPlanHead: Bool {
    member("schema")?.string()?.hasPrefix("sessionctl.session-end-plan/") == true
  }
}

extension InputFile {
  /// Gives each line without its end, `\r` and a byte order mark, with its number, and whether a line end follows it.
  ///
  /// - Throws: a failure with status 65 for a line of more than `longest` bytes.
  func forEachLine(
    longest: Int, _ body: (UnsafeBufferPointer<UInt8>, _ number: Int, _ isWhole: Bool) throws -> Void
  ) throws {
    var pending: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var number = 0
    func give(_ line: ArraySlice<UInt8>, isWhole: Bool) throws {
      number += 1
      var line = line
      if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
      while let last = line.last, [0x0D, 0x20, 0x09].contains(last) { line = line.dropLast() }
      try line.withUnsafeBufferPointer { try body($0, number, isWhole) }
    }
    while true {
      let count = try piece.withUnsafeMutableBytes { try readOrFail(into: $0) }
      if count == 0 { break }
      pending += piece[..<count]
      var start = pending.startIndex
      while let end = pending[start...].firstIndex(of: 0x0A) {
        try give(pending[start..<end], isWhole: true)
        start = end + 1
      }
      pending.removeSubrange(..<start)
      guard pending.count <= longest else {
        throw Failure(
          .badInput, "bad_input", "\(name), line \(number + 1) has more than \(longest >> 10) KiB")
      }
    }
    if !pending.isEmpty { try give(pending[...], isWhole: false) }
  }
}
