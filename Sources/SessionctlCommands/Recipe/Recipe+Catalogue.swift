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
    _ title: String, all: [RuleCondition], any: [RuleCondition] = [], _ actions: [RuleAction]
  ) -> RecipePart {
    .trigger(
      Trigger(
        id: 0, title: title, active: true, position: 0, conditions: RuleConditions(all: all, any: any),
        actions: actions))
  }

  private static func tell(_ subject: String, _ body: String) -> RuleAction {
    RuleAction(field: "notification_user", value: ["requester_id", .string(subject), .string(body)])
  }

  private static let isCreated = condition("update_type", "is", "Create")
  private static let isMessaging = condition("via_id", "is", "messaging")
  private static let end = RuleAction(field: "messaging_session", value: "end_session")

  // MARK: Surges

  private static let surgeMessaging = Recipe(
    name: "surge-messaging", title: "Surge of messaging traffic, classic messaging routing",
    summary:
      "Ends the sessions of new messaging tickets, gives them to a group of their own, and answers by e-mail.",
    needs: [.feature], parameters: [.group, .tag],
    parts: { surge($0, title: "Surge: end messaging sessions") },
    advice: [
      "It acts on each new messaging ticket as long as its trigger is active: 'sessionctl trigger disable' when the surge is over."
    ])

  private static let surgeOmnichannel = Recipe(
    name: "surge-omnichannel", title: "Surge of messaging traffic, omnichannel routing",
    summary:
      "Ends the sessions of new messaging tickets, gives them to a group of their own, and answers by e-mail; they stay routable as e-mail, in a queue of their own.",
    needs: [.feature, .queues, .emailAfterEnd], parameters: [.group, .tag],
    parts: { values in
      surge(values, title: "Surge: end messaging sessions, route as e-mail") + [
        .queue(
          Queue(
            key: 0, id: "", name: "Ended messaging sessions",
            description: "Tickets whose messaging session was ended, routed as e-mail", order: 1, priority: 1,
            conditions: RuleConditions(all: [isMessaging, condition("routing_channel", "is", "email")]),
            primaryGroups: [values.groupID]))
      ]
    },
    advice: [
      "It acts on each new messaging ticket as long as its trigger is active: 'sessionctl trigger disable' when the surge is over.",
      "Agents of the group get the tickets by 'sessionctl routing run'.",
    ])

  private static func surge(_ values: RecipeValues, title: String) -> [RecipePart] {
    let tag = values.tag ?? "surge"
    return (values.makesGroup ? [.group(values.groupName)] : []) + [
      trigger(
        title, all: [isCreated, isMessaging, condition("current_tags", "not_includes", tag)],
        [
          end, RuleAction(field: "current_tags", value: .string(tag)),
          RuleAction(field: "group_id", value: .string(String(values.groupID))),
          tell(RecipeText.surgeSubject, RecipeText.surge),
        ])
    ]
  }

  // MARK: The others

  private static let outOfHours = Recipe(
    name: "out-of-hours", title: "Tickets created outside business hours",
    summary:
      "Ends the sessions of messaging tickets that come outside business hours, and answers by e-mail.",
    needs: [.feature, .schedule], parameters: [.schedule],
    parts: { values in
      let hours =
        values.schedule.map { condition("within_schedule", "is_not", String($0.id)) }
        ?? condition("in_business_hours", "is", "false")
      return [
        trigger(
          "Out of hours: end messaging sessions", all: [isCreated, isMessaging, hours],
          [end, tell(RecipeText.outOfHoursSubject, RecipeText.outOfHours)])
      ]
    }, advice: [])

  private static let endedSessionsReport = Recipe(
    name: "ended-sessions-report", title: "Reporting on tickets with ended sessions",
    summary: "Tags the tickets of ended sessions, so that lists and reports can pick them out.",
    needs: [.feature], parameters: [.tag],
    parts: { values in
      [
        trigger(
          "Tag ended messaging sessions", all: [condition("messaging_session_state", "value", "ended")],
          [RuleAction(field: "current_tags", value: .string(values.tag ?? "session_ended"))])
      ]
    },
    advice: [
      "Then look: 'sessionctl report ended --last 30d --by day,reason', 'sessionctl report ended --by group', and 'sessionctl report list' for the others."
    ])

  private static let csatOnEnd = Recipe(
    name: "csat-on-end", title: "Survey when a session ends",
    summary:
      "Offers the satisfaction survey when an agent ends a session, or when the ticket is solved; once per ticket. The standard trigger stays beside it.",
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
      "The survey's address is the setting csat.link; it leaves by 'sessionctl outbox deliver'. A sweep that ends sessions with --reason inactivity_ended sends none."
    ])

  private static let notifyBeforeEnd = Recipe(
    name: "notify-before-end", title: "The standard notice before an end",
    summary:
      "A macro that tells the customer that the conversation ends now, in English and German; each customer gets it in their language.",
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
