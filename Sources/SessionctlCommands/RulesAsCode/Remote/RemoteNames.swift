import JSONText
import RemoteAccount
import SessionModel
import SessionStore
import StoreEngine

/// The names of what the live account's rules refer to by id, and the way back, as the account has them now.
///
/// Groups and schedules are asked for. People are those that were pulled, whose ids are the account's; who was made here is
/// nobody there.
struct RemoteNames {
  private let groups: [(id: String, name: String)]
  private let schedules: [(id: String, name: String)]
  private let reader: StoreReader

  init(_ account: RemoteRuleAccount, _ reader: StoreReader) throws {
    func names(_ path: String, _ key: String) throws -> [(String, String)] {
      try (account.list(path, key) ?? []).compactMap { object in
        guard let id = object["id"]?.integer, let name = object["name"]?.string else { return nil }
        return object["deleted"]?.bool == true ? nil : (String(id), name)
      }
    }
    groups = try names("/api/v2/groups.json", "groups")
    schedules = try names(RemoteSchedules.address + ".json", "schedules")
    self.reader = reader
  }

  /// The name of what an id stands for; the word itself where there is none, or several share it.
  func name(of word: String, _ kind: RuleValueKind.ReferenceKind) throws -> String {
    guard let id = Int64(word) else { return word }
    switch kind {
    case .group: return Self.name(of: word, among: groups)
    case .schedule: return Self.name(of: word, among: schedules)
    case .user: return try reader.person(id: id)?.email ?? word
    default: return word
    }
  }

  /// The account's id of what is named.
  ///
  /// - Returns: nil when it has none
  func id(of name: String, _ kind: RuleValueKind.ReferenceKind) throws -> String? {
    if RuleNames.tokens.contains(name) { return name }
    let ids: [String]
    switch kind {
    case .group: ids = groups.filter { $0.name == name }.map(\.id)
    case .schedule: ids = schedules.filter { $0.name == name }.map(\.id)
    case .user:
      let people = name.contains("@") ? try reader.people(email: name) : []
      ids = people.filter { $0.id < firstLocalIDBesideImports }.prefix(1).map { String($0.id) }
    default: return name
    }
    if ids.count == 1 { return ids[0] }
    return Int64(name) == nil ? nil : name
  }

  private static func name(of id: String, among known: [(id: String, name: String)]) -> String {
    guard let name = known.first(where: { $0.id == id })?.name, !name.isEmpty,
      known.filter({ $0.name == name }).count == 1
    else { return id }
    return name
  }
}
