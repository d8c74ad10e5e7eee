import CommandGrammar
import SessionModel

/// `sessionctl-rules(5)`: what rules are made of, from the tables that check and evaluate them.
let rulesPage = ReferencePage(
  "rules", section: 5, summary: "conditions, actions and placeholders of rules",
  parts: RulesPage.beginning + RulesPage.conditions + RulesPage.operators + RulesPage.actions
    + RulesPage.placeholders + RulesPage.messaging + RulesPage.findings + RulesPage.choices
    + RulesPage.asCode,
  nouns: ["trigger", "messaging-trigger", "queue", "macro", "rules"])

/// What `help` has of the page, by the words that people look for.
let ruleTopics = [
  Topic(
    "conditions", title: "CONDITIONS", summary: "The conditions of rules, and their operators",
    alsoCalled: ["condition", "operators", "operator"], page: rulesPage.name,
    RulesPage.conditions + RulesPage.operators),
  Topic(
    "actions", title: "ACTIONS", summary: "What triggers can do, with examples", alsoCalled: ["action"],
    page: rulesPage.name, RulesPage.actions),
  Topic(
    "placeholders", title: "PLACEHOLDERS", summary: "What notifications and macros can say about a ticket",
    alsoCalled: ["placeholder", "liquid"], page: rulesPage.name, RulesPage.placeholders),
]

private enum RulesPage {
  static let asCode: [ReferencePage.Part] = [
    .heading("RULES AS CODE"),
    .text(
      "`rules export` writes all rules of an account into one file, for git; `rules diff` shows what a file would change, and `rules apply` changes it. sessionctl-rules-as-code(1) has these commands."
    ),
  ]

  static let beginning: [ReferencePage.Part] = [
    .heading("DESCRIPTION"),
    .text(
      "A trigger has a title, conditions in two lists, `all` and `any`, and actions. It is met if every condition of `all` holds and, unless `any` is empty, at least one of `any`. It needs at least one condition and one action, and has at most \(Trigger.largestSize) bytes; at most \(Trigger.mostActive) triggers can be active."
    ),
    .text(
      """
       {"trigger": {"title": "Tell the customer", "active": true,
         "conditions": {"all": [
           {"field": "via_id", "operator": "is", "value": "messaging"},
           {"field": "messaging_session_state", "operator": "value", "value": "ended"}]},
         "actions": [
           {"field": "notification_user",
            "value": ["requester_id", "Subject", "Dear {{ticket.requester.name}}"]}]}}
      """),
    .text(
      "Triggers run whenever a ticket that is not closed is created or updated: by the position of their category, then by their own, then by id. Triggers without a known category run last. Every trigger that is met fires, and later triggers see what it changed. When a trigger changes the ticket, evaluation restarts from the top without the triggers that have fired in this update, until a pass fires nothing. So each fires at most once, and evaluation always ends."
    ),
    .text(
      "Change operators compare with the ticket before the update; what triggers changed in the update counts as changed. The history shows net changes only, each with the trigger that made it."
    ),
    .text(
      "If a rule can't be evaluated, `import` keeps it word for word, and `trigger lint` lists it. It can't be active, so no rule ever runs in part. `trigger fields` lists what the account has now."
    ),
  ]

  // MARK: Ticket triggers

  static let conditions: [ReferencePage.Part] =
    [
      .heading("CONDITIONS"),
      .text(
        "Each field is followed by all of its operators, each with a value, updates for which it holds, and others for which it does not; the program's tests try each of them. `open > solved` means that the update changed the field from open to solved. Any other word is a value that the update did not change; `-` means none. `by=6` is an update by user 6, `public=` and `note=` give its comment, and any other word before `=` is another field."
      ),
    ]
    + (ConditionCatalogue.fields + [ConditionCatalogue.customField]).flatMap { field in
      [
        .entry(
          field.name,
          [
            sentence(field.description, needsFeature: field.needsFeature),
            "Values: \(field.value.phrase)."
              + (field.operatorIsOptional ? " The operator may be left out." : ""),
          ] + labels(of: field.name, .condition)),
        .rows(ConditionExample.shown(of: field).map { RuleExampleText.row($0.condition, $0.yes, $0.no) }),
      ]
    }

  static let operators: [ReferencePage.Part] =
    [.heading("OPERATORS")] + ConditionOperator.allCases.map { .entry($0.rawValue, [$0.meaning + "."]) }

