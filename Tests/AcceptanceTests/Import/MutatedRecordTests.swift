import CommandGrammar
import JSONText
import TestSupport
import Testing

/// Records that are nearly right: each is taken, skipped or refused with a sentence, and the store stays well.
@Suite struct MutatedRecordTests {
  /// Another value for a member, of each type and of sizes that nobody expects.
  private static let values: [JSONValue] = [
    .null, true, false, 0, 1, -1, .integer(.max), .integer(.min), .integer(1 << 53), "", "x", "5", "-1", [],
    [:], [[]],
    ["id": 1], [1, "a", .null], "2026-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "9999-12-31T23:59:59Z",
    "0000-01-01T00:00:00Z",
    .string(String(repeating: "é", count: 3000)), "\u{1B}[31m", "{{ticket.title}}", "end-user", "closed",
    "messaging",
  ]

  private func mutated(_ value: JSONValue, _ chance: inout SplitMix) -> JSONValue {
    switch value {
    case .object(var object) where !object.members.isEmpty:
      let key = chance.pick(object.members.map(\.key))
      switch chance.number(0...9) {
      case 0: object[key] = chance.pick(Self.values)
      case 1: object["\(key)x"] = object[key] ?? .null
      case 2: return .object(JSONObject(object.members.filter { $0.key != key }))
      default: object[key] = mutated(object[key] ?? .null, &chance)
      }
      return .object(object)
    case .array(var list) where !list.isEmpty:
      let place = chance.number(0...(list.count - 1))
      switch chance.number(0...5) {
      case 0: list[place] = chance.pick(Self.values)
      case 1: list.append(list[place])
      case 2: list.remove(at: place)
      default: list[place] = mutated(list[place], &chance)
      }
      return .array(list)
    default: return chance.once(in: 2) ? chance.pick(Self.values) : value
    }
  }

  /// Ten documents of one to three records for each seed; `SESSIONCTL_RANDOM=records:0-1999` is twenty thousand.
  @Test("mutated records") func records() throws {
    let good = try TestMachine.filled()
    let bytes = try good.bytes(of: good.store)
    let records = good.run("export").text.split(separator: "\n").compactMap {
      try? JSONValue.parse(String($0))
    }
    #expect(records.count > 30)
    var codes: [Int32: Int] = [:]
    for seed in Extent.picks("records", usually: 8, of: 1_000_000) {
      var chance = SplitMix(seed: UInt64(seed))
      let machine = try TestMachine.holding(bytes)
      for _ in 0..<10 {
        var lines = chance.many(1...3) { chance in
          var record = chance.pick(records)
          for _ in 0..<chance.number(1...3) { record = mutated(record, &chance) }
          return record.text
        }.joined(separator: "\n").utf8.map { $0 }
        if chance.once(in: 4) {
          lines[chance.number(0...(lines.count - 1))] = UInt8(chance.number(0...255))
        }
        let words =
          ["import", "-"] + (chance.once(in: 2) ? ["--keep-going"] : [])
          + (chance.once(in: 4) ? ["--run-triggers"] : [])
        let run = machine.run(words, input: lines)
        codes[run.code.rawValue, default: 0] += 1
        let what =
          "SESSIONCTL_RANDOM=records:\(seed): \(String(decoding: lines.prefix(400), as: UTF8.self)): \(run)"
        #expect(run.code != .bug && run.code != .storeUnavailable, "\(what)")
        #expect(!run.errors.contains("SQLite error"), "\(what)")
      }
      let doctor = machine.run("doctor")
      #expect(doctor.code == .done, "SESSIONCTL_RANDOM=records:\(seed): \(doctor)")
    }
    print("exit statuses: \(codes.sorted { $0.key < $1.key })")
  }
}
