import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreAdministration
import StoreEngine

private let yes = Flag("yes", help: "Redact without asking")

let redactUserCommand = Command(
  CommandSpec(
    ["redact", "user"], summary: "Remove everything that is a customer's, for good",
    discussion: [
      "Removes the name, the addresses and numbers, the language, all messages and their texts in the history, subjects, custom fields, imported documents, what was sent to them or about their tickets, their ratings, the names that feeds have for their conversations, and what the log says of them. All of it happens in one transaction. Then the whole file is rewritten, so that no byte stays in the file, in its log (`-wal`) or in free pages. This can't be undone.",
      "Their conversations and tickets stay, with their times, states, channels, tags, agents and scores, and so do all reports. The history still says who did what and when. The customer has no name any more, only an id.",
      "A ticket is its requester's: all that anybody wrote in it is removed. In the tickets of others nothing is removed, neither what the customer wrote there nor what agents wrote about them. Rules, macros and the account's other texts stay as they are.",
      "It is refused while a session of the customer is active or a ticket is unsolved: end and solve them first. Agents and admins have to leave the staff first (`agent delete`).",
      "Nothing brings the customer back: `import`, `remote pull` and `conversation ingest` leave out the records of redacted users and say how many there were. Only the id is kept for that. A customer who writes again is a new one.",
      "While somebody reads the store, the log keeps old pages. If that lasts longer than `--wait`, the exit status is 75 and the redaction itself is done: run the same command again to rewrite the file. Rewriting needs room for two more copies of the store, and nobody else can write meanwhile; `doctor` warns as long as it is due.",
      "It names the copies that lie beside the store, such as backups and copies from upgrades, and the last archives of `prune`. It can't reach them, nor exports, archives, plans of `session end`, replicas and backups elsewhere, the live account, or tables that another program keeps in the file.",
    ],
    operands: [userOperand], options: [yes],
    examples: [
      Example(command: "sessionctl redact user 502 --yes", explanation: "Forget Otto, without a question"),
      Example(
        command: "sessionctl redact user carla@example.net --dry-run", explanation: "How much there is of her"
      ),
    ],
    exitNotes: [
      ExitNote(
        .no,
        "There is no such user, several have the address, they are staff, or somebody still works for them"),
      ExitNote(.busy, "The redaction is done, but old pages are still being read: run it again"),
    ]),
  prints: redactionDocument.schema
) { context in
  let word = context.arguments[required: userOperand]
  let open = try context.open(cacheMiB: 64)
  func redact(isTrial: Bool) throws -> (Person, RedactionReport) {
    try open.administer(isTrial: isTrial) { administration in
      let sharing = try administration.reader.customers(email: word).map { String($0.id) }
      guard sharing.count < 2 else {
        throw Failure.refused(
          "\(sharing.count) customers have \(word); name each by id: \(sharing.joined(separator: ", "))")
      }
      let person = try Naming(administration.reader).customer(word)
      return (person, try administration.redact(person))
    }
  }
  if !context.arguments[yes], !context.isRehearsal {
    let (person, report) = try redact(isTrial: true)
    let what = report.inWords
    guard
      try context.hasConsent(
        to: "Remove all of user \(person.id) for good (\(what))?",
        refusal: "this would remove all of user \(person.id) for good (\(what)); give --yes to do it")
    else { return context.note("nothing was changed") }
  }
  let (person, report) = try redact(isTrial: false)
  let archives = try open.store.read { reader in
    Set(try PrunedKind.allCases.compactMap { try reader.retention($0)?.archive }).sorted()
  }
  let copies = try StoreCopies.beside(context.storePath) + archives
  let foreign = try open.store.read { try $0.foreignTables() }
  let isRewritten = try context.isRehearsal || rewrite(open)
  if !context.isSilent {
    try context.show(
      redactionDocument,
      RedactedRow(
        userID: person.id, report: report, isRewritten: isRewritten, copies: copies, foreign: foreign),
      open.clock)
    if !context.wantsDocument {
      context.note(
        "not reached: exports, archives, plans and backups elsewhere, and the tickets of others")
    }
  }
  guard isRewritten else {
    throw Failure(
      .busy, "busy",
      "user \(person.id) is redacted, but somebody is still reading the store, so old pages stay in \(try context.storePath)-wal; run 'sessionctl redact user \(person.id) --yes' again when they are done"
    )
  }
}.explained([
  "user_id": "The customer, who has only this id now",
  "conversations": "Their conversations, which stay without what was said",
  "tickets": "Their tickets, which stay without subject and texts",
  "history": "Entries of the history that were emptied",
  "messages": "Imported comments and conversation logs that were removed; the rest counts in `history`",
  "documents": "Imported tickets that were removed, and custom fields",
  "outbox": "Entries of the outbox that were removed",
  "ratings": "Ratings that were removed; the scores stay",
  "log_entries": "Entries of the log that named them",
  "conversation_keys": "Names that feeds had for their conversations",
  "rewritten":
    "Whether the file was rewritten, so that no byte of them is left in it; with `--dry-run` true",
  "copies": "Stores beside this one and archives of `prune` that may still hold them",
  "foreign_tables": "Tables of other programs in the file, which were not searched",
])

/// Rewrites the file, and remembers for whom it was done.
private func rewrite(_ open: OpenStore) throws -> Bool {
  let due = try open.store.read { try $0.redactions() }.filter { $0.rewrittenAt == nil }
  if due.isEmpty { return true }
  do {
    guard try open.store.rewrite() else { return false }
  } catch let error as StoreError {
    throw Failure(
      Failure(error).code, Failure(error).word,
      "the redaction is done, but the file could not be rewritten: \(error.advised); then run the same command again"
    )
  }
  try open.store.write { try $0.noteRewritten(due, at: open.now) }
  return true
}

/// What a redaction did.
private struct RedactedRow {
  let userID: Int64
  let report: RedactionReport
  let isRewritten: Bool
  let copies: [String]
  let foreign: [String]

  func count(_ tables: String...) -> Int { tables.reduce(0) { $0 + (report.rows[$1] ?? 0) } }
}

extension RedactionReport {
  /// `2 conversations, 3 tickets`
  fileprivate var inWords: String {
    "\(counted(conversations, "conversation")), \(counted(tickets, "ticket"))"
  }
}

private let redactionDocument = RowSchema<RedactedRow>(
  single: "redact-user",
  [
    RowColumn("user_id", .identifier) { $0.userID },
    RowColumn("conversations", .integer) { $0.report.conversations },
    RowColumn("tickets", .integer) { $0.report.tickets },
    RowColumn("history", .integer) { $0.count("audit") },
    RowColumn("messages", .integer) { $0.count("message") },
    RowColumn("documents", .integer) { $0.count("ticket_document", "ticket_custom_field") },
    RowColumn("outbox", .integer) { $0.count("outbox") },
    RowColumn("ratings", .integer) { $0.count("satisfaction_rating") },
    RowColumn("log_entries", .integer) { $0.count("log_entry") },
    RowColumn("conversation_keys", .integer) { $0.count("conversation_key") },
    RowColumn("rewritten", .bool) { $0.isRewritten },
    RowColumn("copies", .texts) { $0.copies },
    RowColumn("foreign_tables", .texts) { $0.foreign },
  ])
