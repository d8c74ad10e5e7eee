import JSONText
import SessionModel

/// One page of a ticket's conversation log: the messages of its live session, which are no comments yet.
package struct ConversationLogPage: Sendable {
  /// The answer's text with its own address in it, by which the importer knows whose messages they are.
  package let body: [UInt8]
  /// Where it goes on; nil at the end.
  package let next: String?

  /// What asks for a page.
  ///
  /// - Parameter after: the place that the page before named; nil for the first
  package static func request(of ticketID: Int64, after: String?) -> RemoteRequest {
    let path = "/api/v2/tickets/\(ticketID)/conversation_log.json"
    return after.map {
      .get(path, ["page[size]": "100", "sort": "created_at", "page[after]": $0])
    } ?? .get(path, ["page[size]": "100", "sort": "created_at"])
  }

  /// - Throws: `RemoteFailure` for what is no such page, or names one of another host.
  package init(_ answer: RemoteAnswer, of ticketID: Int64, from address: ServiceAddress) throws(RemoteFailure)
  {
    let index = RecordIndex()
    let record: JSONRecord
    do throws(JSONError) { record = try index.scan(answer.body) } catch {
      throw RemoteAnswer.failure(error, body: answer.body, kind: answer.headers["content-type"])
    }
    guard record.member("events")?.kind == .array else { throw .unexpected("events") }
    if let link = record.member("links")?.member("next")?.string(), !address.contains(link) {
      throw .foreignLink(NextStep.host(of: link))
    }
    let hasMore = record.member("meta")?.member("has_more")?.bool ?? false
    let after = record.member("meta")?.member("after_cursor")?.string()
    guard !hasMore || after != nil else { throw .unexpected("meta.after_cursor") }
    next = hasMore ? after : nil
    var text: [UInt8] = Array("{\"url\":".utf8)
    JSONWriter.append("\(address.text)/api/v2/tickets/\(ticketID)/conversation_log.json", to: &text)
    text += Array(",\"events\":".utf8)
    text += record.member("events")?.bytes ?? UnsafeBufferPointer(start: nil, count: 0)
    text.append(UInt8(ascii: "}"))
    body = text
  }
}
