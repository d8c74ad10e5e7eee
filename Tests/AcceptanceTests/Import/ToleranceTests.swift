import CommandGrammar
import Foundation
import JSONText
import Testing

/// §12: what is met in the wild, and what files are that are none.
@Suite struct ToleranceTests {
  @Test("wire 8: ids as digits in a text, or with a point, are ids, and come out as they came")
  func ids() throws {
    let machine = try TestMachine.withStore()
    let text =
      #"{"ticket":{"id":"7","via":{"channel":"native_messaging"},"status":"open","requester_id":"10","assignee_id":31.0,"created_at":"2026-07-14T10:00:00Z","updated_at":"2026-07-15T00:00:00Z"}}"#
    let run = machine.run("import", "-", "--json", input: text)
    #expect(run.code == .done, "\(run)")
    let ticket = machine.run("ticket", "show", "7", "--json").item
    #expect(ticket["requester_id"] == 10 && ticket["assignee_id"] == 31)
    let line = try #require(machine.run("export", "--type", "ticket").text.split(separator: "\n").first)
    #expect(line.contains(#""id":"7""#) && line.contains(#""assignee_id":31.0"#), "\(line)")
    for wrong in [#""7a""#, #""""#, #""-7""#, "7.5", #""07""#, #""99999999999999999999""#, "true"] {
      let bad = machine.run(
        "import", "-", input: text.replacingOccurrences(of: #""id":"7""#, with: "\"id\":\(wrong)"))
      #expect(bad.code == .badInput, "\(wrong)")
    }
  }

  @Test("What had another form is counted, and each form is named once with its first record")
  func mended() throws {
    let machine = try TestMachine.withStore()
    func ticket(_ id: Int, _ members: String) -> String {
      #"{"id":\#(id),"status":"open","created_at":"2026-07-14T10:00:00Z",\#(members)}"#
    }
    let lines = [
      #"{"tickets":[\#(ticket(1, #""requester_id":10"#)),\#(ticket(2, #""requester_id":"10","group_id":"5""#))],"count":2}"#,
      "{\"ticket\":\(ticket(3, #""requester_id":"11","assignee_id":31.0,"satisfaction_rating":"good","tags":["a b"]"#))}",
      "{\"ticket\":\(ticket(4, #""updated_at":"2026/07/15 06:00:00 +0000""#))}",
      #"{"user":{"id":10,"name":"Kim","role":"end-user"}}"#,
      #"{"user":{"id":"11","name":7,"role":"end-user"}}"#,
    ].joined(separator: "\n")
    let run = machine.run("import", "-", "--keep-going", "--json", input: lines)
    #expect(run.code == .no)
    #expect(run.items.map { $0["type"] } == ["user", "ticket"])
    #expect(run.items.map { $0["mended"] } == [1, 3], "a record that failed was not mended")
    #expect(
      run.errors.split(separator: "\n").filter { $0.contains("repaired") } == [
        #"standard input: repaired 2 records with ids as texts, the first in line 1, element 1: requester_id "10""#,
        "standard input: repaired 1 record with ids as decimals, the first in line 2: assignee_id 31.0",
        #"standard input: repaired 1 record with times that are not RFC 3339, the first in line 3: updated_at "2026/07/15 06:00:00 +0000""#,
        #"standard input: repaired 1 record with a rating that is only a score, the first in line 2: satisfaction_rating "good""#,
        #"standard input: repaired 1 record with tags with spaces, which became '_', the first in line 2: tags "a b""#,
        "standard input: repaired 1 record with a missing time of creation, the first in line 4: created_at",
      ])
    // The same again is unchanged, and there is nothing to mend; of what is refused nothing is said.
    let again = machine.run("import", "-", "--keep-going", "--json", input: lines)
    #expect(again.items.map { $0["mended"] } == [0, 0] && !again.errors.contains("repaired"))
    let refused = try TestMachine.withStore().run("import", "-", "--json", input: lines)
    #expect(refused.code == .badInput && !refused.errors.contains("repaired"))
    #expect(refused.items.map { $0["mended"] } == [0, 0])
  }

  @Test("A comment that does not say when it was stands where its ticket begins, and is no activity")
  func undatedComment() throws {
    let machine = try TestMachine.withStore()
    let comment = #"{"comments":[{"id":602,"ticket_id":7,"author_id":10,"public":true,"body":"Hello"}]}"#
    #expect(machine.run("import", "-", "-q", input: comment + "\n" + Wire.ticket(7)).code == .done)
    let shown = machine.run("ticket", "show", "7", "--json").item
    let told = machine.run("ticket", "history", "7", "--json").items
    #expect(told.map { $0["created_at"] } == [shown["created_at"]])
    let only = machine.run("import", "-", "--json", input: #"{"comment":{"ticket_id":7,"body":"x"}}"#)
    #expect(only.code == .done && only.items.map { $0["skipped"] } == [1])
    #expect(only.errors.contains("or both id and time"))
  }

  @Test(
    "Times of older answers and of warehouses",
    arguments: [
      "2026/07/15 06:00:00 +0000", "2026-07-15 06:00:00 UTC", "2026-07-15 06:00:00", "2026-07-15T06:00:00",
      "2026-07-15T08:00:00+0200", "2026-07-15T06:00:00.000000", "2026/07/15 01:00:00 -0500",
      "2026-07-15 08:00:00.5+02",
    ])
  func times(text: String) throws {
    let machine = try TestMachine.withStore()
    let run = machine.run(
      "import", "-", input: Wire.tickets(Wire.ticket(1, [("updated_at", .string(text))])))
    #expect(run.code == .done, "\(run)")
    #expect(machine.run("ticket", "show", "1", "--json").item["updated_at"] == "2026-07-15T06:00:00Z")
    #expect(machine.run("export", "--type", "ticket").text.contains(JSONValue.string(text).text))
  }

  @Test(
    "A time that is none is wrong",
    arguments: ["", "soon", "2026-13-01 00:00:00", "15.07.2026", "2026-07-15"])
  func noTime(text: String) throws {
    let machine = try TestMachine.withStore()
    let run = machine.run(
      "import", "-", input: Wire.tickets(Wire.ticket(1, [("updated_at", .string(text))])))
    #expect(run.code == .badInput)
    #expect(run.errors.contains("updated_at: expected an RFC 3339 time"))
  }

  @Test("wire 11: who does not say when they were made is taken, and comes out without it")
  func undated() throws {
    let lines = """
      {"group":{"id":701,"name":"A","deleted":false}}
      {"user":{"id":10,"name":"Kim","role":"end-user"}}
      {"user":{"id":11,"name":"Ana","role":"agent","email":"ana@example.com"}}
      {"group_membership":{"id":801,"user_id":11,"group_id":701}}
      {"schedule":{"id":9,"name":"Hours","time_zone":"UTC","intervals":[{"start_time":60,"end_time":120}]}}
      """
    let machine = try TestMachine.withStore()
    let run = machine.run("import", "-", "--json", input: lines)
    #expect(run.code == .done, "\(run)")
    #expect(run.items.map { $0["created"] } == [2, 1, 1, 1])
    let exported = machine.run("export").text
    for line in lines.split(separator: "\n") {
      // A member of the staff has what is only known here beside it.
      #expect(exported.contains(line.dropLast()), "\(line)")
    }
    let other = try TestMachine.withStore()
    #expect(other.run("import", "-", input: exported).code == .done)
    #expect(other.run("export").text == exported)
    #expect(machine.run("import", "-", "--json", input: lines).items.map { $0["unchanged"] } == [2, 1, 1, 1])
  }

  @Test("wire 10: holidays go into the schedule that their address names")
  func holidays() throws {
    let machine = try TestMachine.withStore()
    let schedule =
      #"{"schedule":{"id":9,"name":"Hours","time_zone":"UTC","intervals":[{"start_time":60,"end_time":120}],"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}"#
    func answer(_ id: Int, _ name: String, of schedule: String) -> String {
      #"{"holidays":[{"id":\#(id),"name":"\#(name)","start_date":"2026-12-25","end_date":"2026-12-26"}],"url":"https://acme.example/api/v2/business_hours/schedules/\#(schedule)/holidays.json"}"#
    }
    let early = machine.run("import", "-", input: answer(5, "Xmas", of: "9"))
    #expect(early.code == .badInput)
    #expect(early.errors.contains("holiday 5: there is no schedule 9 here; import the schedule first"))
    #expect(machine.run("import", "-", "-q", input: schedule).code == .done)
    let run = machine.run(
      "import", "-", "--json", input: answer(5, "Xmas", of: "9") + "\n" + answer(6, "Boxing", of: "9"))
    #expect(run.code == .done, "\(run)")
    #expect(run.items.map { $0["created"] } == [2])
    let holidays = machine.run("schedule", "show", "9", "--json").item["holidays"]
    #expect(holidays?.array?.map { $0["name"] } == ["Xmas", "Boxing"])
    #expect(
      machine.run("import", "-", "--json", input: answer(5, "Xmas", of: "9")).items.map { $0["unchanged"] }
        == [1])
    #expect(
      machine.run("import", "-", "--json", input: answer(5, "Noel", of: "9")).items.map { $0["updated"] } == [
        1
      ])
    let homeless = machine.run(
      "import", "-",
      input: #"{"holidays":[{"id":7,"name":"x","start_date":"2026-12-25","end_date":"2026-12-26"}]}"#)
    #expect(
      homeless.code == .done && homeless.errors.contains("skipped 1 holiday: nothing says which schedule"))
    let exported = machine.run("export").text
    let other = try TestMachine.withStore()
    #expect(other.run("import", "-", "-q", input: exported).code == .done)
    #expect(other.run("export").text == exported)
  }

