import CivilTime
import JSONText
import SessionModel

/// The members of a ticket that the store keeps in columns; the rest stays in its document.
public struct WireTicket {
  /// `id`, a positive number.
  public var id: Int64
  /// `via.channel`, `web` where the record has none; it never changes (§1).
  public var channel: String
  /// Whether the channel is one of messaging; of an unknown one `from_messaging_channel` says so.
  public var isMessaging: Bool
  /// Where the survey stands by `satisfaction_rating`; a score that is not known here is taken for unoffered.
  public var satisfaction: SatisfactionScore
  /// `created_at`, without which the record is refused.
  public var createdAt: Instant
  /// `updated_at`; the time of creation where the record does not say.
  public var updatedAt: Instant
  /// What only `export` writes, beside the ticket.
  public var local: LocalTicketState?
  /// Of the fields that are members as they are (`TicketField.inRecord`), in their order.
  private var values: [StoredValue]

  /// What the record says of the member with this place in `TicketField.inRecord`, as its column has it.
  public subscript(place: Int) -> StoredValue { values[place] }

  private static let statusPlace = place(of: .status)
  private static let requesterPlace = place(of: .requester)
  private static let assigneePlace = place(of: .assignee)
  private static let groupPlace = place(of: .group)

  private static func place(of field: TicketField) -> Int {
    TicketField.inRecord.firstIndex { $0.field == field }!
  }

  /// `status`, without which the record is refused; `deleted` too, which incremental exports have.
  public var status: TicketStatus {
    TicketStatus(rawValue: Int(values[Self.statusPlace].integer ?? 0)) ?? .closed
  }
  /// `requester_id`; nil where the record names nobody.
  public var requesterID: Int64? { values[Self.requesterPlace].integer }
  /// `assignee_id`; nil where nobody has it.
  public var assigneeID: Int64? { values[Self.assigneePlace].integer }
  /// `group_id`; nil where it is in no group.
  public var groupID: Int64? { values[Self.groupPlace].integer }

  /// Throws `WireProblem`, which names the member that is missing or of the wrong kind.
  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    id = try fields.requiredID("id")
    channel = try fields.object("via")?.text("channel") ?? "web"
    if let known = Channel.named(channel) {
      isMessaging = known.isMessaging
    } else {
      // A channel newer than this program: the API itself says whether it is one of messaging.
      isMessaging = try fields.bool("from_messaging_channel") ?? false
    }
    values = []
    values.reserveCapacity(TicketField.inRecord.count)
    for member in TicketField.inRecord {
      values.append(try member.telling.form.read(member.telling.key, fields))
    }
    satisfaction = try WireRating.standing(fields.value("satisfaction_rating"), fields)
    createdAt = try fields.requiredTime("created_at")
    updatedAt = try fields.time("updated_at") ?? createdAt
    local = try record.companion(LocalTicketState.key).map { slice throws(WireProblem) in
      try LocalTicketState(RecordFields(slice, prefix: "\(LocalTicketState.key)."))
    }
  }

  static func tags(_ key: StaticString, _ fields: RecordFields) throws(WireProblem) -> String {
    guard let slice = fields.value(key) else { return "" }
    guard case .array = slice.kind else { throw fields.problem(key, "a list of texts", slice) }
    var wrong: JSONSlice?
    let tags = tags(in: slice, wrong: &wrong)
    if let wrong { throw fields.problem(key, "a list of texts", wrong) }
    return tags
  }

  /// A list of tags as the store keeps it; what is no text is passed over.
  public static func tags(in slice: JSONSlice) -> String {
    var wrong: JSONSlice?
    return tags(in: slice, wrong: &wrong)
  }

  private static func tags(in slice: JSONSlice, wrong: inout JSONSlice?) -> String {
    var tags = ""
    slice.forEachElement { element in
      guard let tag = element.string() else {
        wrong = element
        return
      }
      if tag.isEmpty { return }
      // The public API's tags hold no spaces; one that does would split, so it is closed up.
      if !tags.isEmpty { tags += " " }
      guard tag.utf8.contains(UInt8(ascii: " ")) else {
        tags += tag
        return
      }
      Mending.note(.spacedTag, "tags", element)
      tags += String(tag.map { $0 == " " ? "_" : $0 })
    }
    return tags
  }

  /// A deleted ticket's last word: 30 days later it comes without what was personal in it, under its old time.
  public static func isScrubbed(_ record: JSONRecord) -> Bool {
    record.member("status")?.equals("deleted") == true && record.member("subject")?.equals("SCRUBBED") == true
  }

  /// Takes from another record of the ticket what it says of some members.
  public mutating func take(_ fields: TicketChanges, of other: WireTicket) {
    for (index, member) in TicketField.inRecord.enumerated() {
      if let change = member.field.change, fields.contains(change.bit) { values[index] = other.values[index] }
    }
  }

  /// The moment up to which this record tells what happened elsewhere: its own time, unless what was exported had
  /// changed where it came from.
  public var sourceUpdatedAt: Instant { local?.sourceUpdatedAt ?? updatedAt }
}
