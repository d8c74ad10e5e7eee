import CivilTime
import JSONText
import SessionModel

/// Hot loop: writes events as the store keeps them, a JSON array of events without ids.
///
/// Straight from the vocabulary to UTF-8, in the same memory for one subject after the other; what is the same for
/// all that a rule did is written once per rule.
public struct AuditEventWriter {
  /// What `write` has made.
  public private(set) var bytes: [UInt8] = []
  /// The `via` of the rules met so far, of which a run has few.
  private var vias: [(rule: RuleReference, text: [UInt8])] = []

  /// Begins without events; one writer serves a whole run and keeps its memory.
  public init() {}

  /// Replaces `bytes` with these events.
  public mutating func write(_ events: [UpdateEvent]) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(UInt8(ascii: "["))
    for index in events.indices {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(events[index])
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func append(_ event: UpdateEvent) {
    switch event.kind {
    case .sessionEnded(let reason, let before, let after):
      literal("{\"type\":\"MessagingSessionEnded\",\"reason\":")
      string(reason.word)
      literal(",\"routing_channel_before\":")
      optional(before?.word)
      literal(",\"routing_channel_after\":")
      optional(after?.word)
    case .routingChannelChanged(let before, let after):
      literal("{\"type\":\"RoutingChannelChanged\",\"previous_value\":")
      string(before.word)
      literal(",\"value\":")
      string(after.word)
    case .change(let field, let before, let after):
      literal("{\"type\":\"Change\",\"field_name\":")
      string(field)
      literal(",\"value\":")
      value(of: field, after)
      literal(",\"previous_value\":")
      value(of: field, before)
    case .create(let field, let value):
      literal("{\"type\":\"Create\",\"field_name\":")
      string(field)
      literal(",\"value\":")
      self.value(of: field, value)
    case .comment(let body, let isPublic):
      literal("{\"type\":\"Comment\",\"body\":")
      string(body)
      literal(isPublic ? ",\"public\":true" : ",\"public\":false")
    case .notification(let recipients, let subject, let body):
      literal("{\"type\":\"Notification\",\"recipients\":[")
      for index in recipients.indices {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        JSONWriter.append(recipients[index], to: &bytes)
      }
      literal("],\"subject\":")
      string(subject)
      literal(",\"body\":")
      string(body)
    case .message(let body):
      literal("{\"type\":\"Comment\",\"body\":")
      string(body)
      // The account itself speaks, whoever set the rule off.
      literal(",\"public\":true,\"author_id\":-1")
    case .opening(let body, let moment):
      literal("{\"type\":\"Comment\",\"body\":")
      string(body)
      literal(",\"public\":true,\"said_at\":")
      string(moment.rfc3339)
    case .earlierLine(let line):
      literal("{\"type\":\"Comment\",\"body\":")
      string(line.text)
      literal(",\"public\":true,\"author_id\":")
      JSONWriter.append(line.authorID ?? -1, to: &bytes)
      literal(",\"said_at\":")
      string(line.at.rfc3339)
    case .reminder(let body):
      literal("{\"type\":")
      string(UpdateEvent.reminderType)
      literal(",\"body\":")
      string(body)
      literal(",\"public\":true")
    case .macro(let macro):
      literal("{\"type\":\"AgentMacroReference\",\"macro_id\":")
      string(String(macro.id))
      literal(",\"macro_title\":")
      string(macro.title)
    case .satisfactionRating(let score, let comment):
      literal("{\"type\":\"SatisfactionRating\",\"score\":")
      string(score.word)
      literal(",\"body\":")
      optional(comment)
    case .remark(let message):
      literal("{\"type\":\"Error\",\"message\":")
      string(message)
    case .fired: literal("{\"type\":\"RuleFired\"")
    case .beforeRules(let field, let before, let after):
      literal("{\"type\":\"BeforeRules\",\"field_name\":")
      string(field)
      literal(",\"value\":")
      value(of: field, after)
      literal(",\"previous_value\":")
      value(of: field, before)
    }
    if let rule = event.rule { appendVia(of: rule) }
    bytes.append(UInt8(ascii: "}"))
  }

  /// What a rule did carries its own `via` (§12, T7), always as the last member.
  private mutating func appendVia(of rule: RuleReference) {
    if let known = vias.firstIndex(where: { $0.rule == rule }) {
      bytes.append(contentsOf: vias[known].text)
      return
    }
    let text = Self.viaText(of: rule)
    vias.append((rule, text))
    bytes.append(contentsOf: text)
  }

  /// A rule's `,"via":{…}`.
  public static func viaText(of rule: RuleReference) -> [UInt8] {
    var text = Array(
      """
      ,"via":{"channel":"rule","source":{"rel":"\(rule.kind.rawValue)","from":{"id":\(rule.id),"title":
      """.utf8)
    JSONWriter.append(rule.title, to: &text)
    text += Array("}}}".utf8)
    return text
  }

  /// Tags travel as a list, everything else as a string or null.
  private mutating func value(of field: String, _ text: String?) {
    guard field == "tags", var text else { return optional(text) }
    bytes.append(UInt8(ascii: "["))
    text.withUTF8 { tags in
      var start = 0
      for end in 0...tags.count where end == tags.count || tags[end] == UInt8(ascii: " ") {
        if end > start {
          if bytes.last != UInt8(ascii: "[") { bytes.append(UInt8(ascii: ",")) }
          JSONWriter.append(utf8: UnsafeBufferPointer(rebasing: tags[start..<end]), to: &bytes)
        }
        start = end + 1
      }
    }
    bytes.append(UInt8(ascii: "]"))
  }

  // MARK: Pieces

  private mutating func literal(_ text: StaticString) { JSONWriter.append(literal: text, to: &bytes) }

  private mutating func string(_ text: String) { JSONWriter.append(text, to: &bytes) }

  private mutating func optional(_ text: String?) { JSONWriter.append(text, orNull: &bytes) }
}
