import CivilTime
import Foundation
import JSONText

/// The made-up live account of `Tests/LiveAccount`, served on the loopback interface as long as this object lives.
///
/// What it says of itself never changes, so that examples may share one.
final class LiveAccount: @unchecked Sendable {
  /// CI installs both; elsewhere one may be missing.
  static let isPossible = python != nil && access("/usr/bin/curl", X_OK) == 0
  static let whatItNeeds = "needs Debian's python3 and curl"
  static let secret = "secret-of-the-client"
  /// Who signs in there.
  static let admin = "user1@example.com"

  private static let python: String? = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
    access($0, X_OK) == 0
  }

  private let process = Process()
  private let input = Pipe()
  /// `http://127.0.0.1:PORT`
  let base: String

  /// Takes the options of `server.py`.
  convenience init(_ options: String...) throws { try self.init(options) }

  init(_ options: [String]) throws {
    let (process, output) = (process, Pipe())
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
    try call("/_test/\(name)", order.map { ["--json", $0.text] } ?? [])
  }

  /// Makes a thing in the account, as its admin would: `make("triggers", ["trigger": …])`.
  @discardableResult
  func make(_ collection: String, _ thing: JSONValue) throws -> JSONValue {
    try call("/api/v2/\(collection).json", ["-H", authorization(), "--json", thing.text])
  }

  /// What its admin sees at `/api/v2/…`.
  func look(_ collection: String) throws -> JSONValue {
    try call("/api/v2/\(collection).json", ["-H", authorization()])
  }

  /// A token that may do everything.
  func token() throws -> String {
    let asked: JSONValue = [
      "grant_type": "client_credentials", "client_id": "sessionctl-client",
      "client_secret": .string(Self.secret), "scope": "read write",
    ]
    return try call("/oauth/tokens", ["--json", asked.text])["access_token"]?.string ?? ""
  }

  private func authorization() throws -> String { "Authorization: Bearer \(try token())" }

  private func call(_ path: String, _ words: [String]) throws -> JSONValue {
    let curl = Process()
    let output = Pipe()
    curl.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
    curl.arguments = ["-q", "-sS", "--noproxy", "*"] + words + ["\(base)\(path)"]
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
    companion = live
    // The account has the machine's clock.
    now = Instant(Int64(time(nil)))
  }

  /// A new store with a live account of its own.
  static func withLiveAccount(_ options: String...) throws -> (TestMachine, LiveAccount) {
    let live = try LiveAccount(options)
    let machine = try withStore(admin: LiveAccount.admin)
    try machine.connect(to: live)
    return (machine, live)
  }
}
