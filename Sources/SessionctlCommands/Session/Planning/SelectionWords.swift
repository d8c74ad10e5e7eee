import CommandGrammar
import SessionModel

extension SelectionRequest {
  /// The selection as a person would say it: `idle ≥ 4h, group Support, without tag vip`.
  ///
  /// Names stand as they were typed.
  func words(_ arguments: ParsedArguments, _ clock: RunClock, namedSessions: Int) throws -> String {
    // One of several is meant, or none of them.
    func given<Value>(
      _ option: Option<Value>, _ phrase: (String) -> String, or: String = " or ", _ word: (Value) -> String
    ) -> [String] {
      let values = arguments[all: option].map(word)
      return values.isEmpty ? [] : [phrase(values.joined(separator: or))]
    }
    func listed<Value>(
      _ option: Option<[Value]>, _ phrase: (String) -> String, or: String = " or ",
      _ word: (Value) -> String
    ) -> [String] { given(option, phrase, or: or) { $0.map(word).joined(separator: or) } }
    func text(_ option: Option<String>, _ phrase: (String) -> String, or: String = " or ") -> [String] {
      given(option, phrase, or: or) { $0 }
    }
    var words: [String] = []
    if namedSessions > 0 { words.append(counted(namedSessions, "named session")) }
    words += listed(SelectionOptions.ticket, { "ticket \($0)" }) { String($0) }
    words += given(SelectionOptions.idleFor, { "idle ≥ \($0)" }) { $0.text }
    words += given(SelectionOptions.idleUnder, { "idle < \($0)" }) { $0.text }
    for time in arguments[all: SelectionOptions.startedBefore] {
      let moment = try time.resolve(now: clock.now, zone: clock.zone)
      words.append("started before \(moment.rfc3339(in: clock.zone))")
    }
    words += text(SelectionOptions.user) { "customer \($0)" }
    words += text(SelectionOptions.group) { $0 == "none" ? "no group" : "group \($0)" }
    words += text(SelectionOptions.notGroup, { $0 == "none" ? "with a group" : "not group \($0)" }, or: ", ")
    words += text(SelectionOptions.agent) { $0 == "none" ? "unassigned" : "agent \($0)" }
    words += text(SelectionOptions.notAgent, { $0 == "none" ? "assigned" : "not agent \($0)" }, or: ", ")
    words += text(SelectionOptions.queue) { "queue \($0)" }
    words += text(SelectionOptions.channel) { "channel \($0)" }
    words += text(SelectionOptions.notChannel, { "not channel \($0)" }, or: ", ")
    words += listed(SelectionOptions.status, { "status \($0)" }) { $0.word }
    words += listed(SelectionOptions.notStatus, { "not status \($0)" }, or: ", ") { $0.word }
    words += listed(SelectionOptions.priority, { "priority \($0)" }) { $0 == .none ? "none" : $0.word }
    words += listed(SelectionOptions.tag, { "tag \($0)" }) { $0 }
    words += listed(SelectionOptions.allTags, { "tags \($0)" }, or: " and ") { $0 }
    words += listed(SelectionOptions.notTag, { "without tag \($0)" }, or: ", ") { $0 }
    words += text(SelectionOptions.subjectContains) { "subject contains \($0)" }
    words += listed(SelectionOptions.lastSender, { "last word from \($0)" }) { $0.word }
    words += text(SelectionOptions.outsideHours) { "started outside \($0)" }
    if arguments[SelectionOptions.withoutTicket] { words.append("without a ticket") }
    return words.isEmpty ? "all" : words.joined(separator: ", ")
  }
}
