import SessionModel
import Testing

@Suite struct ChannelTests {
  @Test("§5 the messaging channels with their ids") func messagingChannels() {
    let known = Dictionary(uniqueKeysWithValues: Channel.messaging.map { ($0.id, $0.name) })
    #expect(
      known == [
        72: "line", 73: "wechat", 74: "whatsapp", 75: "native_messaging", 77: "messagebird_sms",
        78: "sunshine_conversations_facebook_messenger", 79: "telegram", 80: "twilio_sms", 81: "viber",
        82: "google_rcs", 83: "apple_business_chat", 84: "google_business_messages", 85: "kakaotalk",
        86: "instagram_dm", 87: "sunshine_conversations_api", 88: "sunshine_conversations_twitter_dm",
        91: "business_messaging_slack_connect",
      ])
  }

  @Test("§5 the others that an admin meets") func otherChannels() {
    for (name, id) in [("web", 0), ("email", 4), ("api", 5), ("rule", 8), ("chat", 29)] {
      #expect(Channel.named(name)?.id == id)
      #expect(Channel.named(name)?.isMessaging == false)
    }
    #expect(Set(Channel.known.map(\.id)).isSuperset(of: 33...35))
    #expect(Set(Channel.known.map(\.id)).count == Channel.known.count)
  }

  @Test func messagingItselfIsNoChannel() {
    #expect(Channel.named("messaging") == nil)
    #expect(Channel.named("") == nil)
  }
}
