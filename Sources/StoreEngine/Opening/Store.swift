import GRDB
import GRDBSQLite
import Glibc
import Synchronization

/// One account's store: a SQLite file that only this program writes.
///
/// WAL, `synchronous=FULL`, foreign keys on, immediate write transactions. Durability is never traded.
public final class Store: Sendable {
  /// Where the store is, as it was given.
  public let path: String
  let queue: DatabaseQueue
  private let busy: BusyWait
  private let committed = Atomic<Int>(0)

  /// How many transactions have changed something and were committed since the store was opened.
  public var commits: Int { committed.load(ordering: .relaxed) }

  /// How a store is opened.
  public struct Options: Sendable {
    /// Whether nothing may be written, not even an upgrade of an older store.
    public var readOnly = false
    /// Seconds to wait for another writer.
    public var wait = 5
    /// Page cache in KiB; bulk work asks for more.
    public var cacheKiB = 8 * 1024
    /// Accept a store that others can write to.
    public var allowSharedWriting = false
    /// Whether nothing that is written stays: all of it is one transaction that is undone when the store is closed, and
    /// until then whoever reads here sees it.
    package var rehearses = false
    /// From how many rows on a run is worth a second connection and a thread: a few milliseconds.
    package var worthTwoCores = 1_000
    /// Whether a look keeps everybody else out, because there is no room for the files by which they would share the store.
    var readsAlone = false
    /// Bytes beyond which the write-ahead log is begun anew, if need be by waiting a second for those who read.
    var logLimit = 32 << 20

    /// What is not given suits a command that touches few rows.
    public init(
      readOnly: Bool = false, wait: Int = 5, cacheKiB: Int = 8 * 1024, allowSharedWriting: Bool = false
    ) {
      self.readOnly = readOnly
      self.wait = wait
      self.cacheKiB = cacheKiB
      self.allowSharedWriting = allowSharedWriting
    }
  }

  /// Where the store stood when it was opened for writing; nil where nothing can come into its place meanwhile.
  private let standing = Mutex<StoreStanding?>(nil)

  /// Whether the file has no name yet.
  private let isNew: Bool
  private let options: Options

  /// From how many rows on a run takes a second core; nil where it must not, because what was written before is seen by this
  /// connection alone.
  package var worthTwoCores: Int? { options.rehearses ? nil : options.worthTwoCores }

  init(path: String, _ connection: StoreConnection, _ options: Options, isNew: Bool = false) {
    self.path = path
    queue = connection.queue
    busy = connection.busy
    self.options = options
    self.isNew = isNew
  }

  deinit { try? queue.close() }

  // MARK: Opening

  /// Opens an existing store, upgrading an older one after a backup beside it.
  ///
  /// - Throws: `StoreError` `.unusable` when it is missing, damaged, no store of ours, or newer.
  public static func open(_ path: String, _ options: Options = Options()) throws -> Store {
    try Descriptors.requireEnough()
    let real = try StoreFile.check(path, allowSharedWriting: options.allowSharedWriting)
    return try StoreFile.explainingFailures(path) {
      if options.readOnly { try FrozenStore.undoInterruptedWriting(real, options) }
      let store = Store(path: path, try connect(real, options), options)
      try StoreUpgrade(path: path, queue: store.queue, migrations: Schema.migrations)
        .runIfOlder(readOnly: options.readOnly || options.rehearses)
      if !options.readOnly {
        let standing = try store.queue.unsafeRead(StoreStanding.init)
        store.standing.withLock { $0 = standing }
        if !options.rehearses { try store.takeLogUp() }
      }
      return store
    }
  }

  private static func connect(_ real: String, _ options: Options) throws -> StoreConnection {
    while true {
      do {
        return try options.readOnly ? FrozenStore.open(real, options) : StoreConnection(real, options)
      } catch let error as DatabaseError
        where error.extendedResultCode == .SQLITE_READONLY_DBMOVED
      {
        // Restored in between; what is there now is the store.
        continue
      }
    }
  }

  /// A store that a restore has kept, and one in whose place it was killed, have no write-ahead log; so does what another
  /// program switched. Where somebody uses it, the next command does it.
  private func takeLogUp() throws {
    try queue.writeWithoutTransaction { db in
      guard try String.fetchOne(db, sql: "PRAGMA journal_mode") != "wal" else { return }
      _ = try? String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
    }
  }

