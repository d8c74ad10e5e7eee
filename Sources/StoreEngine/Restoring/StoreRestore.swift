import GRDB
import GRDBSQLite
import Glibc
import SystemErrors

/// Brings the content of another file into a store: a backup's, a replica's, a rescued one's.
///
/// The new store is made whole under another name and looked at. If nobody has the old one open, the two change places
/// in one step of the file system. Otherwise the file at the store's path stays the same file, and its new content is
/// one transaction of it, written by SQLite's online backup: whoever has it open sees the old store or the new one, and
/// their locks, logs and shared memory stay theirs. A file that was given the name of one that is in use would share a
/// log with it.
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
  ///   - progress: gets bytes
  /// - Throws: `.unusable` where the file is no store or a newer one, `.busy` where a push is at work or a writer does not
  ///   end, `.alreadyExists` where something else than a store is at the path.
  package func run(
    examine: (StoreReader, _ path: String) throws -> Void, progress: (_ done: Int, _ total: Int) -> Void
  ) throws -> Outcome {
    try Descriptors.requireEnough()
    try StoreFile.checkName(path)
    let source = try StoreFile.check(file, allowSharedWriting: options.allowSharedWriting)
    if StoreOwners.facts(path, followingLinks: false) == nil {
      var outcome: Outcome?
      try StoreDraft.make(path) { draft in outcome = try fill(draft, from: source, examine, progress) }
      return outcome!
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
    let draft = try StoreDraft(for: StoreDraft.freeName(beside: path, "before-restore"))
    defer { draft.discard() }
    var outcome = try fill(draft, from: source, examine, progress)
    try Interruption.check()
    outcome.kept = try exchange(target, with: draft) ?? replace(target, with: draft, header, progress)
    return outcome
  }

  // MARK: The new store

  /// Makes a store of this program's schema of what is to be restored, and leaves it closed.
  private func fill(
    _ draft: StoreDraft, from source: String, _ examine: (StoreReader, _ path: String) throws -> Void,
    _ progress: (_ done: Int, _ total: Int) -> Void
  ) throws -> Outcome {
    try StoreFile.explainingFailures(file, copiedTo: draft.path) {
      let found = try copy(source, to: draft, progress)
      let copy = try StoreConnection(draft.path, options).queue
      defer { try? copy.close() }
      if found.needsCompletion || found.number < Schema.currentNumber { try complete(copy, found) }
      try look(copy) { try examine(StoreReader($0), draft.path) }
      try StoreDraft.seal(copy)
      return Outcome(
        schema: found.number, wasAdopted: !found.isNumbered, remade: found.missing.count,
        leftOut: found.leftOver)
    }
  }

  /// Copies one consistent state: by the kernel where all of it is in the file itself, else by SQLite.
  private func copy(
    _ source: String, to draft: StoreDraft, _ progress: (_ done: Int, _ total: Int) -> Void
  ) throws -> SchemaAdoption {
    // Closed after SQLite is done with the file, for that lets go of its locks.
    let descriptor = Glibc.open(source, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw StoreError(.inputOutput, "reading \(file) failed: \(SystemError.text())")
    }
    defer { close(descriptor) }
    var reading = options
    reading.readOnly = true
    let queue = try StoreConnection(FrozenStore.path(source), reading).queue
    defer { try? queue.close() }
    return try look(queue) { db in
      guard let found = try SchemaAdoption.of(db) else {
        throw StoreError(.unusable, "\(file) is not a store of sessionctl")
      }
      guard found.number <= Schema.currentNumber else { throw StoreUpgrade.newer(file, found.number) }
      // A reader for whom nothing is in the log keeps everybody from writing to the file.
      if ["-wal", "-journal"].allSatisfy({ StoreCompanions.size($0, beside: source) == 0 }) {
        try draft.fill(from: descriptor, of: file, progress: progress)
      } else {
        let copy = try RawDatabase(draft.path, writing: true)
        defer { withExtendedLifetime(copy) {} }
        let copying = try PageCopy(from: db.sqliteConnection, to: copy.handle)
        let size = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
        try copying.copyMost { progress($0 * size, $1 * size) }
        try copying.commit()
      }
      return found
    }
  }

  private func complete(_ copy: DatabaseQueue, _ found: SchemaAdoption) throws {
    try copy.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA foreign_keys = OFF")
      defer { try? db.execute(sql: "PRAGMA foreign_keys = ON") }
      try found.complete(db)
      guard found.number < Schema.currentNumber else { return }
      try db.inTransaction(.immediate) {
        try Schema.Migrator(Schema.migrations).migrate(db, from: found.number)
        return .commit
      }
    }
  }

  /// One look that lasts: nothing changes meanwhile.
  private func look<Result>(_ queue: DatabaseQueue, _ body: (Database) throws -> Result) throws -> Result {
    try queue.writeWithoutTransaction { db in
      Interruption.watch(db.sqliteConnection)
      defer { Interruption.watch(nil) }
      try db.beginTransaction(.deferred)
      // Nothing was written; what fails here in a damaged file is of no account.
      defer { try? db.rollback() }
      return try body(db)
    }
  }

  private func isSameFile(_ one: String, _ other: String) -> Bool {
    guard let one = StoreOwners.facts(one), let other = StoreOwners.facts(other) else { return false }
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino
  }

  // MARK: The store

  /// Puts the new store in the place of one that nobody has open.
  ///
  /// - Returns: where what was there is now; nil where somebody has it open, or the files can't change places
  private func exchange(_ target: String, with draft: StoreDraft) throws -> String? {
    var facts = stat()
    guard lstat(target, &facts) == 0, facts.st_nlink == 1, draft.takeRights(of: target),
      let old = try? RawDatabase(target, writing: true)
    else { return nil }
    defer { withExtendedLifetime(old) {} }
    guard old.isolate() else { return nil }
    do {
      // What SQLite leaves of a change that is complete would lie beside the new store.
      unlink(target + "-journal")
      try Interruption.check()
      if let kept = try draft.changePlaces(
        with: target, keptAs: { StoreDraft.freeName(beside: path, "before-restore") })
      {
        Interruption.noteCommit()
        return kept
      }
    } catch {
      old.release()
      throw error
    }
    old.release()
    return nil
  }

  /// Writes the new store into the file of the old one.
  ///
  /// - Returns: where what was there is now
  private func replace(
    _ target: String, with draft: StoreDraft, _ header: Header,
    _ progress: (_ done: Int, _ total: Int) -> Void
  ) throws -> String {
    let queue = try StoreFile.explainingFailures(draft.path, isNew: true) {
      try StoreConnection(draft.path, options).queue
    }
    defer { try? queue.close() }
    let size = try StoreFile.explainingFailures(draft.path, isNew: true) {
      let size = try queue.unsafeRead { try Int.fetchOne($0, sql: "PRAGMA page_size") } ?? 4096
      if let wanted = header.pageSize, wanted != size {
        try queue.writeWithoutTransaction {
          try $0.execute(sql: "PRAGMA journal_mode = delete; PRAGMA page_size = \(wanted); VACUUM")
        }
      }
      return size
    }
    func reach(_ done: Int, _ total: Int) { progress(done * size, total * size) }
    return try StoreFile.explainingFailures(path, copiedTo: draft.path) {
      try look(queue) { db in
        do {
          return try replace(target, with: db, keptAs: nil, reach)
        } catch let error as DatabaseError
          where [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode)
        {
          let kept = try UnreadableStore(path: path, real: target).clear(pageSize: header.pageSize ?? size)
          return try replace(target, with: db, keptAs: kept, reach)
        }
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
