import Foundation

/// Makes the operating system fail the built program: `Tests/Faults/faults.c`, compiled when it is asked for first.
enum Faults {
  private static let compiler: String? = ["cc", "gcc", "clang"].lazy.flatMap { name in
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
  }.first { access($0, X_OK) == 0 }

  static let canBeMade = compiler != nil
  static let whatTheyNeed = "needs a C compiler on the path"

  /// How many operations of each command are failed; `Tests/Faults/run` asks for many.
  static let times = number("SESSIONCTL_FAULTS") ?? 2
  /// How many times each command is killed.
  static let kills = number("SESSIONCTL_KILLS") ?? 2
  /// How often several commands meet an old store.
  static let rounds = number("SESSIONCTL_ROUNDS") ?? 1
  /// The one command that is tried, where it is not all of them.
  static let command = ProcessInfo.processInfo.environment["SESSIONCTL_FAULTY"]
  static let seed = number("SESSIONCTL_SEED") ?? Int.random(in: 0..<1_000_000)

  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  static let library: Result<String, any Error> = Result {
    let path = "\(NSTemporaryDirectory())/sessionctl-faults-\(getpid()).so"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: compiler ?? "/nonexistent")
    process.arguments = [
      "-shared", "-fPIC", "-O1", "-o", path, "\(Repository.root)/Tests/Faults/faults.c", "-ldl",
    ]
    try RealProgram.unblockingSignals { try process.run() }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableNotLoadable) }
    atexit { unlink("\(NSTemporaryDirectory())/sessionctl-faults-\(getpid()).so") }
    return path
  }

  /// Which operation fails, and how.
  struct Fault: CustomStringConvertible {
    /// Counted from 1; 0: none.
    var operation = 0
    var isReading = false
    var error = EIO
    /// Whether all that come after it fail too.
    var lasts = false
    /// Whether the program is killed instead: before the operation, or in the middle of what it writes.
    var kills: Kill?

    enum Kill: String { case before, within }

    var description: String {
      if let kills { return "killed \(kills) operation \(operation)" }
      return
        "operation \(operation) \(isReading ? "of reading" : "of writing") fails with \(error)\(lasts ? ", and all after it" : "")"
    }
  }

  /// Runs a command with a fault under the machine's folder, and tells how many operations it tried.
  static func run(_ machine: TestMachine, _ words: [String], _ fault: Fault) throws -> (
    RealProgram.Ended, Int
  ) {
    let counter = try machine.file("operations", [UInt8](repeating: 0, count: 8))
    let before = machine.environment
    defer { machine.environment = before }
    machine.environment.merge([
      "LD_PRELOAD": try library.get(), "FAULT_UNDER": "\(machine.folder)/store/",
      "FAULT_AT": "\(fault.operation)",
      "FAULT_ERRNO": "\(fault.error)", "FAULT_KIND": fault.isReading ? "read" : "write",
      "FAULT_COUNT": counter,
      "SWIFT_BACKTRACE": "enable=no", "PATH": "/usr/bin:/bin",
    ]) { $1 }
    if fault.lasts { machine.environment["FAULT_LASTS"] = "1" }
    if let kills = fault.kills { machine.environment["FAULT_KILLS"] = kills.rawValue }
    let ended = try RealProgram(machine, words).wait()
    let bytes = try machine.bytes(of: counter)
    return (ended, bytes.enumerated().reduce(0) { $0 | Int($1.element) << ($1.offset * 8) })
  }
}
