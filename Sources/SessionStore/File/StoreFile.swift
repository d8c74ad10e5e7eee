import GRDB
import Glibc
import JSONText
import WireFormat

/// The file a store is in: whether it may be used, how it is made, what its failures mean.
enum StoreFile {
  // MARK: Naming

  /// SQLite takes some names for something else than a file, and a folder can't be made into one.
  static func checkName(_ path: String) throws {
    if path.isEmpty { throw StoreError(.badName, "a store needs a name; give the path of a file") }
    if path.hasPrefix(":") || path.hasPrefix("file:") {
      throw StoreError(
        .badName,
        "'\(path)' is not the path of a store; if a file is called that, write './\(path)'")
    }
    if path.hasSuffix("/") {
      throw StoreError(.badName, "'\(path)' is a folder; name the file of the store in it")
    }
  }

  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }

  // MARK: Checking

  /// Looks at the file before SQLite does, so that each trouble has its own sentence.
  static func check(_ path: String, allowSharedWriting: Bool) throws {
    try checkName(path)
    var facts = stat()
    guard stat(path, &facts) == 0 else {
      if errno == ENOENT {
        throw StoreError(
          .unusable, "no store at \(path); make one with 'sessionctl init', or name it with --store PATH")
      }
      throw StoreError(.unusable, "cannot reach the store \(path): \(String(cString: strerror(errno)))")
    }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw StoreError(.unusable, "\(path) is not a store but a folder or a special file")
    }
    guard access(path, R_OK) == 0 else {
      throw StoreError(.unusable, "cannot read the store \(path): \(String(cString: strerror(errno)))")
    }
    if !allowSharedWriting { try checkOwners(path, facts) }
  }

  /// Whoever can write the file, or replace it in its folder, can do everything.
  private static func checkOwners(_ path: String, _ file: stat) throws {
    func refuse(_ what: String, _ remedy: String) -> StoreError {
      StoreError(
        .notPermitted, "\(what); \(remedy), or set SESSIONCTL_ALLOW_SHARED_STORE=1 if that is meant")
    }
    if file.st_mode & 0o022 != 0 {
      throw refuse("the store \(path) can be written by others", "run 'chmod go-w \(path)'")
    }
    guard file.st_uid == geteuid() || file.st_uid == 0 || geteuid() == 0 else {
      throw refuse("the store \(path) belongs to another user", "take one of your own")
    }
    let folder = folder(of: path)
    var facts = stat()
    // In a sticky folder such as /tmp nobody can replace another's file.
    if stat(folder, &facts) == 0, facts.st_mode & 0o022 != 0, facts.st_mode & S_ISVTX == 0 {
      throw refuse("the store's folder \(folder) can be written by others", "run 'chmod go-w \(folder)'")
    }
  }

  /// Compares schema numbers: a newer store is refused, an older one upgraded after a backup beside it.
  static func upgradeIfOlder(
    _ queue: DatabaseQueue, path: String, migrations: [Schema.Migration], readOnly: Bool
  ) throws {
    let (application, number) = try queue.unsafeRead { db in
      (
        try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      )
    }
    guard application == Schema.applicationID else {
      throw StoreError(.unusable, "\(path) is not a store of sessionctl")
    }
    let current = migrations.last!.number
    if number == current { return }
    guard number < current else {
      throw StoreError(
        .unusable,
        "the store \(path) has schema \(number), newer than this program's \(current); use a newer sessionctl"
      )
    }
    guard !readOnly else {
      throw StoreError(
        .unusable,
        "the store \(path) has the older schema \(number); any changing command upgrades it to \(current)")
    }
    let backup = "\(path).schema-\(number).backup"
    StoreDraft.remove(backup)
    try StoreDraft.make(backup) { draft in
      let copy = try StoreConnection(draft).queue
      defer { try? copy.close() }
      try queue.backup(to: copy)
      try copy.close()
    }
    try Schema.migrator(migrations).migrate(queue)
  }

  // MARK: Explaining

  /// Turns SQLite's failures into ours; others pass.
  static func explainingFailures<Result>(
    _ path: String, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw explain(error, path: path)
    } catch let error as JSONError {
      // Inputs are checked where they are read; what is left is a document of the store's own.
      throw damaged(path, "a stored document can't be read: \(error)")
    } catch let error as WireProblem {
      throw damaged(path, "a stored document can't be read: \(error.message)")
    }
  }

  private static func damaged(_ path: String, _ detail: String) -> StoreError {
    StoreError(.damaged, "the store \(path) is damaged (\(detail))")
  }

  /// A commit that failed at its very end: what is in the file already counts when the store is opened again, or does
  /// not.
  static func uncertain(_ path: String, _ error: DatabaseError) -> StoreError {
    StoreError(
      .inputOutput,
      "writing \(path) failed at the end (\(error.message ?? "no details")), so it is not known whether the change is stored; see 'sessionctl log list' before you try again"
    )
  }

  static func explain(_ error: DatabaseError, path: String) -> any Error {
    let detail = error.message ?? "no details"
    switch error.resultCode {
    // Waiting for the other writer was given up because of it.
    case .SQLITE_BUSY where Interruption.isRequested:
      return Interruption.failure
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return StoreError(
        .busy, "the store \(path) is busy: another command is writing; try again, or give --wait")
    case .SQLITE_INTERRUPT:
      return Interruption.failure
    case .SQLITE_NOTADB:
      return StoreError(.unusable, "\(path) is not a store of sessionctl")
    case .SQLITE_CORRUPT, .SQLITE_MISMATCH:
      return damaged(path, detail)
    case .SQLITE_ERROR where isAboutTheSchema(detail):
      return damaged(path, detail)
    case .SQLITE_CANTOPEN:
      return StoreError(.unusable, "cannot open the store \(path): \(detail)")
    case .SQLITE_READONLY:
      return StoreError(.inputOutput, "the store \(path) can't be written: \(detail)")
    case .SQLITE_FULL:
      return StoreError(.inputOutput, "the disk is full; nothing was changed in \(path)")
    case .SQLITE_IOERR:
      return StoreError(.inputOutput, "reading or writing \(path) failed: \(detail)")
    default:
      return error
    }
  }

  /// Whether SQLite misses what the migrations make, or finds no JSON where they promise it: the statements
  /// themselves are ours and tested.
  private static func isAboutTheSchema(_ detail: String) -> Bool {
    detail.hasPrefix("no such ") || detail.hasPrefix("malformed JSON") || detail.hasPrefix("cannot modify ")
      || detail.contains(" has no column named ")
  }
}
