/// Every exit status there is. Help, manual and tests read this one list.
package enum ExitCode: Int32, CaseIterable, Sendable {
  /// It worked, or there was nothing to do.
  case done = 0
  /// An answer of no, or a part that failed; `meaning` has the whole list.
  case no = 1
  /// The command line can't be understood (`EX_USAGE` of sysexits).
  case usage = 64
  /// What was read is wrong (`EX_DATAERR`).
  case badInput = 65
  /// What was to be read can't be opened (`EX_NOINPUT`).
  case noInput = 66
  /// There is no store that this program can use (`EX_UNAVAILABLE`).
  case storeUnavailable = 69
  /// What must never happen has (`EX_SOFTWARE`).
  case bug = 70
  /// What was to be written can't be made (`EX_CANTCREAT`).
  case cannotCreate = 73
  /// Reading or writing broke off (`EX_IOERR`).
  case ioFailure = 74
  /// Somebody else has the store; the same may work later (`EX_TEMPFAIL`).
  case busy = 75
  /// Whoever asks may not, or the account can't (`EX_NOPERM`).
  case notPermitted = 77
  /// Stopped before it was through: 128 and the number of SIGINT, as shells have it.
  case interrupted = 130

  /// What the status means, as help and manual say it.
  package var meaning: String {
    switch self {
    case .done: "Done, or there was nothing to do"
    case .no:
      "The answer is no, a named thing does not exist, something depends on it, or part of the work failed"
    case .usage: "Wrong usage, including impossible dates and durations"
    case .badInput: "An input document is wrong"
    case .noInput: "An input file is missing or unreadable"
    case .storeUnavailable: "The store is missing, damaged, or newer than this program"
    case .bug: "A bug in this program"
    case .cannotCreate: "A file cannot be created"
    case .ioFailure: "Reading or writing failed, for example because the disk is full"
    case .busy: "Another command kept the store busy for longer than `--wait`: try again"
    case .notPermitted: "Not permitted: the role, a feature that is off, or the plan"
    case .interrupted: "Interrupted: everything that was not yet committed is undone"
    }
  }
}
