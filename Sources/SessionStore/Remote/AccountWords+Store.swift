import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// What was learned of the live account's words, and when.
package struct LearnedWords: Sendable {
  /// The words themselves.
  package let words: AccountWords
  /// The account's address; nil where nothing was learned.
  package let account: String?
  /// When they were learned; nil where nothing was.
  package let learnedAt: Instant?
}

extension StoreReader {
  /// What is known of the live account's words for what rules say here.
  package func accountWords() throws -> AccountWords { try learnedWords().words }

  /// The same, with where and when it was learned.
  package func learnedWords() throws -> LearnedWords {
    let rows = try StoredRow.fetchAll(
      db, of: "remote_word", sql: "SELECT * FROM remote_word ORDER BY use, our_field, our_value")
    let words = try rows.map { row in
      try AccountWord(
        row("use"), row("our_field"), row("our_value"), field: row("field"), value: row("value"),
        title: row("title"))
    }
    return try LearnedWords(
      words: AccountWords(words), account: rows.first?("account"), learnedAt: rows.first?("learned_at"))
  }
}

extension StoreWriter {
  /// Keeps what was learned; words that were known before and are not among them stay, unless of another account.
  package func learn(_ words: [AccountWord], from account: String, at moment: Instant) throws {
    try db.execute(sql: "DELETE FROM remote_word WHERE account <> ?", arguments: [account])
    for word in words {
      try db.execute(
        sql: "INSERT OR REPLACE INTO remote_word VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          word.use.rawValue, word.ourField, word.ourValue, account, word.field, word.value, word.title,
          moment.seconds,
        ])
    }
  }
}
