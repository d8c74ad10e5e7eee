import CommandGrammar

let featureDisableCommand = Command(
  CommandSpec(
    ["feature", "disable"], summary: "Stop agents, or end users, from ending messaging sessions",
    options: [FeatureOptions.audience, FeatureOptions.deactivateTriggers],
    examples: [
      Example(
        command: "sessionctl feature disable", explanation: "Agents can no longer end sessions")
    ]),
  prints: FeatureDocument.schema.schema
) { context in
  try turnFeature(context, on: false)
}
