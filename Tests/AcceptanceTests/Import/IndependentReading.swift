import CivilTime
import JSONText

/// What files say of sessions, read by other means than the program's: every record by itself, with nothing stored.
struct IndependentReading {
  private struct Ticket {
    var isMessaging = false
    var isOver = false
    var updatedAt: Int64 = 0
    var messages: [Int64] = []
  }

  private var tickets: [Int64: Ticket] = [:]
  private var ticketOfAudit: [Int64: Int64] = [:]
  private var homeless: [(audit: Int64, seconds: Int64)] = []

  init(_ lines: [String]) throws {
    for line in lines {
      guard let (key, record) = try JSONValue.parse(line).object?.members.first.map({ ($0.key, $0.value) })
      else {
        continue
      }
      switch key {
      case "ticket": read(ticket: record)
      case "audit": read(history: record, record["events"], type: "type")
      case "ticket_event": read(history: record, record["child_events"], type: "event_type")
      case "comment": read(comment: record)
      case "conversation_log_event":
        if record["metadata"]?["public"]?.bool != false {
          note(record["ticket_id"]?.integer, seconds(record["created_at"]))
        }
      default: break
      }
    }
    for (audit, seconds) in homeless { note(ticketOfAudit[audit], seconds) }
  }

  /// The tickets whose sessions nobody has written in since a moment.
  func idle(since moment: Int64) -> [Int64] {
    tickets.filter { _, ticket in
      ticket.isMessaging && !ticket.isOver && (ticket.messages.max() ?? ticket.updatedAt) <= moment
    }.keys.sorted()
  }

  private mutating func read(ticket record: JSONValue) {
    let id = record["id"]!.integer!
    let updatedAt = seconds(record["updated_at"])
    tickets[id, default: Ticket()].isMessaging = record["via"]?["channel"] == "native_messaging"
    tickets[id]?.updatedAt = updatedAt
    if record["status"] == "closed" { tickets[id]?.isOver = true }
  }

  private mutating func read(history record: JSONValue, _ events: JSONValue?, type: String) {
    let id = record["ticket_id"]!.integer!
    ticketOfAudit[record["id"]!.integer!] = id
    for event in events?.array ?? [] {
      switch event[type]?.string {
      case "Comment"? where event["public"]?.bool == true || event["comment_public"]?.bool == true:
        note(id, seconds(record["created_at"]))
      case "ChatStartedEvent"?:
        for message in event["value"]?["history"]?.array ?? [] {
          note(id, message["timestamp"]!.integer! / 1000)
        }
      case "MessagingSessionEnded"?: tickets[id, default: Ticket()].isOver = true
      default: break
      }
    }
  }

  private mutating func read(comment record: JSONValue) {
    guard record["public"]?.bool == true else { return }
    if let id = record["ticket_id"]?.integer {
      note(id, seconds(record["created_at"]))
    } else {
      homeless.append((record["audit_id"]!.integer!, seconds(record["created_at"])))
    }
  }

  private mutating func note(_ id: Int64?, _ seconds: Int64) {
    if let id { tickets[id, default: Ticket()].messages.append(seconds) }
  }

  private func seconds(_ value: JSONValue?) -> Int64 {
    value?.string.flatMap { try? Instant(rfc3339: $0).seconds } ?? 0
  }
}
