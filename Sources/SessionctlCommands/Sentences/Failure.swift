import CivilTime
import CommandGrammar
import RemoteAccount
import Rendering
import SessionModel
import SessionStore
import Spelling
import StoreEngine
import StoreReports

/// What a command ends with when it does not succeed: a status, a word for programs, a sentence for people.
struct Failure: Error {
  let code: ExitCode
  /// `not_found`, in the error document.
  let word: String
  let message: String
  /// What else there is to say, a line each.
  var details: [String] = []

  init(_ code: ExitCode, _ word: String, _ message: String) {
    assert(Self.words.contains { $0.word == word }, "'\(word)' is not in the manual")
    self.code = code
    self.word = word
    self.message = message
  }

  static func notFound(_ message: String) -> Failure { Failure(.no, "not_found", message) }
  static func refused(_ message: String) -> Failure { Failure(.no, "refused", message) }
  static func usage(_ message: String) -> Failure { Failure(.usage, "usage", message) }
  static func notPermitted(_ message: String) -> Failure { Failure(.notPermitted, "not_permitted", message) }
}

extension Failure {
  /// Several failures as one, which has the status of the first; one is itself.
  ///
  /// - Parameter consequence: what follows from them: `nothing was stored`
  static func all(_ failures: [Failure], _ consequence: String) -> Failure {
    if failures.count == 1 { return failures[0] }
    var failure = Failure(
      failures[0].code, failures[0].word, "there are \(failures.count) problems, and \(consequence)")
    failure.details = failures.flatMap { $0.details.isEmpty ? [$0.message] : $0.details }
    return failure
  }

  /// `message` with what else there is to say, for programs.
  var whole: String { ([message] + details).joined(separator: "\n") }
}

extension Failure {
  /// What `word` can be, for the manual; without a status where that is another failure's.
  static let words: [(word: String, code: ExitCode?, meaning: String)] = [
    ("usage", .usage, "The command line is wrong"),
    ("not_found", .no, "A thing that was named does not exist"),
    ("refused", .no, "The answer is no: something prevents it"),
    ("not_permitted", .notPermitted, "The role, a feature that is off, or the plan forbids it"),
    ("bad_input", .badInput, "An input document is wrong"),
    ("no_input", .noInput, "An input file is missing or unreadable"),
    ("store_unavailable", .storeUnavailable, "The store is missing, damaged, or newer than the program"),
    ("busy", .busy, "The store stayed busy, or the live account did"),
    ("unreachable", .ioFailure, "The live account could not be reached"),
    ("bad_answer", .badInput, "The live account's answer is not what its API gives"),
    ("cannot_create", .cannotCreate, "A file cannot be created"),
    ("io_failure", .ioFailure, "Reading or writing failed"),
    ("interrupted", .interrupted, "It was interrupted"),
    ("demo", nil, "A step of `demo` failed"),
    ("bug", .bug, "A bug in the program"),
  ]

