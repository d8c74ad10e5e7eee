import Glibc
import JSONText
import Rendering
import StoreEngine
import StoreReports
import SystemErrors

/// The folder of `export --analysis`, as far as it is of one account.
///
/// Files get their names when they are complete, and the manifest names them afterwards: what it does not name was left by
/// a run that did not come to its end.
struct AnalysisFolder {
  let path: String
  let account: String

  private static let manifests = "manifests"

  private var manifestPath: String { "\(path)/\(Self.manifests)/\(account).json" }

  /// Where a table's months are.
  private func tablePath(_ table: AnalysisTable) -> String { "\(table.name)/account=\(account)" }

  // MARK: Opening

  /// Makes the folder if there is none, and refuses one that is something else.
  func prepare() throws {
    try WholeFile.refuseDash(path)
    var facts = stat()
    if stat(path, &facts) == 0 {
      guard facts.st_mode & S_IFMT == S_IFDIR else {
        throw Failure(.cannotCreate, "cannot_create", "cannot create the folder \(path): a file is there")
      }
      let entries = try Self.entries(of: path)
      guard entries.isEmpty || entries.contains(Self.manifests) else {
        throw Failure(
          .cannotCreate, "cannot_create",
          "\(path) holds other things, and none of this program's manifests; name an empty folder, or a new one"
        )
      }
    }
    try StoreFile.makeFolders("\(path)/\(Self.manifests)")
  }

  /// As long as it lives, nobody else writes this account's months.
  func errand() throws -> StoreErrand {
    try StoreErrand("\(path)/\(Self.manifests)/\(account)", "export", "another export")
  }

  /// What the folder has of the account; begun if there is nothing yet.
  func manifest(_ context: CommandContext) throws -> AnalysisManifest {
    if access(manifestPath, F_OK) == 0 {
      return try AnalysisManifest(InputFile.open(manifestPath, context).readAll(), name: manifestPath)
    }
    for table in AnalysisTable.all where try !Self.months(of: "\(path)/\(tablePath(table))").isEmpty {
      throw Failure(
        .noInput, "no_input",
        "\(path) has months of this account in \(tablePath(table)), but no \(manifestPath); put that back from a copy, or export into a new folder"
      )
    }
    let manifest = AnalysisManifest(account: account)
    try write(manifest)
    return manifest
  }

  /// Looks whether all that the manifest names is as it was written, and takes away what an earlier run has left behind.
  func check(_ manifest: AnalysisManifest) throws {
    for file in manifest.files {
      var facts = stat()
      guard stat("\(path)/\(file.path)", &facts) == 0 else {
        throw Failure(
          .noInput, "no_input",
          "\(path)/\(file.path) is missing, which was written on \(file.writtenAt.rfc3339); put it back from a copy, or export into a new folder"
        )
      }
      guard Int(facts.st_size) == file.bytes else { throw changed(file) }
    }
    let named = Set(manifest.files.map(\.path))
    for table in AnalysisTable.all {
      let folder = tablePath(table)
      for month in try Self.months(of: "\(path)/\(folder)") {
        for name in try Self.entries(of: "\(path)/\(folder)/\(month)")
        where Self.isOurs(name) && !named.contains("\(folder)/\(month)/\(name)") {
          unlink("\(path)/\(folder)/\(month)/\(name)")
        }
      }
    }
  }

  private func changed(_ file: AnalysisManifest.File) -> Failure {
    Failure(
      .badInput, "bad_input",
      "\(path)/\(file.path) is not as it was written on \(file.writtenAt.rfc3339) (\(file.bytes) bytes, CRC-32 \(file.checksum)); put it back from a copy, or export into a new folder"
    )
  }

  // MARK: Reading

  /// The ids that the lines of a file have in a member, one of the first two.
  func ids(in file: AnalysisManifest.File, _ member: String, _ context: CommandContext) throws -> [Int64] {
    let bytes = try readWhole(file, context)
    let mark = Array("\"\(member)\":".utf8)
    var ids: [Int64] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      for text in line.dropFirst().prefix(120).split(separator: UInt8(ascii: ","), maxSplits: 2).prefix(2)
      where text.starts(with: mark) {
        if let id = Int64(String(decoding: text.dropFirst(mark.count), as: UTF8.self)) { ids.append(id) }
      }
    }
    return ids
  }

  /// - Throws: a failure where it is not as it was written
  private func readWhole(_ file: AnalysisManifest.File, _ context: CommandContext) throws -> [UInt8] {
    let input = try InputFile.open("\(path)/\(file.path)", context)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(file.bytes)
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try piece.withUnsafeMutableBytes { try input.read(into: $0) }
      guard count > 0, bytes.count <= file.bytes else { break }
      bytes += piece[..<count]
    }
    guard bytes.count == file.bytes, !bytes.isEmpty, Checksum.of(bytes) == file.checksum else {
      throw changed(file)
    }
    return bytes
  }

  // MARK: Writing

  /// A further file of a month.
  ///
  /// - Parameter name: without its ending
  func part(_ table: AnalysisTable, _ month: AnalysisMonth, _ name: String) throws -> AnalysisPart {
    let folder = "\(tablePath(table))/month=\(month.text)"
    try StoreFile.makeFolders("\(path)/\(folder)")
    return try AnalysisPart(table, month, in: path, "\(folder)/\(name).ndjson")
  }

  func write(_ manifest: AnalysisManifest) throws {
    try replace(manifestPath, by: manifest.text)
  }

  /// What each table's columns are, for those who declare them.
  func writeSchemas() throws {
    try StoreFile.makeFolders("\(path)/schemas")
    for table in AnalysisTable.all { try replace("\(path)/schemas/\(table.name).json", by: table.schemaText) }
  }

  private func replace(_ file: String, by text: String) throws {
    let whole = try WholeFile(file)
    try Array((text + "\n").utf8).withUnsafeBytes { try whole.write($0) }
    try whole.finish()
  }

  // MARK: Names

  private static func isOurs(_ name: String) -> Bool {
    (name.hasPrefix("part-") || name.hasPrefix("day-") || name.hasPrefix("pruned-"))
      && (name.hasSuffix(".ndjson") || name.contains(".ndjson.new-"))
  }

  private static func months(of folder: String) throws -> [String] {
    guard access(folder, F_OK) == 0 else { return [] }
    return try entries(of: folder).filter { $0.hasPrefix("month=") }
  }

  private static func entries(of folder: String) throws -> [String] {
    guard let stream = opendir(folder) else {
      throw Failure(.noInput, "no_input", "cannot read the folder \(folder): \(SystemError.text())")
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}

extension AnalysisTable {
  /// What its columns are, for programs that declare them.
  fileprivate var schemaText: String {
    let columns = columns.map { column in
      JSONValue.object(
        JSONObject([
          ("name", .string(column.name)), ("type", .string(column.kind.rawValue)),
          ("nullable", .bool(column.canBeNull)),
        ]))
    }
    let engines = AnalysisEngine.allCases.map { ($0.rawValue, JSONValue.string(declaration(for: $0))) }
    return JSONValue.object(
      JSONObject(
        [
          ("schema", .string("sessionctl.analysis-table/1")), ("table", .string(name)),
          ("columns", .array(columns)),
        ]
          + engines)
    ).indentedText
  }
}
