/// Every exit status there is. Help, manual and tests read this one list.
package enum ExitCode: Int32, CaseIterable, Sendable {
  case done = 0
  case no = 1
  case usage = 64
  case badInput = 65
  case noInput = 66
  case storeUnavailable = 69
  case bug = 70
  case cannotCreate = 73
  case ioFailure = 74
  case busy = 75
  case notPermitted = 77
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
