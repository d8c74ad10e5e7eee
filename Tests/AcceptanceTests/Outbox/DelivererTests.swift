import Foundation
import JSONText
import Testing

/// Deliverers as processes of their own: several at once, and killed in the middle.
@Suite(.serialized) struct DelivererTests {
  private static let count: Int64 = 40

  /// A store with as many e-mails as there are tickets, and a program that takes them.
  private func machine(_ script: String) throws -> TestMachine {
    let machine = try TestMachine.withStore()
    try machine.succeed("feature", "enable", "-q")
    try machine.take(
      [Wire.wrapped("user", Wire.user(502, [("email", "otto@example.net")]))]
        + (1...Self.count).map { Wire.wrapped("ticket", Wire.ticket($0)) })
    try machine.succeed(
      "trigger", "create", "--title", "Tell", "--if", "messaging_session_state value ended", "--do",
      "notification_user [\"requester_id\",\"{{ticket.id}}\",\"Bye\"]", "-q")
    try machine.succeed("session", "end", "--all", "--yes", "-q")
    try machine.succeed("settings", "set", "outbox.from", "help@example.com", "-q")
    let program = try machine.file("sendmail", "#!/bin/sh\n\(script)\n")
    try machine.succeed("settings", "set", "outbox.sendmail", "/bin/sh \(program) \(machine.folder)", "-q")
    return machine
  }

  /// How often each mail was taken.
  private func taken(_ machine: TestMachine) -> [Int64: Int] {
    let text = String(decoding: (try? machine.bytes(of: "\(machine.folder)/mail")) ?? [], as: UTF8.self)
    return text.split(separator: "\n").compactMap { Int64($0.dropFirst("Subject: ".count)) }
      .reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  @Test("two deliverers at once share the work, and nothing leaves twice") func two() throws {
    let machine = try machine("grep '^Subject:' >> $1/mail")
    let words = ["outbox", "deliver", "--json", "--wait", "60"]
    let programs = [try RealProgram(machine, words), try RealProgram(machine, words)]
    let ended = programs.map { $0.wait(atMost: 120) }
    #expect(ended.map(\.status) == [0, 0])
    #expect(ended.compactMap { $0.json["delivered"]?.integer }.reduce(0, +) == Self.count)
    #expect(taken(machine) == Dictionary(uniqueKeysWithValues: (1...Self.count).map { ($0, 1) }))
  }

  @Test("kill -9 loses nothing: what was in hand was perhaps sent, and is known as that") func killed() throws
  {
    // The fifth mail is taken, and then the program hangs.
    let machine = try machine(
      "grep '^Subject:' >> $1/mail; [ $(wc -l < $1/mail) -ne 5 ] || exec sleep 60")
    let first = try RealProgram(machine, ["outbox", "deliver"])
    let end = Date().addingTimeInterval(60)
    while taken(machine).count < 5, Date() < end { usleep(1000) }
    first.signal(SIGKILL)
    #expect(first.wait().status == nil)
    let second = try RealProgram.run(machine, "outbox", "deliver", "--json")
    #expect(second.json["delivered"] == .integer(Self.count - 5))
    #expect(taken(machine).count == Self.count)
    // Nobody knows of the one in hand whether it left: somebody has to say.
    let third = try RealProgram.run(machine, "outbox", "deliver", "--json", "--now", "in 1h")
    #expect(third.status == 1 && third.json["perhaps_sent"] == 1 && third.json["delivered"] == 0, "\(third)")
    #expect(taken(machine).values.reduce(0, +) == Self.count)
    let states = machine.run("outbox", "list", "--json").items.map { $0["state"] }
    #expect(states.filter { $0 == "delivered" }.count == Self.count - 1)
    #expect(states.filter { $0 == "failed" }.count == 1)
  }

  @Test(
    "a delivery is noted however short --wait is; a second signal ends the waiting, and it was perhaps sent")
  func busyStore() throws {
    for isImpatient in [false, true] {
      let machine = try machine(
        "grep '^Subject:' >> $1/mail; while [ ! -e $1/go ]; do sleep 0.02; done")
      let program = try RealProgram(machine, ["outbox", "deliver", "--limit", "1", "--wait", "0"])
      let end = Date().addingTimeInterval(60)
      while taken(machine).isEmpty, Date() < end { usleep(1000) }
      var isDone = false
      _ = machine.run(["import", "-", "-q"].map { Array($0.utf8) }) { _ in
        guard !isDone else { return 0 }
        isDone = true
        try machine.file("go", "")
        usleep(700_000)
        if isImpatient {
          program.signal(SIGTERM)
          usleep(400_000)
          program.signal(SIGTERM)
          #expect(program.wait(atMost: 30).status == 130)
        }
        return 0
      }
      let ended = program.wait()
      #expect(ended.status == (isImpatient ? 130 : 0), "\(ended)")
      let later = try RealProgram.run(
        machine, "outbox", "deliver", "--json", "--limit", "1", "--now", "in 1h")
      #expect(later.json["perhaps_sent"] == (isImpatient ? 1 : 0))
      #expect(taken(machine)[1] == 1)
    }
  }

  @Test("a full temporary folder is this machine's trouble and no attempt") func noRoom() throws {
    let machine = try machine("grep '^Subject:' >> $1/mail")
    let run = try machine.shell("TMPDIR=/nowhere/at/all sessionctl outbox deliver --quiet")
    #expect(run.status == 74)
    #expect(run.output.contains("this machine can't start another program"))
    #expect(machine.run("outbox", "list", "--json").items.allSatisfy { $0["attempts"] == 0 })
    #expect(
      try RealProgram.run(machine, "outbox", "deliver", "--json").json["delivered"] == .integer(Self.count))
  }

