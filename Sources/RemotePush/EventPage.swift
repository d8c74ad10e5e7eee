import JSONText

/// A page of the account's ticket events, as far as it tells of ends.
package struct EventPage: Hashable, Sendable {
  /// An end that it tells of.
  package struct End: Hashable, Sendable {
    /// Whose session ended.
    package var ticketID: Int64
    /// Seconds since 1970.
    package var at: Int64
    /// Who ended it, where a person did so and no rule.
    package var personID: Int64?

    /// Takes the parts as they are.
    package init(ticketID: Int64, at: Int64, personID: Int64? = nil) {
      self.ticketID = ticketID
      self.at = at
      self.personID = personID
    }
  }

  /// In the order of the page.
  package var ends: [End]
  /// How many events it has.
  package var count: Int
  /// Where the next page begins: the answer's word, and never the clock's.
  package var next: Int64?
  /// The moment of its first event, in seconds since 1970.
  package var first: Int64?
  /// Whether there is nothing more just now.
  package var isLast: Bool

  /// Reads an answer; the scanning is done once, and only events about these tickets are looked at.
  ///
  /// - Throws: `JSONError` where it is no JSON
  package init(
    _ body: [UInt8], about tickets: Set<Int64>, _ index: RecordIndex = RecordIndex()
  ) throws(JSONError) {
    let record = try index.scan(body)
    next = record.member("end_time")?.integer()
    isLast = record.member("end_of_stream")?.value.bool ?? false
    var (ends, count, first): ([End], Int, Int64?) = ([], 0, nil)
    record.member("ticket_events")?.forEachElement { event in
      count += 1
      if count == 1 { first = event.member("timestamp")?.integer() }
      // Nearly all events tell of something else: those are told by their bytes.
      guard event.mentions(EventPage.chatEnded) else { return }
      let value = event.value
      guard let ticket = value["ticket_id"]?.integer, tickets.contains(ticket),
        let children = value["child_events"]?.array,
        let end = children.first(where: {
          ($0["event_type"]?.string ?? $0["type"]?.string) == "ChatEndedEvent"
        }),
        let at = value["timestamp"]?.integer
      else { return }
      ends.append(End(ticketID: ticket, at: at, personID: Self.person(behind: end, of: value, children)))
    }
    self.ends = ends
    self.count = count
    self.first = first
  }

  /// Where to go on after this page.
  package enum Following: Hashable, Sendable {
    /// At this second, which may have been read already.
    case at(Int64)
    /// Behind a second that fills the page. What happened in it beyond the page, if anything, can't be asked for here.
    case behind(Int64)
    /// There is nothing more just now; the next look begins at this second.
    case end(Int64)
    /// The answer leads nowhere: asking again would give this page again.
    case nowhere
  }

  /// Where to go on, if this page was asked for from a second on. Each answer but `nowhere` and `end` is further on.
  package func following(_ asked: Int64) -> Following {
    let next = next ?? asked
    if isLast { return .end(max(asked, next)) }
    if next > asked { return .at(next) }
    return next == asked && first == asked ? .behind(asked) : .nowhere
  }

  /// Who ended a session: the one who made the update, unless a rule did it. Our tag in the same update is the trigger's
  /// work, whoever gave the tag.
  private static func person(
    behind end: JSONValue, of event: JSONValue, _ children: [JSONValue]
  ) -> Int64? {
    guard let updater = event["updater_id"]?.integer, updater > 0, !isRule(event["via"]),
      !isRule(end["via"]),
      !children.contains(where: { child in
        ["added_tags", "removed_tags"].contains { key in
          (child[key]?.array ?? []).contains {
            $0.string == EndingTrigger.tag || $0.string == EndingTrigger.endedTag
          }
        }
      })
    else { return nil }
    return updater
  }

  /// Whether it came by a rule, by either dialect's words: `Trigger`, `Messaging Trigger`, `{"channel":"rule"}`.
  private static func isRule(_ via: JSONValue?) -> Bool {
    let word = (via?.string ?? via?["channel"]?.string ?? "").lowercased()
    return ["rule", "trigger", "automation"].contains { word.hasSuffix($0) }
  }

  private static let chatEnded = Array("ChatEndedEvent".utf8)
}

extension JSONSlice {
  fileprivate func mentions(_ word: [UInt8]) -> Bool {
    let bytes = self.bytes
    guard bytes.count >= word.count, let first = word.first else { return false }
    var from = bytes.startIndex
    while let place = bytes[from...].firstIndex(of: first) {
      if bytes[place...].starts(with: word) { return true }
      from = place + 1
    }
    return false
  }
}
