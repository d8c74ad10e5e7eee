import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let plan = Option<Plan>(
  "plan", "PLAN", .vocabulary(), required: true, help: "The account's plan",
  details: ["Ending sessions needs a suite plan, or a support plan with the add-on."])
private let admin = Option<String>(
  "admin", "EMAIL", .email, required: true, help: "The first admin's e-mail address")
private let adminName = Option<String>(
  "name", "NAME", .name, help: "The first admin's name; by default, the address")
private let addOn = Flag(
  "messaging-add-on", help: "The support plan includes the live chat and messaging add-on")

let initCommand = Command(
  CommandSpec(
    ["init"], summary: "Create a new store",
    discussion: [
      "One store holds one account. Only its owner can read the file (mode 0600, in a folder of mode 0700). An existing file is never overwritten. `--timezone` sets `account.timezone`."
    ],
    options: [plan, admin, adminName, addOn],
    examples: [
      Example(
        command: "sessionctl init --plan suite-growth --admin admin@example.com --timezone Europe/Berlin",
        explanation: "A store for a Suite Growth account in Berlin's time zone")
    ],
    exitNotes: [ExitNote(.cannotCreate, "The file already exists, or can't be created")]),
  prints: initDocument
) { context in
  let arguments = context.arguments
  try context.refuseActor()
  let zoneName = arguments[RunOptions.timezone]
  let clock = try context.clock(zoneNamed: zoneName ?? "UTC")
  let address = arguments[required: admin]
  let account = Account(plan: arguments[required: plan], messagingAddOn: arguments[addOn])
  try Store.create(context.storePath, context.storeOptions()) { writer in
    let person = try writer.found(
      account,
      admin: Person(id: 0, name: arguments[adminName] ?? address, email: address, role: .admin),
      zone: zoneName, at: clock.now)
    try writer.log(
      LogEntry(
        at: clock.now, actorID: person.id, osUser: context.world.osUser, command: context.spec.name,
        summary: "created a store for a \(account.plan.word) account", after: account.plan.word))
  }
  if context.wantsDocument {
    try context.document(initDocument, clock).single([
      .text(context.storePath), .token(account.plan.word), .bool(account.messagingAddOn), .text(address),
    ])
  } else {
    context.note(
      "created \(try context.storePath) for a \(account.plan.word) account; \(address) is its admin")
  }
  if !account.canEndSessions { context.note("note: \(Plan.endingSessionsNeeds)") }
}

private let initDocument = DocumentSchema(
  single: "init",
  [
    Column("store", .text), Column("plan", .token), Column("messaging_add_on", .bool),
    Column("admin", .text),
  ])
