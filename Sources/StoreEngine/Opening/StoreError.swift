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
    /// something is there already, and is never written over
    case alreadyExists
    /// a new file, or its folder, can't be made
    case cannotCreate
    /// reading or writing failed: disk full, read-only file system
    case inputOutput
    /// another writer took longer than `Store.Options.wait`
    case busy
    /// others could change the store (see `Store.Options.allowSharedWriting`)
    case notPermitted
    /// a signal came; what was not committed by then is undone
    case interrupted
    /// asked for what can't be: something depends on it
    case conflict
  }

  /// What can be done about it, where that is no matter of the file alone; how is said by whoever knows the commands.
  public enum Remedy: Sendable, Equatable {
    /// make a store there, or name another
    case makeOrName
    /// make another store
    case make
    /// wait longer for the other writer
    case wait
    /// look in the log what is stored
    case seeLog
    /// look in the log first, because nobody knows whether the change is stored
    case seeLogFirst
    /// restore a rescued file, which gives it its two numbers back
    case restore(String)
    /// keep what is there and restore over it all the same
    case forceRestore
    /// run the command once more
    case again
    /// restore an earlier backup: of what is damaged none is made
    case restoreEarlier
  }

  /// What went wrong.
  public let kind: Kind
  /// What is wrong, with what, and what to do next as far as that needs no command, as a sentence without a full stop.
  public let message: String
  /// What else to do next.
  public let remedy: Remedy?

  /// Adds nothing to the sentence, which has to name the store or the thing itself.
  public init(_ kind: Kind, _ message: String, _ remedy: Remedy? = nil) {
    self.kind = kind
    self.message = message
    self.remedy = remedy
  }

  public var description: String { message }
}
