import JSONText
import Testing
import WireFormat

@testable import StoreExchange

/// What is passed over of tickets that come again.
@Suite struct PassedTicketsTests {
  @Test("The tickets behind one that has come again, until one is another; after eight of those no more")
  func passing() throws {
    let bench = try ImportBench()
    let known = (1...12).map { String(Feed.ticket($0).dropFirst(#"{"ticket":"#.utf8.count).dropLast()) }
    #expect(try bench.importing(known).total == 12)
    let repeated = try bench.store.read { try RepeatedTickets($0.db) }
    func passed(after id: Int64, _ lines: [String]) throws -> Int {
      let reader = JSONRecordReader(
        Array((["{}"] + lines).joined(separator: "\n").utf8), collectionKeys: RecordKind.keys,
        singularKeys: RecordKind.keys)
      _ = try reader.next()
      repeated.expect(after: id)
      var count = 0
      while try repeated.pass(reader) { count += 1 }
      return count
    }
    #expect(try passed(after: 1, Array(known[1...])) == 11)
    #expect(try passed(after: 4, [known[4], known[5], known[7]]) == 2)
    for _ in 0..<7 { #expect(try passed(after: 4, [known[0]]) == 0) }
    #expect(try passed(after: 4, [known[4]]) == 0)
  }
}
