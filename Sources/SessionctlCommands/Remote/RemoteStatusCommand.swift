import CivilTime
import CommandGrammar
import JSONText
import RemoteAccount
import Rendering
import SessionModel
import SessionStore
import StoreEngine

let remoteStatusCommand = Command(
  CommandSpec(
    ["remote", "status"], summary: "Show which live account this is, who is signed in, and what they may do",
    discussion: [
      "Asks the account who is signed in. The account answers even if nobody is; then this command fails and says so."
    ],
    examples: [
      Example(command: "sessionctl remote status", explanation: "Does the connection work?")
    ],
    exitNotes: [.unreachableAccount, .busyAccount]),
  prints: RemoteStatusDocument.schema.schema
) { context in
  let open = try context.open()
  let client = try open.remote(["read"])
  let token = try client.signedIn()
  let me = try RemoteUser(client.json(.get("/api/v2/users/me.json")))
  let row = try open.store.read { reader in
    RemoteStatusRow(
      address: client.address, me: me, wanted: client.scopes, token: token, limits: client.limits,
      clockDifference: client.clockDifference, pulls: try reader.remoteCursors(),
      learned: try reader.learnedWords())
  }
  if let seconds = client.clockDifference, abs(seconds) >= 600 {
    context.warn(
      "the live account's clock is \(SpanText.text(abs(seconds))) \(seconds > 0 ? "ahead of" : "behind") this machine's"
    )
  }
  try context.show(RemoteStatusDocument.schema, row, open.clock)
}

/// Who the account says that we are.
struct RemoteUser {
  let id: Int64
  let name: String?
  let email: String?
  let role: String?

  /// - Throws: `RemoteFailure.notSignedIn` for the anonymous user, whom a good answer can name, too.
  init(_ body: JSONValue) throws {
    guard let user = body["user"]?.object else { throw RemoteFailure.unexpected("user") }
    guard let id = user["id"]?.integer, id > 0 else {
      throw RemoteFailure.notSignedIn(user["name"]?.string ?? "")
    }
    self.id = id
    name = user["name"]?.string
    email = user["email"]?.string
    role = user["role"]?.string
  }
}

struct RemoteStatusRow {
  let address: ServiceAddress
  let me: RemoteUser
  let wanted: [String]
  let token: AccessToken
  let limits: RateLimits
  let clockDifference: Int64?
  let pulls: [RemoteCursor]
  let learned: LearnedWords
}

enum RemoteStatusDocument {
  private static let user: [RowColumn<RemoteUser>] = [
    RowColumn("id", .identifier) { $0.id }, RowColumn("name", .text) { $0.name },
    RowColumn("email", .text) { $0.email }, RowColumn("role", .text) { $0.role },
  ]

  private static let limit: [RowColumn<RateLimits.Bucket>] = [
    RowColumn("name", .text) { $0.name.isEmpty ? "account" : $0.name },
    RowColumn("total", .integer) { $0.total }, RowColumn("remaining", .integer) { $0.remaining },
    RowColumn("resets_in", .span) { $0.resets.map(Int64.init) },
  ]

  private static let pull: [RowColumn<RemoteCursor>] = [
    RowColumn("stream", .token) { $0.stream.word }, RowColumn("pulled_at", .instant) { $0.pulledAt },
    RowColumn("rows", .integer) { $0.rows }, RowColumn("complete", .bool) { $0.hasEnded },
    RowColumn("account", .text) { $0.account }, RowColumn("place", .text) { $0.place },
  ]

  private static let word: [RowColumn<AccountWord>] = [
    RowColumn("use", .token) { $0.use.word }, RowColumn("field", .token) { $0.ourField },
    RowColumn("value", .token) { $0.ourValue.isEmpty ? nil : $0.ourValue },
    RowColumn("account_field", .textIdentifier) { $0.field },
    RowColumn("account_value", .textIdentifier) { $0.value.isEmpty ? nil : $0.value },
  ]

  static let schema = RowSchema<RemoteStatusRow>(
    single: "remote-status",
    [
      RowColumn("base_url", .text) { $0.address.text },
      RowColumn("user", .object(user)) { $0.me },
      RowColumn("scopes_wanted", .tokens) { $0.wanted },
      RowColumn("scopes_granted", .tokens) { $0.token.scopes ?? [] },
      RowColumn("token_ends_at", .instant) { $0.token.ends.map { Instant($0) } },
      RowColumn("clock_difference", .span) { $0.clockDifference },
      RowColumn("limits", .objects(limit)) { $0.limits.buckets },
      RowColumn("pulls", .objects(pull)) { $0.pulls },
      RowColumn("learned_at", .instant) { $0.learned.learnedAt },
      RowColumn("learned_from", .text) { $0.learned.account },
      RowColumn("learned", .objects(word)) { $0.learned.words.all },
    ])
}
