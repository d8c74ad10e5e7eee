import Glibc

/// One run of another program that gets a text on its standard input: how it ended, and the beginning of what it said.
public struct ProgramRun: Sendable {
  /// How a run came to its end.
  public enum Ending: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)
    /// It ran for too long and was stopped.
    case timedOut
    /// `isAbandoned` said so, and it was stopped.
    case abandoned
    /// It could not be started: the system's error number.
    case notStarted(Int32)
    /// This machine has no room for another program or its input just now: the system's error number.
    case noRoom(Int32)
  }

  /// How it ended; a program that succeeds while it is being stopped has exited with 0.
  public let ending: Ending
  /// The first bytes of what it wrote to standard output and standard error.
  public let output: [UInt8]

  /// Whether it exited with status 0.
  public var succeeded: Bool { ending == .exited(0) }

  /// More of what a program says is read and dropped, so that it can't fill the memory and does not stall either.
  static let keptOutput = 4096
  /// Between being asked to end and being killed.
  private static let grace = 2_000

  /// Runs a program to its end, without a shell.
  ///
  /// The text waits in a file that has no name any more: the program can read it at its own pace, or not at all, and
  /// nobody waits for anybody. The program gets a process group of its own, so that its children end with it.
  ///
  /// - Parameters:
  ///   - milliseconds: how long it may take
  ///   - isAbandoned: asked now and then whether to stop early, as on Ctrl-C
  public static func run(
    _ program: Program, input: [UInt8], milliseconds: Int, isAbandoned: () -> Bool = { false }
  ) -> ProgramRun {
    guard let stdin = InputText(input) else { return ProgramRun(ending: .noRoom(errno), output: []) }
    defer { close(stdin.descriptor) }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return ProgramRun(ending: .noRoom(errno), output: []) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    var child = pid_t()
    let failure = spawn(program, input: stdin.descriptor, output: ends[1], &child)
    close(ends[1])
    guard failure == 0 else {
      let isOurs = [EAGAIN, ENOMEM, EMFILE, ENFILE].contains(failure)
      return ProgramRun(ending: isOurs ? .noRoom(failure) : .notStarted(failure), output: [])
    }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    var watch = Watch(child: child, output: ends[0])
    return watch.untilEnd(milliseconds: milliseconds, grace: grace, isAbandoned)
  }

  private static func spawn(
    _ program: Program, input: Int32, output: Int32, _ child: inout pid_t
  ) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, output, 2)
    // What was left open for us is not for it.
    for descriptor in inheritable() { posix_spawn_file_actions_addclose(&actions, descriptor) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Neither blocked signals nor our indifference to broken pipes are inherited.
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    var words: [UnsafeMutablePointer<CChar>?] = ([program.name] + program.arguments).map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    return posix_spawnp(&child, program.name, &actions, &attributes, words, environ)
  }
}

/// The open files beyond the three streams that a child would get.
private func inheritable() -> [Int32] {
  guard let folder = opendir("/dev/fd") else { return [] }
  defer { closedir(folder) }
  var descriptors: [Int32] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
    }
    guard let descriptor = Int32(name), descriptor > 2 else { continue }
    let flags = fcntl(descriptor, F_GETFD)
    if flags >= 0, flags & FD_CLOEXEC == 0 { descriptors.append(descriptor) }
  }
  return descriptors
}

/// A text in a file without a name, open for reading from its beginning.
private struct InputText {
  let descriptor: Int32

  init?(_ text: [UInt8]) {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var path = Array("\(folder)/sessionctl-XXXXXX".utf8CString)
    descriptor = mkstemp(&path)
    guard descriptor >= 0 else { return nil }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(path)
    var rest = text[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        let reason = errno
        close(descriptor)
        errno = reason
        return nil
      }
      rest = rest.dropFirst(count)
    }
    lseek(descriptor, 0, SEEK_SET)
  }
}

/// Waits for a program while its output is read.
private struct Watch {
  let child: pid_t
  let output: Int32
  private var kept: [UInt8] = []
  private var isOpen = true

  init(child: pid_t, output: Int32) {
    self.child = child
    self.output = output
  }

  mutating func untilEnd(
    milliseconds: Int, grace: Int, _ isAbandoned: () -> Bool
  ) -> ProgramRun {
    let deadline = Watch.clock() + milliseconds
    while true {
      if let ending = ended() { return finish(ending) }
      if isAbandoned() { return finish(stop(grace, .abandoned)) }
      let left = deadline - Watch.clock()
      if left <= 0 { return finish(stop(grace, .timedOut)) }
      read(waiting: min(left, 50))
    }
  }

  /// What it wrote last, without waiting for children of its own that may hold the pipe open.
  private mutating func finish(_ ending: ProgramRun.Ending) -> ProgramRun {
    read(waiting: 0)
    return ProgramRun(ending: ending, output: kept)
  }

  private mutating func stop(_ grace: Int, _ ending: ProgramRun.Ending) -> ProgramRun.Ending {
    kill(-child, SIGTERM)
    let deadline = Watch.clock() + grace
    while Watch.clock() < deadline {
      // It may have succeeded in the last moment.
      if let other = ended() { return other == .exited(0) ? other : ending }
      read(waiting: 20)
    }
    kill(-child, SIGKILL)
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    return ending
  }

  private func ended() -> ProgramRun.Ending? {
    var status: Int32 = 0
    guard waitpid(child, &status, WNOHANG) == child else { return nil }
    // WIFEXITED and its kind are macros that Swift does not see.
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
  }

  /// Reads what is there, waiting for it for at most so many milliseconds.
  private mutating func read(waiting milliseconds: Int) {
    guard isOpen else {
      // It has closed its output and is about to end.
      if milliseconds > 0 { usleep(1000) }
      return
    }
    var waiter = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    guard poll(&waiter, 1, Int32(milliseconds)) > 0 else { return }
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    // A program that never stops talking must not keep its end from being seen.
    for _ in 0..<16 {
      let count = piece.withUnsafeMutableBytes { Glibc.read(output, $0.baseAddress, $0.count) }
      if count < 0 { return }
      if count == 0 { isOpen = false; return }
      kept += piece[..<min(count, ProgramRun.keptOutput - kept.count)]
    }
  }

  /// Milliseconds that never go back.
  private static func clock() -> Int {
    var moment = timespec()
    clock_gettime(CLOCK_MONOTONIC, &moment)
    return moment.tv_sec * 1000 + moment.tv_nsec / 1_000_000
  }
}
