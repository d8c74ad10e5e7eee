import JSONText

/// The words of an error, in whatever shape the account gives it.
enum ErrorWords {
  private static let most = 200

  /// A text as it is, an object by the members that hold its words; nil for what has none. Cut short.
  static func phrase(_ value: JSONValue) -> String? {
    let text: String? =
      switch value {
      case .string(let text): text
      case .object(let members):
        ["title", "message", "detail", "description", "error"].lazy
          .compactMap { members[$0]?.string }.first ?? value.text
      case .array(let elements): elements.lazy.compactMap(phrase).first
      default: nil
      }
    guard let text, !text.isEmpty else { return nil }
    return text.unicodeScalars.count > most ? String(text.unicodeScalars.prefix(most)) + "…" : text
  }
}
