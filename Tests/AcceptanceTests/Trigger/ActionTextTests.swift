import JSONText
import SessionModel
import TestSupport
import Testing

@testable import SessionctlCommands

/// What `show` prints of an action can be typed, and what people type is understood.
@Suite struct ActionTextTests {
  private func read(_ text: String, _ dialect: RuleDialect = .ticket) throws -> RuleAction {
    let reader = RuleTextReader(dialect) { "text of \($0)" }
    let typed = reader.action(text, RuleText.perform)
    if let failure = typed.failure { throw failure }
    return typed.element
  }

  @Test(
    "an e-mail in words, as it is shown, and as JSON",
    arguments: [
      #"notification_user requester "Subject" "Body""#, "notification_user requester: Subject | Body",
      #"notification_user ["requester_id","Subject","Body"]"#,
      "notification_user requester_id: Subject | Body",
      "notification_user requester 'Subject' 'Body'", "notification_user requester_id: Subject\n   | Body",
      "notification_user requester_id: Subject\n             | Body",
      "notification_user requester Subject Body",
    ])
  func forms(text: String) throws {
    #expect(
      try read(text)
        == RuleAction(field: "notification_user", value: ["requester_id", "Subject", "Body"]))
  }

  private static let examples: [(text: String, value: JSONValue)] = [
    (
      #"notification_user requester "Re: {{ticket.title}} | x" "Dear \"you\"\nBye""#,
      ["requester_id", "Re: {{ticket.title}} | x", "Dear \"you\"\nBye"]
    ),
    ("notification_user requester: Say \"hi\" | Don't", ["requester_id", "Say \"hi\"", "Don't"]),
    ("notification_user requester: S | @body.txt", ["requester_id", "S", "text of body.txt"]),
    ("notification_user requester S @body.txt", ["requester_id", "S", "text of body.txt"]),
    (#"notification_user requester S "@body.txt""#, ["requester_id", "S", "@body.txt"]),
    ("notification_user requester S @@all", ["requester_id", "S", "@all"]),
    ("notification_user assignee S don't", ["assignee_id", "S", "don't"]),
    ("notification_group Returns & Repairs: S | B", ["Returns & Repairs", "S", "B"]),
    (#"notification_group "Returns & Repairs" S B"#, ["Returns & Repairs", "S", "B"]),
    (#"notification_webhook 01H "{\"a\": 1}""#, ["01H", "{\"a\": 1}"]),
    ("notification_webhook 01H | {\"a\": 1}", ["01H", "{\"a\": 1}"]),
    ("comment_value @note.txt", "text of note.txt"), ("comment_value @@note", "@note"),
    ("comment_value @note and more", "@note and more"), ("comment_value\n   | a\n   | b", "a\nb"),
    ("comment_value Table\n| a |", "Table\n| a |"), ("priority \"\"", ""), ("set_tags @x", "@x"),
  ]

  @Test("texts, quotes and files", arguments: examples.indices)
  func values(index: Int) throws {
    let (text, value) = Self.examples[index]
    #expect(try read(text).value == value, "\(text)")
  }

  @Test("messages begin with names that are filled in, and may come from a file") func messaging() throws {
    #expect(try read("send_message_to_customer @customer_name", .messaging).value == "@customer_name")
    #expect(try read("send_message_to_customer @hello.txt", .messaging).value == "text of hello.txt")
    #expect(try read("send_message_to_customer @customer_name, hi", .messaging).value == "@customer_name, hi")
  }

  @Test(
    "what is missing is said with an example",
    arguments: [
      "notification_user requester", #"notification_user requester "S""#, "notification_user requester: S",
      "notification_user requester a b c", "notification_webhook 01H", "notification_user",
    ])
  func wrong(text: String) {
    #expect { try read(text) } throws: { error in
      let failure = error as? Failure
      return failure?.code == .usage && failure?.message.contains("; write 'notification_") == true
    }
    #expect { try read("notification_user requester \"S") } throws: {
      ($0 as? Failure)?.message.contains("does not end") == true
    }
  }

  @Test("whatever an action says, what is shown of it reads as the same") func roundTrip() throws {
    var random = SplitMix(seed: 18)
    let pieces = [
      "a", "b c", " ", "  ", "\n", "|", " | ", ":", ": ", "\"", "'", "@", "@x", "[", "]", "\\", "\\n",
      "{{ticket.id}}",
      "ä", "👩‍🚒", "\"\"", "requester", "\t",
    ]
    func text(_ most: Int) -> String {
      (0..<Int.random(in: 0...most, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        .joined()
    }
    for _ in 0..<3_000 {
      let action =
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
          RuleAction(field: "notification_user", value: ["requester_id", .string(text(4)), .string(text(8))])
        case 1:
          RuleAction(
            field: "notification_group", value: [.string(text(3)), .string(text(4)), .string(text(8))])
        case 2: RuleAction(field: "notification_webhook", value: [.string(text(2)), .string(text(8))])
        case 3: RuleAction(field: "priority", value: "low")
        default: RuleAction(field: "comment_value", value: .string(text(8)))
        }
      let shown = ActionText.lines(action).joined(separator: "\n")
      #expect(try read(shown) == action, "\(shown)")
    }
  }
}
