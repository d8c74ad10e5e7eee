import CommandGrammar

let featureStatusCommand = Command(
  CommandSpec(
    ["feature", "status"], summary: "Show whether sessions can be ended, and who decided that",
    examples: [
      Example(
        command: "sessionctl feature status", explanation: "Both switches, and whether the plan includes them"
      )
    ]),
  prints: FeatureDocument.schema.schema
) { context in
  let open = try context.open(readOnly: true)
  try showFeature(context, open)
}
