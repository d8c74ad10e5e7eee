import JSONText
import TestSupport
import Testing

/// Tickets that come again as they were are passed over by their texts alone, where they stand by themselves and in order:
/// what comes of a file is what taking each of them apart comes to.
@Suite struct RepeatedTicketsTests {
  @Test(
    "Passed over or taken apart, the rows and the words are the same",
    arguments: Extent.seeds("repeated-tickets", usually: 0..<4))
  func same(seed: UInt64) throws {
    let machine = try TestMachine.withStore(plan: "suite-enterprise")
    var dice = SplitMix(seed: seed)
    let known = (1...200).map { Wire.ticket($0 * 2, [("tags", ["a", .string("b\($0 % 3)")])]) }
    machine.run("import", "-", input: known.joined(separator: "\n"))
    let before = try machine.bytes(of: machine.store)
    let again = again(&dice, known)
    var written: [[String]] = []
    var told: [[String]] = []
    // Inside of something, nothing is passed over.
    let wrapped = again.map {
      $0.contains("requester_id") && !$0.contains("tickets") ? #"{"ticket":\#($0)}"# : $0
    }
    for lines in [again, wrapped] {
      try machine.file("store.db", before)
      let file = try machine.file("again.ndjson", lines.joined(separator: "\n"))
      var words: [String] = []
      for command in [["import", file], ["import", file, "--keep-going", "--json"]] {
        let run = machine.run(command)
        words.append("\(run.code) \(run.text) \(run.errors)")
      }
      told.append(words)
      written.append(try machine.allRows())
    }
    for (one, two) in zip(told[0], told[1]) { #expect(one == two, "seed \(seed)") }
    #expect(told[0][1].contains(#""unchanged":"#) && written[0].count > 400, "seed \(seed)")
    #expect(written[0] == written[1], "seed \(seed)")
  }

  @Test("What follows what was passed over is told by its own line")
  func lines() throws {
    let machine = try TestMachine.withStore()
    let known = (1...20).map { Wire.ticket($0) }
    machine.run("import", "-", input: known.joined(separator: "\n"))
    let wrong = Wire.ticket(21, [("status", "ajar")])
    let run = machine.run("import", "-", input: (known + ["", wrong]).joined(separator: "\r\n"))
    #expect(run.code == .badInput && run.errors.contains("line 22: ticket 21: status"), "\(run)")
  }

  @Test("A record that names somebody who was redacted since is never passed over")
  func redacted() throws {
    let machine = try TestMachine.withStore()
    let users = [Wire.user(500), Wire.user(501)]
    let known = [501, 500].enumerated().map { place, user in
      Wire.ticket(Int64(place) + 1, [("requester_id", .integer(user)), ("status", "closed")])
    }
    machine.run("import", "-", input: (users + known).joined(separator: "\n"))
    // The ticket belongs to somebody else now, and its document still names the one who is redacted.
    try machine.tamper(
      "UPDATE ticket SET requester_id = 501; UPDATE session SET user_id = 501 WHERE ticket_id = 2")
    #expect(machine.run("redact", "user", "500", "--yes").code == .done)
    #expect(try machine.column("SELECT count(*) FROM ticket_document") == ["2"])
    let run = machine.run("import", "-", "--json", input: known.joined(separator: "\n"))
    let tickets = run.items.first { $0["type"] == "ticket" }
    #expect(tickets?["unchanged"] == 1 && run.errors.contains("skipped 1 record of redacted users"), "\(run)")
  }

  @Test("A ticket of which only the document was left is filled in by what comes again")
  func standIn() throws {
    let machine = try TestMachine.withStore()
    let known = (1...3).map { Wire.ticket($0) }
    machine.run("import", "-", input: known.joined(separator: "\n"))
    try machine.tamper("UPDATE ticket SET origin = 0, subject = '', status = 0, updated_at = 0 WHERE id = 2")
    #expect(machine.run("ticket", "show", "2").code == .no)
    let run = machine.run("import", "-", "--json", input: known.joined(separator: "\n"))
    #expect(run.code == .done && run.items.first?["unchanged"] == 2, "\(run)")
    #expect(machine.ticket(2)["subject"] == "Ticket 2")
  }

  /// The same tickets in their order, and in between some that have changed, left, are new, wrong, out of order, or
  /// something else.
  private func again(_ dice: inout SplitMix, _ known: [String]) -> [String] {
    var lines: [String] = []
    for (index, ticket) in known.enumerated() {
      let id = Int64(index + 1) * 2
      switch Int.random(in: 0..<24, using: &dice) {
      case 0: lines.append(Wire.ticket(id, [("updated_at", "2026-07-15T09:00:00Z"), ("status", "pending")]))
      case 1: lines.append(Wire.ticket(id, [("updated_at", "2020-01-01T00:00:00Z"), ("status", "hold")]))
      case 2: continue
      case 3: lines += [Wire.ticket(id - 1, [("subject", "new")]), ticket]
      case 4: lines += [ticket, Wire.ticket(id + 1, [("status", "ajar")])]
      case 5: lines += [ticket, ticket, known.randomElement(using: &dice)!]
      case 6: lines += ["", "  " + ticket + " "]
      case 7: lines += [ticket, Wire.user(id + 1000)]
      case 8: lines += [ticket.replacing(",", with: ", ")]
      case 9: lines += [#"{"id":}"#, ticket]
      case 10: lines += [ticket, Wire.tickets(ticket, Wire.ticket(id, [("priority", "low")]))]
      default: lines.append(ticket)
      }
    }
    return lines
  }
}