  static let actions: [ReferencePage.Part] =
    [
      .heading("ACTIONS"),
      .text(
        "Each action is followed by examples: a value, the ticket before, and what is different afterwards."),
    ]
    + (ActionCatalogue.triggers + [ActionCatalogue.customField]).flatMap { field in
      [
        .entry(
          field.name,
          [sentence(field.description, needsFeature: field.needsFeature), "Values: \(field.value.phrase)."]
            + labels(of: field.name, .action)),
        .rows(ActionExample.shown(of: field).map(RuleExampleText.row)),
      ]
    } + [
      .text(
        "A trigger can't have both `messaging_session` and `routing_channel`. Recipients of `notification_user` are an id, `requester_id`, `assignee_id`, `current_user` or `all_agents`. A recipient without an e-mail address gets no e-mail, and the history says so."
      )
    ]

  /// What the product calls it, in English and German.
  private static func labels(of field: String, _ kind: GlossaryEntry.Kind) -> [String] {
    let entries = Glossary.entries.filter {
      $0.kinds.contains(kind) && $0.word.split(separator: " ").first.map(String.init) == field
    }
    return entries.isEmpty
      ? [] : ["In the product: " + entries.map(\.labelText).joined(separator: "; ") + "."]
  }

  private static func sentence(_ description: String, needsFeature: Bool) -> String {
    description + (needsFeature ? "; only while ending sessions is switched on." : ".")
  }

  // MARK: Placeholders

  static let placeholders: [ReferencePage.Part] =
    [
      .heading("PLACEHOLDERS"),
      .text(
        "Subjects and bodies of notifications are Liquid: `{{ticket.id}}`, `{% if ticket.assignee.name %}`, `{% for %}`, `{% assign %}` and filters. An unknown placeholder renders empty; an unknown tag or filter keeps the rule inactive. Each text is at most 1 MiB long."
      ),
    ]
    + Placeholder.paths.map { .entry($0.path, [$0.meaning + "."]) }

  // MARK: Messaging triggers

  static let messaging: [ReferencePage.Part] =
    [
      .heading("MESSAGING TRIGGERS"),
      .text(
        "Each messaging trigger runs on one event of a conversation, independently of the others. It has conditions of either `all` or `any`, and never runs once the session has ended. Its messages may contain names such as `@customer_name`."
      ),
    ]
    + MessagingCatalogue.fields.flatMap { field in
      [
        .entry(field.name, [field.description + "."]),
        .rows(MessagingExample.shown(of: field).map { RuleExampleText.row($0.condition, $0.yes, $0.no) }),
      ]
    }
    + MessagingCatalogue.actions.flatMap { field in
      [
        .entry(field.name, [field.description + "."]),
        .rows(MessagingActionExample.all.filter { $0.action.field == field.name }.map(RuleExampleText.row)),
      ]
    }
    + MessagingPlaceholders.list.map { .entry($0.name, ["Stands for \($0.description)."]) }

  // MARK: Findings

  static let findings: [ReferencePage.Part] =
    [
      .heading("FINDINGS"),
      .text(
        "`trigger lint` looks over all rules and queues. Each finding has a code, which stays the same, and a severity. An `error` on an active rule is an answer of no (exit 1), a `warning` is about something that nobody can want, and a `note` says what should be known."
      ),
    ]
    + FindingKind.allCases.map { .entry($0.rawValue, ["\($0.severity.rawValue.capitalized). \($0.meaning)"]) }

  static let choices: [ReferencePage.Part] = [
    .heading("LOCAL CHOICES"),
    .text(
      "Where the public documentation is silent, this program decided. It added the condition `requester_email`, the values of `messaging_session_ended_reason` (the earlier name `messaging_session_end_reason` is still read), and the names `messaging_session_state` and `routing_channel`. `messaging` as a channel stands for every messaging channel. Evaluation restarts after a change. A word in `subject_includes_word` is a whole word, in upper or lower case. A custom field that is a checkbox has the value true or false, and one that is a list has its words, separated by spaces."
    ),
  ]
}

extension ConditionOperator {
  /// For the manual.
  fileprivate var meaning: String {
    switch self {
    case .is: "It is this value now; a text contains exactly this text"
    case .isNot: "It is not this value"
    case .lessThan: "It comes before the value, in the order of the field's words or numbers"
    case .greaterThan: "It comes after the value"
    case .changed: "The update changed it; takes no value"
    case .notChanged: "The update left it as it was; takes no value"
    case .value: "The update changed it to the value"
    case .notValue: "The update did not change it to the value"
    case .valuePrevious:
      "The update changed it from the value to another; at creation nothing has a previous value"
    case .notValuePrevious: "The update did not change it from the value"
    case .includes: "It has at least one of the words"
    case .notIncludes: "It has none of the words"
    case .present: "There is one; takes no value"
    case .notPresent: "There is none; takes no value"
    }
  }
}
