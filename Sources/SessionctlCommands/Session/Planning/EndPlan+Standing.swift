import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

/// What a plan says, held against the store as it is now.
extension EndPlan {
  /// - Throws: a failure with status 65 for another store's plan, 1 where its macro has changed.
  func check(_ reader: StoreReader, path: String) throws {
    guard try reader.identity() == head.store else {
      throw Failure(
        .badInput, "bad_input",
        "\(path) was made for another store; name that one with --store, or create a plan for this one")
    }
    guard let word = head.terms.macro else { return }
    let title = head.macroTitle ?? ""
    guard let stored = try reader.rules(Macro.self).first(where: { String($0.rule.id) == word }) else {
      throw Failure.refused(
        "macro \(word) '\(title)' was deleted after the plan was made; create the plan again")
    }
    guard try Self.checksum(of: stored.rule, reader) == head.macroChecksum else {
      throw Failure.refused(
        "macro \(word) '\(title)' was changed after the plan was made; create the plan again and review it")
    }
  }

  /// What a macro does and writes, in all languages that it has.
  static func checksum(of macro: Macro, _ reader: StoreReader) throws -> String {
    // A macro for another language has the same title with the language behind it.
    let family = try reader.rules(Macro.self).map(\.rule)
      .filter { $0.id == macro.id || ($0.active && $0.title.hasPrefix("\(macro.title) (")) }
      .sorted { $0.id < $1.id }
    let text = family.map { one in
      "\(one.id)\n" + one.actions.map { "\($0.field)=\($0.value.text)\n" }.joined()
    }
    return Checksum.of(text.joined().utf8)
  }

  /// The sessions that are as they were planned, and the others with what has happened to them.
  func standing(_ reader: StoreReader) throws -> (Selection, [UpdateRequest.LeftOut]) {
    var current: [Int64: PlannedSession] = [:]
    current.reserveCapacity(sessions.count)
    try reader.forEachPlannedSession(of: sessions.map(\.id)) { current[$0.id] = $0 }
    var selection = Selection()
    var (ids, leftOut): ([Int64], [UpdateRequest.LeftOut]) = ([], [])
    for session in sessions {
      if let departure = session.departure(by: current[session.id]) {
        leftOut.append(
          UpdateRequest.LeftOut(
            sessionID: session.id, ticketID: current[session.id]?.ticketID ?? session.ticketID,
            UpdateRefusal(kind: .impossible, message: departure)))
      } else {
        ids.append(session.id)
      }
    }
    selection.sessionIDs = ids
    return (selection, leftOut)
  }
}
