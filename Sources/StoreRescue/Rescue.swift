import CivilTime
import GRDB
import JSONText
import SessionStore
import StoreDoctor
import StoreEngine

/// Makes a new store of what can be read of a damaged one.
///
/// SQLite's library reads a table through its tree, and gives up where a page of the tree is damaged; its `.recover` needs
/// a part that Debian's library leaves out. So pages are read here by themselves. A table's tree leads to most of its rows.
/// Where a page of the tree is gone, the rows that it led to are told by what they look like and by their numbers, which
/// lie where rows are missing.
package final class Rescue {
  private let survey: PageSurvey
  private let file: DamagedFile
  /// What came of each table, in the order of their names.
  package private(set) var tables: [RescuedTable] = []
  /// What was done so that the store keeps the rules.
  package internal(set) var repairs: [Repair] = []
  /// Rows of which nobody knows the table.
  package private(set) var homeless = 0

  /// Something that was put in the place of what was lost, or taken away because what it names was.
  package struct Repair: Sendable {
    /// Whose rows they are.
    package let table: String
    /// What was done with them.
    package let what: What
    /// The first hundred of their numbers, where they have some.
    package let ids: [Int64]
    /// How many there are.
    package let count: Int

    /// What was done with the rows.
    package enum What: String, Sendable {
      /// made with nothing in them, because others name them
      case standIn = "stand_in"
      /// left out, because what they belong to is lost
      case orphan
      /// left out, because a value in them can't be right
      case wrong
      /// kept, with a value taken away or worked out anew
      case changed
      /// a rule that is disabled, because it can't run as it is now
      case disabled
      /// made, because a store needs one
      case made
    }
  }

  /// - Parameter file: the damaged store's pages
  package init(_ file: DamagedFile) {
    self.file = file
    survey = PageSurvey(file)
  }

  /// The schema that the store had, as its header or its own notes say; this program's where neither can be read.
  package func schema() throws -> Int {
    if let number = file.schema { return number }
    return try notedSchema() ?? Schema.currentNumber
  }

  // MARK: Tables

  /// Puts into empty tables whatever rows there are.
  package func fill(_ db: Database, schema number: Int) throws {
    let objects = try Schema.objects(upTo: number)
    let roots = try self.roots()
    let triggers = objects.values.filter { $0.kind == "trigger" }.map(\.sql)
    for object in objects where object.value.kind == "trigger" {
      try db.execute(sql: "DROP TRIGGER \"\(object.key.dropFirst("trigger ".count))\"")
    }
    var writers: [RescuedRows] = []
    for object in objects.values.filter({ $0.kind == "table" }).sorted(by: { $0.table < $1.table })
    where object.table != "grdb_migrations" {
      try db.execute(sql: "DELETE FROM \"\(object.table)\"")
      let shape = try TableShape(db, object)
      let rows = try RescuedRows(db, shape)
      if let root = roots["table \(object.table)"] {
        rows.gaps = try survey.walk(root: root, isTable: shape.isNumbered, fits: shape.fits) {
          try rows.take($0)
        }
      } else {
        rows.gaps = [.everything]
      }
      writers.append(rows)
    }
    // A name that is damaged is no other program's.
    if objects.keys.allSatisfy({ !$0.hasPrefix("table ") || roots[$0] != nil }) {
      try passOver(roots.filter { objects[$0.key] == nil || $0.key == "table grdb_migrations" })
    }
    try hearIndexes(db, writers, objects, roots)
    try takeStrays(writers, db)
    for rows in writers {
      try rows.settleDoubts()
      rows.settleContest()
      tables.append(try rows.result)
    }
    for sql in triggers { try db.execute(sql: sql) }
    try checkValues(db, objects)
    try settleReferences(db)
  }

  /// Tables of other programs, and what the new store knows by itself.
  private func passOver(_ roots: [String: Int]) throws {
    for (name, root) in roots where name.hasPrefix("table ") {
      for isTable in [true, false] {
        _ = try survey.walk(root: root, isTable: isTable, fits: { _ in true }) { _ in }
      }
    }
  }

  /// Rows whose table is told by their looks, numbered ones first: other tables are told by what they name.
  private func takeStrays(_ writers: [RescuedRows], _ db: Database) throws {
    for isTable in [true, false] {
      let alike = writers.filter { $0.shape.isNumbered == isTable }
      let holes = try Dictionary(
        alike.filter(\.mayHaveStrays).map { rows in
          try (rows.shape.table, isTable ? rows.holes() : [.everything])
        }, uniquingKeysWith: { first, _ in first })
      func mayBe(_ leaf: PageSurvey.Leaf, of rows: RescuedRows) throws -> Bool {
        guard rows.shape.fits(leaf) else { return false }
        let meant = try leaf.records.count { try rows.shape.means($0, db) }
        return meant * 5 >= leaf.records.count * 4
      }
      try survey.forEachStray(isTable: isTable) { _, leaf in
        var candidates = try alike.filter { rows in
          guard let holes = holes[rows.shape.table] else { return false }
          let inside = leaf.records.count { record in holes.contains { $0.contains(record.rowid ?? 0) } }
          return try inside * 5 >= leaf.records.count * 4 && mayBe(leaf, of: rows)
        }
        // A page that is in use belongs to some table, also where the tree does not show that it lacks one.
        if candidates.isEmpty, isTable, survey.knowsFreePages {
          candidates = try alike.filter { rows in try mayBe(leaf, of: rows) && !rows.hasAny(of: leaf) }
        }
        guard candidates.count == 1, let rows = candidates.first else {
          // Pages of indexes are left over, too.
          if isTable || candidates.count > 1 { homeless += leaf.records.count }
          return false
        }
        try rows.take(leaf)
        return true
      }
    }
  }

  /// Hears from undamaged indexes which rows there were, and knows their pages from then on.
  private func hearIndexes(
    _ db: Database, _ writers: [RescuedRows], _ objects: [String: SchemaObject], _ roots: [String: Int]
  ) throws {
    for (name, root) in roots.sorted(by: { $0.key < $1.key }) where name.hasPrefix("index ") {
      let index = String(name.dropFirst("index ".count))
      let rows = writers.first {
        $0.shape.table == objects[name]?.table || index.hasPrefix("sqlite_autoindex_\($0.shape.table)_")
      }
      // Any other index has many rows with one word.
      let columns =
        rows?.isContested == true
        ? try String.fetchAll(
          db,
          sql: """
            SELECT name FROM pragma_index_info(?1) WHERE EXISTS (
              SELECT 1 FROM pragma_index_list(?2) WHERE name = ?1 AND "unique") ORDER BY seqno
            """, arguments: [index, rows?.shape.table])
        : []
      let listens = rows.map { $0.shape.isNumbered && ($0.isIncomplete || $0.isContested) } ?? false
      _ = try survey.walk(root: root, isTable: false, fits: { _ in true }) { leaf in
        guard listens, let rows else { return }
        for record in leaf.records {
          if case .integer(let id)? = record.values.last { rows.note(named: id) }
          if !columns.isEmpty { try rows.hear(columns, record) }
        }
      }
    }
  }

  // MARK: The schema

  private enum Catalogue {
    static let kinds: Set = ["table", "index", "view", "trigger"]

    /// `table session` and its root, of a row of `sqlite_schema`.
    static func entry(_ record: Record) -> (name: String, root: Int)? {
      guard record.values.count == 5, case .text(let kind) = record.values[0],
        case .text(let name) = record.values[1], case .integer(let root) = record.values[3],
        kinds.contains(String(decoding: kind, as: UTF8.self)), let root = Int(exactly: root)
      else { return nil }
      return ("\(String(decoding: kind, as: UTF8.self)) \(String(decoding: name, as: UTF8.self))", root)
    }
  }

  private lazy var catalogue = Result { [survey] in
    var roots: [String: Int] = [:]
    func take(_ leaf: PageSurvey.Leaf) {
      for entry in leaf.records.compactMap(Catalogue.entry) where entry.root > 0 {
        roots[entry.name] = entry.root
      }
    }
    func fits(_ leaf: PageSurvey.Leaf) -> Bool {
      leaf.records.count { Catalogue.entry($0) != nil } * 5 >= leaf.records.count * 4
    }
    let gaps = try survey.walk(root: 1, isTable: true, fits: fits, take)
    if !gaps.isEmpty {
      try survey.forEachStray(isTable: true) { _, leaf in
        guard fits(leaf) else { return false }
        take(leaf)
        return true
      }
    }
    return roots
  }

  private func roots() throws -> [String: Int] { try catalogue.get() }

  /// What the migrations are remembered by.
  private func notedSchema() throws -> Int? {
    guard let root = try roots()["table grdb_migrations"] else { return nil }
    var last: Int?
    _ = try survey.walk(root: root, isTable: true, fits: { _ in true }) { leaf in
      for record in leaf.records {
        guard case .text(let name)? = record.values.first else { continue }
        let number = Int(String(decoding: name, as: UTF8.self).prefix { $0.isNumber })
        if let number, Schema.migrations.contains(where: { $0.number == number }) {
          last = max(last ?? 0, number)
        }
      }
    }
    return last
  }
}
