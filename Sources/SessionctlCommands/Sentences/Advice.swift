import SessionModel
import SessionStore
import StoreDoctor
import StoreEngine
import StoreExchange

// What the floors below say is wrong, with what to do about it: which command, which option. This is the one place that
// knows; errors carry a case and its values.

enum Advice {
  /// The same for whoever has not asked the doctor yet.
  static let help = "restore a backup with 'sessionctl restore FILE', or see 'sessionctl doctor'"
  /// What to do about a damaged store.
  static let wayBack =
    "restore a backup with 'sessionctl restore FILE', or save what can be read with 'sessionctl doctor --rescue NEW'"
}

extension StoreError {
  /// The sentence with what to do next.
  var advised: String {
    switch remedy {
    case nil: message
    case .makeOrName: "\(message); create one with 'sessionctl init', or name it with --store PATH"
    case .make: "\(message); create a new one with 'sessionctl init'"
    case .wait: "\(message); try again, or give --wait"
    case .seeLog: "\(message) (see 'sessionctl log list')"
    case .seeLogFirst: "\(message); see 'sessionctl log list' before you try again"
    case .restore(let path):
      "\(message); 'sessionctl restore \(path) --store NEW' makes a store of it"
    case .forceRestore:
      "\(message); with --force it is kept beside the store and replaced, or name another --store"
    case .again: "\(message); run the command again"
    case .restoreEarlier:
      "\(message) (see 'sessionctl doctor'), so no backup of it was made; restore an earlier one with 'sessionctl restore FILE', or save what can be read with 'sessionctl doctor --rescue NEW'"
    }
  }
}

extension UpdateRefusal {
  /// The sentence with the way out, where there is one.
  var advised: String {
    switch kind {
    case .featureOff: "\(message); an admin can switch it on with 'sessionctl feature enable'"
    case .endUsersMayNotEnd:
      "\(message); an admin can allow it with 'sessionctl feature enable --for end-users'"
    case .noPublicChannel: "\(message); use 'sessionctl ticket note' for an internal note"
    case .lateAnswer:
      "\(message); start a new conversation with 'sessionctl conversation start\(customerID.map { " --user \($0)" } ?? "")', or import the follow-up ticket that the mail became"
    case .noAddress:
      message
        + (customerID.map { "; if they have one now, run 'sessionctl user edit \($0) --email ADDRESS' first" }
          ?? "")
    case .ticketsNumber:
      "\(message); did you mean --ticket \(message.split(separator: " ").last ?? "")?"
    case .redacted:
      "\(message); a customer who writes again is a new one: give a name or an address with 'sessionctl conversation start --user-name NAME'"
    case .closedTicket, .noTicket, .impossible, .notFound, .channelOff, .notPermitted: message
    }
  }
}

extension UnknownName {
  /// What was looked for, and where to see what there is; where there are none there is nothing to see.
  var advised: String {
    switch self {
    case .none(let noun, let typed, let count, _):
      "no \(noun) \(Int64(typed) == nil ? "'\(typed)'" : typed) (\(Self.census(count, noun)))"
    case .several(let noun, let typed, let ids):
      "\(ids.count) \(noun)s are called '\(typed)'; name one by id: \(ids.joined(separator: ", "))"
    }
  }

  private static func census(_ count: Int, _ noun: String) -> String {
    if count == 0 { return "there are none" }
    return "there \(count == 1 ? "is 1" : "are \(count)"); see 'sessionctl \(noun.commandWord) list'"
  }
}

extension RuleProblem {
  /// The sentence, after its place, with what to do about it.
  var advised: String { sentence + advice }

  /// The same without its place, where that is told otherwise.
  var advisedMessage: String { message + advice }

  private var advice: String {
    switch remedy {
    case nil: ""
    case .list(let noun): " (see 'sessionctl \(noun.commandWord) list')"
    case .enableFeature: "; switch it on with 'sessionctl feature enable'"
    case .makeSchedule:
      ": create some with 'sessionctl schedule create', and set \(Setting.defaultSchedule)"
    }
  }
}

extension RuleFinding {
  /// What was found, with what to do about it if it keeps the rule from being evaluated.
  var advisedMessage: String { problem?.advised ?? message }

  /// What to do about it, with the command that tells more.
  var advisedAdvice: String {
    kind == .unknownPlaceholder
      ? "\(advice); 'sessionctl messaging-trigger fields' lists the known ones" : advice
  }
}

extension Finding.Remedy {
  /// What to do about what `doctor` found.
  var advice: String {
    switch self {
    case .words(let words): words
    case .restore: Advice.wayBack
    case .rescue:
      "mend it with 'sessionctl doctor --rescue NEW' and then 'sessionctl restore NEW', or restore a backup"
    case .rewrite(let userID):
      "run 'sessionctl redact user \(userID)' again while nobody reads the store, which rewrites the file"
    case .end: "end them with 'sessionctl session end ID…'"
    case .set(Setting.timezone, let value):
      "set it with 'sessionctl settings set \(Setting.timezone) \(value)'"
    case .set(let key, let value): "set one with 'sessionctl settings set \(key) \(value)'"
    case .remakeSchedule: "create it again with 'sessionctl schedule delete' and 'sessionctl schedule create'"
    }
  }
}

extension ImportNote {
  /// What was left out, why, and by which command it can be had.
  var sentence: String {
    switch self {
    case .account:
      "the account record was left out: plan, switches and settings stay as they are, because this store holds more than 'init' created; see 'sessionctl settings set' and 'sessionctl feature'"
    case .commands(let keys):
      "left out, because they say what this machine runs and where it connects to: \(keys.joined(separator: ", ")); see 'sessionctl settings set'"
    case .redactedElsewhere(let users):
      "\(counted(users.count, "user")) \(users.count == 1 ? "was" : "were") redacted where this was exported, and not here: see 'sessionctl redact user \(users[0])'"
    case .featureSwitch(let audience):
      "the switch for \(audience.word) stays off: \(Plan.endingSessionsNeeds)"
    }
  }
}

extension IngestFailure {
  /// Why the event was not taken.
  var reason: String {
    switch fault {
    case .wrong(let reason): reason
    case .refused(let refusal): refusal.advised
    case .unknownName(let name): name.advised
    }
  }
}

extension String {
  /// The noun of the command line for what is called so in sentences: `messaging-trigger`.
  var commandWord: String { replacing(" ", with: "-") }
}
