import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

private let email = Option<String>("email", "EMAIL", .nonEmptyText, help: "Only users with this address")
private let role = Option<Role>("role", "ROLE", .vocabulary(), help: "Only users with this role")

let userListCommand = Command(
  CommandSpec(
    ["user", "list"], summary: "List customers and staff",
    discussion: ["Without options, lists all users. There is no default limit."],
    options: [email, role],
    examples: [
      Example(command: "sessionctl user list --role end-user", explanation: "All customers"),
      Example(
        command: "sessionctl user list --email carla@example.net --json",
        explanation: "Everybody with this address, for a program"),
    ],
    takesLists: true),
  prints: UserDocument.list.schema, sortedBy: StoreReader.userOrders
) { context in
  let arguments = context.arguments
  let order = context.order
  let limit = arguments[GlobalOptions.limit]
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    let document = try context.document(UserDocument.list.schema, open.clock)
    try document.begin(
      count: context.format == .json
        ? try reader.countUsers(email: arguments[email], role: arguments[role], limit: limit) : nil)
    var isEmpty = true
    try reader.forEachUser(email: arguments[email], role: arguments[role], order: order, limit: limit) {
      isEmpty = false
      try document.row(UserDocument.list.cells(of: $0))
    }
    try document.finish()
    if isEmpty && context.format == .table { context.noteNothing("no users match") }
  }
}
