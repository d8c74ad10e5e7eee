/// One thing that `doctor` looked at.
public struct Finding: Sendable {
  public enum Verdict: String, Sendable {
    case ok
    /// worth knowing, and nothing to do about
    case note
    /// no fault of the store yet, or none that changes an answer
    case warning
    case problem
  }

  public let check: String
  public let verdict: Verdict
  /// What was found, a phrase without a full stop.
  public let detail: String
  /// What to do about it; nil where there is nothing to do.
  public let remedy: String?

  private init(_ check: String, _ verdict: Verdict, _ detail: String, _ remedy: String?) {
    self.check = check
    self.verdict = verdict
    self.detail = detail
    self.remedy = remedy
  }

  static func ok(_ check: String, _ detail: String) -> Finding { Finding(check, .ok, detail, nil) }
  static func note(_ check: String, _ detail: String) -> Finding { Finding(check, .note, detail, nil) }

  static func warning(_ check: String, _ detail: String, _ remedy: String) -> Finding {
    Finding(check, .warning, detail, remedy)
  }

  static func problem(_ check: String, _ detail: String, _ remedy: String = restore) -> Finding {
    Finding(check, .problem, detail, remedy)
  }

  static let restore = "restore a backup"
}