  @Test("an interruption lets the program finish for a few seconds, and leaves the rest")
  func interruptedShortly() throws {
    let machine = try machine("grep '^Subject:' >> $1/mail; sleep 1")
    let first = try RealProgram(machine, ["outbox", "deliver"])
    let end = Date().addingTimeInterval(60)
    while taken(machine).isEmpty, Date() < end { usleep(1000) }
    first.signal(SIGTERM)
    let ended = first.wait()
    #expect(ended.status == 130 && ended.output == "delivered 1\n", "\(ended)")
    #expect(taken(machine) == [1: 1])
    let states = machine.run("outbox", "list", "--json").items.map { $0["state"] }
    #expect(states.filter { $0 == "delivered" }.count == 1)
    #expect(states.filter { $0 == "waiting" }.count == Self.count - 1)
  }

  @Test("an interruption notes what has left, and what was stopped was perhaps sent")
  func interrupted() throws {
    let machine = try machine(
      "grep '^Subject:' >> $1/mail; [ $(wc -l < $1/mail) -ne 5 ] || exec sleep 60")
    let first = try RealProgram(machine, ["outbox", "deliver"])
    let end = Date().addingTimeInterval(60)
    while taken(machine).count < 5, Date() < end { usleep(1000) }
    first.signal(SIGINT)
    let ended = first.wait()
    #expect(ended.status == 130, "\(ended)")
    #expect(ended.output == "delivered 4, 1 perhaps sent\n")
    #expect(ended.errors.contains("perhaps sent: /bin/sh: stopped because this run was interrupted; check"))
    #expect(
      ended.errors.hasSuffix("interrupted; what was delivered is recorded, and the rest waits\n"))
    let second = try RealProgram.run(machine, "outbox", "deliver", "--json", "--now", "in 1h")
    #expect(second.json["delivered"] == .integer(Self.count - 5) && second.json["perhaps_sent"] == 0)
    #expect(taken(machine) == Dictionary(uniqueKeysWithValues: (1...Self.count).map { ($0, 1) }))
  }
}
