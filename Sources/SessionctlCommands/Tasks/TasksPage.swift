import CommandGrammar

/// `sessionctl-tasks(7)`: twenty things to do, each as it is typed. Its lines are executed by a test.
let tasksPage = ReferencePage(
  "tasks", section: 7, summary: "twenty things that an admin does, as they are typed",
  parts: beginning + TaskStories.all.enumerated().flatMap(parts),
  nouns: ["session", "ticket", "trigger", "schedule", "routing", "macro", "report", "log"])

private let beginning: [ReferencePage.Part] = [
  .heading("DESCRIPTION"),
  .text(
    "Each task stands as it is typed, with what it prints. The options of a line are all in the short help of its command, as `sessionctl session end -h`: one look-up is enough. To try them yourself: `sessionctl demo --fill-only --sessions 60 --seed 7 --store play.db`, and `export SESSIONCTL_STORE=play.db`."
  ),
  .text(
    "The keystrokes are counted, the Enter of each line too; where earlier versions needed other lines, those are counted beside them. All twenty take \(total(\.keystrokes)), and took \(total(\.keystrokesBefore))."
  ),
  .heading("TASKS"),
]

private func total(_ count: (AdminTask) -> Int) -> Int { TaskStories.all.reduce(0) { $0 + count($1) } }

private func parts(_ number: Int, _ task: AdminTask) -> [ReferencePage.Part] {
  let lines = task.transcript.split(separator: "\n").map { " " + $0 }.joined(separator: "\n")
  let before =
    task.before.isEmpty
    ? "" : ", before \(task.keystrokesBefore) (\(counted(task.before.count, "line")))"
  return [
    .subheading("\(number + 1). \(task.title)"), .text(lines),
    .text("Keystrokes: \(task.keystrokes)\(before)."),
  ]
}
