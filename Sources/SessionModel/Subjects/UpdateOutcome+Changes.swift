/// The fields of a ticket that the history tells changes of, and their wire values.
extension UpdateOutcome {
  /// The differences between before and now, each with the rule that set it last (T7).
  var netChanges: [UpdateEvent] {
    guard let old = baseline, let new = subject.ticket, old != new else { return [] }
    var events: [UpdateEvent] = []
    events.reserveCapacity(4)
    func compare(_ field: String, _ from: String?, _ to: String?) {
      guard from != to else { return }
      events.append(UpdateEvent(.change(field: field, from: from, to: to), rule: changedBy[field]))
    }
    if old.priority != new.priority { compare("priority", old.priority.wireValue, new.priority.wireValue) }
    if old.type != new.type { compare("type", old.type?.word, new.type?.word) }
    if old.groupID != new.groupID { compare("group_id", old.groupID.text, new.groupID.text) }
    if old.assigneeID != new.assigneeID { compare("assignee_id", old.assigneeID.text, new.assigneeID.text) }
    if old.status != new.status { compare("status", old.status.word, new.status.word) }
    if old.tags != new.tags {
      for change in TagStep.netChanges(tagSteps, from: old.tags, to: new.tags) {
        events.append(
          UpdateEvent(
            .change(field: "tags", from: TagList.text(change.from), to: TagList.text(change.to)),
            rule: change.rule))
      }
    }
    if old.formID != new.formID { compare("ticket_form_id", old.formID.text, new.formID.text) }
    if old.customStatusID != new.customStatusID {
      compare("custom_status_id", old.customStatusID.text, new.customStatusID.text)
    }
    if old.scheduleID != new.scheduleID { compare("schedule_id", old.scheduleID.text, new.scheduleID.text) }
    if old.satisfaction != new.satisfaction {
      compare("satisfaction_score", old.satisfaction.word, new.satisfaction.word)
    }
    if old.customFields != new.customFields {
      for id in Set(old.customFields.keys).union(new.customFields.keys).sorted() {
        compare("custom_fields_\(id)", old.customFields[id], new.customFields[id])
      }
    }
    return events
  }
}

extension Int64? {
  fileprivate var text: String? { self.map(String.init) }
}
