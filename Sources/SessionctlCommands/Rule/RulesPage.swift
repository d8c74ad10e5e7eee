import CommandGrammar
import SessionModel

/// `sessionctl-rules(5)`: what rules are made of, from the tables that check and evaluate them.
let rulesPage = ReferencePage(
  "rules", section: 5, summary: "conditions, actions and placeholders of rules",
  parts: RulesPage.beginning + RulesPage.conditions + RulesPage.operators + RulesPage.actions
    + RulesPage.placeholders + RulesPage.messaging + RulesPage.choices + RulesPage.asCode,
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
    "placeholders", title: "PLACEHOLDERS", summary: "What notifications and macros can say of a ticket",
    alsoCalled: ["placeholder", "liquid"], page: rulesPage.name, RulesPage.placeholders),
]

private enum RulesPage {
  static let asCode: [ReferencePage.Part] = [
    .heading("RULES AS CODE"),
    .text(
      "`rules export` writes all rules of an account into one file, for git; `rules diff` shows what a file would change, and `rules apply` does it. sessionctl-rules-as-code(1) has these commands."
    ),
  ]

  static let beginning: [ReferencePage.Part] = [
    .heading("DESCRIPTION"),
    .text(
      "A trigger has a title, conditions in two lists, `all` and `any`, and actions. It is met when every condition of `all` holds and, if `any` is not empty, at least one of `any`. It needs at least one condition and one action, and has at most \(Trigger.largestSize) bytes; at most \(Trigger.mostActive) triggers can be active."
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
      "Triggers run on every creation and update of a ticket that is not closed, by the position of their category, then by their own, then by id; those without a category that is known run last. Every trigger that is met fires, and what one changes, later ones see. When one changes the ticket, evaluation restarts from the top, leaving out those that have fired in this update, until a pass fires nothing: each fires at most once, so that it always ends."
    ),
    .text(
      "Operators about changes compare with the ticket before the update; what triggers changed in it counts as changed. The history shows net changes only, each with the trigger that made it."
    ),
    .text(
      "What can't be evaluated is kept word for word by `import`, shown by `trigger lint`, and bars the rule from being active: no rule half-fires. `trigger fields` lists what the account has now."
    ),
  ]

  // MARK: Ticket triggers

  static let conditions: [ReferencePage.Part] =
    [
      .heading("CONDITIONS"),
      .text(
        "Below each field stand all of its operators, with a value, updates for which that holds, and others for which it does not; the program's tests try each of them. `open > solved` is an update that changed the field from open to solved, any other word what the field was before and is now; `-` is none. Other things that count are named: `by=6` is an update by the user 6, `public=` and `note=` are its comment, and what else stands before `=` is a field."
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
      .text("Below each stand examples: a value, what the ticket was, and what is different afterwards."),
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
        "A trigger can't have both `messaging_session` and `routing_channel`. Recipients of `notification_user` are an id, `requester_id`, `assignee_id`, `current_user` or `all_agents`. Who has no e-mail address gets none, and the history says so."
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
        "Subjects and bodies of notifications are Liquid: `{{ticket.id}}`, `{% if ticket.assignee.name %}`, `{% for %}`, `{% assign %}` and filters. A placeholder that nobody knows renders empty; a tag or filter that nobody knows bars the rule. Of each text at most 1 MiB is made."
      ),
    ]
    + Placeholder.paths.map { .entry($0.path, [$0.meaning + "."]) }

  // MARK: Messaging triggers

  static let messaging: [ReferencePage.Part] =
    [
      .heading("MESSAGING TRIGGERS"),
      .text(
        "They run on one event of a conversation each, every one by itself, have conditions of either `all` or `any`, and never run once the session has ended. In messages stand names such as `@customer_name`."
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

  static let choices: [ReferencePage.Part] = [
    .heading("LOCAL CHOICES"),
    .text(
      "Where the public material is silent, this program chose: the condition `requester_email`; the values of `messaging_session_ended_reason` (the earlier name `messaging_session_end_reason` is still read); the names `messaging_session_state` and `routing_channel`; `messaging` as a channel that stands for every messaging channel; the restart after a change; that a word of `subject_includes_word` is a whole word, without regard to case; and that a checkbox among custom fields is true or false, and a list its words with spaces between."
    ),
  ]
}

extension ConditionOperator {
  /// For the manual.
  fileprivate var meaning: String {
    switch self {
    case .is: "It is that now; of texts: it contains the very text"
    case .isNot: "It is not"
    case .lessThan: "It comes before the value, in the order of the field's words or numbers"
    case .greaterThan: "It comes after the value"
    case .changed: "The update changed it; takes no value"
    case .notChanged: "The update left it as it was; takes no value"
    case .value: "The update changed it to the value"
    case .notValue: "The update did not change it to the value"
    case .valuePrevious:
      "The update changed it from the value to another; at creation nothing has a previous value"
    case .notValuePrevious: "The update did not change it from the value"
    case .includes: "It has one of the words"
    case .notIncludes: "It has none of the words"
    case .present: "There is one; takes no value"
    case .notPresent: "There is none; takes no value"
    }
  }
}
