import GRDB
import SessionModel
import StoreEngine

/// What commands take by its name.
package enum NamedThing: String, CaseIterable, Sendable {
  /// An agent is anybody on the staff who is not suspended; deleted groups are left out.
  case agent, group, schedule, queue, trigger, macro
  /// By its title; written with a hyphen, as the commands' noun is.
  case messagingTrigger = "messaging-trigger"
}

extension StoreReader {
  /// The names of things of a kind in the order of their lists; of agents also the addresses. Those that several
  /// things have name none of them, and are left out.
  ///
  /// - Parameter bound: of things that are looked at, so that the time is bounded too
  package func names(of kind: NamedThing, bound: Int) throws -> [String] {
    let rows = try StoredRow.fetchAll(db, of: kind.rawValue, sql: "\(kind.query) LIMIT ?", arguments: [bound])
    var count: [String: Int] = [:]
    var names: [String] = kind == .queue ? [Queue.standard.name] : []
    for row in rows {
      // Who is called like the address is still only one.
      for name in Set(row.texts).sorted() {
        count[name, default: 0] += 1
        if count[name] == 1 { names.append(name) }
      }
    }
    return names.filter { count[$0, default: 1] == 1 }
  }
}

extension NamedThing {
  fileprivate var query: String {
    switch self {
    case .agent: "SELECT email, name FROM user WHERE role > 0 AND NOT suspended ORDER BY role, id"
    case .group: "SELECT name FROM agent_group WHERE origin > 0 AND NOT deleted ORDER BY id"
    case .schedule: "SELECT name FROM schedule WHERE origin > 0 ORDER BY id"
    case .queue: "SELECT name FROM queue ORDER BY position, key"
    case .trigger: "SELECT title FROM ticket_trigger ORDER BY position, id"
    case .messagingTrigger: "SELECT title FROM messaging_trigger ORDER BY position, id"
    case .macro: "SELECT title FROM macro ORDER BY position, id"
    }
  }
}
