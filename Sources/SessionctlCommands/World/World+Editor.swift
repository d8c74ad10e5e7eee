import Delivery
import Glibc
import SystemErrors

extension World {
  /// Runs an editor on a file, with the terminal of this process, to its end.
  ///
  /// - Parameter command: words for the shell, as `$EDITOR` holds them
  /// - Returns: its exit status, 128 and the signal's number if one ended it
  package static func edit(command: String, path: String) throws -> Int32 {
    // Ctrl-C is the editor's meanwhile, which begins with the signals as a shell would give them.
    let inherited = [SIGINT, SIGQUIT].map { number in
      var ignoring = sigaction()
      ignoring.__sigaction_handler.sa_handler = SIG_IGN
      var before = sigaction()
      sigaction(number, &ignoring, &before)
      return (number, before)
    }
    defer {
      for (number, before) in inherited {
        var before = before
        sigaction(number, &before, nil)
      }
    }
    var child: pid_t = 0
    let error = spawn(["sh", "-c", "\(command) \"$@\"", command, path], &child)
    guard error == 0 else {
      throw Failure(.cannotCreate, "cannot_create", "cannot start the editor: \(SystemError.text(error))")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { return -1 }
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  private static func spawn(_ words: [String], _ child: inout pid_t) -> Int32 {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGQUIT, SIGPIPE, SIGXFSZ] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var arguments = words.map { strdup($0) } + [nil]
    var variables = environmentLines().map { strdup($0) } + [nil]
    defer {
      for text in arguments + variables { free(text) }
    }
    return posix_spawn(&child, "/bin/sh", nil, &attributes, &arguments, &variables)
  }

  /// What the editor is told of the environment: no secrets of ours.
  private static func environmentLines() -> [String] {
    var lines: [String] = []
    var entry = environ
    while let text = entry.pointee {
      let line = String(cString: text)
      if !ProgramRun.isWithheld(variable: String(line.prefix { $0 != "=" })) { lines.append(line) }
      entry += 1
    }
    return lines
  }
}
