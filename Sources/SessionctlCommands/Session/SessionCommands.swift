let sessionCommands = CommandGroup(
  "session", "List, show, end and remind messaging sessions",
  [
    "A session is the live exchange between an end user and an AI or human agent; a conversation has exactly one. Ending it turns the messaging channel off for the conversation while its ticket lives on."
  ],
  [sessionListCommand, sessionShowCommand, sessionEndCommand, sessionRemindCommand],
  sections: [PlansPage.section, SessionStories.all.section])
