import CivilTime
import Placeholders

/// One account setting: its key, what it takes, its default (interface, Settings).
public struct Setting: Sendable {
  /// What values a setting takes; `normalize` checks them.
  public enum Kind: Sendable, Equatable {
    /// Any text without control characters.
    case text
    /// `true` or `false`; what else means them, such as `on`, is stored as one of them.
    case boolean
    /// One of these words, in which `-` may stand for `_`.
    case words([String])
    /// The name of a time zone, such as `Europe/Berlin`.
    case zone
    /// One tag: no spaces.
    case tag
    /// An e-mail address; empty: none.
    case address
    /// `en`, `pt-BR`
    case locale
    /// A program and its arguments (`CommandWords`); empty: none.
    case command
    /// A text with placeholders; empty: none.
    case template
    /// An existing schedule, by id or name; stored is its id. Empty: none.
    case schedule
    /// `off`, or whole minutes in a range: `5m`
    case minutes(ClosedRange<Int>)
    /// Whole seconds in a range: `60s`
    case seconds(ClosedRange<Int>)
    /// Where an account's API is (`ServiceAddress`); empty: none.
    case service
    /// A subdomain of the service; empty: none.
    case subdomain
    /// An absolute path; empty: none.
    case path
  }

  /// Its name as commands and documents write it, such as `routing.mode`.
  public let key: String
  /// Which values `normalize` lets through.
  public let kind: Kind
  /// nil: nothing is set.
  public let defaultValue: String?
  /// What it decides, in one sentence without a full stop, for the manual and `settings list`.
  public let description: String

  /// The key of the zone in which days and hours are meant.
  public static let timezone = "account.timezone"
  /// The key of the plan, which is the account's own and not a row of settings (P4).
  public static let plan = "account.plan"
  /// The key of how long a customer may be silent before the session takes no room of its agent (C4).
  public static let idleAfter = "capacity.idle_after"
  /// The key of the add-on, which is the account's own and not a row of settings (P4).
  public static let messagingAddOn = "account.messaging_add_on"
  /// The key of the sender's address of e-mails.
  public static let mailSender = "outbox.from"
  /// The key of the program that takes e-mails, or `noCommand`.
  public static let mailCommand = "outbox.sendmail"
  /// The key of the program that takes webhooks, or `noCommand`; nothing is set by default.
  public static let webhookCommand = "outbox.webhook_command"
  /// The key of the program that takes messages on messaging, or `noCommand`; nothing is set by default.
  public static let messageCommand = "outbox.message_command"
  /// What says that a kind of entry is to stay in the outbox.
  public static let noCommand = "none"
  /// The key of the survey's address, a template; surveys can't leave without it.
  public static let surveyLink = "csat.link"
  /// The key of the business hours of tickets without a schedule of their own (domain §8).
  public static let defaultSchedule = "account.default_schedule"

  /// The key of where the live account's API is, where that is not its subdomain's usual address.
  package static let remoteAddress = "remote.base_url"
  /// The key of the live account's subdomain.
  package static let remoteSubdomain = "remote.subdomain"
  /// The key of the OAuth client's id; its secret is never a setting.
  package static let remoteClient = "remote.client_id"
  /// The key of the file that holds the OAuth client's secret.
  package static let remoteSecretFile = "remote.secret_file"
  /// The key of how long one request to the live account may take.
  package static let remoteTimeout = "remote.timeout"

  /// Whether it says which programs run here, or where secrets are sent: no file that somebody sent may choose that.
  package var isOfThisMachine: Bool {
    kind == .command || key.hasPrefix("remote.")
  }

