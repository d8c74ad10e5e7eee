import SessionModel
import SessionStore
import StoreEngine

/// Something that people do with a ticket or its conversation: as a command line, as what `trigger test` is asked to
/// suppose, and as what the domain makes of it.
struct Deed: CustomStringConvertible {
  enum Kind: CaseIterable {
    case update, reply, note, customerSays, customerMails, botSays, end, customerEnds
  }

  var kind: Kind
  /// The agent who does it, and the role.
  var agent = (id: "1", role: "admin")
  /// Options of `ticket update` with their values, in the order in which they are done.
  var changes: [(option: String, value: String)] = []
  var text = ""
  var reason = "agent_ended"

  var description: String { "\(kind) by \(agent.id) \(changes) '\(text)' \(reason)" }

  /// The command that does it.
  func words(ticket: Int64, session: String) -> [String] {
    let said = ["--message", text]
    let author = ["--as", agent.id, "-q"]
    return switch kind {
    case .update: ["ticket", "update", "\(ticket)"] + options + author
    case .reply: ["ticket", "reply", "\(ticket)"] + said + author
    case .note: ["ticket", "note", "\(ticket)"] + said + author
    case .customerSays: ["conversation", "say", session, "-q"] + said
    case .customerMails: ["ticket", "reply", "\(ticket)", "--from", "customer", "-q"] + said
    case .botSays: ["conversation", "say", session, "--from", "ai-agent", "-q"] + said
    case .end:
      ["session", "end", session, "--reason", reason] + (text.isEmpty ? [] : ["--note", text]) + author
    case .customerEnds: ["conversation", "end", session, "--from", "customer", "-q"]
    }
  }

  /// What `trigger test` is asked to suppose; nil for what nobody can be named to do.
  func supposed(_ ticket: PlainTicket) -> Supposed? {
    guard kind != .botSays, let author = isCustomers ? ticket["requester_id"] : agent.id else { return nil }
    let words: [String] =
      switch kind {
      case .update: options
      case .reply, .customerSays: ["--comment", text]
      case .customerMails: ["--comment", text, "--via", "email"]
      case .note: ["--note", text]
      case .end: ["--event", "session-ended", "--reason", reason] + (text.isEmpty ? [] : ["--note", text])
      case .customerEnds: ["--event", "session-ended"]
      case .botSays: []
      }
    return Supposed(words + ["--as", author]) { reader in
      let person = try reader.person(id: Int64(author)!)!
      var what = Supposition(kind == .end || kind == .customerEnds ? .sessionEnded : .updated, actor: person)
      what.author = person
      what.changes = changes.map { step($0.option, $0.value) }
      if [.reply, .customerSays, .customerMails].contains(kind) { what.comment = text }
      if kind == .customerMails { what.channel = "email" }
      if kind == .note || kind == .end, !text.isEmpty { what.note = text }
      if kind == .end { what.reason = EndReason(word: reason) }
      return what
    }
  }

  private var isCustomers: Bool { [.customerSays, .customerMails, .customerEnds].contains(kind) }

  private func step(_ option: String, _ value: String) -> Update.Step {
    switch option {
    case "group": .setGroup(Int64(value))
    case "agent": .setAssignee(Int64(value))
    case "priority": .setPriority(Priority(word: value == "none" ? "" : value)!)
    case "tag": .addTags([value])
    case "remove-tag": .removeTags([value])
    case "field": .setCustomField(id: 4, value: String(value.dropFirst(2)))
    case "routing-channel": .setRoutingChannel(RoutingChannel(word: value)!)
    default: .setStatus(TicketStatus(word: value)!)
    }
  }

  private var options: [String] { changes.flatMap { ["--\($0.option)", $0.value] } }

  // MARK: What the domain makes of it

  enum Effect {
    /// Nothing happens, and the command says why.
    case refused
    /// Nothing is different, so that no rule runs.
    case nothing
    case update(PlainEngine)
  }

