import CommandGrammar

let featureDisableCommand = Command(
  CommandSpec(
    ["feature", "disable"], summary: "Keep agents, or end users, from ending messaging sessions",
    options: [FeatureOptions.audience, FeatureOptions.deactivateTriggers],
    examples: [
      Example(
        command: "sessionctl feature disable", explanation: "No session can be ended by agents any more")
    ]),
  prints: FeatureDocument.schema.schema
) { context in
  try turnFeature(context, on: false)
}
