import CommandGrammar
import Foundation
import Testing

/// `import --rejects` and `--explain`.
@Suite struct RejectsTests {
  @Test("--rejects holds what failed as it came; mended, it goes in")
  func rejects() throws {
    let machine = try TestMachine.withStore()
    let path = "\(machine.folder)/wrong.ndjson"
    let wrong = Wire.ticket(2).replacingOccurrences(of: "\"open\"", with: "\"ajar\"")
    let input = """
      {"tickets":[\(Wire.ticket(1)),\(wrong)],"count":2}
      {"user":{"id":"x"},"sessionctl":{"status":"away"}}
      {"id":3,"subject":"cut
      \(Wire.ticket(4))
      {"ticket":{"id":5,"subject":"a\\ud800"}}
      [7]
      """
    let run = machine.run("import", "-", "--keep-going", "--rejects", path, "--json", input: input)
    #expect(run.code == .no, "\(run)")
    #expect(run.items.map { $0["failed"] } == [1, 1, 3])
    let text = String(decoding: try machine.bytes(of: path), as: UTF8.self)
    #expect(
      text == """
        {"tickets":\(wrong)}
        {"user":{"id":"x"},"sessionctl":{"status":"away"}}
        {"id":3,"subject":"cut
        {"ticket":{"id":5,"subject":"a\\ud800"}}
        7

        """)
    let mended = try machine.file(
      "mended.ndjson", String(text.split(separator: "\n")[0]).replacingOccurrences(of: "ajar", with: "open"))
    #expect(machine.run("import", mended, "--json").items.map { $0["created"] } == [1])
  }

  @Test(
    "Without --keep-going nothing goes in, and the file has all that is wrong; without wrong ones it is empty"
  )
  func refused() throws {
    let machine = try TestMachine.withStore()
    let path = "\(machine.folder)/wrong.ndjson"
    let input =
      "{\"id\":1,\"ticket_id\":5,\"events\":0}\n\(Wire.ticket(1))\n{\"id\":2,\"ticket_id\":5,\"events\":0}\n"
    let run = machine.run("import", "-", "--rejects", path, input: input)
    #expect(run.code == .badInput)
    #expect(machine.active.isEmpty)
    #expect(try machine.bytes(of: path).count { $0 == 0x0A } == 2)
    #expect(machine.run("import", "-", "--rejects", path, "-q", input: Wire.ticket(1)).code == .done)
    #expect(try machine.bytes(of: path).isEmpty)
  }

  @Test(
    "A rejects file that can't be made is 73 before anything is taken; an import that breaks off leaves none")
  func wholeOrNot() throws {
    let machine = try TestMachine.withStore()
    for path in ["\(machine.folder)/none/x", machine.folder] {
      #expect(machine.run("import", "-", "--rejects", path, input: Wire.ticket(1)).code == .cannotCreate)
    }
    #expect(machine.active.isEmpty)
    let path = "\(machine.folder)/wrong"
    var reads = 0
    let run = machine.run(["import", "-", "--keep-going", "--rejects", path].map { Array($0.utf8) }) { room in
      reads += 1
      if reads > 3 { throw CocoaError(.fileReadUnknown) }
      let text = Array("{\"user\":{\"id\":0}}\n".utf8)
      room.copyBytes(from: text)
      return text.count
    }
    #expect(run.code != .done && run.code != .no)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: machine.folder).filter { $0.hasPrefix("wrong") }
        == [])
  }

  @Test("--explain tells what each part is taken for and why, in five formats, without a store")
  func explain() throws {
    let machine = try TestMachine()
    let input = """
      {"tickets":[\(Wire.ticket(1)),\(Wire.ticket(2))],"metric_sets":[{"id":1}],"count":2}
      {"url":"https://acme.example/api/v2/users/10/shoes/20.json","id":20}
      {"id":5,"name":"x"}
      \(Wire.ticket(3))
      """
    let run = machine.run("import", "--explain", "-", "--json", input: input)
    #expect(run.code == .done, "\(run)")
    #expect(run.json["schema"] == "sessionctl.import-explanation/1")
    #expect(run.items.map { $0["type"]?.string } == ["ticket", "ticket_metric", nil, nil, "ticket"])
    #expect(run.items.map { $0["use"] } == ["read", "skipped", "unknown", "unknown", "read"])
    #expect(run.items.map { $0["records"] } == [2, 1, 1, 1, 1])
    #expect(run.items.map { $0["line"] } == [1, 1, 2, 3, 4])
    #expect(
      run.items.map { $0["why"] } == [
        "its key 'tickets'", "its key 'metric_sets'", "its address ends in 'shoes', which is unknown",
        "nothing says what it is", "only this kind has requester_id, status",
      ])
    for format in ["table", "ndjson", "csv", "tsv"] {
      let formatted = machine.run("import", "--explain", "-", "--format", format, input: input)
      #expect(formatted.code == .done && formatted.text.contains("metric_sets"), "\(format)")
    }
    let wrong = machine.run("import", "--explain", "-", "--json", input: "{}\n{\"error\":\"NoWay\"}\nx\n")
    #expect(wrong.code == .badInput)
    #expect(wrong.items.map { $0["use"] } == ["wrong", "wrong", "wrong"])
    for extra in [["--keep-going"], ["--run-triggers"], ["--rejects", "x"]] {
      #expect(machine.run(["import", "--explain", "-"] + extra).code == .usage)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: machine.folder) == [])
  }
}
