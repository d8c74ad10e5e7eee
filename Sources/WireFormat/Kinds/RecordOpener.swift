import JSONText

/// Takes records out of what other tools, and this one, put around them.
///
/// Singer's `{"type":"RECORD","stream":"tickets","record":{…}}` needs no opening beside the reader's own; Airbyte has
/// the stream and the record one level deeper; and documents of ours have a member that no rule has.
public final class RecordOpener {
  /// A record and what it was taken for; good until the next one is opened.
  public struct Opened {
    /// What was taken out; the record itself where nothing was put around it.
    public let record: JSONRecord
    /// What it was taken for; the kind in it is nil where nothing told.
    public let recognition: KindRecognition
  }

  private let index = RecordIndex()
  private let addresses = AddressMemory()

  /// One opener serves a whole import, and has the memory of the record opened last.
  public init() {}

  /// Takes a record out of what is around it; `order` is the kind of records whose key tells none.
  public func open(_ record: JSONRecord, order: RecordKind?) -> Opened {
    switch record.kindKey {
    case "record": return airbyte(record, order) ?? plain(record, order)
    case "item", "items": return ours(record, order) ?? plain(record, order)
    default: return plain(record, order)
    }
  }

  private func plain(_ record: JSONRecord, _ order: RecordKind?) -> Opened {
    let recognition = RecordKind.of(record, order: order, addresses)
    // A line of `list --format ndjson` has nothing around it.
    if let sign = recognition.kind?.ours.first, record.member(sign) != nil, let kind = recognition.kind,
      let inner = withoutOurs(of: kind, record)
    {
      return Opened(record: inner, recognition: recognition)
    }
    return Opened(record: record, recognition: recognition)
  }

  /// `{"type":"RECORD","record":{"stream":"tickets","data":{…}}}`
  private func airbyte(_ record: JSONRecord, _ order: RecordKind?) -> Opened? {
    guard let stream = record.member("stream")?.string(), let data = record.member("data"),
      let inner = try? index.scan(data.bytes)
    else { return nil }
    guard let kind = RecordKind.of(key: stream) else { return plain(inner, order) }
    return Opened(
      record: inner, recognition: KindRecognition(kind: kind, basis: .word(member: "stream", stream)))
  }

  /// `{"schema":"sessionctl.trigger-list/1","items":[…]}`: those documents whose items are the wire format's, without
  /// what the program has to say of them.
  private func ours(_ record: JSONRecord, _ order: RecordKind?) -> Opened? {
    guard let schema = record.surrounding("schema"), schema.hasPrefix("sessionctl.") else { return nil }
    let basis = KindRecognition.Basis.word(member: "schema", schema)
    guard let kind = Self.kinds[schema] else {
      return Opened(record: record, recognition: KindRecognition(kind: .ownDocument, basis: basis))
    }
    guard let inner = withoutOurs(of: kind, record) else { return nil }
    return Opened(record: inner, recognition: KindRecognition(kind: kind, basis: basis))
  }

  /// The record without what only our documents say of such things.
  private func withoutOurs(of kind: RecordKind, _ record: JSONRecord) -> JSONRecord? {
    guard case .object(var object) = record.slice.value else { return nil }
    for key in kind.ours { object[key] = nil }
    if kind.wire == .audit, let events = object["events"]?.array {
      object["events"] = .array(events.map(Self.withoutNames))
    }
    return try? index.scan(JSONValue.object(object).bytes)
  }

  /// An event of a ticket's history without the names of what its values stand for.
  private static func withoutNames(_ event: JSONValue) -> JSONValue {
    guard var members = event.object else { return event }
    for key in ["previous_value_name", "value_name"] { members[key] = nil }
    return .object(members)
  }

  private static let kinds: [String: RecordKind] = {
    let audit = WireKind.audit.record
    var kinds = ["sessionctl.ticket-history/1": audit]
    for kind in RecordKind.all where !kind.ours.isEmpty && kind != audit {
      let name = kind.name.map { $0 == "_" ? "-" : String($0) }.joined()
      for form in [name, "\(name)-list"] { kinds["sessionctl.\(form)/1"] = kind }
    }
    return kinds
  }()
}