  /// The one place where errors become exit statuses.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as UsageError: self.init(.usage, "usage", error.message)
    case let error as StoreError: self.init(error)
    case let error as BlownFuse: self.init(error, zone: .utc)
    case let error as UpdateRefusal: self.init(error)
    case let error as AdministrationRefusal: self.init(error)
    case let error as UnknownName: self.init(error)
    case let error as UnknownField:
      self.init(
        .usage, "usage",
        "there is no field '\(error.name)'\(error.isSortKey ? " to sort by" : ""); there are \(error.available.joined(separator: ", "))"
          + didYouMean(error.name, among: error.available))
    case let error as TooManyRows:
      self.init(
        .usage, "usage",
        "the report would have \(error.rows) rows, nearly all of them empty; give a shorter period with --from and --to, or group by less where there is --by"
      )
    case let error as InvalidSchedule: self.init(.usage, "usage", error.message)
    case let error as TimeTextError: self.init(.usage, "usage", error.message)
    case let error as ZoneError: self.init(.usage, "usage", error.message)
    case let error as InvalidSetting:
      self.init(.usage, "usage", error.message + didYouMean(error.typed, among: error.words))
    case is CountMismatch:
      // An index that is damaged finds other rows than the table itself.
      self.init(
        .storeUnavailable, "store_unavailable",
        "the store is damaged (what was counted and what was found differ); \(Advice.help)"
      )
    case let error as RemoteFailure: self.init(error)
    case let error as WriteFailure: self.init(.ioFailure, "io_failure", "writing failed: \(error.reason)")
    default:
      self.init(.bug, "bug", "this is a bug in sessionctl, please report it: \(error)")
    }
  }

  /// The same after a change was stored: whoever reads of a failure must not take the change for undone.
  init(_ error: any Error, after journal: Journal) {
    let failure = Failure(error)
    self = failure
    // Where the live account could not be reached, it says so itself.
    guard let summary = journal.changed, failure.code != .ioFailure || failure.word == "io_failure" else {
      return
    }
    let stored = "stored: \(summary) (see 'sessionctl log list')"
    if let error = error as? WriteFailure {
      self.init(
        .ioFailure, failure.word,
        "the result could not be written (\(error.reason)), but the change is \(stored)")
    } else if journal.worksInSteps {
      // A command that ends early of itself, and a store that was restored meanwhile, say themselves what is stored.
      let saysItself = (error is Failure && failure.code != .notPermitted) || error is RemoteFailure
      guard !saysItself, (error as? StoreError)?.remedy != .again else { return }
      let what = failure.code == .interrupted ? "interrupted" : failure.message
      let helpsAgain = failure.code != .storeUnavailable && failure.code != .bug
      let next = helpsAgain ? "; run the command again for the rest" : ""
      self.init(failure.code, failure.word, "\(what); what was done until then is \(stored)\(next)")
    } else if failure.code == .ioFailure {
      self.init(
        .ioFailure, failure.word,
        "the result could not be written (\(failure.message)), but the change is \(stored)")
    } else if failure.code == .interrupted {
      self.init(
        .interrupted, failure.word,
        "interrupted before the whole result was written, but the change is \(stored)")
    }
  }

  private init(_ error: StoreError) {
    switch error.kind {
    case .unusable: self.init(.storeUnavailable, "store_unavailable", error.advised)
    case .damaged:
      self.init(
        .storeUnavailable, "store_unavailable",
        "\(error.advised); \(Advice.help)")
    case .badName: self.init(.usage, "usage", error.advised)
    case .alreadyExists, .cannotCreate: self.init(.cannotCreate, "cannot_create", error.advised)
    case .inputOutput: self.init(.ioFailure, "io_failure", error.advised)
    case .busy: self.init(.busy, "busy", error.advised)
    case .notPermitted: self.init(.notPermitted, "not_permitted", error.advised)
    case .interrupted: self.init(.interrupted, "interrupted", error.advised)
    case .conflict: self.init(.no, "refused", error.advised)
    }
  }

  private init(_ refusal: UpdateRefusal) {
    switch refusal.kind {
    case .featureOff, .endUsersMayNotEnd, .channelOff, .noPublicChannel, .notPermitted:
      self.init(.notPermitted, "not_permitted", refusal.advised)
    case .notFound, .ticketsNumber: self.init(.no, "not_found", refusal.advised)
    case .closedTicket, .lateAnswer, .noTicket, .noAddress, .redacted, .impossible:
      self.init(.no, "refused", refusal.advised)
    }
  }

  private init(_ error: UnknownName) {
    self =
      switch error {
      case .none(_, let typed, _, let known): .notFound(error.advised + didYouMean(typed, among: known))
      case .several: .notFound(error.advised)
      }
  }

  /// - Parameters:
  ///   - zone: the reader's, for the moment in the sentence
  ///   - nothing: what was not done
  init(_ fuse: BlownFuse, zone: Zone, nothing: String = "nothing was ended") {
    switch fuse {
    case .tooMany(let matched, let max):
      self = .refused(
        "\(matched) sessions match, more than --max \(max): \(nothing); check with --dry-run, or raise --max"
      )
    case .stalledFeed(let moment):
      self = .refused(
        "no session at all has been active since \(zone == .utc ? moment.rfc3339 : moment.rfc3339(in: zone)), so the feed has probably stopped: \(nothing); if it has not, give --even-if-stalled"
      )
    case .notAll(let failed, let count):
      self = .refused(
        "\(failed) of \(counted(count, "session")) can't be ended as planned: \(nothing); without --strict, the others are"
      )
    case .moreFollows(let found, let foreseen):
      func more(_ found: Int, _ foreseen: Int, _ noun: String) -> String? {
        found > foreseen ? "\(counted(found, noun)) instead of \(foreseen)" : nil
      }
      let kinds = [
        more(found.emails, foreseen.emails, "e-mail"), more(found.surveys, foreseen.surveys, "survey"),
        more(found.webhooks, foreseen.webhooks, "webhook"),
        more(found.messages, foreseen.messages, "message"),
      ].compactMap(\.self)
      self = .refused(
        "more would be sent than the plan says (\(kinds.joined(separator: ", "))): \(nothing); create the plan again and review it"
      )
    }
  }
}
