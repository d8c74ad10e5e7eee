import SessionModel
import Testing

@Suite struct SettingTests {
  @Test("The keys and defaults of the interface") func keysAndDefaults() {
    let defaults = Setting.all.map { "\($0.key)=\($0.defaultValue ?? "-")" }
    #expect(
      defaults == [
        "routing.mode=omnichannel", "routing.ended_sessions_as_email=true",
        "routing.autorouting_tag=auto-routing", "routing.ended_sessions_need_tag=false",
        "routing.assignment_method=highest_spare_capacity", "capacity.idle_after=off",
        "triggers.end_session_sets_email=true", "outbox.from=-", "outbox.sendmail=/usr/sbin/sendmail -t -i",
        "outbox.webhook_command=-", "outbox.message_command=-", "csat.link=-", "account.plan=-",
        "account.messaging_add_on=-", "account.name=-",
        "account.timezone=UTC", "account.locale=en", "account.default_schedule=-", "remote.subdomain=-",
        "remote.base_url=-", "remote.client_id=-", "remote.secret_file=-", "remote.timeout=60s",
      ])
    #expect(Setting.named("routing.mode")?.key == "routing.mode")
    #expect(Setting.named("routing") == nil)
  }

  @Test func everyDefaultIsAllowed() throws {
    for setting in Setting.all {
      guard let value = setting.defaultValue else { continue }
      #expect(try setting.normalize(value) == value)
    }
  }

  @Test(arguments: [
    ("true", "true"), ("TRUE", "true"), ("yes", "true"), ("on", "true"), ("1", "true"), ("false", "false"),
    ("No", "false"), ("off", "false"), ("0", "false"),
  ])
  func booleans(given: String, stored: String) throws {
    #expect(try normalized("routing.ended_sessions_as_email", given) == stored)
  }

  @Test("Words with - or _") func words() throws {
    #expect(try normalized("routing.mode", "messaging") == "messaging")
    #expect(try normalized("routing.assignment_method", "round-robin") == "round_robin")
    #expect(
      try normalized("routing.assignment_method", "highest-spare_capacity") == "highest_spare_capacity")
  }

  @Test func textIsTakenAsItIs() throws {
    #expect(try normalized("routing.autorouting_tag", "Über-flow_1") == "Über-flow_1")
    #expect(try normalized("account.name", " Über 1 ") == " Über 1 ")
    #expect(try normalized("csat.link", "") == "")
  }

  @Test func zones() throws {
    #expect(try normalized("account.timezone", "Europe/Berlin") == "Europe/Berlin")
    #expect(
      try normalized("account.timezone", "Central Time (US & Canada)") == "Central Time (US & Canada)")
  }

  @Test(arguments: [
    (
      "routing.ended_sessions_as_email", "maybe",
      "routing.ended_sessions_as_email takes true or false, not 'maybe'"
    ),
    ("routing.ended_sessions_as_email", "", "routing.ended_sessions_as_email takes true or false, not ''"),
    ("routing.mode", "omni", "routing.mode takes omnichannel or messaging, not 'omni'"),
    (
      "routing.assignment_method", "Round_Robin",
      "routing.assignment_method takes highest_spare_capacity or round_robin, not 'Round_Robin'"
    ),
  ])
  func refusals(key: String, value: String, sentence: String) throws {
    let error = #expect(throws: InvalidSetting.self) { try normalized(key, value) }
    #expect(error?.message == sentence)
  }

  @Test func unknownZonesAreNamed() throws {
    let error = #expect(throws: InvalidSetting.self) { try normalized("account.timezone", "Europe/Nowhere") }
    #expect(try #require(error).message.contains("Europe/Nowhere"))
  }

  private func normalized(_ key: String, _ value: String) throws -> String {
    try #require(Setting.named(key)).normalize(value)
  }
}
