import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

private let name = Option<String>("name", "NAME", .name, help: "The name")
private let email = Option<String>(
  "email", "EMAIL", .emailOrNone, help: "The e-mail address; 'none' removes it")
private let phone = Option<String>(
  "phone", "NUMBER", .phoneOrNone, help: "The phone number; 'none' removes it")

let userEditCommand = Command(
  CommandSpec(
    ["user", "edit"], summary: "Edit a customer's e-mail address, phone number or name",
    discussion: [
      "Agents and admins may do this. The channels on which agents can write change at once: email needs a known address, voice a known phone number. An address of the staff is refused. An address that another customer has is accepted, and the command says who gets the conversations that are started with it.",
      "A change made here stays when an older record of the same user is imported.",
    ],
    operands: [userOperand], options: [email, phone, name],
    examples: [
      Example(
        command: "sessionctl user edit 502 --email otto@example.net",
        explanation: "From now on Otto can be answered by e-mail")
    ],
    exitNotes: [ExitNote(.no, "There is no such user, the user is staff, or the address belongs to staff")]),
  prints: UserDocument.show.schema
) { context in
  let arguments = context.arguments
  guard arguments.wasGiven(email) || arguments.wasGiven(phone) || arguments.wasGiven(name) else {
    throw CommandTable.toolkit.usageError(
      "'user edit' needs to know what to change: give --email, --phone or --name", in: context.spec)
  }
  let open = try context.open()
  var shared: String?
  let (id, isChanged) = try open.administer(as: open.actor) { administration in
    let before = try Naming(administration.reader).customer(arguments[required: userOperand])
    guard !before.role.isStaff else {
      throw Failure.refused(
        "\(before.displayName) is staff; change them with 'sessionctl agent edit \(before.id)'")
    }
    var person = before
    if let word = arguments[email] { person.email = word == "none" ? nil : word }
    if let word = arguments[phone] { person.phone = word == "none" ? nil : word }
    if let word = arguments[name] { person.name = word }
    let isChanged = try administration.change(before, to: person)
    if person.email != before.email {
      shared = try person.email.flatMap { try administration.reader.sharedAddress($0) }
    }
    return (person.id, isChanged)
  }
  if let shared { context.note(shared) }
  if !isChanged { context.note("nothing changed: user \(id) already has these values") }
  if context.isSilent { return }
  try open.store.read { reader in
    guard let person = try reader.person(id: id) else { return }
    try context.show(UserDocument.show, UserRow(person, reader), open.clock)
  }
}

extension ValueParser where Value == String {
  fileprivate static var emailOrNone: ValueParser {
    nonEmptyText.map { (text) throws(ValueError) -> String in
      guard text == "none" || text.isMailAddress else {
        throw ValueError("is not an e-mail address; 'none' removes the address")
      }
      return text
    }
  }

  /// Written as people write them: what matters is that there is something to dial.
  fileprivate static var phoneOrNone: ValueParser {
    nonEmptyText.map { (text) throws(ValueError) -> String in
      guard text == "none" || (text.contains { $0.isASCII && $0.isNumber } && !text.controlsSomething) else {
        throw ValueError("is not a phone number; 'none' removes the number")
      }
      return text
    }
  }
}
