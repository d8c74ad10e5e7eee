import JSONText
import Testing

/// The outbox delivered by a real mail server, and read back by somebody else's parser.
@Suite(.enabled(if: MailServer.isHere, "\(MailServer.whatItNeeds)"))
struct MailServerTests {
  private static let names = [
    "Zoë Łukasiewicz", "王小明", "👩‍👩‍👧‍👦 Family", "O'Neil \"The Box\" <evil@example.org>", "=?utf-8?Q?fake?=",
    "مرحبا بالعالم", String(repeating: "ä", count: 200), "a\r\nBcc: evil@example.org", "Plain Jane",
  ]

  /// A body as hard as they come: dot lines, `From `, long lines, spaces at ends, no ASCII and only ASCII.
  private static let bodies = [
    "Hello\n.\n..\nFrom us\nBye\n", "Schöne Grüße\n.\nFrom us\n\n\n  indented  \ntrailing \n",
    String(repeating: "word ", count: 600) + "\n", String(repeating: "é", count: 2000) + "\n.\n", ".\n",
    "=?utf-8?Q?fake?= =3D = \t tab\t\n",
  ]

  /// Lets a trigger write to everybody who ends, each with a name and a ticket's title of their own.
  private func machine(_ server: MailServer) throws -> TestMachine {
    let machine = try TestMachine.withStore()
    try machine.succeed("feature", "enable", "-q")
    let people = Self.names.enumerated().map { index, name in
      Wire.wrapped(
        "user",
        Wire.user(
          Int64(500 + index), [("name", .string(name)), ("email", .string("box\(index)@example.net"))]))
    }
    let tickets = Self.names.enumerated().map { index, name in
      Wire.wrapped(
        "ticket",
        Wire.ticket(
          Int64(1000 + index),
          [("requester_id", .integer(Int64(500 + index))), ("subject", .string("\(name) fragt: \(name)"))]))
    }
    try machine.take(people + tickets)
    for (index, body) in Self.bodies.enumerated() {
      let value: JSONValue = [
        "requester_id", .string("Re \(index): {{ticket.title}}"),
        .string("\(body){{ticket.requester.name}}\n"),
      ]
      try machine.succeed(
        "trigger", "create", "--title", "Tell \(index)", "--if", "messaging_session_state value ended",
        "--do",
        "notification_user \(value.text)", "-q")
    }
    try machine.succeed("settings", "set", "outbox.from", "help@example.com", "-q")
    try machine.succeed("settings", "set", "account.name", "Bohne & Söhne GmbH, 株式会社", "-q")
    try machine.succeed("settings", "set", "outbox.sendmail", server.command, "-q")
    return machine
  }

  @Test("names, subjects and texts arrive as they were sent, and nothing adds a header")
  func arrives() throws {
    let server = try MailServer()
    let machine = try machine(server)
    try machine.succeed("session", "end", "--all", "--yes", "-q")
    let count = Self.names.count * Self.bodies.count
    let run = machine.run("outbox", "deliver")
    #expect(run.text == "delivered \(count)\n", "\(run)")
    let entries = machine.run("outbox", "list", "--json").items
    let mails = try server.mails()
    #expect(mails.count == count && entries.count == count)
    for entry in entries {
      let id = entry["id"]?.integer ?? 0
      let mail = try #require(mails.first { $0.messageID.hasPrefix("<sessionctl.\(id).") })
      #expect(mail.from == "help@example.com")
      #expect(mail.fromName == "Bohne & Söhne GmbH, 株式会社")
      #expect(mail.to == [entry["to"]?.string])
      #expect(mail.subject == flat(entry["subject"]?.string))
      #expect(mail.body == entry["body"]?.string?.replacing("\r\n", with: "\n"))
      #expect(!mail.headers.contains { $0.lowercased() == "bcc" })
      #expect(mail.headers.filter { $0 == "Subject" || $0 == "From" || $0 == "To" }.count == 3)
    }
    #expect(machine.run("outbox", "deliver").text == "nothing to deliver\n")
    #expect(try server.mails().count == count)
  }

  @Test("a survey arrives with its link") func survey() throws {
    let server = try MailServer()
    let machine = try machine(server)
    try machine.succeed(
      "settings", "set", "csat.link", "https://example.com/rate/{{ticket.id}}?via=mail", "-q")
    try machine.succeed("recipe", "install", "csat-on-end", "--yes", "-q")
    for index in Self.bodies.indices { try machine.succeed("trigger", "disable", "Tell \(index)", "-q") }
    try machine.succeed("session", "end", "--all", "--yes", "-q")
    #expect(machine.run("outbox", "deliver").text == "delivered \(Self.names.count)\n")
    let mails = try server.mails()
    for index in Self.names.indices {
      let mail = try #require(mails.first { $0.to == ["box\(index)@example.net"] })
      #expect(mail.body.contains("\nhttps://example.com/rate/\(1000 + index)?via=mail\n"))
    }
  }

  /// As a header has it: no line ends.
  private func flat(_ text: String?) -> String? {
    text.map { $0.split(omittingEmptySubsequences: true) { $0.isNewline }.joined(separator: " ") }
  }
}