  @Test("A page of a conversation log goes to the ticket that its address names")
  func conversationLog() throws {
    let machine = try TestMachine.withStore()
    try machine.succeed("import", "-", "-q", input: Wire.ticket(7))
    func page(_ next: String) -> String {
      #"{"events":[{"id":"01A","type":"Comment","author":{"type":"user"},"created_at":"2026-07-15T06:30:00Z"},{"id":"01B","type":"Other"}],"meta":{"has_more":true},"links":{"prev":null,"next":\#(next)}}"#
    }
    let lost = machine.run("import", "-", input: page("null"))
    #expect(lost.code == .done, "\(lost)")
    #expect(lost.errors.contains("skipped 2 conversation_log_events: no messages, or no ticket"))
    let address = #""https://acme.example/api/v2/tickets/7/conversation_log?page[size]=1&page[after]=x""#
    let run = machine.run("import", "-", "--json", input: page(address))
    #expect(run.items.map { $0["created"] } == [1] && run.items.map { $0["skipped"] } == [1], "\(run)")
    #expect(
      machine.run("session", "list", "--json").items.map { $0["last_activity_at"] } == [
        "2026-07-15T06:30:00Z"
      ])
  }

  @Test("The anonymous user, whom users/me answers with, is skipped by name")
  func anonymous() throws {
    let machine = try TestMachine.withStore()
    let run = machine.run(
      "import", "-", input: #"{"user":{"id":null,"name":"Anonymous user","role":"end-user","email":"x@y.z"}}"#
    )
    #expect(run.code == .done)
    #expect(run.errors == "standard input: skipped 1 user: the anonymous user, who has no id\n")
    #expect(machine.run("import", "-", input: #"{"user":{"name":"A"}}"#).code == .badInput)
  }

  @Test(
    "wire 15: a file that is none is named for what it is",
    arguments: [
      ("id,subject,status\n1,x,open\n", "this looks like CSV with the first line 'id,subject,status'"),
      ("id\tsubject\n1\tx\n", "this looks like CSV"), ("id;subject\r\n1;x\r\n", "this looks like CSV"),
      ("<!DOCTYPE html><html></html>", "this is HTML or XML"), ("PK\u{3}\u{4}xyz", "this is a ZIP archive"),
    ])
  func otherForms(text: String, sentence: String) throws {
    let machine = try TestMachine.withStore()
    let run = machine.run("import", "-", "--keep-going", input: text)
    #expect(run.code == .badInput)
    #expect(run.errors.contains("standard input, as a whole: \(sentence)"), "\(run)")
  }

  @Test("wire 15: gzip is opened, several in a row too; what is damaged or cut off is named")
  func gzip() throws {
    let machine = try TestMachine.withStore()
    let lines = (1...2_000).map { Wire.ticket(Int64($0)) }.joined(separator: "\n")
    _ = try machine.file("a.ndjson", lines)
    _ = try machine.file("b.ndjson", "\n" + Wire.ticket(2_001))
    let made = try machine.shell(
      "cd \(machine.folder) && gzip -kn a.ndjson b.ndjson && cat a.ndjson.gz b.ndjson.gz > c.gz && head -c $(($(wc -c < a.ndjson.gz) / 2)) a.ndjson.gz > cut.gz"
    )
    #expect(made.status == 0)
    let cut = machine.run("import", "\(machine.folder)/cut.gz")
    #expect(cut.code == .badInput && cut.errors.contains("its gzip data is cut off"), "\(cut)")
    #expect(machine.active.isEmpty)
    var damaged = try machine.bytes(of: "\(machine.folder)/a.ndjson.gz")
    damaged[damaged.count / 2] ^= 0xFF
    let wrong = machine.run("import", try machine.file("damaged.gz", damaged))
    #expect(wrong.code == .badInput, "\(wrong)")
    let run = machine.run("import", "\(machine.folder)/c.gz", "--json")
    #expect(run.code == .done, "\(run)")
    #expect(run.items.map { $0["created"] } == [2_001])
    let piped = machine.run(
      ["import", "-", "--json"], input: try machine.bytes(of: "\(machine.folder)/c.gz"))
    #expect(piped.items.map { $0["unchanged"] } == [2_001])
  }

  @Test(
    "break 13: a rule whose description is no text is refused at the door", arguments: ["trigger", "macro"])
  func description(kind: String) throws {
    let machine = try TestMachine.withStore()
    let run = machine.run(
      "import", "-",
      input:
        "{\"\(kind)\":{\"id\":5,\"title\":\"T\",\"description\":5,\"conditions\":{\"all\":[]},\"actions\":[]}}"
    )
    #expect(run.code == .badInput)
    #expect(run.errors.contains("\(kind) 5: description: expected a text, found 5"))
    #expect(machine.run("rules", "export").code == .done)
  }
}
