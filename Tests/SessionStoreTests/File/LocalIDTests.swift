import SessionModel
import Testing
import WireFormat

@testable import SessionStore
@testable import StoreEngine

@Suite struct LocalIDTests {
  private static let firstBesideImports: Int64 = 900_000_000_000_000

  private func next(_ kind: ImportedKind, _ made: TestStore) throws -> Int64 {
    try made.store.read { try $0.nextLocalID(kind) }
  }

  @Test("§12 from 1 as long as none was imported") func fromOne() throws {
    let made = try TestStore()
    #expect(try next(.user, made) == 2)
    for kind in ImportedKind.allCases where kind != .user { #expect(try next(kind, made) == 1) }
    #expect(try made.addGroup("A") == 1)
    #expect(try made.addGroup("B") == 2)
    #expect(try made.add(Person(id: 77, name: "Ada", email: nil, role: .agent)) == 2)
  }

  @Test("§12 from 9×10^14 once one was imported, each kind by itself") func besideImports() throws {
    let made = try TestStore()
    try made.take(Wire.group(360_002_440_594))
    #expect(try next(.group, made) == Self.firstBesideImports)
    #expect(try next(.user, made) == 2)
    #expect(try made.addGroup("A") == Self.firstBesideImports)
    #expect(try made.addGroup("B") == Self.firstBesideImports + 1)
    try made.take(Wire.user(11))
    #expect(try next(.user, made) == Self.firstBesideImports)
  }

  @Test("§12 ids from another store's export, above 9×10^14, are passed over; those beyond 2^53 are not ours")
  func importedLocalIDs() throws {
    let made = try TestStore()
    try made.take(Wire.group(Self.firstBesideImports), Wire.group(9_007_199_254_740_992))
    #expect(try next(.group, made) == Self.firstBesideImports + 1)
  }

  @Test("§12 who is only named by an import has its id from there: ids made here keep apart")
  func placeholders() throws {
    let made = try TestStore()
    try made.take(Wire.ticket(5, requester: 5000, group: 360_000))
    #expect(try next(.user, made) == Self.firstBesideImports)
    #expect(try next(.group, made) == Self.firstBesideImports)
    try made.take(Wire.audit(7, ticket: 6, at: 1))
    #expect(try next(.ticket, made) == Self.firstBesideImports)
  }

  @Test(
    "§12 ids that are taken are passed over, whether one follows the other or some are missing in between",
    arguments: [([1, 2, 3], 4), ([1, 2, 4], 3), ([2, 3], 1), ([-1, 0, 1, 2], 3), ([1, .max], 2)]
      as [([Int64], Int64)])
  func taken(ids: [Int64], next expected: Int64) throws {
    let made = try TestStore()
    for id in ids {
      try made.store.write {
        try $0.db.execute(
          sql: """
            INSERT INTO session(id, channel, state, started_at, last_activity_at) VALUES (?, 'whatsapp', 0, 1, 1)
            """, arguments: [id])
      }
    }
    #expect(try next(.session, made) == expected)
  }

  @Test(
    "§12 the ids of audits and of their events are one sequence, over several runs",
    arguments: [
      false, true,
    ])
  func auditsAndEvents(besideImports: Bool) throws {
    let made = try TestStore()
    try made.take(Wire.user(11), Wire.ticket(1), Wire.ticket(2), Wire.ticket(3))
    if besideImports { try made.take(Wire.audit(700, ticket: 1, at: 1)) }
    for ids in [[Int64(1), 2], [3]] {
      var selection = Selection()
      selection.ticketIDs = ids
      #expect(try made.run(.end(selection)).ended == ids.count)
    }
    let ids = try made.rows(
      """
      SELECT id FROM audit WHERE document IS NULL
      UNION ALL SELECT a.id + 1 + e.key FROM audit a, json_each(a.events) e ORDER BY 1
      """
    ).map { $0[0] as Int64 }
    let first = besideImports ? Self.firstBesideImports : 1
    // Three audits of two events each: the end and the routing channel.
    #expect(ids == Array(first..<first + 9))
  }
}
