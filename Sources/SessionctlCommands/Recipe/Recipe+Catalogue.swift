import JSONText
import SessionModel

extension Recipe {
  /// All there are (§10).
  static let all = [
    surgeMessaging, surgeOmnichannel, outOfHours, endedSessionsReport, csatOnEnd, notifyBeforeEnd,
  ]

  private static func condition(_ field: String, _ word: String?, _ value: String?) -> RuleCondition {
    RuleCondition(field: field, operatorWord: word, value: value.map(JSONValue.string) ?? .null)
  }

  private static func trigger(
    _ title: String, active: Bool = true, all: [RuleCondition], any: [RuleCondition] = [],
    _ actions: [RuleAction]
  ) -> RecipePart {
    .trigger(
      Trigger(
        id: 0, title: title, active: active, position: 0, conditions: RuleConditions(all: all, any: any),
        actions: actions))
  }

  private static func tell(_ letter: RecipeText.Letter) -> RuleAction {
    RuleAction(
      field: "notification_user", value: ["requester_id", .string(letter.subject), .string(letter.body)])
  }

  /// A new messaging ticket whose session goes on: of two recipes only the first ends it and writes. Who has no
  /// address could neither be told nor answered (E15).
  private static func arrives(_ values: RecipeValues) -> [RuleCondition] {
    [isCreated, isMessaging, condition("messaging_session_state", "is", "active")]
      + (values.includesWithoutAddress ? [] : [condition("requester_email", "present", nil)])
  }

  private static let isCreated = condition("update_type", "is", "Create")
  private static let isMessaging = condition("via_id", "is", "messaging")
  private static let end = RuleAction(field: "messaging_session", value: "end_session")

  // MARK: Surges

  private static let surgeMessaging = Recipe(
    name: "surge-messaging", title: "Surge of messaging traffic, classic messaging routing",
    summary:
      "Ends the sessions of new messaging tickets, gives the tickets to a group of their own, and tells the customers by e-mail. Customers without an e-mail address stay in the session.",
    needs: [.feature], mode: .classic, parameters: [.group, .tag, .withoutAddress],
    parts: { surge($0, title: "Surge: end messaging sessions") },
    advice: [
      "It acts on each new messaging ticket while its trigger is active: run 'sessionctl trigger disable' when the surge is over."
    ])

  private static let surgeOmnichannel = Recipe(
    name: "surge-omnichannel", title: "Surge of messaging traffic, omnichannel routing",
    summary:
      "Ends the sessions of new messaging tickets, gives the tickets to a group of their own, and tells the customers by e-mail. The tickets can still be routed as e-mail, in a queue of their own. Customers without an e-mail address stay in the session.",
    needs: [.feature, .emailAfterEnd], mode: .omnichannel, parameters: [.group, .tag, .withoutAddress],
    parts: { values in
      surge(values, title: "Surge: end messaging sessions, route as e-mail") + [
        .queue(
          Queue(
            key: 0, id: "", name: "Ended messaging sessions",
            description: "Tickets whose messaging session a surge has ended, routed as e-mail", order: 1,
            priority: 1,
            conditions: RuleConditions(all: [
              isMessaging, condition("routing_channel", "is", "email"),
              condition("current_tags", "includes", surgeTag(values)),
            ]),
            primaryGroups: [values.groupID]))
      ]
    },
    advice: [
      "It acts on each new messaging ticket while its trigger is active: run 'sessionctl trigger disable' when the surge is over.",
      "'sessionctl routing run' assigns the tickets to agents of the group.",
    ])

  private static func surgeTag(_ values: RecipeValues) -> String { values.tag ?? "surge" }

  private static func surge(_ values: RecipeValues, title: String) -> [RecipePart] {
    let tag = surgeTag(values)
    return (values.makesGroup ? [.group(values.groupName)] : []) + [
      trigger(
        title, active: values.isServed,
        all: arrives(values) + [condition("current_tags", "not_includes", tag)],
        [
          end, RuleAction(field: "current_tags", value: .string(tag)),
          RuleAction(field: "group_id", value: .string(String(values.groupID))),
          tell(values.text.surge),
        ])
    ]
  }

  // MARK: The others

