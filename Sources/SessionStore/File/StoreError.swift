/// What can go wrong with a store; each says it in a sentence that its reader can act on.
public struct StoreError: Error, Sendable, CustomStringConvertible {
  /// What went wrong, by what a caller does about it; exit statuses and codes follow from it.
  public enum Kind: Sendable, Equatable {
    /// missing, not a store, newer than this program
    case unusable
    /// readable as a file, and not what this program wrote
    case damaged
    /// a path that no store can have
    case badName
    case alreadyExists
    case cannotCreate
    /// reading or writing failed: disk full, read-only file system
    case inputOutput
    case busy
    case notPermitted
    case notFound
    case interrupted
    /// an input document is wrong
    case badDocument
    /// asked for what can't be: something depends on it
    case conflict
  }

  /// What went wrong.
  public let kind: Kind
  /// What is wrong, with what, and what to do next, as a sentence without a full stop.
  public let message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  public var description: String { message }
}
