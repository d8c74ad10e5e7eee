import CivilTime
import CommandGrammar
import Glibc
import Rendering
import SessionStore
import StoreEngine

extension World {
  /// The real machine, with signals and closed pipes made into errors.
  package static func process() -> World {
    FileDescriptorSink.turnBrokenPipesIntoErrors()
    ProcessSignals.listen()
    // Asked before any file is opened, because SQLite puts /dev/null where standard input is closed.
    let hasInput = fcntl(0, F_GETFD) >= 0
    return World(
      arguments: Toolkit.processArguments(), environment: variable,
      output: FileDescriptorSink(1, checkInterruption: Interruption.check), errors: FileDescriptorSink(2),
      input: { buffer in
        guard hasInput else { throw InputFile.unreadable("standard input", EBADF) }
        return try readStandardInput(buffer)
      },
      terminals: Terminals(
        inputIsTerminal: isatty(0) == 1,
        output: { TerminalFacts.probe(fd: 1, environment: variable, colour: $0) },
        errors: { TerminalFacts.probe(fd: 2, environment: variable, colour: $0) }),
      now: { Instant(Int64(time(nil))) },
      monotonic: {
        var moment = timespec()
        clock_gettime(CLOCK_MONOTONIC, &moment)
        return UInt64(moment.tv_sec) * 1_000_000_000 + UInt64(moment.tv_nsec)
      },
      osUser: osUser(), startPager: { try PagerProgram($0, variable) })
  }

  /// Sleeps, and hears a request to end within a moment.
  package static func sleep(seconds: Int) throws {
    for _ in 0..<(20 * max(0, seconds)) {
      try Interruption.check()
      usleep(50_000)
    }
    try Interruption.check()
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  private static func readStandardInput(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      try Interruption.check()
      let count = read(0, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw InputFile.unreadable("standard input", errno) }
      try Interruption.check()
    }
  }

  private static func osUser() -> String {
    // USER and LOGNAME are what cron and shells set; the user database would cost a look at files.
    let user = variable("LOGNAME") ?? variable("USER") ?? "uid \(getuid())"
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return user }
    return "\(user)@\(String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))"
  }
}
