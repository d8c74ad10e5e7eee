import Placeholders
import Testing

@Suite struct AtTemplateTests {
  private static let names: Set<String> = ["customer_name", "message", "queue_size", "b"]

  private func render(_ text: String, _ limits: RenderLimits = .standard) throws -> Rendered {
    try AtTemplate.compile(text, names: Self.names).render(limits: limits) { name in
      switch name {
      case "customer_name": "Zoë @message"
      case "queue_size": 3
      case "message": "{{hi}}"
      default: .none
      }
    }
  }

  @Test(arguments: [
    ("", ""),
    ("Hi @customer_name!", "Hi Zoë @message!"),
    ("@queue_size waiting, @queue_size", "3 waiting, 3"),
    ("(@message) \"@message\"...@message.", "({{hi}}) \"{{hi}}\"...{{hi}}."),
    ("@customer_name@queue_size", "Zoë @message@queue_size"),
    ("@unknown @customer_names @ @@ @Customer_Name", "@unknown @customer_names @ @@ @Customer_Name"),
    ("Mail a@b.example or x.y+z@message.example", "Mail a@b.example or x.y+z@message.example"),
    ("a@b @@b a_@b", "a@b @@b a_@b"),
    ("[@b]", "[]"),
    ("こんにちは@customer_nameさん", "こんにちはZoë @messageさん"),
    ("zoë@message.example", "zoë@message.example"),
    ("{{ticket.id}} @", "{{ticket.id}} @"),
  ])
  func messages(text: String, output: String) throws {
    #expect(try render(text) == Rendered(text: output))
  }

  @Test func slotsAndLimits() throws {
    let template = try AtTemplate.compile("@message @queue_size @message a@b", names: Self.names)
    #expect(template.slots == ["message", "queue_size"])
    #expect(
      try render("12345 @customer_name", RenderLimits(bytes: 9)) == Rendered(text: "12345 Zo", cut: .bytes))
    #expect(try render("@b @b @b", RenderLimits(steps: 2)) == Rendered(text: " ", cut: .steps))
    #expect(throws: TemplateProblem.self) {
      try AtTemplate.compile(String(repeating: "@", count: 65_537), names: Self.names)
    }
    #expect(try render(String(repeating: "@", count: 65_536)).text.utf8.count == 65_536)
  }
}
