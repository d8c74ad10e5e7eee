import CommandGrammar
import Foundation
import Testing

@testable import SessionctlCommands

/// `doctor --format openmetrics`: numbers for a monitoring system, and the rules that the manual makes of them.
@Suite struct DoctorMetricsTests {
  private static func value(_ sample: String, in text: String) -> String? {
    text.split(separator: "\n").first { $0.hasPrefix("\(sample) ") }.map {
      String($0.dropFirst(sample.count + 1))
    }
  }

  private static func measured(_ machine: TestMachine) throws -> String {
    try machine.succeed("doctor", "--quick", "--format", "openmetrics").text
  }

  @Test("it says what the lists say") func numbers() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("ticket", "reply", "1001", "--message", "It is on its way.", "-q")
    let text = try Self.measured(machine)
    let active = machine.run("session", "list", "--json").items.count
    #expect(Self.value("sessionctl_sessions_active", in: text) == "\(active)")
    for (seconds, age) in [(3600, "1h"), (14_400, "4h"), (86_400, "24h")] {
      let idle = machine.run("session", "list", "--idle-for", age, "--json").items.count
      #expect(Self.value("sessionctl_sessions_idle{at_least_seconds=\"\(seconds)\"}", in: text) == "\(idle)")
    }
    #expect(Self.value("sessionctl_outbox_entries{state=\"waiting\"}", in: text) == "1")
    #expect(Self.value("sessionctl_outbox_oldest_waiting_timestamp_seconds", in: text) == "1784109600")
    #expect(
      Self.value("sessionctl_last_change_timestamp_seconds{command=\"import\"}", in: text) == "1784109600")
    #expect(Self.value("sessionctl_last_activity_timestamp_seconds", in: text) == "1784109600")
    #expect(Self.value("sessionctl_doctor_findings{result=\"problem\"}", in: text) == "0")
    let size = try machine.bytes(of: machine.store).count
    #expect(Self.value("sessionctl_store_size_bytes", in: text) == "\(size)")
    #expect(text.hasSuffix("\n# EOF\n"))
    // Each name stands together, and has what readers ask for.
    let names = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
      String($0.prefix { $0 != "{" && $0 != " " })
    }
    for name in Set(names) {
      #expect(text.contains("# HELP \(name) ") && text.contains("# TYPE \(name) gauge\n"), "\(name)")
      #expect(!name.hasSuffix("_total") && name.hasPrefix("sessionctl_"))
    }
  }

  @Test("a queue may be called whatever it likes") func labels() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed(
      "queue", "create", "--name", #"A "b" \ c"#, "--if", "status less_than solved", "--primary", "Support",
      "-q")
    #expect(try Self.measured(machine).contains(#"name="A \"b\" \\ c"} "#))
  }

  @Test("each measure has the labels that are given, behind its own") func givenLabels() throws {
    let machine = try TestMachine.withAccount()
    let words = ["doctor", "--quick", "--format", "openmetrics"]
    let labels = ["--label", #"store=A "b" \ =c"#, "--label", "Site_2=Zürich"]
    let text = machine.run(words + labels).text
    let added = #"store="A \"b\" \\ =c",Site_2="Zürich"} "#
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(lines.count > 10 && lines.allSatisfy { $0.contains(added) }, "\(text)")
    #expect(text.contains("sessionctl_sessions_active{\(added)"))
    #expect(text.contains(#"sessionctl_doctor_findings{result="problem",\#(added)"#))
    // Without them it is the same.
    #expect(
      try text.replacing(added.dropLast(2), with: "").replacing("{}", with: "").replacing(",}", with: "}")
        == Self.measured(machine))
    // What is refused is all that a measure has.
    for label in lines.joined(separator: "\n").matches(of: #/[{,]([a-z_]+)="/#).map({ String($0.output.1) })
    where label != "store" {
      #expect(DoctorMetrics.labelNames.contains(label), "\(label)")
    }
  }

  @Test(
    "a label that could not be told apart or read is refused",
    arguments: [
      ("store", "is not a label; write one like store=berlin"), ("=x", "a name has letters"),
      ("2nd=x", "no digit first"), ("größe=x", "a name has letters"), ("a-b=x", "a name has letters"),
      ("__name__=x", "names that start with __ are reserved"), ("store=", "its value is empty"),
      ("queue=x", "some measures have a label 'queue' already"),
      ("store=\u{1B}[2J", "its value contains control characters"),
    ])
  func badLabels(label: String, sentence: String) throws {
    let run = try TestMachine().run("doctor", "--format", "openmetrics", "--label", label)
    #expect(run.code == .usage && run.text.isEmpty && run.errors.contains(sentence), "\(run)")
  }

  @Test("a file appears whole, and its name chooses the format; a store that can't be read leaves it")
  func file() throws {
    let machine = try TestMachine.withAccount()
    let path = "\(machine.folder)/sessionctl.prom"
    try machine.succeed("doctor", "--quick", "--output", path)
    let text = String(decoding: try machine.bytes(of: path), as: UTF8.self)
    #expect(text.hasSuffix("# EOF\n"))
    machine.environment["SESSIONCTL_STORE"] = "\(machine.folder)/none.db"
    #expect(machine.run("doctor", "--quick", "--output", path).code == .storeUnavailable)
    #expect(String(decoding: try machine.bytes(of: path), as: UTF8.self) == text)
  }

  @Test("nothing else has measures") func others() throws {
    let machine = try TestMachine.withAccount()
    for words in [
      ["session", "list", "--format", "openmetrics"], ["session", "list", "--output", "x.prom"],
      ["doctor", "--format", "openmetrics", "--fields", "check"], ["doctor", "--label", "store=x"],
      ["doctor", "--rescue", "saved.db", "--label", "store=x"],
      ["doctor", "--format", "openmetrics", "--label", "store=x", "--label", "store=y"],
    ] {
      #expect(machine.run(words).code == .usage, "\(words)")
    }
  }

  @Test(
    "promtool accepts the measures",
    .enabled(if: TestMachine.has("promtool"), "promtool is missing: package prometheus"))
  func promtool() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("doctor", "--quick", "--output", "\(machine.folder)/sessionctl.prom")
    let run = try machine.shell("promtool check metrics < sessionctl.prom")
    #expect(run.status == 0 && run.output == "", "\(run)")
  }

  @Test(
    "promtool accepts the rules",
    .enabled(if: TestMachine.has("promtool"), "promtool is missing: package prometheus"))
  func promtoolRules() throws {
    let machine = try TestMachine.withAccount()
    try machine.file("rules.yml", CronMonitoring.rules)
    let run = try machine.shell("promtool check rules rules.yml")
    #expect(run.status == 0 && run.output.contains("SUCCESS: 7 rules found"), "\(run)")
  }

  @Test("the rules name measures that there are") func names() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("ticket", "reply", "1001", "--message", "It is on its way.", "-q")
    let text = try Self.measured(machine)
    // Only a live account has pulls.
    for name in CronMonitoring.rules.matches(of: #/sessionctl_[a-z_]+/#).map({ String($0.output) })
    where name != "sessionctl_last_pull_timestamp_seconds" {
      #expect(text.contains("# TYPE \(name) gauge"), "\(name)")
    }
  }

  @Test(
    "node_exporter hands all of it on",
    .enabled(
      if: TestMachine.has("prometheus-node-exporter"),
      "node_exporter is missing: package prometheus-node-exporter"))
  func nodeExporter() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("doctor", "--quick", "--output", "\(machine.folder)/sessionctl.prom")
    let text = String(decoding: try machine.bytes(of: "\(machine.folder)/sessionctl.prom"), as: UTF8.self)
    let run = try machine.shell(
      """
      prometheus-node-exporter --collector.disable-defaults --collector.textfile \\
        --collector.textfile.directory=. --web.listen-address=127.0.0.1:0 2>log & pid=$!
      for i in $(seq 100); do
        port=$(sed -n 's/.*address=127.0.0.1:\\([0-9]*\\).*/\\1/p' log | head -1); test -n "$port" && break; sleep 0.1
      done
      /usr/bin/curl -s "http://127.0.0.1:$port/metrics"; kill $pid
      """)
    #expect(run.output.contains("node_textfile_scrape_error 0"), "\(run)")
    for line in text.split(separator: "\n") where line.hasPrefix("sessionctl_sessions") {
      #expect(run.output.contains(line), "\(line)")
    }
  }
}
