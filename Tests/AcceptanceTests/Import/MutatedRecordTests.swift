import CommandGrammar
import JSONText
import TestSupport
import Testing
import WireFormat

/// Records that are nearly right: each is taken, skipped or refused with a sentence, none of them as a record of
/// another kind, and the store stays well.
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

  /// A record that still says what it is, by its key or by its address.
  private struct Told {
    let kind: WireKind
    let line: String
    let isTold: Bool
  }

  /// A record as it may come: under its key, alone or in a list, with an address or without, or with the address alone;
  /// nearly always changed.
  private func telling(_ record: JSONValue, _ chance: inout SplitMix) -> Told? {
    guard var outer = record.object, let first = outer.members.first, let kind = WireKind(rawValue: first.key)
    else { return nil }
    var record = record
    var address: JSONValue?
    if let collection = kind.record.addresses.first, var inner = first.value.object, !chance.once(in: 3) {
      let id = inner["id"]?.string ?? inner["id"]?.text ?? "1"
      address = .string("https://acme.example/api/v2/\(collection)/\(id).json")
      inner["url"] = address
      outer[first.key] = .object(inner)
      record = .object(outer)
    }
    let isBare = address != nil && chance.once(in: 3)
    if isBare { record = record[first.key] ?? .null }
    for _ in 0..<chance.number(1...3) { record = mutated(record, &chance) }
    let own = isBare ? record : record[first.key] ?? .null
    if !isBare, own.object != nil, chance.once(in: 4) {
      record = .object(JSONObject([(kind.collectionKey, .array([own]))]))
    }
    let isTold = own.object != nil && (isBare ? own["url"] == address : true)
    return Told(kind: kind, line: record.text, isTold: isTold)
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
    var checked = 0
    for seed in Extent.picks("records", usually: 8, of: 1_000_000) {
      var chance = SplitMix(seed: UInt64(seed))
      let machine = try TestMachine.holding(bytes)
      for _ in 0..<10 {
        let told = chance.many(1...3) { chance in
          let record = chance.pick(records)
          return telling(record, &chance)
        }.compactMap(\.self)
        guard !told.isEmpty else { continue }
        var lines = told.map(\.line).joined(separator: "\n").utf8.map { $0 }
        let isBroken = chance.once(in: 4)
        if isBroken {
          lines[chance.number(0...(lines.count - 1))] = UInt8(chance.number(0...255))
        }
        let words =
          ["import", "-", "--json"] + (chance.once(in: 2) ? ["--keep-going"] : [])
          + (chance.once(in: 4) ? ["--run-triggers"] : [])
        let run = machine.run(words, input: lines)
        codes[run.code.rawValue, default: 0] += 1
        let what =
          "SESSIONCTL_RANDOM=records:\(seed): \(String(decoding: lines.prefix(400), as: UTF8.self)): \(run)"
        #expect(run.code != .bug && run.code != .storeUnavailable, "\(what)")
        #expect(!run.errors.contains("SQLite error"), "\(what)")
        guard !isBroken, told.allSatisfy(\.isTold) else { continue }
        checked += told.count
        let kinds = Set(told.map(\.kind.rawValue))
        let taken = run.items.filter { $0["created"] != 0 || $0["updated"] != 0 }.compactMap {
          $0["type"]?.string
        }
        #expect(kinds.isSuperset(of: taken), "taken for another kind: \(what)")
      }
      let doctor = machine.run("doctor")
      #expect(doctor.code == .done, "SESSIONCTL_RANDOM=records:\(seed): \(doctor)")
    }
    print("\(checked) records that said what they are; none was taken for another")
    print("exit statuses: \(codes.sorted { $0.key < $1.key })")
  }
}
