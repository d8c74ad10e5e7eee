import JSONText
import RemoteAccount
import SessionModel
import Testing

/// The account's words are asked for and never guessed.
@Suite struct LearningTests {
  private func definitions(_ title: String, _ value: String, enabled: String = "true") throws -> JSONValue {
    try JSONValue.parse(
      """
      {"definitions":{"actions":[{"subject":"status","title":"Status","values":[{"title":"Open","value":"open","enabled":true}]},
      {"subject":"ms_x","title":"\(title)","values":[{"title":"\(value)","value":"end_x","enabled":\(enabled)}]}]}}
      """)
  }

  private func found(_ definitions: JSONValue) -> [String]? {
    let learning = (try? Definitions(definitions)).map { Learning([$0]) }
    return learning?.action("messaging_session", "end_session").map { [$0.field, $0.value] }
  }

  @Test(
    "the action is found by its titles in either language, and not where it is switched off or called otherwise"
  )
  func words() throws {
    #expect(found(try definitions("Messaging session", "End session")) == ["ms_x", "end_x"])
    #expect(found(try definitions("Messaging-Sitzung", "Sitzung beenden")) == ["ms_x", "end_x"])
    #expect(found(try definitions("Messaging session", "End session", enabled: "false")) == nil)
    #expect(found(try definitions("Session", "End session")) == nil)
    for text in ["{}", "[]", #"{"definitions":{"actions":[7,{"subject":7}]}}"#] {
      #expect(found(try JSONValue.parse(text)) == nil)
    }
  }
}
