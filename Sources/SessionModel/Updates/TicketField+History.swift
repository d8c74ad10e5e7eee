/// What the history tells of a ticket's fields: an event has a field's name, and what it was and became in words.
extension TicketField {
  /// Those that events tell changes of, by the names that they have there. The routing channel has events of its own.
  package static let inHistory: [String: TicketField] = Dictionary(
    uniqueKeysWithValues: all.compactMap { field in field.historyName.map { ($0, field) } })

  /// Those of them that no update changes, and only an import does.
  static let importedOnly: [(field: TicketField, name: String)] = inRecord.compactMap { field, _ in
    field.change == nil ? field.historyName.map { (field, $0) } : nil
  }

  /// Its place in `all`.
  package var place: Int { Self.all.firstIndex(of: self) ?? Self.all.endIndex }

  /// Its value as the history tells it; nil for none. Tags are told by their authors (`TagStep`).
  package func word(in ticket: WorkItem.Ticket) -> String? {
    switch writing?.value(in: ticket) {
    case .null, nil: return nil
    case .text(let text): return text
    case .integer(let number):
      switch telling?.form {
      case .flag: return number != 0 ? "true" : "false"
      case .word(let words): return words.word(number).flatMap { $0.isEmpty ? nil : $0 }
      default: return String(number)
      }
    }
  }

  /// What the column has for a word of the history, of whichever source; nil for what is no value of the field.
  ///
  /// - Parameter word: nil where the history says that there is none
  package func value(of word: String?) -> StoredValue? {
    switch telling?.form {
    case .id:
      guard let word, !word.isEmpty, word != "0" else { return .null }
      return Int64(word).map(StoredValue.integer)
    case .flag: return word.map { .integer($0 == "true" ? 1 : 0) } ?? .null
    case .text(let missing): return StoredValue(word.flatMap { $0.isEmpty ? nil : $0 } ?? missing)
    case .word(let words):
      guard let word else { return StoredValue(words.missing) }
      return words.number(word).map(StoredValue.integer)
    case .tags: return .text(word ?? "")
    case .count, nil: return nil
    }
  }
}
