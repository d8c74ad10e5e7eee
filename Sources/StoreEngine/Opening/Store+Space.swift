import GRDB

extension Store {
  /// The file's bytes, and those of them that are free for what comes.
  package func space() throws -> (size: Int, free: Int) {
    try read { reader in
      func number(_ name: String) throws -> Int { try Int.fetchOne(reader.db, sql: "PRAGMA \(name)") ?? 0 }
      let page = try number("page_size")
      return try (number("page_count") * page, number("freelist_count") * page)
    }
  }

  /// Gives free pages at the end of the file back, where it was made so that it can (`auto_vacuum`); else they stay for
  /// what comes.
  ///
  /// - Parameters:
  ///   - most: pages in this step
  ///   - keeping: a part in so many of the file may stay free, for what comes until the next time
  /// - Returns: whether another step would give back more; the file's bytes, and those of them that are free
  package func giveBackPages(most: Int, keeping: Int) throws -> (isMore: Bool, size: Int, free: Int) {
    func state(_ db: Database) throws -> (pages: Int, free: Int, size: Int, isIncremental: Bool) {
      func number(_ name: String) throws -> Int { try Int.fetchOne(db, sql: "PRAGMA \(name)") ?? 0 }
      return try (
        number("page_count"), number("freelist_count"), number("page_size"), number("auto_vacuum") == 2
      )
    }
    let before = try read { try state($0.db) }
    guard before.isIncremental, before.free > before.pages / keeping else {
      return (false, before.pages * before.size, before.free * before.size)
    }
    let after = try write { writer in
      let spare = before.free - before.pages / keeping
      try writer.db.execute(sql: "PRAGMA incremental_vacuum(\(min(most, spare)))")
      return try state(writer.db)
    }
    let isMore = after.free < before.free && after.free > after.pages / keeping
    return (isMore, after.pages * after.size, after.free * after.size)
  }
}
