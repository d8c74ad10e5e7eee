import CommandGrammar
import SessionModel

let triggerNoun = RuleNoun<Trigger>(
  dialect: .ticket, options: [], applyOptions: { _, _, _ in },
  blank: Trigger(id: 0, title: "", active: true, position: 0, conditions: RuleConditions(), actions: []),
  reorderTakesAll: false,
  createDiscussion: [
    "Takes a file in the wire format, bare or as `{\"trigger\":{…}}`, or plain options. The whole rule is checked before it is stored, and each problem names its condition or action. New triggers run last.",
    "A condition is written `FIELD [OPERATOR] [VALUE]`, an action `FIELD VALUE`; see `sessionctl trigger fields`. Groups and agents may be given by name.",
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
  "trigger", "Ticket triggers: rules that run whenever a ticket is created or updated",
  [
    "Every active trigger whose conditions are met fires, in order of position, and later ones see what it changed. When a trigger changes the ticket, evaluation starts again without those that have fired, so that each fires at most once per update. Triggers run in the transaction of the update that set them off."
  ],
  triggerNoun.commands + [
    triggerFieldsCommand, triggerLintCommand, triggerTestCommand, triggerReplayCommand,
  ],
  sections: [TriggerStories.all.section])
