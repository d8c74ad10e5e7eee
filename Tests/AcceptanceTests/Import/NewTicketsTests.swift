import Foundation
import JSONText
import TestSupport
import Testing

/// New tickets of a list are noted, and written together by another thread: what comes of it is what one after the other
/// comes to.
@Suite struct NewTicketsTests {
  @Test(
    "Noted or not, the rows and the words are the same",
    arguments: Extent.seeds("new-tickets", usually: 0..<4))
  func same(seed: UInt64) throws {
    let machine = try TestMachine.withStore(plan: "suite-enterprise")
    let before = try machine.bytes(of: machine.store)
    var dice = SplitMix(seed: seed)
    let file = try machine.file("many.ndjson", many(&dice).joined(separator: "\n"))
    let rejects = "\(machine.folder)/wrong.ndjson"
    var written: [[String]] = []
    var told: [[String]] = []
    for worth in [Int.max, 30, 1] {
      try machine.file("store.db", before)
      machine.worthTwoCores = worth
      var words: [String] = []
      for command in [
        ["import", file], ["import", file, "--keep-going", "--rejects", rejects, "--json"],
        ["import", file, "--keep-going", "--json"],
      ] {
        let run = machine.run(command)
        #expect([.no, .badInput].contains(run.code), "\(command): \(run.errors)")
        words.append(run.text + run.errors)
      }
      words.append(String(decoding: try machine.bytes(of: rejects), as: UTF8.self))
      told.append(words)
      written.append(try machine.allRows())
    }
    #expect(written[0].count > 3000)
    for (words, rows) in zip(told, written).dropFirst() {
      #expect(words == told[0], "seed \(seed)")
      #expect(rows.count == written[0].count, "seed \(seed)")
      for (one, two) in zip(written[0], rows) where one != two {
        Issue.record("seed \(seed): \(one)\nnoted: \(two)")
      }
    }
  }

  @Test("A dry run, and a file with a wrong ticket at its end, leave nothing of what was noted")
  func nothing() throws {
    let machine = try TestMachine.withStore()
    let before = try machine.allRows()
    let right = (1...2000).map { Wire.ticket($0) }
    func lines(_ records: [String]) -> [UInt8] { Array(records.joined(separator: "\n").utf8) }
    let dry = machine.run(["import", "-", "--dry-run", "--json"], input: lines(right))
    #expect(dry.code == .done && dry.items.first?["created"] == 2000, "\(dry)")
    #expect(try machine.allRows() == before)
    let wrong = Wire.ticket(2001, [("status", "ajar")])
    let run = machine.run(["import", "-"], input: lines(right + [wrong]))
    #expect(run.code == .badInput && run.errors.contains("line 2001: ticket 2001: status"), "\(run)")
    #expect(try machine.allRows() == before)
  }

  @Test("Where the input breaks off while another thread writes, nothing stays, and the next import goes on")
  func breaksOff() throws {
    let machine = try TestMachine.withStore()
    let before = try machine.allRows()
    let bytes = Array((1...3000 as ClosedRange<Int64>).map { "\(Wire.ticket($0))\n" }.joined().utf8)
    var given = 0
    let run = machine.run(["import", "-"].map { Array($0.utf8) }) { room in
      if given == bytes.count { throw CocoaError(.fileReadUnknown) }
      let count = min(room.count, bytes.count - given, 4096)
      room.copyBytes(from: bytes[given..<given + count])
      given += count
      return count
    }
    #expect(run.code != .done)
    #expect(try machine.allRows() == before)
    #expect(machine.run("import", "-", input: Wire.ticket(1)).code == .done)
  }

  // MARK: Made up

  /// A list of new tickets in the order of their ids, and then one with other things in between.
  private func many(_ dice: inout SplitMix) -> [String] {
    var lines: [String] = []
    var last: Int64 = 0
    for number in 0..<1600 {
      if number > 800, Int.random(in: 0..<30, using: &dice) == 0 {
        lines.append(other(&dice, near: last))
      } else {
        last += .random(in: 1...3, using: &dice)
        lines.append(ticket(&dice, last))
      }
    }
    return lines
  }

  private func ticket(_ dice: inout SplitMix, _ id: Int64) -> String {
    func maybe(_ value: JSONValue) -> JSONValue { Int.random(in: 0..<3, using: &dice) == 0 ? .null : value }
    let channel = ["native_messaging", "whatsapp", "email", "web"].randomElement(using: &dice)!
    let statuses = ["new", "open", "pending", "solved", "closed", "deleted"]
    let tags: JSONValue = ["a", .string("b\(id % 7)")]
    var members: Wire.Members = [
      ("via", ["channel": .string(channel)]), ("from_messaging_channel", .bool(channel.count > 5)),
      ("status", .string(statuses.randomElement(using: &dice)!)),
      ("requester_id", maybe(.integer(.random(in: 500...900, using: &dice)))),
      ("assignee_id", maybe(.integer(.random(in: 300...330, using: &dice)))),
      ("group_id", maybe(.integer(.random(in: 40...50, using: &dice)))),
      ("priority", maybe("high")), ("type", maybe("question")), ("tags", tags),
    ]
    let long = String(repeating: "ä\n", count: .random(in: 0..<800, using: &dice))
    members.append(("description", .string(long)))
    // What is mended is told, too.
    if id % 97 == 0 { members.append(("brand_id", .string("\(id)"))) }
    return Wire.ticket(id, members)
  }

  private func other(_ dice: inout SplitMix, near last: Int64) -> String {
    let earlier = Int64.random(in: 1...last, using: &dice)
    let time = "2026-07-15T0\(Int.random(in: 1...9, using: &dice)):00:00Z"
    switch Int.random(in: 0..<11, using: &dice) {
    case 0: return Wire.ticket(earlier, [("updated_at", .string(time)), ("status", "pending")])
    case 1: return ticket(&dice, earlier)
    case 2: return Wire.ticket(last + 1, [("status", "ajar")])
    case 3: return "{\"id\":\(last + 1),\"subject\":\"cut"
    case 4: return Wire.user(.random(in: 500...900, using: &dice))
    case 5: return Wire.group(.random(in: 40...50, using: &dice), "Group")
    case 6: return Wire.audit(9_000_000 + last * 2, ticket: earlier, by: 502, at: time)
    // Of a ticket that is still to come.
    case 7: return Wire.audit(9_000_000 + last * 2, ticket: last + 2, by: 502, at: time)
    case 8: return "{\"tags\":[],\"id\":\(last)}"
    case 9:
      let ticket = Wire.ticket(last + 1, [("via", ["channel": "email"])])
      return "{\"ticket\":\(ticket),\"sessionctl\":{\"routing_channel\":\"messaging\"}}"
    default: return ticket(&dice, last)
    }
  }
}
