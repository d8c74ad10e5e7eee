import CivilTime
import JSONText
import SessionModel
import Testing
import WireFormat

private let created = "\"2026-01-01T10:00:00Z\""
private let updated = "\"2026-01-02T10:00:00Z\""

@Suite struct WireUserTests {
  private static let good = [
    ("id", "361234567890"), ("name", "\"Zoë\""), ("email", "\"zoe@example.com\""),
    ("phone", "\"+49 30 1\""), ("locale", "\"de\""), ("role", "\"end-user\""), ("suspended", "true"),
    ("created_at", created), ("updated_at", updated), ("tags", "[]"),
  ]

  private func user(_ text: String) throws -> WireUser {
    try decoded(text) { record throws(WireProblem) in try WireUser(record) }
  }

  @Test func everyMember() throws {
    let user = try user(object(Self.good))
    #expect(user.id == 361_234_567_890)
    #expect(user.name == "Zoë" && user.email == "zoe@example.com")
    #expect(user.phone == "+49 30 1" && user.locale == "de")
    #expect(user.role == .endUser && user.suspended)
    #expect(user.createdAt.rfc3339 == "2026-01-01T10:00:00Z")
    #expect(user.updatedAt.rfc3339 == "2026-01-02T10:00:00Z")
    #expect(user.status == nil && user.messagingCapacity == nil && user.emailCapacity == nil)
  }

  @Test(
    "§1 may have no known e-mail: null, empty and not there are the same",
    arguments: [
      nil, "null", "\"\"",
    ])
  func absent(value: String?) throws {
    let user = try user(
      object(Self.good, ("email", value), ("phone", value), ("updated_at", nil), ("suspended", nil)))
    #expect(user.email == nil && user.phone == nil && !user.suspended)
    #expect(user.updatedAt == user.createdAt)
  }

  @Test(arguments: [
    ("\"end-user\"", Role.endUser), ("\"end_user\"", .endUser), ("\"agent\"", .agent), ("\"admin\"", .admin),
    ("null", .endUser),
  ])
  func roles(value: String, role: Role) throws {
    #expect(try user(object(Self.good, ("role", value))).role == role)
  }

  @Test func wireWords() {
    #expect(Role.allCases.map(\.wireWord) == ["end-user", "agent", "admin"])
  }

  @Test(
    arguments: [
      ("id", nil, "id: expected an id, found nothing"),
      ("id", "null", "id: expected an id, found nothing"),
      ("id", "0", "id: expected an id: a positive integer of 64 bits, found 0"),
      ("id", "-4", "id: expected an id: a positive integer of 64 bits, found -4"),
      ("id", "1.5", "id: expected an id: a positive integer of 64 bits, found 1.5"),
      ("id", "\"7a\"", "id: expected an id: a positive integer of 64 bits, found \"7a\""),
      (
        "id", "12345678901234567890",
        "id: expected an id: a positive integer of 64 bits, found 12345678901234567890"
      ),
      ("name", "5", "name: expected a text, found 5"),
      ("email", "[]", "email: expected a text, found []"),
      ("phone", "false", "phone: expected a text, found false"),
      ("locale", "{}", "locale: expected a text, found {}"),
      ("role", "\"owner\"", "role: expected one of end_user, agent, admin, found \"owner\""),
      ("role", "2", "role: expected one of end_user, agent, admin, found 2"),
      ("suspended", "\"yes\"", "suspended: expected true or false, found \"yes\""),
      ("created_at", "\"yesterday\"", "created_at: expected an RFC 3339 time, found \"yesterday\""),
      (
        "created_at", "\"2026-02-30T00:00:00Z\"",
        "created_at: expected an RFC 3339 time, found \"2026-02-30T00:00:00Z\""
      ),
      ("updated_at", "1767225600", "updated_at: expected an RFC 3339 time, found 1767225600"),
      (
        "updated_at", "\"a text that is far longer than what is shown of it\"",
        "updated_at: expected an RFC 3339 time, found \"a text that is far longer than what is …"
      ),
    ] as [(String, String?, String)])
  func refusals(key: String, value: String?, expected: String) throws {
    let found = try sentence(object(Self.good, (key, value))) { record throws(WireProblem) in
      try WireUser(record)
    }
    #expect(found == expected)
  }

