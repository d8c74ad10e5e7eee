import GRDB
import JSONText
import SessionModel
import StoreEngine

/// What the log tells of somebody: documents of them from before and after a change, and sentences with their name.
struct RedactedLog {
  private let db: Database
  private let userID: Int64

  init(_ db: Database, _ userID: Int64) {
    self.db = db
    self.userID = userID
  }

  // MARK: What they are called

  /// Names, addresses and numbers that they have or had, the longest first.
  func words() throws -> [String] {
    var words: Set<String> = []
    let user = try StoredRow.fetchOne(
      db, of: "user", sql: "SELECT name, email, phone, document FROM user WHERE id = ?", arguments: [userID])
    if let user {
      let known: [String?] = try [user("name"), user("email"), user("phone")]
      words.formUnion(known.compactMap(\.self))
      if let document: String = try user("document") { words.formUnion(Self.words(in: document)) }
    }
    try forEachEntry { entry in
      for change in entry.changes where isAboutThem(change) {
        words.insert(change.thing.name)
        for document in [change.before, change.after].compactMap(\.self) {
          words.formUnion(Self.words(in: String(decoding: document, as: UTF8.self)))
        }
      }
      for text in [entry.before, entry.after].compactMap(\.self) where isTheirDocument(text) {
        words.formUnion(Self.words(in: text))
      }
    }
    // What they are called where they have no name is no name of theirs.
    return words.filter { $0.count > 1 && $0 != "user \(userID)" }
      .sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
  }

  private static func words(in document: String) -> [String] {
    guard let value = try? JSONValue.parse(Array(document.utf8), allowingDuplicateKeys: true) else {
      return []
    }
    return ["name", "email", "phone", "alias"].compactMap { value[$0]?.string }
  }

  private func isAboutThem(_ change: ManagedChange) -> Bool {
    ["user", "agent"].contains(change.thing.noun) && change.thing.id == String(userID)
  }

  /// Earlier programs kept whole documents as texts.
  private func isTheirDocument(_ text: String) -> Bool {
    guard text.hasPrefix("{"),
      let value = try? JSONValue.parse(Array(text.utf8), allowingDuplicateKeys: true)
    else { return false }
    return value["id"]?.integer == userID && value["role"] != nil
  }

  // MARK: Cleaning

  /// Takes them out of every entry.
  ///
  /// - Returns: how many entries it changed
  func clean(of words: [String]) throws -> Int {
    let write = try db.makeStatement(
      sql: "UPDATE log_entry SET summary = ?, before = ?, after = ?, changes = ? WHERE id = ?")
    var count = 0
    try forEachEntry { entry in
      var cleaned = entry
      cleaned.changes.removeAll(where: isAboutThem)
      if let text = entry.before, isTheirDocument(text) { cleaned.before = nil }
      if let text = entry.after, isTheirDocument(text) { cleaned.after = nil }
      if !Self.speaksOfRules(entry.command) {
        cleaned.summary = Self.without(words, cleaned.summary)
        cleaned.before = cleaned.before.map { Self.without(words, $0) }
        cleaned.after = cleaned.after.map { Self.without(words, $0) }
      }
      guard cleaned != entry else { return }
      try write.execute(arguments: [
        cleaned.summary, cleaned.before, cleaned.after, LoggedChanges.text(cleaned.changes), entry.id,
      ])
      count += 1
    }
    return count
  }

  /// What is managed besides people has names of its own, and may be called like somebody.
  private static func speaksOfRules(_ command: String) -> Bool {
    let people: Set = [
      "user", "agent", "conversation", "session", "ticket", "outbox", "log", "redact", "import", "remote",
    ]
    return !people.contains(command.split(separator: " ").first.map(String.init) ?? "")
  }

  /// A text with each of the words replaced where it stands by itself.
  static func without(_ words: [String], _ text: String) -> String {
    var text = text
    for word in words where text.utf8.count >= word.utf8.count {
      var from = text.startIndex
      while let found = text[from...].firstRange(of: word) {
        let isAlone =
          !(found.lowerBound > text.startIndex
          && text[text.index(before: found.lowerBound)].isPartOfWord)
          && !(found.upperBound < text.endIndex && text[found.upperBound].isPartOfWord)
        let place = text.distance(from: text.startIndex, to: found.lowerBound)
        if isAlone { text.replaceSubrange(found, with: PersonalColumns.marker) }
        let skipped = isAlone ? PersonalColumns.marker.count : 1
        from = text.index(text.startIndex, offsetBy: place + skipped)
      }
    }
    return text
  }

  private func forEachEntry(_ body: (LogEntry) throws -> Void) throws {
    // The walk must not see what it writes.
    let ids = try Int64.fetchAll(db, sql: "SELECT id FROM log_entry ORDER BY id")
    let reader = StoreReader(db)
    for id in ids { try reader.logEntry(id: id).map(body) }
  }
}

extension Character {
  fileprivate var isPartOfWord: Bool { isLetter || isNumber }
}
