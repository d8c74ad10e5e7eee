import CommandGrammar

/// `sessionctl-tasks(7)`: twenty things to do, each as it is typed. Its lines are executed by a test.
let tasksPage = ReferencePage(
  "tasks", section: 7, summary: "twenty tasks of an admin, as you type them",
  parts: beginning + TaskStories.all.enumerated().flatMap(parts),
  nouns: ["session", "ticket", "trigger", "schedule", "routing", "macro", "report", "log"])

private let beginning: [ReferencePage.Part] = [
  .heading("DESCRIPTION"),
  .text(
    "Each task is shown as you type it, with what it prints. The short help of a command, such as `sessionctl session end -h`, has all options of its line, so one look-up is enough. To try the tasks yourself, run `sessionctl demo --fill-only --sessions 60 --seed 7 --store play.db` and `export SESSIONCTL_STORE=play.db`."
  ),
  .text(
    "The keystrokes include the Enter of each line. If earlier versions needed other lines, their keystrokes are given too. All twenty tasks take \(total(\.keystrokes)) keystrokes; before, they took \(total(\.keystrokesBefore))."
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
