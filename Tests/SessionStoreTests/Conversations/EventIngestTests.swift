import JSONText
import SessionModel
import Testing

@testable import SessionStore
@testable import StoreEngine

/// A feed of several transactions, and what is known from one to the next.
@Suite struct EventIngestTests {
  private let test: TestStore
  private let customer: Int64

  init() throws {
    test = try TestStore()
    customer = try test.add(Person(id: 0, name: "Kim", email: nil, role: .endUser))
  }

  private var start: String {
    #"{"event_id":"0","conversation":"c","type":"start","user":\#(customer),"channel":"whatsapp","message":"Hi"}"#
  }

  private func say(_ id: Int) -> String {
    #"{"event_id":"\#(id)","conversation":"c","type":"say","message":"m\#(id)"}"#
  }

  /// Two transactions: the first ends after events that are known.
  ///
  /// - Parameter between: what happens before the second
  /// - Returns: what could not be taken, and how many events were
  private func ingest(_ first: [String], _ second: [String], between: () throws -> Void = {}) throws -> (
    failed: [IngestFailure.Fault], taken: Int
  ) {
    let filling = Array(repeating: first[0], count: 4096 - first.count)
    let text = (first + filling + second).joined(separator: "\n")
    let records = JSONRecordReader(Array(text.utf8), collectionKeys: ["events"], singularKeys: ["event"])
    let ingest = EventIngest(test.store, now: TestStore.now)
    var report = IngestReport()
    var failed: [IngestFailure.Fault] = []
    func take() throws -> Bool {
      try ingest.takeChunk(
        records, keepGoing: true, report: &report, failed: { failed.append($0.fault) }, log: { _, _ in })
    }
    #expect(try take())
    try between()
    #expect(try !take())
    return (failed, report.taken)
  }

  @Test("The next transaction goes on where the one before it was")
  func goesOn() throws {
    let handoff = #"{"event_id":"h","conversation":"c","type":"handoff"}"#
    let (failed, taken) = try ingest([start, say(1)], [say(2), handoff, say(3)])
    #expect(failed.isEmpty)
    #expect(taken == 5)
    let session = try #require(try test.session(1))
    #expect(session.ticketID == 1)
    let told = try test.export(.audit).joined()
    #expect(told.contains(#"Hi\nm1\nm2"#))
    #expect(try test.problems().isEmpty)
  }

  @Test("What somebody else has written between two transactions counts in the second")
  func others() throws {
    let (failed, taken) = try ingest([start, say(1)], [say(2)]) {
      let other = try Store.open(test.path)
      try other.write {
        try $0.db.execute(sql: "UPDATE user SET suspended = 1 WHERE id = ?", arguments: [customer])
      }
      try other.close()
    }
    #expect(taken == 2)
    guard case .refused(let refusal) = failed.first else {
      Issue.record("\(failed)")
      return
    }
    #expect(refusal.kind == .notPermitted)
  }

  @Test("However much is noted, what is named is written before what names it")
  func much() throws {
    var lines: [String] = []
    for number in 1...1400 {
      let of = #""conversation":"\#(number)""#
      let text = String(repeating: "m", count: 2500 + number * 7 % 1009)
      lines += [
        #"{"event_id":"s\#(number)",\#(of),"type":"start","user":\#(customer),"message":"\#(text)"}"#,
        #"{"event_id":"h\#(number)",\#(of),"type":"handoff"}"#,
      ]
    }
    let (failed, taken) = try ingest(lines, [say(1).replacing("\"c\"", with: "\"7\"")])
    #expect(failed.isEmpty)
    #expect(taken == 2801)
    #expect(try test.number("SELECT count(*) FROM session WHERE ticket_id = id") == 1400)
    #expect(try test.problems().isEmpty)
  }

  @Test("A transaction that fails leaves nothing behind that the next one goes by")
  func fails() throws {
    let text = ([start] + Array(repeating: start, count: 4095) + [say(1)]).joined(separator: "\n")
    let ingest = EventIngest(test.store, now: TestStore.now)
    var report = IngestReport()
    func take(_ records: JSONRecordReader, failing: Bool) throws -> Bool {
      try ingest.takeChunk(records, keepGoing: false, report: &report, failed: { _ in }) { _, _ in
        if failing { throw CancellationError() }
      }
    }
    func records() -> JSONRecordReader {
      JSONRecordReader(Array(text.utf8), collectionKeys: ["events"], singularKeys: ["event"])
    }
    #expect(throws: CancellationError.self) { try take(records(), failing: true) }
    #expect(try test.number("SELECT count(*) FROM session") == 0)
    report = IngestReport()
    let again = records()
    #expect(try take(again, failing: false))
    #expect(try !take(again, failing: false))
    #expect(report.taken == 2)
    #expect(try test.session(1)?.id == 1)
    #expect(try test.problems().isEmpty)
  }
}
