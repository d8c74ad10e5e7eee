import JSONText
import SessionModel

extension TicketField.Form {
  /// What a member says, as its column has it.
  func read(_ key: StaticString, _ fields: RecordFields) throws(WireProblem) -> StoredValue {
    switch self {
    case .id: return StoredValue(try fields.id(key))
    case .count: return .integer(Int64(try fields.count(key) ?? 0))
    case .flag: return .integer(try fields.bool(key) ?? true ? 1 : 0)
    case .text(let missing): return StoredValue(try fields.text(key) ?? missing)
    case .tags: return .text(try WireTicket.tags(key, fields))
    case .word(let words): return .integer(try fields.number(key, words))
    }
  }

  /// What the column has where a record does not say.
  public var missing: StoredValue {
    switch self {
    case .id: .null
    case .count: .integer(0)
    case .flag: .integer(1)
    case .text(let missing): StoredValue(missing)
    case .tags: .text("")
    case .word(let words): StoredValue(words.missing)
    }
  }

  /// What a member says where the column has this; nil where it can't have it.
  public func json(_ value: StoredValue) -> JSONValue? {
    switch (self, value) {
    case (.id, .integer(let id)): .integer(id)
    case (.id, .null), (.text(nil), .null): .null
    case (.count, .integer(let count)): .integer(count)
    case (.flag, .integer(let flag)): .bool(flag != 0)
    case (.text, .text(let text)): .string(text)
    case (.tags, .text(let tags)): .array(tags.split(separator: " ").map { .string(String($0)) })
    case (.word(let words), .integer(let number)):
      words.word(number).map { $0.isEmpty ? .null : .string($0) }
    default: nil
    }
  }
}
