import CivilTime
import SessionModel
import SessionStore
import StoreEngine
import StoreReplay
import TestSupport
import Testing

/// A replay on two threads says what it says on one.
@Suite struct SharedReplayTests {
  @Test("T2–T7: two threads come to the numbers of one, in the same order", arguments: 0..<3)
  func halves(seed: UInt64) throws {
    var account = try RandomAccount(seed: 7000 + seed)
    for _ in 0..<12 { account.live() }
    // Rules that were not there say something to nearly every update.
    try account.machine.tamper("UPDATE ticket_trigger SET document = replace(document, 'low', 'urgent')")
    let store = try Store.open(account.machine.store, Store.Options(readOnly: true))
    defer { try? store.close() }
    let (alone, shared) = try store.read { reader in
      var request = ReplayRequest(triggers: try reader.rules(Trigger.self).map(\.rule), zone: .utc)
      request.samples = 5
      let alone = try reader.replay(request)
      request.leastTicketsToShare = 0
      return (alone, try reader.replay(request))
    }
    #expect(alone.updates > 10 && alone.tickets > 3, "seed \(seed)")
    #expect(String(reflecting: alone.total) == String(reflecting: shared.total))
    #expect(alone.rows == shared.rows && alone.notReplayable == shared.notReplayable)
    #expect(alone.samples.map(\.auditID) == shared.samples.map(\.auditID), "seed \(seed)")
    #expect(
      [
        alone.tickets, alone.updates, alone.replayed, alone.knownBackwards, alone.withoutRules,
        alone.differing,
        alone.forked, alone.impossible,
      ] == [
        shared.tickets, shared.updates, shared.replayed, shared.knownBackwards, shared.withoutRules,
        shared.differing, shared.forked, shared.impossible,
      ])
    #expect(alone.takenFromNow == shared.takenFromNow)
  }
}
