/// The fields of a ticket that the history tells changes of, and their wire values.
extension UpdateDraft {
  /// The differences between before and now, each with the rule that set it last (T7).
  var netChanges: [UpdateEvent] {
    guard let old = baseline, let new = item.ticket, old != new else { return [] }
    var events: [UpdateEvent] = []
    events.reserveCapacity(4)
    func compare(_ field: String, _ from: String?, _ to: String?) {
      guard from != to else { return }
      events.append(UpdateEvent(.change(field: field, from: from, to: to), rule: changedBy[field]))
    }
    let changes = TicketChanges(from: old, to: new)
    for (index, bit) in TicketField.changeableBits.enumerated() where changes.contains(bit) {
      let field = TicketField.changeable[index].field
      guard let name = field.historyName else { continue }
      if bit == .tags {
        for step in TagStep.netChanges(tagSteps, from: old.tags, to: new.tags) {
          events.append(
            UpdateEvent(
              .change(field: name, from: TagList.text(step.from), to: TagList.text(step.to)), rule: step.rule)
          )
        }
      } else {
        compare(name, field.word(in: old), field.word(in: new))
      }
    }
    if old.customFields != new.customFields {
      for id in Set(old.customFields.keys).union(new.customFields.keys).sorted() {
        compare("custom_fields_\(id)", old.customFields[id], new.customFields[id])
      }
    }
    return events
  }
}
