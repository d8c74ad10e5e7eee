import JSONText

/// A text as the inside of a JSON string, in which `{n}` stands for the order number.
struct Phrase: Sendable, ExpressibleByStringLiteral {
  private let head: [UInt8]
  private let tail: [UInt8]?

  init(stringLiteral text: StaticString) {
    let bytes = Array(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    let escaped = JSONWriter.inside(String(decoding: bytes, as: UTF8.self))
    let mark = Array("{n}".utf8)
    guard let place = escaped.indices.first(where: { escaped[$0...].starts(with: mark) }) else {
      head = escaped
      tail = nil
      return
    }
    head = Array(escaped[..<place])
    tail = Array(escaped[(place + mark.count)...])
  }

  func append(to line: inout [UInt8], orderNumber: Int64) {
    line.append(contentsOf: head)
    guard let tail else { return }
    line.put(orderNumber)
    line.append(contentsOf: tail)
  }
}

/// What a conversation is about, with what is said in it.
///
/// A class, so that passing one on is one reference and not one for each text.
final class Topic: Sendable {
  let desk: Team.Desk
  /// The inside of a JSON list.
  let tags: StaticString
  let subject: Phrase
  let opening: Phrase
  let reply: Phrase
  /// The customer's next words.
  let followUp: Phrase

  init(
    _ desk: Team.Desk, _ tags: StaticString, _ subject: Phrase, _ opening: Phrase, reply: Phrase,
    then followUp: Phrase
  ) {
    self.desk = desk
    self.tags = tags
    self.subject = subject
    self.opening = opening
    self.reply = reply
    self.followUp = followUp
  }
}
