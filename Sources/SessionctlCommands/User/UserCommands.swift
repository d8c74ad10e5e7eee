import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

let userCommands = CommandGroup(
  "user", "Customers and staff: who they are, and how they can be reached",
  [
    "An address or a phone number decides where agents can write: the composer of `ticket show` follows it at once. Agents and admins are changed by `agent edit`.",
    "Two customers can have the same address. A conversation that is begun by the address alone is then that of the one whose record is the newer, with the higher id; `user show` tells, and an id names the other.",
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
      "\(customers.count) customers have \(email): a conversation that is begun by this address is that of \(last.displayName) (user \(last.id)); name another by id"
  }
}
