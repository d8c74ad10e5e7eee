import CommandGrammar
import SessionModel

let triggerNoun = RuleNoun<Trigger>(
  dialect: .ticket, options: [], applyOptions: { _, _, _ in },
  blank: Trigger(id: 0, title: "", active: true, position: 0, conditions: RuleConditions(), actions: []),
  reorderTakesAll: false,
  createDiscussion: [
    "Takes a file of the wire format, bare or as `{\"trigger\":{…}}`, or plain options. The rule is checked completely before it is stored, and each problem points at its condition or action. New triggers run last.",
    "A condition is written `FIELD [OPERATOR] [VALUE]`, an action `FIELD VALUE`; see `sessionctl trigger fields`. Groups and agents can be named.",
  ],
  createExamples: [
    Example(
      command:
        "sessionctl trigger create --title 'Survey on end' --if 'via_id is messaging' --if 'messaging_session_ended_reason value agent_ended' --do 'satisfaction_score offered'",
      explanation: "Send the survey when an agent ends a session"),
    Example(
      command:
        "sessionctl trigger create --title 'Tag ended' --if 'messaging_session_state value ended' --do 'current_tags session_ended'",
      explanation: "Tag the tickets of ended sessions"),
  ])

let triggerCommands = CommandGroup(
  "trigger", "Ticket triggers: rules that run on every creation and update of a ticket",
  [
    "Every active trigger whose conditions are met fires, in order of position; what one changes, later ones see. When one changes the ticket, evaluation starts again without those that have fired, so that each fires at most once in an update. They run in the transaction of the update that set them off."
  ], triggerNoun.commands + [triggerFieldsCommand, triggerLintCommand, triggerTestCommand],
  sections: [TriggerStories.all.section])
