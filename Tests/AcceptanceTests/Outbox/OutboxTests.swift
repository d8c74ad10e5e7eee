import CommandGrammar
import Foundation
import JSONText
import Testing

/// What rules sent, leaving the machine: with made-up programs in place of sendmail.
@Suite struct OutboxTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  /// Two e-mails to Carla (501), about the tickets 1001 and 1004.
  private func twoMails() throws {
    try machine.succeed(
      "trigger", "create", "--title", "Tell", "--if", "messaging_session_state value ended", "--do",
      "notification_user [\"requester_id\",\"Über {{ticket.id}}\",\"Schöne Grüße\\n.\\nFrom us\"]", "-q")
    try machine.succeed("session", "end", "1", "4", "--yes", "-q")
    try machine.succeed("settings", "set", "outbox.from", "help@example.com", "-q")
  }

  /// A program that appends its input to a file `mail` and then does as the script says.
  private func sendmail(_ script: String = "", key: String = "outbox.sendmail") throws {
    let path = try machine.file("sendmail", "#!/bin/sh\ncat >> '\(machine.folder)/mail'\n\(script)\n")
    try machine.succeed("settings", "set", key, "/bin/sh \(path)", "-q")
  }

  private var mail: String {
    String(decoding: (try? machine.bytes(of: "\(machine.folder)/mail")) ?? [], as: UTF8.self)
  }

  private func entries(_ more: String...) -> [JSONValue] {
    machine.run(["outbox", "list", "--json"] + more).items
  }

  @Test("no time that a delivery notes is after the year 9999", arguments: ["", "exit 75"])
  func lastMoment(script: String) throws {
    try twoMails()
    try sendmail(script)
    let run = machine.run("outbox", "deliver", "--now", "9999-12-31T23:59:59Z")
    #expect(run.code == (script.isEmpty ? .done : .no), "\(run)")
    #expect(machine.run("doctor").code == .done)
    #expect(machine.run("outbox", "list").code == .done)
  }

  @Test("e-mails leave once, as RFC 5322 messages, and never again") func deliver() throws {
    try twoMails()
    try sendmail()
    #expect(entries().map { $0["state"] } == ["waiting", "waiting"])
    let run = machine.run("outbox", "deliver")
    #expect(run.code == .done, "\(run)")
    #expect(run.text == "delivered 2\n")
    #expect(mail.components(separatedBy: "To: carla@example.net\n").count == 3)
    #expect(mail.components(separatedBy: "From: help@example.com\n").count == 3)
    #expect(!mail.contains("\n.\n"))
    #expect(mail.utf8.allSatisfy { $0 < 0x80 })
    let sent = mail
    #expect(machine.run("outbox", "deliver").text == "nothing to deliver\n")
    #expect(mail == sent)
    let states = entries()
    #expect(
      states.allSatisfy { $0["state"] == "delivered" && $0["attempts"] == 1 && $0["last_error"] == .null })
    #expect(machine.logged.last == "outbox deliver")
    #expect(machine.run("doctor").code == .done)
  }

  @Test("the fields of an entry are the interface's") func fields() throws {
    try twoMails()
    let entry = machine.run("outbox", "show", "1", "--json").item
    for name in [
      "id", "kind", "ticket_id", "to", "subject", "body", "rule_id", "rule_kind", "created_at", "state",
      "attempts",
      "last_error",
    ] { #expect(entry[name] != nil, "\(name)") }
    #expect(entry["kind"] == "email")
    #expect(entry["ticket_id"] == 1001)
    #expect(entry["to"] == "carla@example.net")
    #expect(entry["subject"] == "Über 1001")
    #expect(entries("--ticket", "1004").map { $0["id"] } == [2])
    #expect(entries("--state", "failed").isEmpty)
    #expect(machine.run("outbox", "show", "77").errors.contains("no outbox entry 77"))
  }

  @Test("a failure is counted, waits longer and longer, and is given up in the end") func failing() throws {
    try twoMails()
    try sendmail("echo 'no such host' >&2; exit 75")
    var delays: [Int64] = []
    for attempt in 1...8 {
      let before = machine.now
      let run = machine.run("outbox", "deliver", "--kind", "email", "--limit", "1", "--json")
      #expect(run.code == .no)
      #expect(run.json["failed"] == 1)
      #expect(run.items.first?["error"]?.string?.hasSuffix(": exit status 75: no such host") == true)
      let entry = machine.run("outbox", "show", "1", "--json").item
      #expect(entry["attempts"] == .integer(Int64(attempt)))
      guard attempt < 8 else {
        #expect(entry["state"] == "failed")
        #expect(run.json["given_up"] == 1)
        break
      }
      // Entry 2 is out of the way, so that entry 1 is the only one that becomes due.
      if attempt == 1 { try machine.succeed("outbox", "cancel", "2", "-q") }
      let next = try #require(entry["next_attempt_at"]?.string)
      machine.now = before.advanced(by: 59)
      #expect(machine.run("outbox", "deliver").text == "nothing to deliver\n")
      machine.now = try .init(rfc3339: next)
      delays.append(machine.now.seconds - before.seconds)
    }
    #expect(delays == delays.sorted() && delays.first == 60 && Set(delays).count == delays.count)
    #expect(machine.run("outbox", "deliver").text == "nothing to deliver\n")
    try machine.succeed("outbox", "retry", "1", "-q")
    try sendmail()
    #expect(machine.run("outbox", "deliver").code == .done)
    #expect(entries("--state", "delivered").count == 1)
  }

  @Test("what a setting lacks is said before anything leaves, and does not count as tried") func missing()
    throws
  {
    try twoMails()
    try sendmail()
    try machine.succeed("settings", "set", "outbox.from", "", "-q")
    let run = machine.run("outbox", "deliver")
    #expect(run.code == .no)
    #expect(
      run.errors
        == "sessionctl: 2 emails can't leave: outbox.from is not set; set it with 'sessionctl settings set outbox.from ADDRESS'\n"
    )
    try machine.succeed("settings", "set", "outbox.from", "help@example.com", "-q")
    try machine.succeed("settings", "set", "outbox.sendmail", "/nowhere/sendmail -t -i", "-q")
    let gone = machine.run("outbox", "deliver")
    #expect(gone.code == .no)
    #expect(
      gone.errors.contains("outbox.sendmail can't be run: /nowhere/sendmail: No such file or directory"))
    #expect(mail.isEmpty)
    #expect(entries().allSatisfy { $0["attempts"] == 0 && $0["state"] == "waiting" })
  }

  @Test("a program that hangs is stopped, and one that talks without end is not a trouble") func bad() throws
  {
    try twoMails()
    try sendmail("sleep 600")
    let hanging = machine.run("outbox", "deliver", "--timeout", "1s", "--limit", "1", "--json")
    #expect(hanging.code == .no)
    #expect(hanging.items.first?["error"]?.string?.contains("stopped after 1 s") == true)
    // It had the whole mail.
    #expect(hanging.items.first?["outcome"] == "perhaps_sent" && hanging.json["perhaps_sent"] == 1)
    #expect(machine.run("outbox", "show", "1", "--json").item["state"] == "failed")
    try sendmail("yes | head -c 9000000")
    #expect(machine.run("outbox", "deliver").text == "delivered 1\n")
    machine.now = machine.now.advanced(by: 86_400)
    #expect(machine.run("outbox", "deliver").text == "nothing to deliver\n")
    try sendmail()
    try machine.succeed("outbox", "retry", "1", "-q")
    #expect(machine.run("outbox", "deliver").text == "delivered 1\n")
  }

  @Test("webhooks and messages leave as the JSON document of the entry") func webhook() throws {
    try machine.succeed(
      "trigger", "create", "--title", "Hook", "--if", "messaging_session_state value ended", "--do",
      "notification_webhook [\"01HOOK\",\"{\\\"ticket\\\":\\\"{{ticket.title}}\\\"}\"]", "-q")
    try machine.succeed("session", "end", "1", "-q")
    #expect(
      machine.run("outbox", "deliver").errors.contains(
        "1 webhook can't leave: outbox.webhook_command is not set"))
    try sendmail(key: "outbox.webhook_command")
    #expect(machine.run("outbox", "deliver").text == "delivered 1\n")
    let document = try JSONValue.parse(mail)
    #expect(document["schema"] == "sessionctl.outbox-entry/1")
    #expect(document["item"]?["to"] == "01HOOK")
    #expect(try JSONValue.parse(document["item"]?["body"]?.string ?? "")["ticket"] == "Ticket 1001")
  }

  @Test("an address that no header can carry is given up; beside good ones it is left out") func addresses()
    throws
  {
    try twoMails()
    try sendmail()
    try machine.tamper(
      "UPDATE outbox SET recipient = 'a@b' || char(10) || 'Bcc: evil@example.org' WHERE id = 1")
    try machine.tamper("UPDATE outbox SET recipient = 'ü@b, carla@example.net' WHERE id = 2")
    let run = machine.run("outbox", "deliver", "--json")
    #expect(run.items.map { $0["outcome"] } == ["given_up", "delivered"])
    #expect(run.items.last?["error"] == "left out because it is not an address: 'ü@b'")
    #expect(!mail.contains("evil"))
    #expect(mail.contains("To: carla@example.net\n"))
  }

  @Test("a customer whose imported address would add a header or a receiver gets nothing (E15)")
  func importedAddress()
    throws
  {
    try machine.take([
      Wire.wrapped(
        "user", Wire.user(501, [("email", "c@x.net\nBcc: e@y.org"), ("updated_at", "2026-07-15T09:00:00Z")]))
    ])
    try twoMails()
    #expect(entries().isEmpty)
  }

  @Test("what a deliverer that died had in hand was perhaps sent, and leaves again only if somebody says so")
  func lease() throws {
    try twoMails()
    try sendmail()
    try machine.tamper(
      "UPDATE outbox SET lease = 7, leased_until = \(machine.now.seconds + 100), attempts = 1")
    #expect(machine.run("outbox", "deliver").text == "nothing to deliver\n")
    #expect(machine.run("outbox", "cancel", "1").errors.contains("is being delivered right now"))
    machine.now = machine.now.advanced(by: 101)
    let run = machine.run("outbox", "deliver", "--quiet")
    #expect(run.code == .no)
    #expect(run.text == "delivered 0, 2 perhaps sent before\n")
    #expect(
      run.errors.contains(
        "outbox entry 1: perhaps sent: a delivery started, but its outcome was never recorded")
    )
    #expect(mail.isEmpty)
    #expect(entries().allSatisfy { $0["attempts"] == 1 && $0["state"] == "failed" })
    #expect(machine.logged.last == "outbox deliver")
    // It is said once.
    #expect(machine.run("outbox", "deliver", "--quiet").code == .done)
    try machine.succeed("outbox", "ack", "1", "-q")
    try machine.succeed("outbox", "retry", "2", "-q")
    #expect(machine.run("outbox", "deliver").text == "delivered 1\n")
    #expect(entries().map { $0["state"] } == ["delivered", "delivered"])
    #expect(machine.run("doctor").code == .done)
  }

  @Test(
    "a mail program that says that it never can is believed at once, one that says later is asked again",
    arguments: Array(60...79) + [1, 127])
  func statuses(status: Int) throws {
    try twoMails()
    try sendmail("exit \(status)")
    let run = machine.run("outbox", "deliver", "--limit", "1", "--json")
    let isFinal = [64, 65, 66, 67, 68, 76, 77, 78].contains(status)
    #expect(run.items.map { $0["outcome"] } == [isFinal ? "given_up" : "failed"])
    #expect(machine.run("outbox", "show", "1", "--json").item["state"] == (isFinal ? "failed" : "waiting"))
  }

  @Test("the statuses of other programs mean nothing in particular") func webhookStatus() throws {
    try machine.succeed(
      "trigger", "create", "--title", "Hook", "--if", "messaging_session_state value ended", "--do",
      "notification_webhook [\"01HOOK\",\"{}\"]", "-q")
    try machine.succeed("session", "end", "1", "-q")
    try sendmail("exit 67", key: "outbox.webhook_command")
    #expect(machine.run("outbox", "deliver", "--json").items.map { $0["outcome"] } == ["failed"])
  }

  @Test("bounces go to outbox.from, where the mail program is known and the setting says nothing else")
  func envelopeSender() throws {
    try twoMails()
    let path = try machine.program("sendmail", "echo \"$@\" >> '\(machine.folder)/mail'")
    for (setting, call) in [
      ("\(path) -t -i", "-t -i -f help@example.com"),
      ("\(path) -t -fbounce@example.com", "-t -fbounce@example.com"),
      ("\(path) -t -r me", "-t -r me"),
    ] {
      try machine.file("mail", "")
      try machine.succeed("settings", "set", "outbox.sendmail", setting, "-q")
      try machine.tamper("UPDATE outbox SET state = 0")
      #expect(machine.run("outbox", "deliver", "--limit", "1").code == .done)
      #expect(mail == call + "\n")
    }
  }

  @Test("the sender's own address is never written to: a remark in the history, and lint knows") func own()
    throws
  {
    try machine.succeed("settings", "set", "outbox.from", "Carla@Example.net", "-q")
    try machine.succeed(
      "trigger", "create", "--title", "Tell", "--if", "messaging_session_state value ended", "--do",
      "notification_user [\"requester_id\",\"Bye\",\"Bye\"]", "-q")
    let run = machine.run("session", "end", "1", "--json")
    #expect(run.json["effects"]?["emails"] == 0)
    #expect(entries().isEmpty)
    let history = machine.run("ticket", "history", "1001", "--format", "ndjson").text
    #expect(
      history.contains("no e-mail was sent: it would go to outbox.from, the address that e-mails come from"))
    let findings = machine.run("trigger", "lint", "--json").items
    #expect(findings.contains { $0["code"] == "own_address" })
    // Set only after the mail was written.
    try machine.succeed("settings", "set", "outbox.from", "help@example.com", "-q")
    try machine.succeed("session", "end", "4", "-q")
    try machine.succeed("settings", "set", "outbox.from", "carla@example.net", "-q")
    try sendmail()
    let late = machine.run("outbox", "deliver", "--json")
    #expect(late.items.map { $0["outcome"] } == ["given_up"])
    #expect(mail.isEmpty)
  }

  @Test("a list too long for one line becomes several messages, each of which leaves once") func longLists()
    throws
  {
    try twoMails()
    let addresses = (0..<120).map { "agent\($0)@example.net" }
    try machine.tamper("UPDATE outbox SET recipient = '\(addresses.joined(separator: ", "))' WHERE id = 1")
    try machine.tamper("UPDATE outbox SET state = 3 WHERE id = 2")
    try sendmail()
    #expect(machine.run("outbox", "deliver").text == "delivered 3\n")
    let lines = mail.split(separator: "\n").filter { $0.hasPrefix("To: ") }
    #expect(lines.count == 3 && lines.allSatisfy { $0.utf8.count <= 998 })
    #expect(lines.flatMap { $0.dropFirst(4).split(separator: ", ").map(String.init) } == addresses)
    #expect(!mail.contains("\n "))
  }

  @Test("a setting that is missing is said once from cron, then ever more rarely, and not at all with 'none'")
  func quiet() throws {
    try twoMails()
    try sendmail()
    let sender = "help@example.com"
    try machine.succeed("settings", "set", "outbox.from", "", "-q")
    let first = machine.run("outbox", "deliver", "--quiet")
    #expect(first.code == .no && first.errors.contains("2 emails can't leave: outbox.from is not set"))
    #expect(entries().allSatisfy { $0["last_error"]?.string?.hasPrefix("can't leave: outbox.from") == true })
    for _ in 1...3 {
      machine.now = machine.now.advanced(by: 60)
      let again = machine.run("outbox", "deliver", "--quiet")
      #expect(again.code == .done && again.errors.isEmpty && again.text.isEmpty)
    }
    // Whoever asks is told.
    #expect(machine.run("outbox", "deliver").code == .no)
    machine.now = machine.now.advanced(by: 3600)
    #expect(machine.run("outbox", "deliver", "--quiet").code == .no)
    try machine.succeed("settings", "set", "outbox.sendmail", "none", "-q")
    machine.now = machine.now.advanced(by: 90_000)
    #expect(machine.run("outbox", "deliver", "--quiet").code == .done)
    #expect(machine.run("outbox", "deliver").errors.contains("outbox.sendmail is none"))
    // Once all is there, nothing waits for the end of a pause.
    try machine.succeed("settings", "set", "outbox.from", sender, "-q")
    try sendmail()
    #expect(machine.run("outbox", "deliver", "--quiet").code == .done)
    #expect(entries().allSatisfy { $0["state"] == "delivered" && $0["last_error"] == .null })
  }

  @Test("acknowledged, made to wait again, cancelled: what was delivered is never sent again") func byHand()
    throws
  {
    try twoMails()
    try sendmail()
    try machine.succeed("outbox", "ack", "1", "-q")
    try machine.succeed("outbox", "cancel", "2", "-q")
    #expect(machine.run("outbox", "deliver").text == "nothing to deliver\n")
    #expect(machine.run("outbox", "retry", "1").code == .no)
    #expect(machine.run("outbox", "cancel", "1").code == .no)
    #expect(machine.run("outbox", "ack", "2").code == .no)
    let content = machine.content()
    #expect(machine.run("outbox", "retry", "2", "99").code == .no)
    #expect(machine.content() == content)
    try machine.succeed("outbox", "retry", "2", "-q")
    #expect(machine.run("outbox", "deliver").text == "delivered 1\n")
    #expect(machine.run("outbox", "deliver", "--as", "ana@example.com").code == .notPermitted)
  }

  @Test("a survey leaves as an e-mail with the link of csat.link, in the requester's language") func survey()
    throws
  {
    try machine.take([
      Wire.wrapped(
        "user",
        Wire.user(
          501,
          [
            ("name", "Carla & Söhne"), ("email", "carla@example.net"), ("locale", "de-AT"),
            ("updated_at", "2026-07-15T09:00:00Z"),
          ]))
    ])
    try machine.succeed(
      "trigger", "create", "--title", "Ask", "--if", "messaging_session_state value ended", "--do",
      "satisfaction_score offered", "-q")
    try machine.succeed("session", "end", "1", "-q")
    try machine.succeed("settings", "set", "outbox.from", "help@example.com", "-q")
    try sendmail()
    let run = machine.run("outbox", "deliver")
    #expect(run.code == .no)
    #expect(run.errors.contains("1 survey can't leave: csat.link is not set"))
    #expect(run.text == "delivered 0\n")
    #expect(mail.isEmpty)
    #expect(machine.run("settings", "set", "csat.link", "https://x/{{").code == .usage)
    try machine.succeed(
      "settings", "set", "csat.link", "https://x.example/?t={{ticket.id}}&n={{ticket.requester.name}}", "-q")
    let shown = machine.run("outbox", "show", "1", "--json").item
    #expect(shown["subject"] == "Wie zufrieden waren Sie mit unserer Hilfe?")
    #expect(shown["body"]?.string?.contains("https://x.example/?t=1001&n=Carla%20%26%20S%C3%B6hne\n") == true)
    #expect(machine.run("outbox", "deliver").text == "delivered 1\n")
    #expect(machine.run("outbox", "show", "1", "--json").item["body"] == shown["body"])
  }
}
