import CommandGrammar
import JSONText
import Testing

/// A dry run shows exactly what would happen and changes nothing, not even a timestamp.
@Suite struct DryRunTests {
  static let runs: [[String]] = [
    ["--all"],
    ["--idle-for", "4h", "--reason", "inactivity_ended", "--note", "swept"],
    ["1", "2", "5", "999"],
    ["--ticket", "1001", "--ticket", "1005", "--ticket", "77"],
    ["--without-ticket"],
    ["--tag", "vip", "--routing-channel", "unchanged"],
    ["--all", "--limit", "2"],
    ["--tag", "nobody-has-it"],
  ]

  @Test("the dry run's document equals the real run's but for dry_run", arguments: runs)
  func equals(words: [String]) throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("session", "end", "3", "-q")
    for format in ["json", "ndjson", "csv", "tsv", "table"] {
      let copy = try TestMachine.withAccount()
      try copy.succeed("session", "end", "3", "-q")
      let dry = copy.run(["session", "end", "--format", format, "--dry-run"] + words)
      let real = copy.run(["session", "end", "--format", format, "--yes"] + words)
      #expect(dry.code == real.code)
      #expect(dry.errors == real.errors)
      #expect(
        dry.text.replacing("\"dry_run\":true", with: "\"dry_run\":false") == real.text, "\(dry)\(real)")
      if format == "json" { #expect(dry.json["dry_run"] == true && real.json["dry_run"] == false) }
    }
  }

  @Test(
    "it changes nothing: the export's bytes, the log, the file's content and its time stay", arguments: runs)
  func changesNothing(words: [String]) throws {
    let machine = try TestMachine.withAccount()
    let before = try machine.storeState()
    machine.now = machine.now.advanced(by: 30)
    machine.run(["session", "end", "--dry-run"] + words)
    #expect(try machine.storeState() == before)
  }

  @Test("it needs no --yes, and it is refused like the real run: feature off 77 (F2)")
  func refusals() throws {
    let machine = try TestMachine.withAccount(enabled: false)
    for words in [["--dry-run"], ["--yes"]] {
      let run = machine.run(["session", "end", "--all"] + words)
      #expect(run.code == .notPermitted)
      #expect(
        run.errors
          == "sessionctl: ending messaging sessions is switched off; an admin can switch it on with 'sessionctl feature enable'\n"
      )
    }
  }
}
