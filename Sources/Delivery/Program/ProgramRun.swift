import Glibc

/// One run of another program that gets a text on its standard input: how it ended, and the beginning of what it said.
package struct ProgramRun: Sendable {
  /// How a run came to its end.
  package enum Ending: Hashable, Sendable {
    /// It ended by itself: its exit status, 0 to 255.
    case exited(Int32)
    /// A signal ended it that was not ours: the signal's number.
    case signalled(Int32)
    /// It ran for too long and was stopped.
    case timedOut
    /// `isAbandoned` said so, and it was stopped: what it had done by then, nobody knows.
    case abandoned
    /// It could not be started: the system's error number.
    case notStarted(Int32)
    /// This machine has no room for another program or its input just now: the system's error number.
    case noRoom(Int32)
  }

  /// How it ended; a program that succeeds while it is being stopped has exited with 0.
  package let ending: Ending
  /// The first bytes of what it wrote to standard output, and to standard error where that is not apart.
  package let output: [UInt8]
  /// The first bytes of what it wrote to standard error, where that is apart.
  package var errors: [UInt8] = []
  /// How many bytes it wrote to standard output, those included that were dropped.
  package var said = 0

  /// Whether it exited with status 0.
  package var succeeded: Bool { ending == .exited(0) }

  /// More of what a program says is read and dropped, so that it can't fill the memory and does not stall either.
  package static let keptOutput = 4096
  /// Between being asked to end and being killed.
  fileprivate static let grace = 2_000

  /// Runs a program to its end, without a shell.
  ///
  /// The text waits in a file that has no name any more: the program can read it at its own pace, or not at all, and
  /// nobody waits for anybody. The program gets a process group of its own, so that its children end with it.
  ///
  /// - Parameters:
  ///   - milliseconds: how long it may take
  ///   - keeping: how many bytes of what it says are kept
  ///   - isAnswer: whether standard output is an answer, apart from standard error, and the program is stopped when it is
  ///     longer than what is kept
  ///   - patience: how many milliseconds it may go on once it is abandoned, to come to its end by itself
  ///   - isAbandoned: asked now and then whether to stop early, as on Ctrl-C
  package static func run(
    _ program: Program, input: [UInt8], milliseconds: Int, keeping: Int = keptOutput, isAnswer: Bool = false,
    patience: Int = 0, isAbandoned: () -> Bool = { false }
  ) -> ProgramRun {
    do throws(NotBegun) {
      return try RunningProgram(program, input: input, keeping: keeping, isAnswer: isAnswer)
        .finish(milliseconds: milliseconds, patience: patience, isAbandoned: isAbandoned)
    } catch { return ProgramRun(ending: error.ending, output: []) }
  }

  /// Why a program could not be begun.
  package struct NotBegun: Error {
    /// `notStarted` or `noRoom`.
    package let ending: Ending
  }

  /// What a program is not told of: it is for us alone, and whoever may look at processes could read it there.
  package static func isWithheld(variable name: String) -> Bool {
    name.hasPrefix("ZENDESK_") && ["TOKEN", "SECRET", "PASSWORD"].contains { name.hasSuffix($0) }
  }

  /// - Parameters:
  ///   - isApart: whether it gets a process group of its own; a program that reads the terminal's keys has to stay in ours
  ///   - more: entries of its environment beside ours, `NAME=value`
  static func spawn(
    _ program: Program, input: Int32, output: Int32, errors: Int32, isApart: Bool = true,
    more: [String] = [], _ child: inout pid_t
  ) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
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
    let group = isApart ? POSIX_SPAWN_SETPGROUP : 0
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | group))
    var words: [UnsafeMutablePointer<CChar>?] = ([program.name] + program.arguments).map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    let own: [UnsafeMutablePointer<CChar>?] = more.map { strdup($0) }
    defer { for entry in own { free(entry) } }
    let variables = environment() + own + [nil]
    return posix_spawnp(&child, program.name, &actions, &attributes, words, variables)
  }

  /// The environment's entries but for those that are withheld; they are not copied.
  private static func environment() -> [UnsafeMutablePointer<CChar>?] {
    var entries: [UnsafeMutablePointer<CChar>?] = []
    var entry = environ
    while let text = entry.pointee {
      // Most names are told apart by their first letter.
      let mayBeWithheld = text.pointee == CChar(UInt8(ascii: "Z"))
      if !mayBeWithheld || !isWithheld(variable: String(String(cString: text).prefix { $0 != "=" })) {
        entries.append(text)
      }
      entry += 1
    }
    return entries
  }
}

