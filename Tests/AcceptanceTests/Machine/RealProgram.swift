import Foundation
import JSONText

/// The built binary, beside the bundle of the tests, run as a process of its own on a test machine's store.
final class RealProgram {
  private let process = Process()
  private let outputPath: String
  private let errorsPath: String
  /// Our end of the socket that is the program's standard input, as long as it is open.
  private var inputEnd: Int32?

  static let path: String = {
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: bundle).deletingLastPathComponent().path + "/sessionctl"
  }()

  /// Starts the program. Its output goes to files, so that nobody waits for anybody.
  ///
  /// - Parameters:
  ///   - hasInput: standard input is open until `closeInput`; else it is empty
  ///   - output: where standard output goes instead
  init(_ machine: TestMachine, _ words: [String], hasInput: Bool = false, output: FileHandle? = nil) throws {
    let name = "\(machine.folder)/\(UUID().uuidString)"
    outputPath = name + ".out"
    errorsPath = name + ".err"
    process.executableURL = URL(fileURLWithPath: Self.path)
    process.arguments = words
    process.environment = machine.environment
    process.standardOutput = try output ?? Self.file(outputPath)
    process.standardError = try Self.file(errorsPath)
    var ends: [Int32] = [-1, -1]
    if hasInput {
      guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0
      else {
        throw CocoaError(.fileReadUnknown)
      }
      inputEnd = ends[0]
      process.standardInput = FileHandle(fileDescriptor: ends[1], closeOnDealloc: false)
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    try Self.unblockingSignals { try process.run() }
    if hasInput { close(ends[1]) }
  }

  /// A program inherits which signals are blocked, and the threads that tests run on block them all.
  static func unblockingSignals(_ body: () throws -> Void) rethrows {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
  }

  deinit {
    closeInput()
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  private static func file(_ path: String) throws -> FileHandle {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    guard let handle = FileHandle(forWritingAtPath: path) else { throw CocoaError(.fileWriteUnknown) }
    return handle
  }

  /// Hands bytes to standard input; waits until the program has taken all but what the socket holds.
  func send(_ text: String) {
    guard let inputEnd else { return }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      // No SIGPIPE for the tests if the program is gone.
      let count = rest.withUnsafeBytes {
        Foundation.send(inputEnd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  func closeInput() {
    if let inputEnd { close(inputEnd) }
    inputEnd = nil
  }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Waits for the end. A program that does not come to one is killed and gives no status.
  func wait(atMost seconds: Double = 60) -> Ended {
    let end = Date().addingTimeInterval(seconds)
    while process.isRunning, Date() < end { usleep(1000) }
    guard !process.isRunning else {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      return ended(status: nil)
    }
    return ended(status: process.terminationReason == .exit ? process.terminationStatus : nil)
  }

  private func ended(status: Int32?) -> Ended {
    func text(_ path: String) -> String {
      String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
    return Ended(status: status, output: text(outputPath), errors: text(errorsPath))
  }

  struct Ended {
    /// nil after a signal.
    let status: Int32?
    let output: String
    let errors: String
    var json: JSONValue { (try? JSONValue.parse(output)) ?? .null }
  }

  /// Runs the program to its end.
  static func run(_ machine: TestMachine, _ words: String...) throws -> Ended {
    try RealProgram(machine, words).wait()
  }

  // MARK: Looking at a running program

  /// Waits until the program holds the store's write lock, so that it is in the middle of its transaction.
  func waitForWriteLock(of machine: TestMachine) -> Bool {
    // In SQLite's WAL mode the lock is one byte of the shared memory's file, the 120th.
    waitUntil {
      let descriptor = open(machine.store + "-shm", O_RDWR)
      guard descriptor >= 0 else { return false }
      defer { close(descriptor) }
      var lock = flock()
      lock.l_type = Int16(F_WRLCK)
      lock.l_whence = Int16(SEEK_SET)
      lock.l_start = 120
      lock.l_len = 1
      return fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
    }
  }

  /// Waits until the program is writing what it has decided to the store's log.
  func waitForWriting(of machine: TestMachine) -> Bool {
    waitUntil {
      var facts = stat()
      return stat(machine.store + "-wal", &facts) == 0 && facts.st_size > 0
    }
  }

  private func waitUntil(_ isSo: () -> Bool) -> Bool {
    while process.isRunning {
      if isSo() { return true }
      sched_yield()
    }
    return false
  }
}
