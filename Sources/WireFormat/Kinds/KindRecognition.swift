import JSONText

/// What kind a record was taken for, and why.
public struct KindRecognition: Sendable {
  /// What told the kind.
  public enum Basis: Sendable, Hashable {
    /// `--as-type`
    case order
    /// The key it came under.
    case key(String)
    /// The `result_type` of a search result, or the stream that another tool names.
    case word(member: String, String)
    /// The last collection of its address.
    case address(String)
    /// Members that only this kind has.
    case members([String])
    /// Nothing told it.
    case nothing
    /// Its members are those of several kinds.
    case several([RecordKind])
  }

  /// nil: unknown.
  public let kind: RecordKind?
  /// What told the kind, or why nothing could.
  public let basis: Basis
}

extension RecordKind {
  /// The kind of a record: by the key it came under, else by the last collection of its address, else by members
  /// that only one kind has. Doubt is nil, never a guess.
  ///
  /// - Parameter order: what records are whose key does not tell it
  public static func of(_ record: JSONRecord, order: RecordKind? = nil) -> KindRecognition {
    of(record, order: order, AddressMemory())
  }

  static func of(_ record: JSONRecord, order: RecordKind?, _ addresses: AddressMemory) -> KindRecognition {
    if let type = record.member("result_type")?.string(), let kind = byKey[type]?.first {
      return KindRecognition(kind: kind, basis: .word(member: "result_type", type))
    }
    if let key = record.kindKey, order == nil || !openedKeys.contains(key),
      let found = byKey(key, record)
    {
      return found
    }
    if let type = streamMessage(record) {
      return KindRecognition(kind: byKey["stream_message"]?.first, basis: .word(member: "type", type))
    }
    if let order { return KindRecognition(kind: order, basis: .order) }
    return addresses.recognition(of: record) ?? byMembers(record)
  }

  /// What a program that hands records on says between them: `{"type":"STATE",…}`.
  private static func streamMessage(_ record: JSONRecord) -> String? {
    guard record.kindKey == nil, record.member("id") == nil, let type = record.member("type")?.string(),
      ["SCHEMA", "STATE", "ACTIVATE_VERSION", "BATCH", "LOG", "TRACE", "CATALOG", "SPEC"].contains(type)
    else { return nil }
    return type
  }

  /// The kind that a collection's key stands for.
  public static func of(key: String) -> RecordKind? { byKey[key]?.first }

  /// Why an object of no known kind is no answer of the service's at all, which is something else than a kind that
  /// is not known here; nil if it may be one.
  public static func refusal(of record: JSONRecord) -> String? {
    if record.count == 0 { return "an empty object, which is not a record" }
    guard record.member("id") == nil, record.member("url") == nil, let error = WireError(record) else {
      return nil
    }
    return "the service answered with an error instead of records: \(error.message)"
  }

  private static func byKey(_ key: String, _ record: JSONRecord) -> KindRecognition? {
    guard let kinds = byKey[key] else {
      guard openedKeys.contains(key), let stream = record.surrounding("stream"),
        let kind = byKey[stream]?.first
      else { return nil }
      return KindRecognition(kind: kind, basis: .word(member: "stream", stream))
    }
    guard kinds.count > 1 else { return KindRecognition(kind: kinds[0], basis: .key(key)) }
    // A word that the service uses twice.
    if let address = WireAddress(of: record), let kind = address.kind, kinds.contains(kind) {
      return KindRecognition(kind: kind, basis: .address(address.collection))
    }
    let told = kinds.dropFirst().lazy.compactMap { kind in
      kind.signs.first { has($0, record) }.map { (kind, $0) }
    }
    if let (kind, sign) = told.first, !kinds[0].signs.contains(where: { has($0, record) }) {
      return KindRecognition(kind: kind, basis: .members(sign))
    }
    return KindRecognition(kind: kinds[0], basis: .key(key))
  }

  /// The kind without a place here whose members a record has, where it has none of what its key stands for: answers
  /// to a recovery that failed hold suspended tickets under `ticket`.
  public func skipped(insteadFor record: JSONRecord) -> RecordKind? {
    guard let other = RecordKind.byMembers(record).kind, other != self, other.use == .skipped,
      !signs.contains(where: { RecordKind.has($0, record) })
    else { return nil }
    return other
  }

  private static func byMembers(_ record: JSONRecord) -> KindRecognition {
    var found: [(kind: RecordKind, sign: [String])] = []
    for kind in knownByMembers {
      if !kind.whole.isEmpty, record.count == kind.whole.count, has(kind.whole, record) {
        found.append((kind, kind.whole))
      } else if let sign = kind.signs.first(where: { has($0, record) }) {
        found.append((kind, sign))
      }
    }
    // Members that say more count before a part of them: what has an `event` as well is a messaging trigger.
    found = found.filter { one in !found.contains { Set($0.sign).isStrictSuperset(of: one.sign) } }
    switch found.count {
    case 0: return KindRecognition(kind: nil, basis: .nothing)
    case 1: return KindRecognition(kind: found[0].kind, basis: .members(found[0].sign))
    default: return KindRecognition(kind: nil, basis: .several(found.map(\.kind)))
    }
  }

  private static func has(_ sign: [String], _ record: JSONRecord) -> Bool {
    sign.allSatisfy { record.member($0) != nil }
  }
}

/// An address of the service, as records have it under `url`.
public struct WireAddress {
  /// The last collection that it names.
  public let collection: String
  /// nil: one that is not known here. It is then never its parent's.
  public let kind: RecordKind?
  /// What stands behind the last collection's name: an id, mostly.
  public let id: String?
  /// The collections before the last, each with the id behind it.
  public let parents: [(collection: String, id: String)]

  /// What a record has under `url`; nil: nothing, or no address of the public API.
  init?(of record: JSONRecord) {
    guard let address = record.member("url")?.withText({ WireAddress(utf8: $0) }) ?? nil else { return nil }
    self = address
  }

  /// nil: no address of the public API.
  public init?(_ url: String) {
    var url = url
    guard let address = url.withUTF8({ WireAddress(utf8: $0) }) else { return nil }
    self = address
  }

  /// Most records of an import are known by their address, so it is taken apart as bytes.
  init?(utf8 url: UnsafeBufferPointer<UInt8>) {
    let all = url.prefix { $0 != UInt8(ascii: "?") }.split(separator: UInt8(ascii: "/"))
    guard let version = all.firstIndex(where: { $0.elementsEqual("v2".utf8) }) else { return nil }
    var parts = all[(version + 1)...].map { String(decoding: $0, as: UTF8.self) }
    guard let last = parts.popLast() else { return nil }
    parts.append(last.hasSuffix(".json") ? String(last.dropLast(5)) : last)
    func kind(at place: Int) -> RecordKind? {
      let kinds = place == 0 ? nil : RecordKind.byAddress[parts[0]]
      return (kinds ?? RecordKind.byAddress[""])?[parts[place]]
    }
    var named = parts.count - 1
    // What stands last is an id: a number, or a text where such ids are met.
    if named > 0,
      Self.isNumber(parts[named])
        || kind(at: named) == nil && kind(at: named - 1)?.hasTextIDs == true
    {
      named -= 1
    }
    collection = parts[named]
    self.kind = Self.isNumber(collection) ? nil : kind(at: named)
    id = named + 1 < parts.count ? parts[named + 1] : nil
    parents = zip(parts[..<named], parts[..<named].dropFirst()).filter { Self.isNumber($1) }.map { ($0, $1) }
  }

  private static func isNumber(_ part: String) -> Bool {
    !part.isEmpty && part.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
  }
}
