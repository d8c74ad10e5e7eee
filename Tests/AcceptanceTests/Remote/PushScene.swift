import CivilTime
import CommandGrammar
import Foundation
import GRDB
import JSONText
import Testing

/// A store that holds the tickets of a live account, the trigger set up there, and a plan to end all their sessions.
final class PushScene {
  let machine: TestMachine
  let live: LiveAccount
  let plan: String
  let tickets: [Int64]

  /// - Parameters:
  ///   - setUp: whether the trigger is made
  ///   - options: those of `server.py`
  init(tickets count: Int = 3, setUp: Bool = true, _ options: String...) throws {
    live = try LiveAccount(["--tickets", "\(count)", "--no-limits"] + options)
    machine = try .withStore(admin: LiveAccount.admin)
    tickets = (0..<Int64(count)).map { 1000 + $0 }
    try machine.succeed("feature", "enable", "-q")
    try machine.take(Self.lines(tickets))
    try machine.connect(to: live)
    if setUp { try machine.succeed("remote", "setup", "--yes", "-q") }
    plan = "\(machine.folder)/plan.ndjson"
    try machine.succeed(
      "session", "end", "--all", "--dry-run", "--plan-out", plan, "--reason", "inactivity_ended", "-q")
  }

  /// The tickets as an import takes them.
  static func lines(_ tickets: [Int64]) -> [String] {
    [Wire.wrapped("user", Wire.user(502, [("name", "Kim")]))]
      + tickets.map { Wire.wrapped("ticket", Wire.ticket($0, [("tags", ["chat"])])) }
  }

  func push(_ more: String...) -> Run { machine.run(["remote", "push", plan, "--yes"] + more) }
  func verify(_ more: String...) -> Run { machine.run(["remote", "verify", plan] + more) }

  /// The tickets of each bulk update that was asked for.
  func chunks() throws -> [[Int64]] {
    try live.asked().filter { $0.hasPrefix("PUT ") && $0.contains("update_many") }.map { line in
      let ids = line.split(separator: "ids=").last?.split(separator: "&").first ?? ""
      return ids.replacing("%2C", with: ",").split(separator: ",").compactMap { Int64($0) }
    }
  }

  /// Every ticket once, in whatever chunks.
  func expectEachSentOnce(_ location: SourceLocation = #_sourceLocation) throws {
    let sent = try chunks().flatMap(\.self)
    #expect(sent.sorted() == tickets, sourceLocation: location)
  }

  /// The journal's states by name, straight from the file.
  func states() throws -> [Int: Int] {
    let queue = try DatabaseQueue(path: machine.store)
    defer { try? queue.close() }
    return try queue.read { db in
      var states: [Int: Int] = [:]
      for row in try Row.fetchAll(db, sql: "SELECT state, count(*) AS n FROM remote_ticket GROUP BY state") {
        states[row["state"]] = row["n"]
      }
      return states
    }
  }
}

extension PushScene {
  /// Runs a program in the machine's folder, with the real curl.
  func run(
    _ program: String, _ words: [String], _ more: [String: String]
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: machine.folder)
    process.environment = more.merging(["PATH": "/usr/bin:/bin"]) { one, _ in one }
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try RealProgram.unblockingSignals { try process.run() }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }

  func curl(_ words: [String]) throws -> (status: Int32, output: String) {
    try run("/usr/bin/curl", ["-q", "-sS", "--noproxy", "*", "--fail-with-body"] + words, [:])
  }

  /// A token as the account gives it.
  func token() throws -> String {
    let grant: JSONValue = [
      "grant_type": "client_credentials", "client_id": "sessionctl-client",
      "client_secret": .string(LiveAccount.secret), "scope": "read tickets:write triggers:write",
    ]
    let answer = try curl(["--json", grant.text, "\(live.base)/oauth/tokens"])
    return try JSONValue.parse(answer.output)["access_token"]?.string ?? ""
  }
}
