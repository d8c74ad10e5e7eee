import CommandGrammar

let featureEnableCommand = Command(
  CommandSpec(
    ["feature", "enable"], summary: "Let agents, or end users, end messaging sessions",
    options: [FeatureOptions.audience],
    examples: [
      Example(
        command: "sessionctl feature enable", explanation: "Agents, triggers and sweeps can end sessions")
    ],
    exitNotes: [ExitNote(.notPermitted, "The plan does not include the feature, or you are not an admin")]),
  prints: FeatureDocument.schema.schema
) { context in
  try turnFeature(context, on: true)
}
