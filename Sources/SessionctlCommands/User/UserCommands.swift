import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

let userCommands = CommandGroup(
  "user", "Customers and staff: who they are, and how to reach them",
  [
    "An e-mail address or a phone number decides where agents can write: the composer of `ticket show` follows it at once. To change agents and admins, use `agent edit`.",
    "Two customers can have the same address. A conversation that is started with the address alone then belongs to the customer with the higher id. `user show` says who that is; to choose the other, use the id.",
  ],
  [userListCommand, userShowCommand, userEditCommand])

/// The customer or member of the staff that a command is about.
let userOperand = Operand<String>("USER", .nonEmptyText, help: "The user's id or e-mail address")

extension StoreReader {
  /// Whose conversation begins where an address is all that is known, if several customers share it; a sentence.
  func sharedAddress(_ email: String) throws -> String? {
    let customers = try customers(email: email)
    guard customers.count > 1, let last = customers.last else { return nil }
    return
      "\(customers.count) customers have \(email): a conversation that is started with this address belongs to \(last.displayName) (user \(last.id)); name another by id"
  }
}
