import Foundation
import JSONText
import TestSupport
import Testing

/// A pull that is killed at any moment loses nothing, and the next one goes on where it was.
@Suite(.enabled(if: LiveAccount.isPossible, "\(LiveAccount.whatItNeeds)")) struct RemoteKillTests {
  /// `SESSIONCTL_RANDOM=pulls:0-999` kills a thousand pulls.
  @Test("after kills at random moments the store is that of one whole pull")
  func kills() throws {
    let live = try LiveAccount("--no-limits", "--tickets", "60", "--page", "7")
    let whole = try TestMachine.withStore(admin: LiveAccount.admin)
    try whole.connect(to: live)
    try whole.succeed("remote", "pull")
    let expected = whole.run("export").text
    for seed in Extent.seeds("pulls", usually: 0..<2) {
      var dice = SplitMix(seed: seed)
      let machine = try TestMachine.withStore(admin: LiveAccount.admin)
      try machine.connect(to: live)
      for _ in 0..<3 {
        let program = try RealProgram(machine, ["remote", "pull", "-q"])
        usleep(UInt32(dice.next() % 700_000))
        program.signal(SIGKILL)
        _ = program.wait()
      }
      let run = try RealProgram(machine, ["remote", "pull", "-q"]).wait()
      #expect(run.status == 0, "seed \(seed): \(run)")
      #expect(machine.run("export").text == expected, "seed \(seed)")
      #expect(machine.run("doctor").code == .done, "seed \(seed)")
    }
  }
}
