import CommandGrammar
import SessionModel
import SessionStore
import StoreAdministration
import StoreEngine

private let handOver = Option<String>(
  "hand-over-to", "AGENT", .nonEmptyText, completion: .stored("agent"),
  help: "Who gets their tickets that are not closed; 'none': nobody, so they wait in the queues")

let agentDeleteCommand = Command(
  CommandSpec(
    ["agent", "delete"], summary: "Remove somebody from the staff, and hand their tickets over",
    discussion: [
      "The tickets that are not closed go to another agent in the same step, and rules run on them; without `--hand-over-to`, an agent who has such tickets is not deleted. The agent leaves all groups but stays as a user, so that histories and reports still show the name. You can't delete somebody whom an active rule names, the last admin, or yourself. To stop an agent from working for a while, use `agent edit --suspended yes`."
    ],
    operands: [AgentOptions.operand], options: [handOver],
    examples: [
      Example(
        command: "sessionctl agent delete ana@example.com --hand-over-to ben@example.com",
        explanation: "Ben takes over Ana's tickets"),
      Example(
        command: "sessionctl agent delete ben@example.com --hand-over-to none",
        explanation: "Ben's tickets wait in the queues"),
    ],
    exitNotes: [
      ExitNote(
        .no,
        "There is no such agent, nobody was named to take their tickets, or something active names them")
    ]),
  prints: AgentDocument.show.schema
) { context in
  let open = try context.open()
  let (row, moved) = try open.administer { administration in
    let naming = Naming(administration.reader)
    let agent = try naming.staff(context.arguments[required: AgentOptions.operand])
    let row = try AgentDocument.rows([agent], administration.reader, at: open.now)[0]
    let moved = try administration.delete(
      agent,
      handingOver: HandOver(context.arguments[handOver]) { word in
        let taker = try naming.staff(word)
        if let bar = taker.bar { throw Failure.refused("\(taker.displayName) \(bar.phrase)") }
        return taker.thing
      })
    return (row, moved)
  }
  context.noteHandedOver("deleted agent \(row.person.displayName) (\(row.person.id))", moved)
  if context.wantsDocument { try context.show(AgentDocument.show, row, open.clock) }
}
