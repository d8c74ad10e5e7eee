import Foundation
import JSONText

/// The built binary, beside the bundle of the tests, run as a process of its own on a test machine's store.
final class RealProgram {
  private var process: pid_t = 0
  /// How it ended, once somebody has asked.
  private var endedWith: Int32?
  private let outputPath: String
  private let errorsPath: String
  /// Our end of the socket that is the program's standard input, as long as it is open.
  private var inputEnd: Int32?

  /// `SESSIONCTL_PROGRAM` names another build of it, such as the one that is installed.
  static let path: String = {
    if let path = ProcessInfo.processInfo.environment["SESSIONCTL_PROGRAM"] { return path }
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: bundle).deletingLastPathComponent().path + "/sessionctl"
  }()

  /// Starts the program. Its output goes to files, so that nobody waits for anybody.
  ///
  /// - Parameters:
  ///   - hasInput: standard input is open until `closeInput`; else it is empty
  ///   - lacksInput: there is no standard input at all
  ///   - output: where standard output goes instead
  init(
    _ machine: TestMachine, _ words: [String], hasInput: Bool = false, lacksInput: Bool = false,
    output: FileHandle? = nil
  ) throws {
    let name = "\(machine.folder)/\(UUID().uuidString)"
    outputPath = name + ".out"
    errorsPath = name + ".err"
    // Not by Foundation's Process, which keeps descriptors of each program that it ran.
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var ends: [Int32] = [-1, -1]
    if hasInput {
      guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0
      else {
        throw CocoaError(.fileReadUnknown)
      }
      inputEnd = ends[0]
      posix_spawn_file_actions_adddup2(&actions, ends[1], 0)
    } else if lacksInput {
      posix_spawn_file_actions_addclose(&actions, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    defer { if hasInput { close(ends[1]) } }
    let new = O_WRONLY | O_CREAT | O_TRUNC
    if let output {
      posix_spawn_file_actions_adddup2(&actions, output.fileDescriptor, 1)
    } else {
      posix_spawn_file_actions_addopen(&actions, 1, outputPath, new, 0o600)
    }
    posix_spawn_file_actions_addopen(&actions, 2, errorsPath, new, 0o600)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    var arguments = ([Self.path] + words).map { strdup($0) } + [nil]
    var environment = machine.environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in arguments + environment { free(text) } }
    var failure: Int32 = 0
    Self.unblockingSignals {
      failure = posix_spawn(&process, Self.path, &actions, &attributes, &arguments, &environment)
    }
    guard failure == 0 else { throw CocoaError(.executableLoad) }
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
    guard isRunning else { return }
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }

  private var isRunning: Bool {
    if process == 0 || endedWith != nil { return false }
    var status: Int32 = 0
    if waitpid(process, &status, WNOHANG) == 0 { return true }
    endedWith = status
    return false
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

  func signal(_ number: Int32) { if isRunning { kill(process, number) } }

  /// Waits until it hears a signal: one that comes earlier, while it starts, would just end it.
  func waitUntilItHears(_ number: Int32) {
    let end = Date().addingTimeInterval(60)
    while isRunning, Date() < end {
      let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
      if let mask = status.firstMatch(of: /SigCgt:\s*([0-9a-f]+)/).flatMap({ UInt64($0.output.1, radix: 16) }
      ),
        mask >> UInt64(number - 1) & 1 == 1
      {
        return
      }
      usleep(1000)
    }
  }

  /// The same in a shell, of the process `$p`.
  static func shellUntilItHears(_ number: Int32) -> String {
    """
    until [ $(( 0x$(sed -n 's/^SigCgt:[^0-9a-f]*//p' /proc/$p/status) >> \(number - 1) & 1 )) = 1 ]; do sleep 0.01; done
    """
  }

  /// Waits for the end. A program that does not come to one is killed and gives no status.
  func wait(atMost seconds: Double = 60) -> Ended {
    let end = Date().addingTimeInterval(seconds)
    while isRunning, Date() < end { usleep(1000) }
    guard !isRunning, let endedWith else {
      kill(process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
      self.endedWith = status
      return ended(status: nil)
    }
    // The lower seven bits are the signal that ended it.
    return ended(status: endedWith & 0x7F == 0 ? endedWith >> 8 & 0xFF : nil)
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
    while isRunning {
      if isSo() { return true }
      sched_yield()
    }
    return false
  }
}
