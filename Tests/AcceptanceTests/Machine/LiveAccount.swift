import CivilTime
import Foundation
import JSONText

/// The made-up live account of `Tests/LiveAccount`, served on the loopback interface as long as this object lives.
final class LiveAccount {
  /// CI installs both; elsewhere one may be missing.
  static let isPossible = python != nil && access("/usr/bin/curl", X_OK) == 0
  static let whatItNeeds = "needs Debian's python3 and curl"
  static let secret = "secret-of-the-client"

  private static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first { access($0, X_OK) == 0 }

  private let process = Process()
  private let input = Pipe()
  /// `http://127.0.0.1:PORT`
  let base: String

  /// Takes the options of `server.py`.
  convenience init(_ options: String...) throws { try self.init(options) }

  init(_ options: [String]) throws {
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: Self.python ?? "/usr/bin/python3")
    process.arguments = ["-B", "\(Repository.root)/Tests/LiveAccount/server.py"] + options
    process.standardInput = input
    process.standardOutput = output
    try RealProgram.unblockingSignals { try process.run() }
    var line = Data()
    while line.last != 0x0A {
      let more = output.fileHandleForReading.readData(ofLength: 1)
      if more.isEmpty { throw CocoaError(.fileReadUnknown) }
      line += more
    }
    base = String(decoding: line.dropLast(), as: UTF8.self)
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Gives the server an order: `order("fault", ["kind": "429", "on": "tickets"])`.
  @discardableResult
  func order(_ name: String, _ order: JSONValue? = nil) throws -> JSONValue {
    let curl = Process()
    let output = Pipe()
    curl.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
    curl.arguments =
      ["-q", "-sS", "--noproxy", "*"] + (order.map { ["--json", $0.text] } ?? []) + ["\(base)/_test/\(name)"]
    curl.standardOutput = output
    try RealProgram.unblockingSignals { try curl.run() }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    curl.waitUntilExit()
    guard curl.terminationStatus == 0 else { throw CocoaError(.fileReadUnknown) }
    return try JSONValue.parse(Array(bytes))
  }

  /// `METHOD target` of what was asked, orders left out.
  func asked() throws -> [String] {
    try (order("requests").array ?? []).map {
      "\($0["method"]?.string ?? "") \($0["target"]?.string ?? "")"
    }
  }

  /// Makes faults, and forgets those of before.
  func fault(_ kind: String, on pattern: String, _ more: KeyValuePairs<String, JSONValue> = [:]) throws {
    let members: [(String, JSONValue)] = [("kind", .string(kind)), ("on", .string(pattern))]
    try order("fault", .object(JSONObject(members + more.map { ($0.key, $0.value) })))
  }
}

extension TestMachine {
  /// Makes an account the store's live one, and lets the client's secret stand in the environment.
  func connect(to live: LiveAccount) throws {
    try succeed("settings", "set", "remote.base_url", live.base)
    try succeed("settings", "set", "remote.client_id", "sessionctl-client")
    environment["ZENDESK_CLIENT_SECRET"] = LiveAccount.secret
    // The account has the machine's clock.
    now = Instant(Int64(time(nil)))
  }

  /// A new store with a live account of its own.
  static func withLiveAccount(_ options: String...) throws -> (TestMachine, LiveAccount) {
    let live = try LiveAccount(options)
    let machine = try withStore()
    try machine.connect(to: live)
    return (machine, live)
  }
}
