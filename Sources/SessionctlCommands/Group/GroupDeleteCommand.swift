import CommandGrammar
import SessionModel
import SessionStore
import StoreAdministration
import StoreEngine

private let handOver = Option<String>(
  "hand-over-to", "GROUP", .nonEmptyText, completion: .stored("group"),
  help: "Which group gets its tickets that are not closed; 'none' for no group")

let groupDeleteCommand = Command(
  CommandSpec(
    ["group", "delete"], summary: "Delete a group, and hand its tickets over",
    discussion: [
      "The tickets that are not closed go to another group in the same step, and rules run on them; without `--hand-over-to`, a group that has such tickets is not deleted. Closed tickets keep naming it. Its agents stay, without this group. A group that an active rule or a queue names can't be deleted."
    ],
    operands: [groupOperand], options: [handOver],
    examples: [
      Example(
        command: "sessionctl group delete Billing --hand-over-to Support",
        explanation: "Support takes over the tickets of Billing")
    ],
    exitNotes: [
      ExitNote(
        .no, "There is no such group, nothing was named to take its tickets, or something active names it")
    ]),
  prints: GroupDocument.show.schema
) { context in
  let open = try context.open()
  let (row, moved) = try open.administer { administration in
    let naming = Naming(administration.reader)
    let group = try naming.group(context.arguments[required: groupOperand])
    let row = try GroupRow(group, administration.reader)
    let moved = try administration.delete(
      group, handingOver: HandOver(context.arguments[handOver]) { try naming.group($0).thing })
    return (row, moved)
  }
  context.noteHandedOver("deleted group \(row.group.name) (\(row.group.id))", moved)
  if context.wantsDocument { try context.show(GroupDocument.show, row, open.clock) }
}

extension HandOver {
  /// - Parameter word: who was named, `none`, or nil
  init(_ word: String?, _ find: (String) throws -> ManagedThing) throws {
    switch word {
    case nil: self = .refused
    case "none"?: self = .toNobody
    case let word?: self = .to(try find(word))
    }
  }
}

extension CommandContext {
  /// `deleted group Support (701); 3 tickets were handed over`, and which of them no queue holds any more (E4).
  func noteHandedOver(_ told: String, _ summary: UpdateSummary) {
    let count = summary.changed
    let moved = count == 0 ? "" : "; \(counted(count, "ticket")) \(count == 1 ? "was" : "were") handed over"
    note(told + moved)
    for sentence in summary.leftRouting.sentences { note(sentence) }
  }
}
