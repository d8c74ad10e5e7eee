import CivilTime
import CommandGrammar
import Foundation
import JSONText
import Rendering
import SessionctlCommands
import StoreEngine
import Testing

/// A made-up machine on which whole commands run in-process: its own folder and store, a clock that stands
/// still, and terminals only where a test wants them.
final class TestMachine {
  /// Wednesday 2026-07-15T10:00:00Z.
  static let start = Instant(1_784_109_600)

  let folder: String
  var now = TestMachine.start
  var environment: [String: String]
  /// Nanoseconds that pass between two looks at the clock that never goes back.
  var tick: UInt64 = 0

  /// What must live as long as the machine, such as the account that it is connected to.
  var companion: AnyObject?

  /// What an editor does with the text of a file; the result is its exit status.
  var editor: (_ text: String) -> (text: String, status: Int32) = { ($0, 1) }

  /// The seconds of each wait that a command asked for; none is waited.
  private(set) var pauses: [Int] = []

  /// From how many rows on a run takes a second core: always, so that a dry run, which has one, says what two come to.
  var worthTwoCores = 1

  /// How many waits are let pass before somebody ends the command.
  var pausesBeforeInterrupt = Int.max

  /// Makes the pager of a command line; nil: there is none.
  var pager: ((String) throws -> any Pager)?

  /// The width and the height of the terminals.
  var columns = 80
  var lines = 24

  /// Which of the streams are terminals.
  enum Terminals {
    case none
    /// Standard input, output and error, without colour.
    case all
    case inputOnly, errorsOnly
  }

  init() throws {
    // In memory where there is some, because every command waits for its bytes to be on the disk.
    let memory = "/dev/shm"
    let place = access(memory, W_OK) == 0 ? memory : NSTemporaryDirectory()
    var template = Array("\(place)/sessionctl-acceptance-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
    folder = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    environment = ["SESSIONCTL_STORE": "\(folder)/store.db", "HOME": folder]
  }

  /// Whether something else than the program has written to the store: then `doctor` may find what it likes.
  var isTampered = false

  deinit {
    _ = chmod(folder, 0o700)
    examine()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// SESSIONCTL_EXAMINE=1 lets `doctor` look at the store of every test when it is over.
  private static let examines = ProcessInfo.processInfo.environment["SESSIONCTL_EXAMINE"] == "1"

  /// No command leaves a store in which `doctor` finds a problem.
  private func examine() {
    guard Self.examines, !isTampered, FileManager.default.fileExists(atPath: store) else { return }
    environment = ["SESSIONCTL_STORE": store, "SESSIONCTL_ALLOW_SHARED_STORE": "1"]
    let run = run("doctor", "--json")
    let problems = run.items.filter { $0["result"] == "problem" && $0["check"] != "permissions" }
    if !problems.isEmpty { Issue.record("after the test, doctor finds \(problems.map(\.text))") }
  }

  var store: String { environment["SESSIONCTL_STORE"] ?? "" }

  // MARK: Running

  /// Runs one command to its end.
  @discardableResult
  func run(
    _ words: [String], input: [UInt8] = [], terminals: Terminals = .none, output: MemorySink = MemorySink()
  ) -> Run {
    var given = 0
    return run(words.map { Array($0.utf8) }, terminals: terminals, output: output) { room in
      let count = min(room.count, input.count - given)
      room.copyBytes(from: input[given..<given + count])
      given += count
      return count
    }
  }

  @discardableResult
  func run(
    _ words: String..., input: String = "", terminals: Terminals = .none
  ) -> Run {
    run(words, input: Array(input.utf8), terminals: terminals)
  }

  /// The same with words that need not be UTF-8, and an input that is made while it is read.
  func run(
    _ words: [[UInt8]], terminals: Terminals = .none, output: MemorySink = MemorySink(),
    reading input: @escaping (UnsafeMutableRawBufferPointer) throws -> Int
  ) -> Run {
    let errors = MemorySink()
    let (columns, lines) = (columns, lines)
    func facts(_ isTerminal: Bool) -> (ColourChoice) -> TerminalFacts {
      { choice in
        isTerminal
          ? TerminalFacts(isTerminal: true, width: columns, height: lines, colour: choice == .always)
          : TerminalFacts(isTerminal: false, width: 80, colour: choice == .always)
      }
    }
    let now = now
    let tick = tick
    var passed: UInt64 = 0
    var world = World(
      arguments: words, environment: { [environment] in environment[$0] }, output: output, errors: errors,
      input: input,
      terminals: World.Terminals(
        inputIsTerminal: terminals == .all || terminals == .inputOnly, output: facts(terminals == .all),
        errors: facts(terminals == .all || terminals == .errorsOnly)),
      now: { now },
      monotonic: {
        passed += tick
        return passed
      }, osUser: "tester@machine",
      pause: {
        self.pauses.append($0)
        if self.pauses.count > self.pausesBeforeInterrupt { throw StoreError(.interrupted, "interrupted") }
      },
      edit: { _, path in
        let (text, status) = self.editor(String(decoding: try self.bytes(of: path), as: UTF8.self))
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return status
      }, startPager: pager)
    world.worthTwoCores = worthTwoCores
    let code = runSessionctl(world)
    return Run(
      words: words.map { String(decoding: $0, as: UTF8.self) }, code: code, output: output.bytes,
      errors: errors.text)
  }

  // MARK: Files

  /// Writes a file into the machine's folder and gives its path.
  @discardableResult
  func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }

  @discardableResult
  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = "\(folder)/\(name)"
    if path == store { isTampered = true }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  func bytes(of path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }

  /// Everything that tells whether a store was touched: its content and when the file was last written.
  func storeState() throws -> StoreState {
    var facts = stat()
    guard stat(store, &facts) == 0 else { throw CocoaError(.fileReadUnknown) }
    return StoreState(
      export: run("export").output, log: run("log", "list", "--json").output, bytes: try bytes(of: store),
      modified: [facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec])
  }

  /// A store's content as its readers see it, without the file's own bytes.
  func content() -> [String] { [run("export").text, run("log", "list", "--json").text] }
}

struct StoreState: Equatable {
  let export: [UInt8]
  let log: [UInt8]
  let bytes: [UInt8]
  let modified: [Int]
}

/// What a command left behind.
struct Run: CustomStringConvertible {
  let words: [String]
  let code: ExitCode
  let output: [UInt8]
  let errors: String

  var text: String { String(decoding: output, as: UTF8.self) }

  /// The one JSON document on standard output; null if there is none, which no test expects.
  var json: JSONValue { (try? JSONValue.parse(output)) ?? .null }

  var items: [JSONValue] { json["items"]?.array ?? [] }
  var item: JSONValue { json["item"] ?? .null }

  /// The NDJSON lines on standard output.
  var lines: [JSONValue] {
    output.split(separator: 0x0A).map { (try? JSONValue.parse(Array($0))) ?? .null }
  }

  /// The JSON error document, which is the last line on standard error.
  var errorDocument: JSONValue {
    let last = errors.split(separator: "\n").last.map(String.init) ?? ""
    return (try? JSONValue.parse(last)) ?? .null
  }

  var description: String {
    "sessionctl \(words.joined(separator: " ")) → \(code.rawValue)\n\(text.prefix(2000))\(errors.prefix(2000))"
  }
}
