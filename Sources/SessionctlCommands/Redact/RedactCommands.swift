let redactCommands = CommandGroup(
  "redact", "Forget customers who ask for it",
  [
    "Reports, lists and counts stay as they were: conversations and tickets are kept, without anything that was said in them or that names the customer."
  ],
  [redactUserCommand], sections: [RedactStories.all.section])