  @Test("What export writes beside staff comes back") func companion() throws {
    let person = Person(
      id: 9, name: "Ada", email: nil, role: .agent, status: .away, messagingCapacity: 3, emailCapacity: 0)
    let local = WireUser.local(person).text
    #expect(
      local
        == "{\"status\":\"away\",\"messaging_capacity\":3,\"email_capacity\":0,\"routing_turn\":null,\"local_role\":null,\"source_updated_at\":null,\"local_fields\":[]}"
    )
    let text = "{\"user\":\(object(Self.good)),\"sessionctl\":\(local)}"
    let user = try user(text)
    #expect(user.status == .away && user.messagingCapacity == 3 && user.emailCapacity == 0)
  }

  @Test(arguments: [
    ("{\"status\":\"gone\"}", "sessionctl.status: expected one of online, away, offline, found \"gone\""),
    (
      "{\"messaging_capacity\":-1}",
      "sessionctl.messaging_capacity: expected a number of 0 or more, found -1"
    ),
    (
      "{\"email_capacity\":\"many\"}",
      "sessionctl.email_capacity: expected a number of 0 or more, found \"many\""
    ),
  ])
  func companionRefusals(local: String, expected: String) throws {
    let text = "{\"user\":\(object(Self.good)),\"sessionctl\":\(local)}"
    #expect(try sentence(text) { record throws(WireProblem) in try WireUser(record) } == expected)
  }
}

@Suite struct WireGroupTests {
  private static let good = [
    ("id", "12"), ("name", "\"Support\""), ("deleted", "true"), ("created_at", created),
    ("updated_at", updated),
  ]

  @Test func everyMember() throws {
    let group = try decoded(object(Self.good)) { record throws(WireProblem) in try WireGroup(record) }
    #expect(group.id == 12 && group.name == "Support" && group.deleted)
    #expect(group.createdAt < group.updatedAt)
    let bare = try decoded(object(Self.good, ("name", nil), ("deleted", nil), ("updated_at", "null"))) {
      record throws(WireProblem) in try WireGroup(record)
    }
    #expect(bare.name == "" && !bare.deleted && bare.updatedAt == bare.createdAt)
  }

  @Test(
    arguments: [
      ("id", nil, "id: expected an id, found nothing"), ("name", "1", "name: expected a text, found 1"),
      ("deleted", "0", "deleted: expected true or false, found 0"),
      ("created_at", "5", "created_at: expected an RFC 3339 time, found 5"),
      ("updated_at", "\"\"", "updated_at: expected an RFC 3339 time, found \"\""),
    ] as [(String, String?, String)])
  func refusals(key: String, value: String?, expected: String) throws {
    let found = try sentence(object(Self.good, (key, value))) { record throws(WireProblem) in
      try WireGroup(record)
    }
    #expect(found == expected)
  }
}

@Suite struct WireMembershipTests {
  private static let good = [
    ("id", "1"), ("user_id", "2"), ("group_id", "3"), ("created_at", created), ("updated_at", updated),
  ]

  @Test func everyMember() throws {
    let membership = try decoded(object(Self.good)) { record throws(WireProblem) in
      try WireMembership(record)
    }
    #expect((membership.id, membership.userID, membership.groupID) == (1, 2, 3))
  }

  @Test(
    arguments: [
      ("id", nil, "id: expected an id, found nothing"),
      ("user_id", "null", "user_id: expected an id, found nothing"),
      ("group_id", "\"x\"", "group_id: expected an id: a positive integer of 64 bits, found \"x\""),
      ("created_at", "[]", "created_at: expected an RFC 3339 time, found []"),
    ] as [(String, String?, String)])
  func refusals(key: String, value: String?, expected: String) throws {
    let found = try sentence(object(Self.good, (key, value))) { record throws(WireProblem) in
      try WireMembership(record)
    }
    #expect(found == expected)
  }
}
