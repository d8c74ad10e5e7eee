import CivilTime

/// One account setting: its key, what it takes, its default (interface, Settings).
public struct Setting: Sendable {
  public enum Kind: Sendable, Equatable {
    case text
    case boolean
    case words([String])
    case zone
    /// An existing schedule, by id or name; stored is its id. Empty: none.
    case schedule
  }

  public let key: String
  public let kind: Kind
  /// nil: nothing is set.
  public let defaultValue: String?
  public let description: String

  public static let timezone = "account.timezone"
  public static let defaultSchedule = "account.default_schedule"

  public static let all: [Setting] = [
    Setting(
      key: "routing.mode", kind: .words(["omnichannel", "messaging"]), defaultValue: "omnichannel",
      description: "Omnichannel routing with queues and capacity, or classic messaging routing by group (Q1)"),
    Setting(
      key: "routing.ended_sessions_as_email", kind: .boolean, defaultValue: "true",
      description: "Route the tickets of ended messaging sessions as email (E3)"),
    Setting(
      key: "routing.autorouting_tag", kind: .text, defaultValue: "auto-routing",
      description: "The tag that lets an email ticket into the standard queue (Q2)"),
    Setting(
      key: "routing.assignment_method", kind: .words(["highest_spare_capacity", "round_robin"]),
      defaultValue: "highest_spare_capacity", description: "How routing picks among agents with room (C3)"),
    Setting(
      key: "triggers.end_session_sets_email", kind: .boolean, defaultValue: "true",
      description: "The trigger action end session also sets the routing channel to email"),
    Setting(
      key: "outbox.from", kind: .text, defaultValue: nil,
      description: "The sender's address of e-mails that leave the outbox"),
    Setting(
      key: "outbox.sendmail", kind: .text, defaultValue: "/usr/sbin/sendmail -t -i",
      description: "The command that takes an e-mail on its standard input"),
    Setting(
      key: "outbox.webhook_command", kind: .text, defaultValue: nil,
      description: "The command that takes a webhook's JSON on its standard input"),
    Setting(
      key: "outbox.message_command", kind: .text, defaultValue: nil,
      description: "The command that takes a messaging message's JSON on its standard input"),
    Setting(
      key: "csat.link", kind: .text, defaultValue: nil,
      description: "The address of the satisfaction survey, with placeholders"),
    Setting(
      key: "account.name", kind: .text, defaultValue: nil, description: "The account's name, for placeholders"
    ),
    Setting(
      key: timezone, kind: .zone, defaultValue: "UTC",
      description: "The zone in which days and hours are meant, IANA or Rails name"),
    Setting(
      key: "account.locale", kind: .text, defaultValue: "en",
      description: "The language of notices by default"),
    Setting(
      key: defaultSchedule, kind: .schedule, defaultValue: nil,
      description: "The business hours of tickets that have no schedule of their own (§8)"),
  ]

  public static func named(_ key: String) -> Setting? { all.first { $0.key == key } }

  /// The value as it is stored, or a sentence that says what is wrong with it.
  public func normalize(_ value: String) throws(InvalidSetting) -> String {
    switch kind {
    // Whether there is such a schedule, the store knows.
    case .text, .schedule: return value
    case .boolean:
      switch value.lowercased() {
      case "true", "yes", "on", "1": return "true"
      case "false", "no", "off", "0": return "false"
      default: throw InvalidSetting(message: "\(key) takes true or false, not '\(value)'")
      }
    case .words(let words):
      let wanted = String(value.map { $0 == "-" ? "_" : $0 })
      guard words.contains(wanted) else {
        throw InvalidSetting(message: "\(key) takes \(words.joined(separator: " or ")), not '\(value)'")
      }
      return wanted
    case .zone:
      do { _ = try Zone.named(value) } catch { throw InvalidSetting(message: "\(error)") }
      return value
    }
  }
}

public struct InvalidSetting: Error {
  public let message: String
}
