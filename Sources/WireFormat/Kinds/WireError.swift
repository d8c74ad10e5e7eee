import JSONText

/// An error with which the service answered, in one of its forms.
public struct WireError: Sendable {
  /// What it says, on one line.
  public let message: String

  /// `{"error":"RecordNotFound","description":…}`, `{"error":{"title":…,"message":…}}`, `{"errors":[{"title":…}]}`;
  /// nil: it is no error.
  public init?(_ record: JSONRecord) {
    if let error = record.member("error"), !error.isNull {
      message = Self.joined(
        error.kind == .object
          ? [error.member("title"), error.member("message")] : [error, record.member("description")])
    } else if let errors = record.member("errors"), errors.kind == .array {
      var said: [String] = []
      errors.forEachElement { error in
        if said.count < 3 {
          said.append(
            error.kind == .object
              ? Self.joined([error.member("code"), error.member("title"), error.member("detail")])
              : Self.joined([error]))
        }
      }
      message = said.joined(separator: "; ")
    } else {
      return nil
    }
  }

  private static func joined(_ parts: [JSONSlice?]) -> String {
    parts.compactMap { part in
      guard let part, !part.isNull else { return nil }
      let text = part.string() ?? part.text
      return text.count > 200 ? "\(text.prefix(200))…" : text
    }.joined(separator: ": ")
  }
}
