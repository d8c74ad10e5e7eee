import GRDB
import GRDBSQLite
import Glibc
import SystemErrors

/// Brings the content of another file into a store: a backup's, a replica's, a rescued one's.
///
/// The file at the store's path stays the same file, and its new content is one transaction of it, written by SQLite's
/// online backup. So whoever has it open sees the old store or the new one, and their locks, logs and shared memory stay
/// theirs; a file that was given the name of one that is in use would share a log with it.
package struct StoreRestore {
  /// What to restore.
  private let file: String
  /// The store; nothing need be there.
  private let path: String
  private let options: Store.Options
  private let force: Bool

  /// - Parameter force: whether what is at `path` may be something that is not recognized as a store; it is kept as well
  package init(from file: String, to path: String, _ options: Store.Options, force: Bool) {
    self.file = file
    self.path = path
    self.options = options
    self.force = force
  }

  /// What a restore has done.
  package struct Outcome: Sendable {
    /// Where the store is that was there before; nil if none was.
    package fileprivate(set) var kept: String?
    /// The schema that the file had: older ones are upgraded.
    package let schema: Int
    /// Whether it had lost the two numbers that tell a store.
    package let wasAdopted: Bool
    /// Indexes, triggers and views that it had lost and that were made anew.
    package let remade: Int
    /// Tables of rows of which SQLite could not tell the table, which were left out.
    package let leftOut: [String]
  }

  /// Restores it.
  ///
  /// - Parameters:
  ///   - examine: looks at what will be the store, and throws to refuse it
  ///   - progress: gets pages
  /// - Throws: `.unusable` where the file is no store or a newer one, `.busy` where a push is at work or a writer does not
  ///   end, `.alreadyExists` where something else than a store is at the path.
  package func run(
    examine: (StoreReader, _ path: String) throws -> Void, progress: (_ done: Int, _ total: Int) -> Void
  ) throws -> Outcome {
    try Descriptors.requireEnough()
    try StoreFile.checkName(path)
    let source = try StoreFile.check(file, allowSharedWriting: options.allowSharedWriting)
    if StoreOwners.facts(path, followingLinks: false) == nil {
      return try make(from: source, examine, progress)
    }
    let target = try StoreFile.check(path, allowSharedWriting: options.allowSharedWriting)
    guard source != target, !isSameFile(source, target) else {
      throw StoreError(.badName, "\(file) is the store itself; move it to another name to restore it")
    }
    guard StoreMedium.of(target) != .readOnly else {
      throw StoreFile.explain(DatabaseError(resultCode: .SQLITE_READONLY), path: path)
    }
    // Of two restores each would keep what the other has brought; a push goes on over many transactions.
    let restore = try StoreErrand(path, "restore", "a restore")
    let push = try StoreErrand(path, "push", "a push")
    defer { withExtendedLifetime((restore, push)) {} }
    let header = try Header(target)
    guard header.isStore || force else {
      throw StoreError(
        .alreadyExists, "what is at \(path) is not recognized as a store of sessionctl", .forceRestore)
    }
    return try withSource(source, pageSize: header.pageSize) { db, path, outcome in
      try examine(StoreReader(db), path)
      var outcome = outcome
      outcome.kept = try replace(target, with: db, progress)
      return outcome
    }
  }

  // MARK: The file

  /// Opens what is to be restored for one look that lasts: the file itself where it can be taken as it is, else a copy
  /// that was made so.
  private func withSource(
    _ source: String, pageSize: Int?, _ body: (Database, _ path: String, Outcome) throws -> Outcome
  ) throws -> Outcome {
    try StoreFile.explainingFailures(file) {
      let queue = try open(source)
      defer { try? queue.close() }
      let found = try adoption(queue)
      let size = try queue.unsafeRead { try Int.fetchOne($0, sql: "PRAGMA page_size") }
      let fits = pageSize == nil || size == pageSize
      if found.number == Schema.currentNumber, found.isNumbered, found.leftOver.isEmpty, fits {
        return try look(queue, source, outcome(found), body)
      }
      let draft = try StoreDraft(for: StoreDraft.freeName(beside: path, "before-restore"))
      defer { draft.discard() }
      return try StoreFile.explainingFailures(file, copiedTo: draft.path) {
        let copy = try StoreConnection(draft.path, options).queue
        defer { try? copy.close() }
        try prepare(copy, from: queue, found, pageSize: fits ? nil : pageSize)
        return try look(copy, draft.path, outcome(found), body)
      }
    }
  }

  private func look(
    _ queue: DatabaseQueue, _ path: String, _ outcome: Outcome,
    _ body: (Database, _ path: String, Outcome) throws -> Outcome
  ) throws -> Outcome {
    try queue.writeWithoutTransaction { db in
      Interruption.watch(db.sqliteConnection)
      defer { Interruption.watch(nil) }
      try db.beginTransaction(.deferred)
      // Nothing was written; what fails here in a damaged file is of no account.
      defer { try? db.rollback() }
      return try body(db, path, outcome)
    }
  }

  private func open(_ source: String) throws -> DatabaseQueue {
    var reading = options
    reading.readOnly = true
    return try StoreConnection(FrozenStore.path(source), reading).queue
  }

  private func adoption(_ queue: DatabaseQueue) throws -> SchemaAdoption {
    guard let found = try queue.unsafeRead(SchemaAdoption.of) else {
      throw StoreError(.unusable, "\(file) is not a store of sessionctl")
    }
    guard found.number <= Schema.currentNumber else {
      throw StoreUpgrade.newer(file, found.number)
    }
    return found
  }

  private func outcome(_ found: SchemaAdoption) -> Outcome {
    Outcome(
      schema: found.number, wasAdopted: !found.isNumbered, remade: found.missing.count,
      leftOut: found.leftOver)
  }

  /// Copies it and makes a store of this program's schema of the copy.
  private func prepare(
    _ copy: DatabaseQueue, from source: DatabaseQueue, _ found: SchemaAdoption, pageSize: Int? = nil
  ) throws {
    try source.backup(to: copy)
    try copy.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA foreign_keys = OFF")
      try found.complete(db)
      if found.number < Schema.currentNumber {
        try db.inTransaction(.immediate) {
          try Schema.Migrator(Schema.migrations).migrate(db, from: found.number)
          return .commit
        }
      }
      if let pageSize {
        try db.execute(sql: "PRAGMA journal_mode = delete; PRAGMA page_size = \(pageSize); VACUUM")
      }
      try db.execute(sql: "PRAGMA foreign_keys = ON")
    }
  }

  private func isSameFile(_ one: String, _ other: String) -> Bool {
    guard let one = StoreOwners.facts(one), let other = StoreOwners.facts(other) else { return false }
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino
  }

  // MARK: The store

  private func make(
    from source: String, _ examine: (StoreReader, _ path: String) throws -> Void,
    _ progress: (_ done: Int, _ total: Int) -> Void
  ) throws -> Outcome {
    var outcome: Outcome?
    try StoreDraft.make(path) { draft in
      try StoreFile.explainingFailures(file, copiedTo: draft) {
        let queue = try open(source)
        defer { try? queue.close() }
        let found = try adoption(queue)
        outcome = self.outcome(found)
        let copy = try StoreConnection(draft, options).queue
        defer { try? copy.close() }
        try prepare(copy, from: queue, found)
        _ = try look(copy, draft, self.outcome(found)) { db, path, outcome in
          try examine(StoreReader(db), path)
          return outcome
        }
        try StoreDraft.seal(copy)
      }
    }
    return outcome!
  }

  /// - Returns: where what was there is now
  private func replace(
    _ target: String, with source: Database, _ progress: (_ done: Int, _ total: Int) -> Void
  ) throws -> String {
    try StoreFile.explainingFailures(path) {
      do {
        return try replace(target, with: source, keptAs: nil, progress)
      } catch let error as DatabaseError
        where [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode)
      {
        let size = try Int.fetchOne(source, sql: "PRAGMA page_size") ?? 4096
        let kept = try UnreadableStore(path: path, real: target).clear(pageSize: size)
        return try replace(target, with: source, keptAs: kept, progress)
      }
    }
  }

  /// - Parameter kept: where what was there is already; nil: it is copied while nobody can write
  private func replace(
    _ target: String, with source: Database, keptAs kept: String?,
    _ progress: (_ done: Int, _ total: Int) -> Void
  ) throws -> String {
    let destination = try RawDatabase(target, writing: true)
    let copying = try PageCopy(from: source.sqliteConnection, to: destination.handle)
    defer { withExtendedLifetime(destination) {} }
    try copying.lock(wait: options.wait)
    let draft = try kept == nil ? copied(target) : nil
    defer { draft?.discard() }
    try copying.copyMost(progress)
    Interruption.watch(nil)
    // Named as late as may be, so that a restore that fails leaves nothing.
    let name = try draft?.completeNaming { StoreDraft.freeName(beside: path, "before-restore") }
    do { try copying.commit() } catch {
      if let name { unlink(name) }
      throw error
    }
    Interruption.noteCommit()
    destination.tidyLog()
    return name ?? kept ?? ""
  }

  /// Copies what was committed last.
  private func copied(_ target: String) throws -> StoreDraft {
    let draft = try StoreDraft(for: StoreDraft.freeName(beside: path, "before-restore"))
    do {
      let reader = try RawDatabase(target, writing: false)
      let copy = try RawDatabase(draft.path, writing: true)
      defer { withExtendedLifetime((reader, copy)) {} }
      let copying = try PageCopy(from: reader.handle, to: copy.handle)
      try copying.copyMost { _, _ in }
      try copying.commit()
    } catch {
      draft.discard()
      throw error
    }
    return draft
  }

  /// What the first bytes of a file say.
  private struct Header {
    let isStore: Bool
    /// nil where they say nothing sensible.
    let pageSize: Int?

    init(_ path: String) throws {
      let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else {
        throw StoreError(.inputOutput, "reading \(path) failed: \(SystemError.text())")
      }
      defer { close(descriptor) }
      var bytes = [UInt8](repeating: 0, count: 100)
      let count = read(descriptor, &bytes, bytes.count)
      let isDatabase = count == bytes.count && bytes.starts(with: "SQLite format 3\0".utf8)
      let id = bytes[68..<72].reduce(Int32(0)) { $0 << 8 | Int32($1) }
      isStore = isDatabase && id == Schema.applicationID
      let size = Int(bytes[16]) << 8 | Int(bytes[17])
      let real = size == 1 ? 65_536 : size
      pageSize =
        isDatabase && (512...65_536).contains(real) && real.nonzeroBitCount == 1 ? real : nil
    }
  }
}
