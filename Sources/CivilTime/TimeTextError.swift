/// Text that should be a moment, a day or a duration and is not: one sentence with what to write instead.
public struct TimeTextError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence without a full stop; what it quotes of the text is cut to 60 characters.
  public let message: String

  /// Takes the finished sentence, in which a long text is cut already.
  public init(_ message: String) { self.message = message }

  public var description: String { message }
}

extension String {
  /// The text as error sentences show it: quoted, and cut, because it may come from a file and be of any length.
  var quotedForError: String {
    let shown = prefix(60)
    return shown.utf8.count == utf8.count ? "'\(self)'" : "'\(shown)…'"
  }
}