  private static let outOfHours = Recipe(
    name: "out-of-hours", title: "Tickets created outside business hours",
    summary:
      "Ends the sessions of messaging tickets that come in outside business hours, and tells the customers by e-mail. The tickets wait in the queue of their group; those without a group wait in a queue of their own. Customers without an e-mail address stay in the session.",
    needs: [.feature, .schedule, .emailAfterEnd], parameters: [.group, .schedule, .tag, .withoutAddress],
    parts: { values in
      let tag = values.tag ?? "out_of_hours"
      let hours =
        values.schedule.map { condition("within_schedule", "is_not", String($0.id)) }
        ?? condition("in_business_hours", "is", "false")
      // The account may ask ended sessions for its tag, today or later: they carry it.
      let tags = [tag, values.autoroutingTag].filter { !$0.isEmpty }.joined(separator: " ")
      let trigger = trigger(
        "Out of hours: end messaging sessions", active: values.isServed,
        all: arrives(values) + [hours],
        [end, RuleAction(field: "current_tags", value: .string(tags)), tell(values.text.outOfHours)])
      guard values.isOmnichannel, !values.servingGroups.isEmpty else { return [trigger] }
      return [
        trigger,
        .queue(
          Queue(
            key: 0, id: "", name: "Out of hours, without a group",
            description: "Tickets that came outside business hours and were given to no group",
            order: Int64.max, priority: 100,
            conditions: RuleConditions(all: [
              isMessaging, condition("routing_channel", "is", "email"), condition("group_id", "is", ""),
              condition("current_tags", "includes", tag),
            ]),
            primaryGroups: Array(values.servingGroups.prefix(Queue.mostGroups)))),
      ]
    },
    advice: ["If the account routes with queues, 'sessionctl routing run' assigns what has waited."])

  private static let endedSessionsReport = Recipe(
    name: "ended-sessions-report", title: "Reporting on tickets with ended sessions",
    summary: "Tags the tickets of ended sessions, so that lists and reports can find them.",
    needs: [.feature], parameters: [.tag],
    parts: { values in
      [
        trigger(
          "Tag ended messaging sessions", all: [condition("messaging_session_state", "value", "ended")],
          [RuleAction(field: "current_tags", value: .string(values.tag ?? "session_ended"))])
      ]
    },
    advice: [
      "Then look at 'sessionctl report ended --last 30d --by day,reason' and 'sessionctl report ended --by group'; 'sessionctl report list' has the others."
    ])

  private static let csatOnEnd = Recipe(
    name: "csat-on-end", title: "Survey when a session ends",
    summary:
      "Offers the satisfaction survey when an agent ends a session, or when the ticket is solved; once per ticket. The standard survey trigger stays as it is.",
    needs: [.survey, .feature], parameters: [],
    parts: { _ in
      [
        trigger(
          "Survey when a messaging session ends",
          all: [isMessaging, condition("satisfaction_score", "is", "unoffered")],
          any: [
            condition("status", "value", "solved"),
            condition("messaging_session_ended_reason", "value", "agent_ended"),
          ], [RuleAction(field: "satisfaction_score", value: "offered")])
      ]
    },
    advice: [
      "The survey's address is the setting csat.link; 'sessionctl outbox deliver' sends it. A sweep that ends sessions with --reason inactivity_ended sends no survey."
    ])

  private static let notifyBeforeEnd = Recipe(
    name: "notify-before-end", title: "The standard notice before an end",
    summary:
      "A macro that tells customers that the conversation is ending, in English and German; each customer gets it in their language.",
    needs: [], parameters: [],
    parts: { _ in
      func macro(_ title: String, _ text: String) -> RecipePart {
        .macro(
          Macro(
            id: 0, title: title, active: true, position: 0,
            actions: [
              RuleAction(field: "comment_value", value: .string(text)),
              RuleAction(field: "comment_mode_is_public", value: "true"),
            ]))
      }
      return [
        macro(RecipeText.noticeTitle, RecipeText.notice),
        macro("\(RecipeText.noticeTitle) (de)", RecipeText.noticeGerman),
      ]
    },
    advice: [
      "Use it with 'sessionctl session end … --macro \"\(RecipeText.noticeTitle)\"': the message goes out first, once per session."
    ])
}
