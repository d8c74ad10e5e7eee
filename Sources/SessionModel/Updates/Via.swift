/// The way an update came in, as `via` in the history and as the condition `current_via_id` sees it (T6, E12).
public struct Via: Vocabulary {
  /// The public API's id of the channel.
  public let rawValue: Int

  /// This program, run by an admin or a cron job.
  public static var api: Via { Via(5) }
  /// A trigger, whose changes have their own way in.
  public static var rule: Via { Via(8) }
  /// A customer's answer by e-mail.
  public static var email: Via { Via(4) }
  /// A page in the browser, such as the survey's, on which a customer answers.
  public static var web: Via { Via(0) }
  /// The account itself, such as the close after N days.
  public static var system: Via { Via(1000) }
  /// The messaging channel of who is known only to have come in through one.
  public static var messaging: Via { Via(75) }

  /// An agent's or a customer's word in a messaging channel.
  ///
  /// - Parameter channel: its wire name, as conversations and tickets have it
  public static func messaging(_ channel: String) -> Via {
    Channel.named(channel).flatMap { $0.isMessaging ? Via($0.id) : nil } ?? .messaging
  }

  private init(_ id: Int) { rawValue = id }

  /// nil for a number that stands for no channel.
  public init?(rawValue: Int) {
    guard Self.names[rawValue] != nil else { return nil }
    self.rawValue = rawValue
  }

  /// Messaging channels come last, each under its own number.
  public static let allCases: [Via] =
    [.api, .rule, .messaging, .email, .web, .system]
    + Channel.messaging.map { Via($0.id) }.filter { $0 != .messaging }

  public var word: String { Self.names[rawValue] ?? "" }

  /// Numbers and names are the channels' own.
  private static let names = Dictionary(
    uniqueKeysWithValues: allCases.map { via in
      (via.rawValue, Channel.known.first { $0.id == via.rawValue }?.name ?? "system")
    })
}
