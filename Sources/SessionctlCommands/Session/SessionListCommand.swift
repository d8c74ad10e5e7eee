import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private enum StateChoice: String, CaseIterable, Sendable { case active, ended, any }

private let state = Option<StateChoice>(
  "state", "STATE", .word,
  help: "Only sessions in this state; by default, active ones unless another option implies more")
private let endReason = Option<[EndReason]>(
  "end-reason", "REASON", .list(of: .vocabulary()), repeatable: true,
  help: "Ended for this reason; implies --state ended")

let sessionListCommand = Command(
  CommandSpec(
    ["session", "list"], summary: "List sessions",
    discussion: [
      "Without a selection, lists all active sessions; with `--all`, the ended ones too. There is no default limit."
    ],
    options: [state, endReason] + SelectionOptions.forSessions,
    examples: [
      Example(
        command: "sessionctl session list --idle-for 4h",
        explanation: "Sessions that nobody has written in for four hours"),
      Example(
        command: "sessionctl session list --state any --format ndjson",
        explanation: "All sessions, one JSON object per line, for a pipeline"),
    ],
    takesLists: true),
  prints: SessionDocument.list, sortedBy: StoreReader.sessionOrders
) { context in
  let arguments = context.arguments
  let order = context.order
  let request = SelectionRequest(context)
  let ids = try request.readIDs()
  // A customer stands anywhere: with few pages kept, each would be read again and again.
  let open = try context.open(readOnly: true, cacheMiB: 32)
  try open.store.read { reader in
    var selection = try request.resolve(reader, open.clock, ids: ids)
    if arguments[SelectionOptions.all] && !arguments[SelectionOptions.withoutTicket] {
      selection.ticketLink = .any
    }
    selection.endReasons = Array(arguments[all: endReason].joined())
    switch arguments[state] {
    case .active?: selection.state = .active
    case .ended?: selection.state = .ended
    case .any?: selection.state = nil
    case nil:
      let endedToo = arguments[SelectionOptions.all]
      selection.state = arguments.wasGiven(endReason) ? .ended : endedToo ? nil : .active
    }
    let limit = arguments[GlobalOptions.limit]
    let schema = selection.state == .active ? SessionDocument.listOfActive : SessionDocument.list
    let document = try context.document(schema, open.clock)
    // The other formats do not say the count, so only JSON pays for finding it.
    try document.begin(
      count: context.format == .json ? try reader.countSessions(selection, limit: limit) : nil)
    var names = ActorNames(reader)
    var cells: [Cell] = []
    let fields = try context.fields(of: schema)
    let withMatter = SessionDocument.shows(.matter, fields, schema, in: context.format)
    let showsEnder = SessionDocument.shows(.ender, fields, schema, in: context.format)
    try reader.forEachSession(selection, withMatter: withMatter, order: order, limit: limit) { row in
      var row = row
      if !showsEnder { row.endedBy = nil }
      try SessionDocument.fill(&cells, row, &names)
      try document.row(cells)
    }
    try document.finish()
    if arguments[SelectionOptions.all], !request.isNarrowed, context.format == .table {
      var ending = Selection()
      ending.state = .active
      ending.ticketLink = .with
      context.note(
        "'session end --all' would end \(counted(try reader.countSessions(ending), "session")): the active ones that have a ticket"
      )
    }
    if cells.isEmpty && context.format == .table { context.noteNothing("no sessions match") }
  }
}
