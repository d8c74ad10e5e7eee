import SessionStore
import StoreEngine

/// One thing that `doctor` looked at.
package struct Finding: Sendable {
  /// How it stands with what was looked at, from nothing to worry about to what must be mended.
  package enum Verdict: String, CaseIterable, Sendable {
    /// as it should be
    case ok
    /// worth knowing, and nothing to do about
    case note
    /// no fault of the store yet, or none that changes an answer
    case warning
    /// the store is damaged, open to others, or breaks a rule; `doctor` then exits with 1
    case problem
  }

  /// What was looked at, as in `integrity`; a check that finds several things has a finding for each.
  package let check: String
  /// How bad it is.
  package let verdict: Verdict
  /// What was found, a phrase without a full stop.
  package let detail: String
  /// What to do about it; nil where there is nothing to do.
  package let remedy: Remedy?

  /// What to do about a finding: in words, or as a case where commands do it, which are named above.
  package enum Remedy: Sendable, Equatable, ExpressibleByStringInterpolation {
    /// what needs no command of ours
    case words(String)
    /// restore a backup, or save what can be read
    case restore
    /// save the store anew, which mends what no command may change
    case rescue
    /// end sessions by their ids
    case end
    /// rewrite the file, by redacting again who was redacted last
    case rewrite(userID: Int64)
    /// give a setting a value, of which this stands for
    case set(key: String, value: String)
    /// make a schedule anew
    case remakeSchedule

    /// Plain words.
    package init(stringLiteral words: String) { self = .words(words) }
  }

  private init(_ check: String, _ verdict: Verdict, _ detail: String, _ remedy: Remedy?) {
    self.check = check
    self.verdict = verdict
    self.detail = detail
    self.remedy = remedy
  }

  static func ok(_ check: String, _ detail: String) -> Finding { Finding(check, .ok, detail, nil) }
  static func note(_ check: String, _ detail: String) -> Finding { Finding(check, .note, detail, nil) }

  static func warning(_ check: String, _ detail: String, _ remedy: Remedy) -> Finding {
    Finding(check, .warning, detail, remedy)
  }

  static func problem(_ check: String, _ detail: String, _ remedy: Remedy = .restore) -> Finding {
    Finding(check, .problem, detail, remedy)
  }
}