  /// Creates a new store, 0600 in a folder that is made 0700 if it is not there.
  ///
  /// It is made under another name and gets its own when it is complete, so that a store without an account can
  /// never be found at `path`.
  ///
  /// - Parameters:
  ///   - fill: what a new store holds, in one transaction
  ///   - complete: more that belongs to it, in as many as it takes
  /// - Throws: `.alreadyExists` when something is at `path`, `.cannotCreate` when the file can't be made.
  public static func create(
    _ path: String, _ options: Options = Options(), fill: (StoreWriter) throws -> Void = { _ in },
    complete: (Store) throws -> Void = { _ in }
  ) throws {
    try Descriptors.requireEnough()
    try StoreDraft.make(path) { draft in
      let store = Store(path: path, try StoreConnection(draft.path, options), options, isNew: true)
      let queue = store.queue
      try queue.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA journal_mode = WAL") }
      try Schema.migrator(Schema.migrations).migrate(queue)
      try store.write(fill)
      try complete(store)
      try StoreDraft.seal(queue)
    }
  }

  // MARK: Using

  /// Reads one consistent state of the store.
  public func read<Result>(_ body: (StoreReader) throws -> Result) throws -> Result {
    try StoreFile.explainingFailures(path, isNew: isNew) {
      try queue.inDatabaseAllowingInterrupt { db in
        if options.rehearses && db.isInsideTransaction {
          defer { Interruption.watch(nil) }
          return try body(StoreReader(db))
        }
        var result: Result?
        try db.inTransaction(.deferred) {
          defer { Interruption.watch(nil) }
          result = try body(StoreReader(db))
          return .commit
        }
        return result!
      }
    }
  }

  /// One immediate transaction: all of it is written, or none of it.
  ///
  /// - Parameter notes: that something has happened outside of the store already: this waits for minutes, whatever
  ///   `--wait` says, and no interruption undoes it
  /// - Throws: `.inputOutput` when the disk fails; where it failed in the commit, nobody knows whether it is stored.
  public func write<Result>(notes: Bool = false, _ body: (StoreWriter) throws -> Result) throws -> Result {
    if options.rehearses { return try rehearse(body) }
    return try StoreFile.explainingFailures(path, isNew: isNew) {
      try busy.noting(notes) {
        try queue.inDatabaseAllowingInterrupt(!notes) { db in
          var result: Result?
          var isCommitting = false
          let changesBefore = db.totalChangesCount
          do {
            try db.inTransaction(.immediate) {
              // Neither the commit nor a rollback is for interrupting.
              defer { Interruption.watch(nil) }
              try refuseAnother(db)
              result = try body(StoreWriter(db))
              // An interruption between two statements would otherwise be lost.
              if !notes { try Interruption.check() }
              isCommitting = true
              return .commit
            }
          } catch let error as DatabaseError
            where isCommitting && !isNew && error.resultCode == .SQLITE_IOERR
          {
            throw StoreFile.uncertain(path, error)
          }
          if db.totalChangesCount != changesBefore {
            Interruption.noteCommit()
            committed.add(1, ordering: .relaxed)
            boundLog(db)
          }
          return result!
        }
      }
    }
  }

  /// What a command has read before it writes is nothing that a restored store need hold: ids mean other things there.
  private func refuseAnother(_ db: Database) throws {
    guard let known = standing.withLock({ $0 }), try !known.holds(db) else { return }
    throw StoreError(
      .busy,
      commits > 0
        ? "the store \(path) was restored meanwhile; what was changed before that is in the store that was kept"
        : "the store \(path) was restored meanwhile; nothing was changed",
      .again)
  }

  /// Writes as `write` does, within the one transaction that is never committed; what fails is undone by itself.
  private func rehearse<Result>(_ body: (StoreWriter) throws -> Result) throws -> Result {
    try StoreFile.explainingFailures(path, isNew: isNew) {
      try queue.inDatabaseAllowingInterrupt { db in
        if !db.isInsideTransaction {
          try db.beginTransaction(.immediate)
          try refuseAnother(db)
        }
        var result: Result?
        try db.inSavepoint {
          result = try body(StoreWriter(db))
          try Interruption.check()
          return .commit
        }
        return result!
      }
    }
  }

