import JSONText
import RemoteAccount
import SessionModel

/// The live account's rules, read and written.
final class RemoteRuleAccount {
  let client: RemoteAccountClient
  let words: AccountWords
  /// Why a collection can't be read, by its path: a feature or a plan that the account lacks.
  private(set) var obstacles: [String: String] = [:]

  init(_ client: RemoteAccountClient, words: AccountWords) {
    self.client = client
    self.words = words
  }

  /// All of a collection, over its pages.
  ///
  /// - Returns: nil where the account does not have it, or does not show it; `obstacles` then says why
  func list(_ path: String, _ key: String) throws -> [JSONObject]? {
    var objects: [JSONObject] = []
    var request = RemoteRequest.get(path)
    var seen: Set<String> = []
    while seen.insert(request.path).inserted {
      let body: JSONValue
      do { body = try client.json(request) } catch let failure as RemoteFailure {
        switch failure {
        case .forbidden, .notFound, .noEndpoint:
          obstacles[path] = failure.sentence
          return nil
        default: throw failure
        }
      }
      guard let list = body[key]?.array else { throw RemoteFailure.unexpected(key) }
      objects += list.compactMap(\.object)
      let more = body["meta"]?["has_more"]?.bool
      let link = more == false ? nil : body["links"]?["next"]?.string ?? body["next_page"]?.string
      guard let link else { return objects }
      guard let next = RemoteRequest(link: link, of: client.address) else {
        throw RemoteFailure.foreignLink(NextStep.host(of: link))
      }
      request = next
    }
    throw RemoteFailure.unexpected("next_page")
  }
}

/// A rule that the live account has.
struct RemoteRule {
  /// As it stands in addresses; of queues no number.
  let id: String
  let object: JSONObject
  let rule: CodedRule
}
