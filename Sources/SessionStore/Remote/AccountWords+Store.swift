import CivilTime
import GRDB
import JSONText
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

extension LearnedWords {
  /// So many words at most are read; a hundred would be many.
  private static let most = 1_000
  /// The member of an account's record that holds them.
  package static let key = "remote_words"

  /// As an export has them; nil where there are none.
  package var json: JSONValue? {
    guard let account, let learnedAt, !words.isEmpty else { return nil }
    let list: [JSONValue] = words.all.map { word in
      [
        "use": .string(word.use.word), "field": .string(word.ourField), "value": .string(word.ourValue),
        "account_field": .string(word.field), "account_value": .string(word.value),
        "title": .string(word.title),
      ]
    }
    return [
      "account": .string(account), "learned_at": .string(learnedAt.rfc3339), "words": .array(list),
    ]
  }

  /// Reads what an export has; nil for anything else, and for words of things that have no other.
  package init?(_ json: JSONValue) {
    guard let account = json["account"]?.string.flatMap({ try? ServiceAddress(parsing: $0).text }),
      let learnedAt = json["learned_at"]?.string.flatMap({ try? Instant(rfc3339: $0) }),
      let list = json["words"]?.array, list.count <= Self.most
    else { return nil }
    var words: [AccountWord] = []
    for word in list {
      guard let use = word["use"]?.string.flatMap(AccountWord.Use.init(word:)),
        let ourField = word["field"]?.string, AccountWord.learnable.contains(ourField),
        let ourValue = word["value"]?.string, let field = word["account_field"]?.string, !field.isEmpty,
        let value = word["account_value"]?.string, let title = word["title"]?.string
      else { return nil }
      words.append(AccountWord(use, ourField, ourValue, field: field, value: value, title: title))
    }
    self.init(words: AccountWords(words), account: account, learnedAt: learnedAt)
  }
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
