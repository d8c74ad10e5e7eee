import Testing

/// The made-up live account that tests of remote commands talk to answers as the service does: its own tests say so.
@Suite struct LiveAccountServerTests {
  @Test(
    "Tests/LiveAccount/test_server.py passes", .enabled(if: TestMachine.has("python3"), "python3 is missing"))
  func answers() throws {
    let machine = try TestMachine()
    let run = try machine.shell(
      "cd '\(Repository.root)/Tests/LiveAccount' && python3 -B -m unittest -q test_server 2>&1")
    #expect(run.status == 0, "\(run.output)")
  }
}
