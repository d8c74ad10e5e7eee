import JSONText
import Testing

/// Every container records come in.
@Suite struct ReaderContainerTests {
  @Test func nothing() {
    #expect(steps("") == [])
    #expect(steps(" \n\t\r\n") == [])
    #expect(steps("\u{FEFF}") == [])
    #expect(steps("[]") == [])
    #expect(steps("{\"tickets\":[],\"count\":0}") == [])
  }

  @Test func lines() {
    #expect(
      steps("{\"id\":1}\n\n{\"id\":2}\r\n{\"id\":3}") == [
        "- 1:0 {\"id\":1}", "- 3:10 {\"id\":2}", "- 4:20 {\"id\":3}",
      ])
  }

  @Test func valuesInARow() {
    #expect(
      steps("{\"id\":1}{\"id\":2} {\n  \"id\": 3\n}\n{}") == [
        "- 1:0 {\"id\":1}", "- 1:8 {\"id\":2}", "- 1:17 {\n  \"id\": 3\n}", "- 4:31 {}",
      ])
  }

  @Test func bareArray() {
    #expect(
      steps(" [\n {\"id\":1},\n {\"id\":2}\n]\n{\"id\":3}") == [
        "-[0] 2:4 {\"id\":1}", "-[1] 3:15 {\"id\":2}", "- 5:26 {\"id\":3}",
      ])
  }

  @Test func collection() {
    let text = """
      {"count":2, "meta":{"tickets":[{"id":0}]}, "tickets":[{"id":1}, {"id":2}], "next_page":null,
       "groups":[{"id":7},5], "users":[{"id":8}]}
      """
    #expect(
      steps(text) == [
        "tickets[0] 1:54 {\"id\":1}", "tickets[1] 1:64 {\"id\":2}", "users[0] 2:126 {\"id\":8}",
      ])
    #expect(steps(text + text).count == 6)
  }

  @Test func wrapped() {
    #expect(
      steps(#"{"ticket": {"id":1,"user":{}}, "sessionctl": {"sessions":[]},"users":[{"id":9}]}"#) == [
        #"ticket 1:11 {"id":1,"user":{}} +"sessionctl"={"sessions":[]} +"users"=[{"id":9}]"#,
        #"users[0] 1:70 {"id":9}"#,
      ])
    #expect(steps("{\"v\":1,\n\"user\":{\"id\":2}}") == ["user 2:15 {\"id\":2} +\"v\"=1"])
  }

  @Test func wrappedMembersAreTheInnerOnes() throws {
    let reader = JSONRecordReader(
      Array(#"{"ticket":{"id":1,"x":true},"sessionctl":{"id":2}}"#.utf8), collectionKeys: ["tickets"],
      singularKeys: ["ticket"])
    guard case .record(let record) = try reader.next() else { return #expect(Bool(false)) }
    #expect(record.member("id")?.integer() == 1)
    #expect(record.member("ticket") == nil)
    #expect(record.companion("sessionctl")?.member("id")?.integer() == 2)
    #expect(record.companion("id") == nil)
    var keys: [String] = []
    record.forEachMember { key, _ in keys.append(key.text) }
    #expect(keys == ["\"id\"", "\"x\""])
  }

  @Test func bareRecordsAreNotCollections() {
    let trigger =
      #"{"title":"t","conditions":{"all":[]},"actions":[{"field":"x"}],"tickets":null,"ticket":5}"#
    #expect(steps(trigger) == ["- 1:0 \(trigger)"])
    // Of a member that could make it an envelope the value must fit as well.
    #expect(steps(#"{"tickets":{"id":1}}"#) == [#"- 1:0 {"tickets":{"id":1}}"#])
    #expect(steps(#"{"ticket":[1]}"#) == [#"- 1:0 {"ticket":[1]}"#])
  }

  @Test func whatStandsBeside() {
    #expect(
      steps(#"{"ticket":{"id":1},"tickets":[{"id":2}]}"#).map { $0.prefix(8) } == ["ticket 1", "tickets["])
    // In a collection a wrapped record beside it is one more record.
    #expect(
      steps(#"{"tickets":[{"id":1}],"user":{"id":2}}"#) == [
        #"tickets[0] 1:12 {"id":1}"#, #"user 1:29 {"id":2}"#,
      ])
    // Within a collection elements are records whatever their members are called.
    #expect(
      steps(#"{"tickets":[{"user":{"id":1}},{"users":[]}]}"#) == [
        #"tickets[0] 1:12 {"user":{"id":1}}"#, #"tickets[1] 1:30 {"users":[]}"#,
      ])
  }

  @Test func arrayOfEnvelopes() {
    #expect(
      steps(#"[{"ticket":{"id":1}},{"tickets":[{"id":2},{"id":3}],"count":2},{"id":4}]"#) == [
        #"ticket[0] 1:11 {"id":1}"#, #"tickets[0] 1:33 {"id":2}"#, #"tickets[1] 1:42 {"id":3}"#,
        #"-[2] 1:63 {"id":4}"#,
      ])
  }

  @Test func escapedKeysDecideToo() {
    #expect(steps(#"{"\u0074ickets":[{"id":1}]}"#) == [#"tickets[0] 1:17 {"id":1}"#])
    #expect(steps(#"{"tickets":[],"us\u0065rs":[{"id":1}]}"#) == [#"users[0] 1:28 {"id":1}"#])
  }

  @Test func encodings() {
    #expect(steps([0xEF, 0xBB, 0xBF] + Array("{}\n{}".utf8)) == ["- 1:3 {}", "- 2:6 {}"])
    let refusal = ["!! 1 the text is UTF-16, not UTF-8"]
    #expect(steps([0xFF, 0xFE, 0x7B, 0, 0x7D, 0]) == refusal)
    #expect(steps([0xFE, 0xFF, 0, 0x7B, 0, 0x7D]) == refusal)
    #expect(steps([0x7B, 0, 0x7D, 0]) == refusal)
    #expect(steps([0, 0x7B, 0, 0x7D], chunk: 1) == refusal)
  }

  @Test func readingErrorsAreThrown() throws {
    struct Broken: Error {}
    var reads = 0
    let reader = JSONRecordReader(collectionKeys: []) { room in
      reads += 1
      if reads == 2 { throw Broken() }
      let text = reads == 1 ? "{\"id\":1}{\"id\"" : reads == 3 ? ":2}" : ""
      room.copyBytes(from: Array(text.utf8))
      return text.utf8.count
    }
    guard case .record = try reader.next() else { return #expect(Bool(false)) }
    #expect(throws: Broken.self) { try reader.next() }
    guard case .record(let record) = try reader.next() else { return #expect(Bool(false)) }
    #expect(record.member("id")?.integer() == 2)
  }
}
