/// Rules that end sessions of a channel that they did not mean.
extension RuleCompiler {
  /// Where the title, the description or another condition names messaging channels, and sessions of others end, too.
  ///
  /// Names are those by which people know the channels, as whole words; LINE only in capitals, since a line may be any.
  /// Conditions that name one are `current_via_id`, which is the update's channel and not the ticket's, and those that ask
  /// for a tag, a word or the value of a custom field. A rule that leaves the named channel out on purpose (`via_id
  /// is_not …`, or a tag that must be missing) is no finding.
  ///
  /// - Parameter description: what the rule is for, in an admin's words
  package func endingOthers(_ trigger: Trigger, description: String = "") -> [RuleFinding] {
    let ends = trigger.actions.contains {
      [.endSession, .routingChannel].contains(ActionCatalogue.field($0.field)?.effect)
    }
    guard ends, problems(of: trigger).isEmpty else { return [] }
    let conditions = trigger.conditions.all + trigger.conditions.any
    let told = ChannelNames.channels(in: trigger.title).union(ChannelNames.channels(in: description))
    let left = conditions.filter(\.isNegative).flatMap(\.namedChannels)
    let named = told.union(conditions.filter { !$0.isNegative }.flatMap(\.namedChannels)).subtracting(left)
    guard !named.isEmpty else { return [] }
    let messaging = ValueSet.only(Set(Channel.messaging.map(\.name)))
    let ended = Circumstances.ways(trigger.conditions)
      .filter { $0.values(of: "messaging_session_state") != ValueSet("ended") }
      .map { $0.values(of: "via_id").intersection(messaging) }
      .reduce(ValueSet.only([])) { $0.union($1) }
    guard !ended.isSubset(of: .only(named)) else { return [] }
    let names = named.sorted()
    return [
      RuleFinding(
        kind: .otherChannel,
        message: "it names \(names.joined(separator: " and ")), but ends sessions of other channels too",
        advice:
          names.count == 1
          ? "add the condition 'via_id is \(names[0])' to 'all'"
          : "put a condition 'via_id is …' for each of them into 'any', or make a trigger for each")
    ]
  }
}

/// The names by which people know messaging channels.
private enum ChannelNames {
  private static let names: [(String, Set<String>)] = [
    ("whatsapp", ["whatsapp"]), ("telegram", ["telegram"]), ("viber", ["viber"]), ("wechat", ["wechat"]),
    ("instagram", ["instagram_dm"]), ("messenger", ["sunshine_conversations_facebook_messenger"]),
    ("facebook", ["sunshine_conversations_facebook_messenger"]), ("kakaotalk", ["kakaotalk"]),
    ("sms", ["messagebird_sms", "twilio_sms"]), ("rcs", ["google_rcs"]),
    ("imessage", ["apple_business_chat"]),
    ("twitter", ["sunshine_conversations_twitter_dm"]),
  ]

  static func channels(in text: String) -> Set<String> {
    let words = text.split { !$0.isLetter && !$0.isNumber }
    var found = words.contains("LINE") ? Set(["line"]) : []
    for (name, channels) in names where words.contains(where: { $0.lowercased() == name }) {
      found.formUnion(channels)
    }
    return found
  }
}

extension RuleCondition {
  /// Whether it is about what must not be.
  fileprivate var isNegative: Bool { operatorWord?.hasPrefix("not_") == true || operatorWord == "is_not" }

  /// The messaging channels that it speaks of: by a tag, a word or a value; `via_id` and the update's own channel only
  /// where they are one of them.
  fileprivate var namedChannels: Set<String> {
    let value = value.plainText
    switch field {
    case "current_via_id", "via_id":
      guard let channel = ConditionReach.channels(value).single, field == "current_via_id" || isNegative
      else {
        return []
      }
      return Channel.named(channel)?.isMessaging == true ? [channel] : []
    case "current_tags", "subject_includes_word", "comment_includes_word":
      return ChannelNames.channels(in: value)
    default: return field.hasPrefix("custom_fields_") ? ChannelNames.channels(in: value) : []
    }
  }
}
