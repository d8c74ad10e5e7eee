import StoreEngine
import StoreReports
import Testing

/// The report of agents on two threads says what it says on one.
@Suite struct SharedActivityTests {
  @Test("Two threads come to the numbers of one, of all time and of a period", arguments: 0..<3)
  func shared(seed: UInt64) throws {
    var account = try RandomAccount(seed: 7100 + seed)
    let start = account.machine.now
    for _ in 0..<16 { account.live() }
    let store = try Store.open(account.machine.store, Store.Options(readOnly: true))
    defer { try? store.close() }
    for from in [nil, start] {
      let (alone, shared) = try store.read { reader in
        (
          try reader.agentActivity(from: from, to: nil, sharedFrom: .max),
          try reader.agentActivity(from: from, to: nil, sharedFrom: 0)
        )
      }
      #expect(alone == shared && !alone.isEmpty, "seed \(seed)")
      #expect(alone.values.contains { $0.replied > 0 }, "seed \(seed)")
    }
  }

  @Test("What somebody writes before the other one begins to read is not counted") func writtenMeanwhile()
    throws
  {
    let machine = try TestMachine.withAccount()
    try machine.succeed("session", "end", "1", "-q")
    let store = try Store.open(machine.store, Store.Options(readOnly: true))
    defer { try? store.close() }
    let (before, meanwhile) = try store.read { reader in
      let before = try reader.agentActivity(from: nil, to: nil, sharedFrom: .max)
      try machine.succeed("session", "end", "--all", "--yes", "-q")
      return (before, try reader.agentActivity(from: nil, to: nil, sharedFrom: 0))
    }
    #expect(before == meanwhile)
    #expect(try store.read { try $0.agentActivity(from: nil, to: nil, sharedFrom: 0) } != before)
  }
}
