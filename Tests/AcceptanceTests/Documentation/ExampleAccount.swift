@testable import CommandGrammar
import Foundation
import JSONText
import Synchronization

/// What the manual's examples suppose to be there: the account of the tests, files to read, and for some commands
/// what an admin would have made before.
enum ExampleAccount {
  /// What a command's examples need beside the account; written as examples are.
  private static let before: [String: [String]] = [
    "feature enable": ["feature disable"],
    "conversation end": ["feature enable --for end-users"],
    "conversation list": [
      "conversation start --user-name Alma --user-email alma@example.net --message 'Where is my parcel?'"
    ],
    "trigger reorder": [
      survey,
      "trigger create --title 'Tag ended' --if 'messaging_session_state value ended' --do 'current_tags session_ended'",
    ],
    "trigger delete": [
      "trigger create --title 'Old rule' --if 'status is new' --do 'priority low' --inactive"
    ],
    "log revert": ["trigger disable 1"],
    "trigger test": [survey], "trigger enable": ["trigger disable 1"],
    "messaging-trigger show": messagingTriggers, "messaging-trigger edit": messagingTriggers,
    "messaging-trigger delete": messagingTriggers,
    "messaging-trigger enable": messagingTriggers + ["messaging-trigger disable 1"],
    "messaging-trigger disable": messagingTriggers, "messaging-trigger reorder": messagingTriggers,
    "macro show": macros, "macro edit": macros, "macro delete": macros,
    "macro enable": macros + ["macro disable 1"],
    "macro disable": macros, "macro apply": macros,
    "queue edit": queues, "queue delete": queues, "queue reorder": queues,
    "schedule show": [office], "schedule edit": [office], "schedule delete": [office],
    "settings set": [office],
    "report outside-hours": [office],
    "redact user": [
      "session end --user 501 --user 502 --yes -q",
      "session end --user 501 --user 502 --without-ticket --yes -q", "ticket update 1001 --status solved",
      "ticket update 1002 --status solved", "ticket update 1005 --status solved",
    ],
    "restore": ["backup before-the-sweep.db -q", "backup rescued.db -q"],
    "session end": ["session end --idle-for 4h --dry-run --plan-out reviewed.ndjson -q"],
    "session remind": [
      "recipe install notify-before-end --yes", "ticket reply 1001 --message 'Are you there?'",
    ],
    "recipe remove": ["recipe install notify-before-end --yes"],
    "outbox show": [reply], "outbox ack": [reply], "outbox cancel": [reply],
    "outbox retry": [reply, "outbox cancel 1"],
    "rules diff": [survey], "rules apply": [survey],
    "remote setup": ["remote setup --yes"],
    "remote push": ["remote setup --yes", plan],
    "remote verify": ["remote setup --yes", plan, "remote push plan.ndjson --yes -q"],
    "remote take-answers": [plan, "remote push plan.ndjson --as-curl"],
  ]

  private static let plan = "session end --all --dry-run --plan-out plan.ndjson -q"

  private static let survey =
    "trigger create --title 'Survey on end' --if 'via_id is messaging' --if 'messaging_session_ended_reason value agent_ended' --do 'satisfaction_score offered'"
  private static let office = "schedule create --name Office --open 'mon-fri 09:00-17:00'"
  private static let reply = "ticket reply 1001 --message 'It is on its way.'"
  private static let messagingTriggers = ["Welcome", "Refunds", "Old rule"].map {
    "messaging-trigger create --title '\($0)' --event message_sent --if 'message contains refund' --do 'add_tags refund'"
      + ($0 == "Old rule" ? " --inactive" : "")
  }
  private static let macros = ["Goodbye", "For billing", "Old rule"].map {
    "macro create --title '\($0)' --do 'comment_value Goodbye.' --do 'current_tags said_goodbye'"
      + ($0 == "Old rule" ? " --inactive" : "")
  }
  private static let queues = ["Ended sessions", "Old queue"].map {
    "queue create --name '\($0)' --if 'via_id is messaging' --primary Support"
  }

  /// A machine on which an example of that command can be typed.
  static func machine(for command: String) throws -> TestMachine {
    // These two make a store.
    let machine =
      try ["init", "demo"].contains(command)
      ? TestMachine()
      : command.hasPrefix("remote") && before[command]?.contains(plan) != true
        ? TestMachine.withStore(admin: LiveAccount.admin) : .withAccount()
    machine.environment["TMPDIR"] = machine.folder
    if command.hasPrefix("remote") || command == "rules push" {
      // One example of it removes what another has just made.
      let sharing = command == "remote setup" ? machine.folder : command
      try machine.connect(to: lives.account(for: sharing))
    }
    for line in before[command] ?? [] { try machine.succeed(typed: line) }
    try machine.file(
      "users.json", Wire.collection("users", [Wire.user(511, [("email", "dora@example.net")])]))
    try machine.file("tickets.json", Wire.tickets(Wire.ticket(1101, [("requester_id", 511)])))
    try machine.file("events.ndjson", events)
    try machine.file("holidays.ics", holidays)
    if command == "completions" {
      // Where bash looks for them; whoever has bash-completion has it.
      try FileManager.default.createDirectory(
        atPath: "\(machine.folder)/.local/share/bash-completion/completions",
        withIntermediateDirectories: true)
    }
    if command == "remote take-answers" { try machine.file("answers.ndjson", answers) }
    if command.hasPrefix("rules") { try machine.file("rules.json", machine.run("rules", "export").text) }
    return machine
  }

  /// One for all examples of a command: what most of them change in it is no matter to the others.
  private static let lives = Lives()

  private final class Lives: Sendable {
    private let known = Mutex<[String: LiveAccount]>([:])

    func account(for sharing: String) throws -> LiveAccount {
      try known.withLock { known in
        if let live = known[sharing] { return live }
        let live = try LiveAccount("--no-limits")
        known[sharing] = live
        return live
      }
    }
  }

  /// What the script of a printed push wrote.
  private static let answers = """
    {"sessionctl_job":1}
    {"job_status":{"id":"j1","status":"completed","results":[{"id":1001,"success":true},{"id":1002,"success":true},{"id":1003,"success":true},{"id":1004,"success":true}]}}

    """

  private static let holidays = """
    BEGIN:VCALENDAR
    BEGIN:VEVENT
    DTSTART;VALUE=DATE:20261225
    SUMMARY:Christmas
    END:VEVENT
    END:VCALENDAR

    """

  private static let events = """
    {"event_id":"e1","type":"start","at":"2025-01-01T09:00:00Z","conversation":"a","user_name":"Alma","channel":"whatsapp","message":"Hello"}
    {"event_id":"e2","type":"handoff","at":"2025-01-01T09:01:00Z","conversation":"a","group":"Support"}

    """
}

extension TestMachine {
  /// Runs a line without the program's name, as a shell would split it.
  func succeed(typed line: String) throws {
    let run = run(words(of: ShellWords.calls(of: "sessionctl", in: "sessionctl \(line)").first ?? []))
    guard run.code == .done else { throw Unexpected(run) }
  }

  /// An example's words, with the files that it names in the machine's folder.
  func words(of call: [String]) -> [String] {
    call.map { word in
      let isFile =
        [".json", ".ndjson", ".db", ".html", ".ics", ".prom"].contains { word.hasSuffix($0) }
        && !word.contains("/") || word == "lake"
      return isFile ? "\(folder)/\(word)" : word
    }
  }
}