/// A program that runs while something else is done; whoever begins one and drops it ends it.
///
/// What it says waits in the kernel meanwhile, a MiB at most; with more it waits, too.
package final class RunningProgram {
  private let child: pid_t
  private let output: Pipe
  private let errors: Pipe?
  private let keeping: Int
  private var isFinished = false

  /// Begins a program, as `ProgramRun.run` does.
  package init(
    _ program: Program, input: [UInt8], keeping: Int = ProgramRun.keptOutput, isAnswer: Bool = false
  ) throws(ProgramRun.NotBegun) {
    guard let stdin = InputText(input) else { throw .init(ending: .noRoom(errno)) }
    defer { close(stdin.descriptor) }
    guard let output = Pipe() else { throw .init(ending: .noRoom(errno)) }
    var errors: Pipe?
    if isAnswer {
      // Most answers fit in it whole.
      _ = fcntl(output.writing, Pipe.setSize, 1 << 20)
      errors = Pipe()
      if errors == nil {
        let reason = errno
        close(output.writing)
        close(output.reading)
        throw .init(ending: .noRoom(reason))
      }
    }
    var child = pid_t()
    let failure = ProgramRun.spawn(
      program, input: stdin.descriptor, output: output.writing, errors: (errors ?? output).writing, &child)
    close(output.writing)
    if let errors { close(errors.writing) }
    guard failure == 0 else {
      close(output.reading)
      if let errors { close(errors.reading) }
      let isOurs = [EAGAIN, ENOMEM, EMFILE, ENFILE].contains(failure)
      throw .init(ending: isOurs ? .noRoom(failure) : .notStarted(failure))
    }
    self.child = child
    self.output = output
    self.errors = errors
    self.keeping = keeping
  }

  deinit {
    if !isFinished {
      kill(-child, SIGKILL)
      var status: Int32 = 0
      while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    }
    close(output.reading)
    if let errors { close(errors.reading) }
  }

  /// Waits for its end, once.
  ///
  /// - Parameters:
  ///   - milliseconds: how long it may take from now on
  ///   - patience: how many milliseconds it may go on once it is abandoned
  ///   - isAbandoned: asked now and then whether to stop early, as on Ctrl-C
  package func finish(milliseconds: Int, patience: Int = 0, isAbandoned: () -> Bool) -> ProgramRun {
    isFinished = true
    var watch = Watch(
      child: child, output: Stream(output.reading, most: keeping),
      errors: errors.map { Stream($0.reading, most: ProgramRun.keptOutput) })
    return watch.untilEnd(
      milliseconds: milliseconds, patience: patience, grace: ProgramRun.grace, isAbandoned)
  }
}

/// Both ends of a pipe, which no other program gets.
private struct Pipe {
  /// F_SETPIPE_SZ, which Swift does not see.
  static let setSize: Int32 = 1031

  let reading: Int32
  let writing: Int32

  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    (reading, writing) = (ends[0], ends[1])
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

/// What a program says on one of its streams, as far as it is kept.
private struct Stream {
  let descriptor: Int32
  let most: Int
  private(set) var kept: [UInt8] = []
  private(set) var said = 0
  private(set) var isOpen = true

  init(_ descriptor: Int32, most: Int) {
    self.descriptor = descriptor
    self.most = most
  }

  /// Reads what is there by now.
  mutating func read(_ piece: inout [UInt8]) {
    // A program that never stops talking must not keep its end from being seen.
    for _ in 0..<16 where isOpen {
      let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 { return }
      if count == 0 { isOpen = false }
      said += count
      kept += piece[..<min(count, most - kept.count)]
    }
  }
}

/// Waits for a program while its output is read.
private struct Watch {
  let child: pid_t
  private var output: Stream
  private var errors: Stream?
  private var piece = [UInt8](repeating: 0, count: 1 << 16)

  init(child: pid_t, output: Stream, errors: Stream?) {
    self.child = child
    self.output = output
    self.errors = errors
  }

  mutating func untilEnd(
    milliseconds: Int, patience: Int, grace: Int, _ isAbandoned: () -> Bool
  ) -> ProgramRun {
    let deadline = Watch.clock() + milliseconds
    var abandonedUntil: Int?
    while true {
      if let ending = ended() { return finish(ending) }
      let now = Watch.clock()
      if abandonedUntil == nil, isAbandoned() { abandonedUntil = now + patience }
      if let abandonedUntil, abandonedUntil <= now { return finish(stop(grace, .abandoned)) }
      let left = deadline - now
      if left <= 0 { return finish(stop(grace, .timedOut)) }
      // An answer that is too long is of no use to anybody.
      if errors != nil, output.said > output.most { return finish(stop(grace, .abandoned)) }
      read(waiting: min(left, 50))
    }
  }

  /// What it wrote last, without waiting for children of its own that may hold the pipe open.
  private mutating func finish(_ ending: ProgramRun.Ending) -> ProgramRun {
    var before = -1
    while before != output.said, output.said <= output.most {
      before = output.said
      read(waiting: 0)
    }
    var run = ProgramRun(ending: ending, output: output.kept)
    run.errors = errors?.kept ?? []
    run.said = output.said
    return run
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
    var waiters: [pollfd] = []
    if output.isOpen { waiters.append(pollfd(fd: output.descriptor, events: Int16(POLLIN), revents: 0)) }
    if let errors, errors.isOpen {
      waiters.append(pollfd(fd: errors.descriptor, events: Int16(POLLIN), revents: 0))
    }
    guard !waiters.isEmpty else {
      // It has closed its output and is about to end.
      if milliseconds > 0 { usleep(1000) }
      return
    }
    guard poll(&waiters, nfds_t(waiters.count), Int32(milliseconds)) > 0 else { return }
    output.read(&piece)
    errors?.read(&piece)
  }

  /// Milliseconds that never go back.
  private static func clock() -> Int {
    var moment = timespec()
    clock_gettime(CLOCK_MONOTONIC, &moment)
    return moment.tv_sec * 1000 + moment.tv_nsec / 1_000_000
  }
}