  /// Begins the write-ahead log anew where it has grown.
  ///
  /// SQLite does that by itself only at a moment when nobody reads: with readers that overlap, it grows for as long as
  /// they come. What is committed is safe either way, so nothing here is a failure.
  private func boundLog(_ db: Database) {
    guard StoreCompanions.size("-wal", beside: queue.path) > options.logLimit else { return }
    busy.tidying {
      _ = sqlite3_wal_checkpoint_v2(db.sqliteConnection, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    }
  }

  /// Copies the store while others go on writing: one consistent state, whose pages have been looked at when it gets its name.
  ///
  /// - Parameter progress: gets bytes
  /// - Throws: `.cannotCreate` when there is a file at `destination` already, or no folder for it; `.unusable` when the
  ///   store is damaged, for of that no backup is made.
  public func backUp(to destination: String, progress: (_ done: Int, _ total: Int) -> Void) throws {
    try StoreDraft.make(destination, makingFolders: false) { draft in
      try copy(to: draft.path, progress: progress)
    }
  }

  /// The same, handed over piece by piece once it is complete; meanwhile it is a file without a name of its own in a
  /// folder for such.
  public func backUp(
    throughFolder folder: String, progress: (_ done: Int, _ total: Int) -> Void,
    _ write: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let draft = try StoreDraft(
      for: "\(folder)/sessionctl-backup-\(String(UInt64.random(in: .min ... .max), radix: 36))",
      makingFolders: false)
    defer { draft.discard() }
    try StoreFile.explainingFailures(draft.path, isNew: true) { try copy(to: draft.path, progress: progress) }
    try draft.forEachPiece(write)
  }

  private func copy(to draft: String, progress: (_ done: Int, _ total: Int) -> Void) throws {
    let copy = try StoreConnection(draft).queue
    defer { try? copy.close() }
    let (page, name, state) = try queue.read { db in
      (try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0, StoreReader(db).path, try Self.state(db))
    }
    // What is damaged is what is copied.
    try StoreFile.explainingDamage(path) {
      var aside =
        state == nil
        ? nil : SecondRead(name, cacheKiB: options.cacheKiB) { try Self.firstDamage($0.db) }
      try withoutActuallyEscaping(progress) { progress in
        try queue.backup(to: copy, pagesPerStep: 4096) { step in
          progress(step.completedPageCount * page, step.totalPageCount * page)
          try Interruption.check()
        }
      }
      // If nobody has written meanwhile, what was looked at is what was copied.
      if let aside, try queue.read(Self.state) == state {
        try refuse(aside.found(), in: name, called: path)
      } else {
        // It would go on, and hold what it reads.
        aside = nil
        try refuse(copy.unsafeRead(Self.firstDamage), in: copy.path, called: "the copy of \(path)")
      }
    }
    try StoreDraft.seal(copy)
  }

  /// Changes with every change that another connection commits; nil without a write-ahead log. There a second reader keeps
  /// writers out, and a file that is taken for one that never changes has no states.
  private static func state(_ db: Database) throws -> Int? {
    try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal"
      ? Int.fetchOne(db, sql: "PRAGMA data_version") : nil
  }

  private static func firstDamage(_ db: Database) throws -> String? {
    try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
  }

  /// A copy of what is damaged is no backup.
  private func refuse(_ found: String?, in file: String, called name: String) throws {
    guard found != "ok" else { return }
    if let reason = StoreFile.unreadable(file) {
      throw StoreError(.inputOutput, "reading \(name) failed: \(reason)")
    }
    throw StoreError(.unusable, "the store \(path) is damaged", .restoreEarlier)
  }

  /// Closes the file; the store can't be used after it.
  public func close() throws { try queue.close() }
}

extension DatabaseQueue {
  /// Runs in the database, with the connection known to the interrupt handler meanwhile.
  func inDatabaseAllowingInterrupt<Result>(
    _ allows: Bool = true, _ body: (Database) throws -> Result
  ) throws -> Result {
    try writeWithoutTransaction { db in
      if allows { Interruption.watch(db.sqliteConnection) }
      defer { Interruption.watch(nil) }
      return try body(db)
    }
  }
}

/// The read side of a transaction; queries hang on to it as extensions, a file per subject.
public struct StoreReader {
  /// The connection, within one look or one transaction.
  package let db: Database
  /// The file that is read, as SQLite names it; empty for one in memory.
  package var path: String {
    sqlite3_db_filename(db.sqliteConnection, "main").map { String(cString: $0) } ?? ""
  }
  /// For code that has the connection of a transaction already.
  package init(_ db: Database) { self.db = db }
}

/// The write side of a transaction.
public struct StoreWriter {
  /// The connection, within one transaction.
  package let db: Database
  /// Reads within this transaction, and sees what it has written.
  public var reader: StoreReader { StoreReader(db) }
  /// For code that has the connection of a transaction already.
  package init(_ db: Database) { self.db = db }

  /// Lets more pages stay in memory, for a large change: a page that is changed again later is written once. For what is
  /// only read it would be in vain, because the system keeps those pages as well.
  package func growCache(toMiB size: Int) throws {
    try db.execute(sql: "PRAGMA cache_size = -\(size * 1024)")
  }
}