  /// Every setting, in the order in which they are listed.
  public static let all: [Setting] = [
    Setting(
      key: "routing.mode", kind: .words(["omnichannel", "messaging"]), defaultValue: "omnichannel",
      description: "Omnichannel routing with queues and capacity, or classic messaging routing by group"),
    Setting(
      key: "routing.ended_sessions_as_email", kind: .boolean, defaultValue: "true",
      description: "Route the tickets of ended messaging sessions as email"),
    Setting(
      key: "routing.autorouting_tag", kind: .tag, defaultValue: "auto-routing",
      description: "The tag that lets an email ticket into the standard queue"),
    Setting(
      key: "routing.ended_sessions_need_tag", kind: .boolean, defaultValue: "false",
      description:
        "Tickets of ended sessions that are routed as email need the tag of routing.autorouting_tag, too"),
    Setting(
      key: "routing.assignment_method", kind: .words(["highest_spare_capacity", "round_robin"]),
      defaultValue: "highest_spare_capacity", description: "How routing chooses among agents who have room"),
    Setting(
      key: idleAfter, kind: .minutes(3...15), defaultValue: "off",
      description:
        "A session stops counting towards its agent's load when its customer has not written for this long: off, or 3m to 15m"
    ),
    Setting(
      key: "triggers.end_session_sets_email", kind: .boolean, defaultValue: "true",
      description: "The trigger action end session also sets the routing channel to email"),
    Setting(
      key: mailSender, kind: .address, defaultValue: nil,
      description: "The sender address of e-mails from the outbox"),
    Setting(
      key: mailCommand, kind: .command, defaultValue: "/usr/sbin/sendmail -t -i",
      description:
        "The command that gets each e-mail on its standard input; with 'none', e-mails stay in the outbox"),
    Setting(
      key: webhookCommand, kind: .command, defaultValue: nil,
      description:
        "The command that gets each webhook's JSON on its standard input; with 'none', webhooks stay in the outbox"
    ),
    Setting(
      key: messageCommand, kind: .command, defaultValue: nil,
      description:
        "The command that gets each message's JSON on its standard input; with 'none', messages stay in the outbox"
    ),
    Setting(
      key: surveyLink, kind: .template, defaultValue: nil,
      description: "The address of the satisfaction survey; it may contain placeholders"),
    Setting(
      key: plan, kind: .words(Plan.words), defaultValue: nil,
      description: "The account's plan; rules that need a higher plan become inactive"),
    Setting(
      key: messagingAddOn, kind: .boolean, defaultValue: nil,
      description: "Whether a support plan includes the live chat and messaging add-on"),
    Setting(
      key: "account.name", kind: .text, defaultValue: nil, description: "The account's name, for placeholders"
    ),
    Setting(
      key: timezone, kind: .zone, defaultValue: "UTC",
      description: "The time zone for days and hours, as an IANA or Rails name"),
    Setting(
      key: "account.locale", kind: .locale, defaultValue: "en",
      description: "The default language of notices"),
    Setting(
      key: defaultSchedule, kind: .schedule, defaultValue: nil,
      description: "The business hours of tickets without a schedule of their own"),
    Setting(
      key: remoteSubdomain, kind: .subdomain, defaultValue: nil,
      description:
        "The live account's subdomain, such as acme for acme.zendesk.com; 'remote' commands connect to it"),
    Setting(
      key: remoteAddress, kind: .service, defaultValue: nil,
      description: "The address of the live account's API, if it is not the usual one for the subdomain"),
    Setting(
      key: remoteClient, kind: .text, defaultValue: nil,
      description:
        "The id of the OAuth client that signs in to the live account; its secret is never a setting"),
    Setting(
      key: remoteSecretFile, kind: .path, defaultValue: nil,
      description: "A file of mode 0600 that contains only the OAuth client's secret"),
    Setting(
      key: remoteTimeout, kind: .seconds(1...600), defaultValue: "60s",
      description: "How long to wait for one request to the live account: 1s to 600s"),
  ]

  /// Whether tickets wait elsewhere, or no more, when it changes (Q1, Q2).
  public var decidesWhoWaits: Bool {
    ["routing.mode", "routing.autorouting_tag", "routing.ended_sessions_need_tag"].contains(key)
  }

  /// Whether it is the account's own and not a row of settings: what has been bought (P4).
  public var isOfAccount: Bool { key == Setting.plan || key == Setting.messagingAddOn }

  /// nil where no setting has exactly this key.
  public static func named(_ key: String) -> Setting? { all.first { $0.key == key } }

