import Foundation
import JSONText
import TestSupport
import Testing

/// The client's secret and the token stand nowhere: not in the store, a backup, an export, the log, what is printed, the
/// arguments of a child, or its environment.
@Suite(.enabled(if: LiveAccount.isPossible, "\(LiveAccount.whatItNeeds)")) struct SecretTests {
  /// A curl that writes down how it was called before it does its work.
  private static func spy(_ machine: TestMachine) throws -> String {
    try machine.program(
      "spy",
      "{ tr '\\0' '\\n' < /proc/$$/cmdline; env; echo; } >> '\(machine.folder)/seen'\nexec /usr/bin/curl \"$@\""
    )
  }

  @Test(
    "no place holds it, whichever way it comes in", arguments: ["environment", "file", "token", "granted"])
  func nowhere(_ way: String) throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits", "--tickets", "3")
    machine.environment["SESSIONCTL_CURL"] = try Self.spy(machine)
    var secrets = [LiveAccount.secret]
    switch way {
    case "file":
      machine.environment["ZENDESK_CLIENT_SECRET"] = nil
      let path = try machine.file("secret", LiveAccount.secret + "\n")
      chmod(path, 0o640)
      try machine.succeed("settings", "set", "remote.secret_file", path)
      #expect(machine.run("remote", "status").errors.contains("chmod 600"))
      chmod(path, 0o600)
    case "token":
      machine.environment["ZENDESK_OAUTH_TOKEN"] = "token-that-nobody-knows"
      secrets.append("token-that-nobody-knows")
    case "granted":
      machine.environment["ZENDESK_CLIENT_SECRET"] = nil
      let token = try live.token()
      machine.environment["ZENDESK_OAUTH_TOKEN"] = token
      secrets.append(token)
    default: break
    }
    var output = ""
    func run(_ line: String, _ status: Int32 = 0) throws {
      let run = try RealProgram(machine, line.split(separator: " ").map(String.init)).wait()
      #expect(run.status == (way == "token" ? 77 : status), "\(line): \(run)")
      output += run.output + run.errors
    }
    for line in ["remote status", "remote pull", "remote status --json"] { try run(line) }
    if way == "environment" || way == "granted" {
      let plan = "\(machine.folder)/plan.ndjson"
      try machine.succeed("feature", "enable", "-q")
      try machine.succeed("session", "end", "--all", "--dry-run", "--plan-out", plan, "-q")
      let rules = try machine.file("rules.json", machine.run("rules", "export").text)
      for line in [
        "remote learn", "remote setup --yes", "rules diff --remote", "rules push \(rules) --yes",
        "remote push \(plan) --yes", "remote verify \(plan)", "remote pull --activity --all",
      ] { try run(line, line == "rules diff --remote" ? 1 : 0) }
      let script = machine.run("remote", "push", plan, "--as-curl").text
      for secret in secrets { #expect(!script.contains(secret), "in the script") }
      for (fault, status) in [("403", Int32(77)), ("not-json", 65), ("redirect", 65), ("torn", 74)] {
        try live.fault(fault, on: "incremental", ["times": 20, "to": "http://elsewhere.invalid/"])
        try run("remote pull", status)
        try live.order("clear")
      }
    }
    let backup = "\(machine.folder)/backup.db"
    try machine.succeed("backup", backup)
    var places: [String: [UInt8]] = ["output": Array(output.utf8)]
    places["export"] = machine.run("export").output
    places["log"] = machine.run("log", "list", "--json").output
    places["settings"] = machine.run("settings", "list", "--json").output
    for name in [machine.store, machine.store + "-wal", backup, "\(machine.folder)/seen"] {
      places[name] = (try? machine.bytes(of: name)) ?? []
    }
    #expect(places["\(machine.folder)/seen"]?.holds("-K") == true)
    for (name, bytes) in places {
      for secret in secrets { #expect(!bytes.holds(secret), "in \(name)") }
      #expect(!bytes.holds("token-") || name == machine.store, "in \(name)")
      #expect(!bytes.holds("Bearer"), "in \(name)")
    }
  }
}
