/// How a ticket came in (`via`): the channels that admins meet, with their ids (domain §5).
public struct Channel: Hashable, Sendable {
  /// The public API's number, as the values of `via_id` have it (domain §5).
  public let id: Int
  /// The wire name, as `via.channel` has it.
  public let name: String
  /// Whether it is one of those that `messaging` stands for in conditions `[local]`.
  public let isMessaging: Bool

  /// Those that the domain's list numbers; a ticket may have come in through another one, by its name.
  public static let known: [Channel] =
    [
      (72, "line"), (73, "wechat"), (74, "whatsapp"), (75, "native_messaging"), (77, "messagebird_sms"),
      (78, "sunshine_conversations_facebook_messenger"), (79, "telegram"), (80, "twilio_sms"),
      (81, "viber"), (82, "google_rcs"), (83, "apple_business_chat"), (84, "google_business_messages"),
      (85, "kakaotalk"), (86, "instagram_dm"), (87, "sunshine_conversations_api"),
      (88, "sunshine_conversations_twitter_dm"), (91, "business_messaging_slack_connect"),
    ].map { Channel(id: $0, name: $1, isMessaging: true) }
    + [
      (0, "web"), (4, "email"), (5, "api"), (8, "rule"), (29, "chat"), (33, "voice"), (34, "voice_inbound"),
      (35, "voice_outbound"),
    ].map { Channel(id: $0, name: $1, isMessaging: false) }

  private static let byName = Dictionary(uniqueKeysWithValues: known.map { ($0.name, $0) })

  /// The channel with this wire name; `messaging` itself is not a channel but stands for all of them.
  public static func named(_ name: String) -> Channel? { byName[name] }

  /// The channels in which conversations happen.
  public static let messaging = known.filter(\.isMessaging)
}
