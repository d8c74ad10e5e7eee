import GRDB
import GRDBSQLite
import Glibc
import JSONText
import WireFormat
import SystemErrors

/// The file a store is in: whether it may be used, how it is made, what its failures mean.
package enum StoreFile {
  // MARK: Naming

  /// SQLite takes some names for something else than a file, and a folder can't be made into one.
  static func checkName(_ path: String) throws {
    if path.isEmpty { throw StoreError(.badName, "a store needs a name; give the path of a file") }
    if path == "-" {
      throw StoreError(.badName, "'-' is not a store: a store can't be read from standard input; name a file")
    }
    if path.hasPrefix(":") || path.hasPrefix("file:") {
      throw StoreError(
        .badName,
        "'\(path)' is not the path of a store; if a file is called that, write './\(path)'")
    }
    if path.hasSuffix("/") {
      throw StoreError(.badName, "'\(path)' is a folder; name the file of the store in it")
    }
  }

  /// The folder in which a path's file lies, as it is written; `.` for a bare name.
  package static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }

  // MARK: Checking

  /// Looks at the file before SQLite does, so that each trouble has its own sentence.
  ///
  /// - Returns: the path with every link followed: what belongs to the file is beside it there
  static func check(_ path: String, allowSharedWriting: Bool) throws -> String {
    try checkName(path)
    var facts = stat()
    guard stat(path, &facts) == 0, let resolved = realpath(path, nil) else {
      if errno == ENOENT {
        throw StoreError(.unusable, "no store at \(path)", .makeOrName)
      }
      throw StoreError(.unusable, "cannot reach the store \(path): \(SystemError.text())")
    }
    defer { free(resolved) }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw StoreError(.unusable, "\(path) is not a store but a folder or a special file")
    }
    guard access(path, R_OK) == 0 else {
      throw StoreError(.unusable, "cannot read the store \(path): \(SystemError.text())")
    }
    let real = String(cString: resolved)
    if !allowSharedWriting { try StoreOwners.check(path, leadingTo: real, facts) }
    return real
  }

  // MARK: Explaining

  /// Turns SQLite's failures into ours; others pass.
  ///
  /// - Parameters:
  ///   - isNew: whether the file is being made
  ///   - copy: what is made of it, whose own disk may fail
  static func explainingFailures<Result>(
    _ path: String, isNew: Bool = false, copiedTo copy: String? = nil, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError {
      if error.resultCode == .SQLITE_CORRUPT, let copy, let reason = unreadable(copy) {
        throw StoreError(.inputOutput, "reading \(copy) failed: \(reason)")
      }
      throw isNew ? explain(error, making: path) : explain(error, path: path)
    } catch let error as UnreadableValue {
      throw damaged(path, "\(error)")
    } catch let error where error is JSONError || error is WireProblem || error is RowDecodingError {
      // Inputs are checked where they are read; what is left is the store's own. What the error says would show it.
      throw damaged(path, "something stored can't be read")
    }
  }

  /// Explains damage only: what fails otherwise while a file is made is the new one's.
  static func explainingDamage<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as DatabaseError
      where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
    {
      throw explain(error, path: path)
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
      "writing \(path) failed at the end (\(reason(error))), so it is not known whether the change is stored",
      .seeLogFirst)
  }

  static func explain(_ error: DatabaseError, path: String) -> any Error {
    let detail = reason(error)
    if let fault = mediumFault(error, path) { return fault }
    switch error.resultCode {
    // Waiting for the other writer was given up because of it.
    case .SQLITE_BUSY where Interruption.isRequested:
      return Interruption.failure
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return StoreError(.busy, "the store \(path) is busy: another command is writing", .wait)
    case .SQLITE_INTERRUPT:
      return Interruption.failure
    case .SQLITE_NOTADB:
      return StoreError(.unusable, "\(path) is not a store of sessionctl")
    case .SQLITE_CORRUPT, .SQLITE_MISMATCH:
      if let reason = unreadable(path) {
        return StoreError(.inputOutput, "reading \(path) failed: \(reason)")
      }
      return damaged(path, detail)
    // What is stored is null or not of its column's type, or too large to be counted with: nothing that is written is.
    case .SQLITE_CONSTRAINT
    where [.SQLITE_CONSTRAINT_DATATYPE, .SQLITE_CONSTRAINT_NOTNULL].contains(error.extendedResultCode),
      .SQLITE_TOOBIG:
      return damaged(path, detail)
    case .SQLITE_ERROR where detail == "integer overflow":
      return damaged(path, detail)
    case .SQLITE_ERROR where isAboutTheSchema(detail):
      return damaged(path, detail)
    case .SQLITE_NOMEM:
      return StoreError(
        .inputOutput, "there was not enough memory; nothing was changed in \(path); free some and try again")
    case .SQLITE_CANTOPEN:
      return StoreError(.unusable, "cannot open the store \(path): \(detail)")
    case .SQLITE_READONLY:
      return StoreError(.inputOutput, "the store \(path) can't be written: \(detail)")
    case .SQLITE_IOERR:
      return StoreError(.inputOutput, "reading or writing \(path) failed: \(detail)")
    // The statements are ours and tested: what fails in another way fails by what they find.
    default:
      return Schema.isChanged(in: path) ? damaged(path, detail) : error
    }
  }

  /// What the file system is to blame for; nil where it isn't.
  private static func mediumFault(_ error: DatabaseError, _ path: String) -> StoreError? {
    guard
      [.SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_IOERR, .SQLITE_FULL].contains(error.resultCode)
    else { return nil }
    let medium = StoreMedium.of(path)
    if medium == .readOnly {
      return StoreError(
        .inputOutput,
        "\(path) is on a read-only file system, so nothing was changed; mount it for writing, or copy the store to a folder of yours"
      )
    }
    guard error.resultCode == .SQLITE_FULL || medium == .full && error.resultCode != .SQLITE_READONLY else {
      return nil
    }
    let folder = temporaryFolder
    if medium != .full, StoreMedium.of(folder + "/file") == .full {
      return StoreError(
        .inputOutput,
        "\(folder), the folder for temporary files, is full; nothing was changed in \(path); make room there, or set TMPDIR to another folder"
      )
    }
    return StoreError(
      .inputOutput, "the disk is full; nothing was changed in \(path); make room and try again")
  }

  /// Where SQLite puts what it can't hold in memory.
  private static var temporaryFolder: String {
    for name in ["SQLITE_TMPDIR", "TMPDIR"] {
      if let folder = getenv(name).map({ String(cString: $0) }), access(folder, W_OK | X_OK) == 0 {
        return folder
      }
    }
    return "/var/tmp"
  }

  /// A connection that failed without a message says that there is no error.
  private static func reason(_ error: DatabaseError) -> String {
    if let message = error.message, message != "not an error" { return message }
    return sqlite3_errstr(error.resultCode.rawValue).map { String(cString: $0) } ?? "no details"
  }

  /// Why the file can't be read through; nil where it can.
  ///
  /// SQLite takes an error of the disk while it reads for damage (SQLITE_IOERR_CORRUPTFS), and no backup mends a disk.
  static func unreadable(_ path: String) -> String? {
    for file in [path] + StoreCompanions.suffixes.map({ path + $0 }) {
      let descriptor = open(file, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      var piece = [UInt8](repeating: 0, count: 1 << 20)
      while true {
        let count = read(descriptor, &piece, piece.count)
        if count == 0 { break }
        if count < 0, errno != EINTR { return SystemError.text() }
      }
    }
    return nil
  }

  /// The same for a file that has no name yet: nothing is lost with it.
  private static func explain(_ error: DatabaseError, making path: String) -> any Error {
    switch error.resultCode {
    case .SQLITE_CANTOPEN:
      StoreError(.cannotCreate, "cannot create \(path): \(reason(error))")
    case .SQLITE_FULL,
      .SQLITE_IOERR where StoreMedium.of(path) == .full:
      StoreError(.inputOutput, "the disk is full; \(path) was not created")
    // What has just been written and doesn't read back is no damage that a backup would mend.
    case .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CORRUPT, .SQLITE_NOTADB:
      StoreError(.inputOutput, "writing \(path) failed: \(reason(error))")
    default: explain(error, path: path)
    }
  }

  /// Whether SQLite misses what the migrations make, or finds no JSON where they promise it: the statements
  /// themselves are ours and tested.
  private static func isAboutTheSchema(_ detail: String) -> Bool {
    detail.hasPrefix("no such ") || detail.hasPrefix("malformed JSON") || detail.hasPrefix("cannot modify ")
      || detail.contains(" has no column named ")
  }
}

extension StoreFile {
  /// Makes a folder, and those around it that are not there yet, for nobody else to look into.
  ///
  /// - Returns: those that were made
  @discardableResult
  package static func makeFolders(_ folder: String) throws -> [String] {
    var facts = stat()
    if stat(folder, &facts) == 0 { return [] }
    let outer = StoreFile.folder(of: folder)
    var made = outer == folder ? [] : try makeFolders(outer)
    if mkdir(folder, 0o700) == 0 {
      made.append(folder)
    } else if errno != EEXIST {
      let reason = SystemError.text()
      removeFolders(made)
      throw StoreError(.cannotCreate, "cannot create the folder \(folder): \(reason)")
    }
    return made
  }

  /// Takes away folders that were made, as far as nothing is in them.
  static func removeFolders(_ folders: [String]) {
    for folder in folders.reversed() { rmdir(folder) }
  }
}
