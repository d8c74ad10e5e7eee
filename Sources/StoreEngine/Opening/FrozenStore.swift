import GRDB
import Glibc

/// A store where nothing can be made beside it, such as a backup on a medium that is mounted for reading only.
///
/// SQLite reads a store in WAL mode with the help of two files beside it. Where they can't be made, nobody can
/// write to the store either, and SQLite may be told that it doesn't change.
enum FrozenStore {
  /// What SQLite is to open for reading: the path itself, or one that says that the file doesn't change.
  static func path(_ path: String) throws -> String {
    guard access(StoreFile.folder(of: path), W_OK) != 0 else { return path }
    guard StoreCompanions.size("-journal", beside: path) == 0 else {
      throw StoreError(
        .inputOutput,
        "the store \(path) has an unfinished change in \(path)-journal, which can't be undone because nothing can be written; copy both files to a folder of yours"
      )
    }
    guard StoreCompanions.size("-wal", beside: path) > 0 else { return immutable(path) }
    // Changes that the file itself does not have yet: they can be read while a writer shares them.
    guard access(path + "-shm", R_OK) == 0 else {
      throw StoreError(
        .inputOutput,
        "the store \(path) has changes in \(path)-wal, which can't be read because nothing can be written; copy both files to a folder of yours"
      )
    }
    return path
  }

  /// Opens a store for reading.
  ///
  /// On a full disk SQLite can't make the shared memory beside the store. What is in it can be kept in our own as long as
  /// nobody else has the store open, and then nobody can open it until we are done; whoever has it open has made the files.
  static func open(_ path: String, _ options: Store.Options) throws -> StoreConnection {
    let connection: StoreConnection
    do {
      connection = try StoreConnection(Self.path(path), options)
    } catch let error as DatabaseError where needsRoom(error, path) {
      return try openAlone(path, options, error)
    }
    guard StoreMedium.of(path) == .full else { return connection }
    do { try look(connection) } catch let error as DatabaseError where needsRoom(error, path) {
      try? connection.queue.close()
      return try openAlone(path, options, error)
    }
    return connection
  }

  private static func openAlone(_ path: String, _ options: Store.Options, _ error: DatabaseError) throws
    -> StoreConnection
  {
    guard access(path, W_OK) == 0 else { throw error }
    var alone = options
    alone.readsAlone = true
    do {
      let connection = try StoreConnection(path, alone)
      try look(connection)
      return connection
    } catch let error as DatabaseError
      where error.resultCode == .SQLITE_CANTOPEN && StoreCompanions.size("-wal", beside: path) == 0
    {
      // Nobody can make a log, so nobody can write.
      return try StoreConnection(immutable(path), options)
    }
  }

  private static func look(_ connection: StoreConnection) throws {
    _ = try connection.queue.unsafeRead { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
  }

  private static func needsRoom(_ error: DatabaseError, _ path: String) -> Bool {
    [.SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_FULL].contains(error.resultCode)
      && StoreMedium.of(path) == .full
  }

  /// The same for a look that must not make the files beside a store: where nobody has them open, the file is all
  /// there is.
  static func pathForGlance(_ path: String) -> String {
    StoreCompanions.size("-wal", beside: path) > 0 && access(path + "-shm", W_OK) == 0
      ? path : immutable(path)
  }

  /// A change that somebody began to write and did not finish is undone by SQLite, but only where it may write: a look
  /// would fail on what is left of it. (Stores in WAL mode have none; other programs may have left one.)
  static func undoInterruptedWriting(_ path: String, _ options: Store.Options) throws {
    guard StoreCompanions.size("-journal", beside: path) > 0, access(path, W_OK) == 0,
      access(StoreFile.folder(of: path), W_OK) == 0
    else { return }
    var writing = options
    writing.readOnly = false
    let queue = try StoreConnection(path, writing).queue
    defer { try? queue.close() }
    _ = try queue.unsafeRead { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
  }

  /// Every byte but the plainest is written as `%xx`.
  private static func immutable(_ path: String) -> String {
    var uri = path.hasPrefix("/") ? "file://" : "file:./"
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "_"):
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16)
        uri += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return uri + "?immutable=1"
  }
}
