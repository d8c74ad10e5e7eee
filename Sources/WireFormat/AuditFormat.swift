import CivilTime
import JSONText
import SessionModel

/// The audit wire format (domain §12) for what happened here.
public enum AuditFormat {
  /// A JSON array of events without their ids, as the store keeps it.
  public static func eventsText(_ events: [UpdateEvent]) -> [UInt8] {
    var writer = AuditEventWriter()
    writer.write(events)
    return writer.bytes
  }

  /// The triggers that fired on a subject, each with the events that are its doing and without their `via`.
  ///
  /// - Parameters:
  ///   - events: what `AuditEventWriter` made of all the subject's events; empty where one rule undid another
  ///   - index: its memory is used again from one subject to the next
  public static func firedText(
    _ fired: [RuleReference], events: UnsafeBufferPointer<UInt8>, index: RecordIndex
  ) throws(JSONError) -> [UInt8] {
    let list = events.isEmpty ? Array("[]".utf8) : Array(events)
    let record = try index.scan(Array("{\"events\":".utf8) + list + [UInt8(ascii: "}")])
    var text: [UInt8] = [UInt8(ascii: "[")]
    for (place, rule) in fired.enumerated() {
      if place > 0 { text.append(UInt8(ascii: ",")) }
      text += Array("{\"id\":\(rule.id),\"title\":".utf8)
      JSONWriter.append(rule.title, to: &text)
      // Ids are counted for each kind of rule.
      text += Array(",\"type\":\"\(rule.kind.rawValue)\",\"changes\":[".utf8)
      // No text of an event can end like this: a quotation mark within one is escaped.
      let via = AuditEventWriter.viaText(of: rule) + [UInt8(ascii: "}")]
      record.member("events")?.forEachElement { event in
        guard event.bytes.suffix(via.count).elementsEqual(via), !event.bytes.starts(with: Self.fired) else {
          return
        }
        if text.last != UInt8(ascii: "[") { text.append(UInt8(ascii: ",")) }
        text += event.bytes.dropLast(via.count)
        text.append(UInt8(ascii: "}"))
      }
      text += Array("]}".utf8)
    }
    text.append(UInt8(ascii: "]"))
    return text
  }

  /// That a rule fired is no change that it made.
  private static let fired = Array("{\"type\":\"RuleFired\"".utf8)

  /// The whole audit, with the events' ids counted up from its own.
  ///
  /// - Parameters:
  ///   - events: what `eventsText` made; they are taken as they stand, which costs a fifth of reading and writing them
  ///   - index: its memory is used again from one audit to the next
  public static func document(
    id: Int64, ticketID: Int64?, sessionID: Int64?, createdAt: Instant, authorID: Int64?, via: Via?,
    events: [UInt8], index: RecordIndex = RecordIndex()
  ) throws(JSONError) -> [UInt8] {
    var members: [(String, JSONValue)] = [("id", .integer(id)), ("ticket_id", .optional(ticketID))]
    if let sessionID { members.append(("conversation_id", .integer(sessionID))) }
    members += [
      ("created_at", .string(createdAt.rfc3339)),
      ("author_id", .optional(authorID)),
      ("via", via.map { ["channel": .string($0.word)] } ?? .null),
    ]
    var text: [UInt8] = []
    text.reserveCapacity(200 + events.count * 5 / 4)
    JSONValue.object(JSONObject(members)).append(to: &text)
    text[text.count - 1] = UInt8(ascii: ",")
    text += Array("\"events\":[".utf8)
    let record = try index.scan(Array("{\"events\":".utf8) + events + [UInt8(ascii: "}")])
    var count: Int64 = 0
    record.member("events")?.forEachElement { event in
      count += 1
      if count > 1 { text.append(UInt8(ascii: ",")) }
      text += Array("{\"id\":\(id &+ count)".utf8)
      if event.kind == .object, event.bytes.count > 2 {
        text.append(UInt8(ascii: ","))
        text += event.bytes.dropFirst().dropLast()
      }
      if event.member("type")?.equals("Comment") == true, event.member("author_id") == nil {
        text += Array(",\"author_id\":".utf8)
        JSONValue.optional(authorID).append(to: &text)
      }
      text.append(UInt8(ascii: "}"))
    }
    text += Array("]}".utf8)
    return text
  }
}

extension JSONValue {
  /// The number, or null.
  static func optional(_ number: Int64?) -> JSONValue { number.map(JSONValue.integer) ?? .null }

  /// The moment in UTC, or null.
  static func time(_ instant: Instant?) -> JSONValue { instant.map { .string($0.rfc3339) } ?? .null }

  /// The vocabulary's word, or null.
  static func word(_ word: (some Vocabulary)?) -> JSONValue {
    word.map { .string($0.word) } ?? .null
  }
}