  /// The value as it is stored, or a sentence that says what is wrong with it.
  public func normalize(_ value: String) throws(InvalidSetting) -> String {
    switch kind {
    // Whether there is such a schedule, the store knows.
    case .schedule: return value
    case .text:
      guard !value.controlsSomething else {
        throw InvalidSetting(message: "\(key) takes a text without control characters, not '\(value)'")
      }
      return value
    case .command:
      guard !value.controlsSomething else {
        throw InvalidSetting(message: "\(key) takes a command without control characters, not '\(value)'")
      }
      if value.isEmpty { return value }
      do throws(InvalidCommandWords) { _ = try CommandWords(parsing: value) } catch {
        throw InvalidSetting(message: "\(key) takes a program and its arguments: \(error.message)")
      }
      return value
    case .template:
      guard !value.controlsSomething else {
        throw InvalidSetting(message: "\(key) takes a text without control characters, not '\(value)'")
      }
      do throws(TemplateProblem) { _ = try Template.compile(value) } catch {
        throw InvalidSetting(message: "\(key) takes a text with placeholders: \(error)")
      }
      return value
    case .tag:
      guard value.isTag else {
        throw InvalidSetting(message: "\(key) takes a tag, one word without spaces, not '\(value)'")
      }
      return value
    case .address:
      guard value.isEmpty || value.isMailAddress else {
        throw InvalidSetting(message: "\(key) takes an e-mail address, not '\(value)'")
      }
      return value
    case .locale:
      guard Setting.isLocale(value) else {
        throw InvalidSetting(message: "\(key) takes a language like en, de or pt-BR, not '\(value)'")
      }
      return value
    case .boolean:
      switch value.lowercased() {
      case "true", "yes", "on", "1": return "true"
      case "false", "no", "off", "0": return "false"
      default: throw InvalidSetting(message: "\(key) takes true or false, not '\(value)'")
      }
    case .minutes(let range):
      if ["off", "none", "0"].contains(value.lowercased()) { return "off" }
      guard let minutes = Setting.minutes(value), range.contains(minutes) else {
        throw InvalidSetting(
          message: "\(key) takes off, or \(range.lowerBound)m to \(range.upperBound)m, not '\(value)'")
      }
      return "\(minutes)m"
    case .seconds(let range):
      guard let seconds = Setting.seconds(value), range.contains(seconds) else {
        throw InvalidSetting(
          message: "\(key) takes \(range.lowerBound)s to \(range.upperBound)s, not '\(value)'")
      }
      return "\(seconds)s"
    case .service, .subdomain:
      if value.isEmpty { return value }
      do throws(ServiceAddress.Fault) {
        if kind == .service { return try ServiceAddress(parsing: value).text }
        _ = try ServiceAddress(subdomain: value)
        return value.lowercased()
      } catch { throw InvalidSetting(message: "\(key) \(error.phrase), not '\(value)'") }
    case .path:
      guard value.isEmpty || (value.hasPrefix("/") && !value.controlsSomething) else {
        throw InvalidSetting(message: "\(key) takes a path that begins with /, not '\(value)'")
      }
      return value
    case .words(let words):
      let wanted = String(value.map { $0 == "-" ? "_" : $0 })
      guard words.contains(wanted) else {
        throw InvalidSetting(
          message: "\(key) takes \(words.joined(separator: " or ")), not '\(value)'", typed: value,
          words: words)
      }
      return wanted
    case .zone:
      do { _ = try Zone.named(value) } catch { throw InvalidSetting(message: "\(error)") }
      return value
    }
  }
}

extension Setting {
  /// C4: the minutes of `capacity.idle_after`; nil for off.
  public static func idleMinutes(_ value: String) -> Int? { value == "off" ? nil : minutes(value) }

  /// Whole seconds, as a time span or a bare number.
  package static func seconds(_ text: String) -> Int? {
    if let number = Int(text) { return number }
    guard let span = try? TimeSpan(parsing: text) else { return nil }
    return Int(span.seconds)
  }

  /// Whole minutes, as a time span or a bare number.
  private static func minutes(_ text: String) -> Int? {
    if let number = Int(text) { return number }
    guard let span = try? TimeSpan(parsing: text), span.seconds % 60 == 0 else { return nil }
    return Int(span.seconds / 60)
  }

  /// A language of two or three letters, and parts of two to eight letters or digits after it.
  private static func isLocale(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    guard let language = parts.first, (2...3).contains(language.count), language.allSatisfy(isLetter) else {
      return false
    }
    return parts.dropFirst().allSatisfy { part in
      (2...8).contains(part.count) && part.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
    }
  }
}

/// A value that a setting does not take.
public struct InvalidSetting: Error {
  /// Which setting, what it takes, and what was given, as a sentence.
  public let message: String
  /// What was typed and the words there are, where it may be a slip.
  public var typed = ""
  /// Empty where any text could have been meant.
  public var words: [String] = []
}
