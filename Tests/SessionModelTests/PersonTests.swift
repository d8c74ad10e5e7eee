import SessionModel
import Testing

@Suite struct PersonTests {
  @Test("C1 ten of each to begin with, at most 500") func capacity() {
    let agent = Person(id: 1, name: "Ada", email: nil, role: .agent)
    #expect((agent.messagingCapacity, agent.emailCapacity) == (10, 10))
    #expect(Person.largestCapacity == 500)
  }

  @Test(arguments: [
    ("Ada", "ada@example.com", "Ada"), ("", "ada@example.com", "ada@example.com"), ("", nil, "user 12"),
  ])
  func displayName(name: String, email: String?, shown: String) {
    #expect(Person(id: 12, name: name, email: email, role: .agent).displayName == shown)
  }
}