  func effect(on ticket: PlainTicket, in account: PlainEngine.Account) -> Effect {
    let state = ticket["messaging_session_state"]
    let isActive = state == "active"
    if kind == .customerEnds && !account.endUsersMayEnd { return .refused }
    if kind == .end && !account.featureOn { return .refused }
    if (kind == .end || kind == .customerEnds) && state == "ended" { return .nothing }
    // E13: it never reaches the old ticket.
    if kind == .customerSays && !isActive { return .nothing }
    if kind == .botSays && !isActive { return .refused }
    if ticket["status"] == "closed" || ticket["status"] == "deleted" { return .refused }
    var event = PlainEngine.Event(
      updater: agent.id, role: agent.role, channel: isActive ? ticket["via_id"]! : "api")
    if !text.isEmpty { event.comment = (text, ![.note, .end].contains(kind)) }
    switch kind {
    case .customerMails:
      (event.updater, event.role, event.channel) = (ticket["requester_id"], "end_user", "email")
    case .customerSays, .customerEnds: (event.updater, event.role) = (ticket["requester_id"], "end_user")
    case .botSays: (event.updater, event.role) = (nil, "agent")
    default: break
    }
    var engine = PlainEngine(account, before: ticket, now: ticket, event)
    guard take(&engine, isActive: isActive) else { return .refused }
    // E12: what ends the session does not come in through messaging.
    if isActive && engine.now["messaging_session_state"] == "ended" { engine.event.channel = "api" }
    return engine.now == ticket && engine.event.comment == nil ? .nothing : .update(engine)
  }

  /// - Returns: false where it can't be done
  private func take(_ engine: inout PlainEngine, isActive: Bool) -> Bool {
    switch kind {
    case .note, .botSays: return true
    case .update: return changes.allSatisfy { change(&engine, $0.option, $0.value) }
    case .reply:
      // E11
      guard isActive || engine.now["requester_email"] != nil else { return false }
      engine.set("replies", String(Int(engine.now["replies"] ?? "0")! + 1))
    case .customerMails:
      guard engine.now["requester_email"] != nil else { return false }
      if ["pending", "hold", "solved"].contains(engine.now["status"]) { engine.setStatus("open") }
    case .customerSays:
      // E16
      if ["pending", "hold", "solved"].contains(engine.now["status"]) { engine.setStatus("open") }
    case .end: engine.end(reason, email: engine.account.endedSessionsAsEmail)
    case .customerEnds: engine.end("end_user_ended", email: false)
    }
    return true
  }

  private func change(_ engine: inout PlainEngine, _ option: String, _ value: String) -> Bool {
    let none = value == "none" ? "" : value
    switch option {
    case "group": engine.setGroup(none)
    case "agent": engine.assign(none)
    case "priority": engine.set("priority", none)
    case "tag":
      engine.setTags((engine.now["current_tags"] ?? "").split(separator: " ").map(String.init) + [value])
    case "remove-tag":
      engine.setTags(
        (engine.now["current_tags"] ?? "").split(separator: " ").map(String.init).filter { $0 != value })
    case "field":
      let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      engine.set("custom_fields_\(parts[0])", parts[1])
    case "routing-channel":
      if engine.now["routing_channel"] == value { return true }
      if value == "messaging" { return false }
      if engine.now["messaging_session_state"] != "active" {
        engine.set("routing_channel", "email")
      } else if engine.account.featureOn {
        engine.end("channel_changed", email: true)
      } else {
        return false
      }
    case "status":
      if engine.now["status"] == value { return true }
      engine.setStatus(value)
    default: preconditionFailure(option)
    }
    return true
  }
}

/// What `trigger test` is asked to suppose: as options, and as what the command makes of them.
struct Supposed {
  let words: [String]
  let supposition: (StoreReader) throws -> Supposition

  init(_ words: [String], _ supposition: @escaping (StoreReader) throws -> Supposition) {
    (self.words, self.supposition) = (words, supposition)
  }
}
