import CivilTime
import SessionStore
import StoreReports

/// `export --analysis` from the first look at the folder to the last word.
struct AnalysisRun {
  private let open: OpenStore
  private let path: String
  private let since: AnalysisMonth?

  init(_ open: OpenStore, folder: String, since: Instant?) {
    self.open = open
    path = folder
    self.since = since.map(AnalysisMonth.init(of:))
  }

  func run() throws {
    let context = open.context
    // With a letter in front, because readers take a folder's name that is made of digits for a number.
    let account = "s\(try open.store.read { try $0.identity() })"
    let folder = AnalysisFolder(path: path, account: account)
    try folder.prepare()
    let errand = try folder.errand()
    defer { withExtendedLifetime(errand) {} }
    var manifest = try folder.manifest(context)
    try folder.check(manifest)
    try begin(&manifest)
    try folder.writeSchemas()
    let progress = context.progress("exporting")
    defer { progress.finish() }
    let written = try open.store.read { reader in
      var export = try AnalysisExport(reader, folder, manifest, context, now: open.now) {
        progress.reach($0, of: 0)
      }
      try export.run()
      return export.written
    }
    progress.finish()
    let rows = written.reduce(0) { $0 + $1.tally.rows }
    context.note(
      written.isEmpty
        ? "nothing new for \(path)"
        : "wrote \(counted(rows, "row")) in \(counted(written.count, "file")) to \(path)")
  }

  /// A folder begins where its first run did: what lies before would have to be told apart from what came late.
  private func begin(_ manifest: inout AnalysisManifest) throws {
    if manifest.files.isEmpty && manifest.seen.isEmpty {
      manifest.since = since
    } else if let since, let begun = manifest.since, since < begun {
      throw Failure.refused(
        "\(path) begins with \(begun.text); export what lies before into a folder of its own")
    }
  }
}
