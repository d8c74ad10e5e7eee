import JSONText
import RemoteAccount
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// What differs between a file of rules and the live account's.
struct RemoteRulesPlan {
  /// One kind of them.
  struct Part {
    let remote: any RemoteKind
    let plan: KindPlan
    /// The account's, whose ids in the plan are their places here.
    let rules: [RemoteRule]
  }

  let parts: [Part]
  let names: RemoteNames
  /// What the API can't do, in sentences.
  let byHand: [String]

  /// Asks the account for its rules of the file's kinds.
  init(_ file: RulesFile, _ account: RemoteRuleAccount, _ reader: StoreReader) throws {
    names = try RemoteNames(account, reader)
    var parts: [Part] = []
    var byHand: [String] = []
    for (kind, rules) in file.rules {
      guard let remote = RemoteKinds.all.first(where: { $0.kind.key == kind.key }) else {
        if !rules.isEmpty {
          byHand.append("\(counted(rules.count, kind.noun)): the API can't change them")
        }
        continue
      }
      guard let objects = try account.list(remote.path + ".json", kind.key) else {
        if !rules.isEmpty {
          let reason = account.obstacles[remote.path + ".json"] ?? ""
          byHand.append("\(counted(rules.count, kind.noun)): \(reason)")
        }
        continue
      }
      var known: [RemoteRule] = []
      for object in objects {
        let id = object["id"].flatMap { $0.string ?? $0.integer.map(String.init) } ?? ""
        let title = object["title"]?.string ?? object["name"]?.string ?? ""
        do {
          var rule = try remote.code(object, account.words, names)
          // What the account says beyond the file's rule of that name is its own matter.
          if let ours = rules.first(where: { $0.title == rule.title }) {
            rule = rule.like(ours.withoutCategory)
            if ours.content["active"] == true, rule.content["active"] == false {
              // What came here inactive is switched on by somebody who has looked at it.
              rule = rule.activated
              byHand.append("\(kind.noun) '\(title)': switch it on there")
            }
          }
          known.append(RemoteRule(id: id, object: object, rule: rule))
        } catch {
          guard error is CodeProblem || error is WireProblem else { throw error }
          byHand.append("\(kind.noun) '\(title)': it can't be read here")
        }
      }
      let holidays = remote is RemoteSchedules ? rules.filter(\.hasHolidays) : []
      for rule in holidays { byHand.append("schedule '\(rule.title)': its holidays") }
      let stored = known.enumerated().map { StoredCode(id: Int64($0.offset), rule: $0.element.rule) }
      if rules.contains(where: { $0.content[CodedRule.category]?.string != nil }) {
        byHand.append("the categories of \(kind.noun)s")
      }
      let wanted =
        remote is RemoteSchedules
        ? rules.map(\.withoutHolidays) : rules.map(\.withoutCategory.withChannelIDs)
      parts.append(Part(remote: remote, plan: KindPlan(kind, stored: stored, file: wanted), rules: known))
    }
    self.parts = parts
    self.byHand = byHand
  }
}

extension CodedRule {
  /// With the members of another one only.
  fileprivate func like(_ other: CodedRule) -> CodedRule {
    CodedRule(
      title: title,
      content: JSONObject(
        other.content.members.compactMap { member in
          content[member.key].map { (member.key, $0) }
        }))
  }

  fileprivate var activated: CodedRule {
    var content = content
    content["active"] = true
    return CodedRule(title: title, content: content)
  }

  fileprivate var hasHolidays: Bool { content["holidays"]?.array?.isEmpty == false }

  /// With the numbers of channels in the place of their names: the account knows no others.
  var withChannelIDs: CodedRule {
    func numbered(_ lists: JSONValue) -> JSONValue {
      guard var object = lists.object else { return lists }
      for key in ["all", "any"] {
        guard let list = object[key]?.array else { continue }
        object[key] = .array(
          list.map { element in
            guard var part = element.object, ["via_id", "current_via_id"].contains(part["field"]?.string),
              let channel = part["value"]?.string.flatMap(Channel.named)
            else { return element }
            part["value"] = .string(String(channel.id))
            return .object(part)
          })
      }
      return .object(object)
    }
    var content = content
    for key in ["conditions", "definition"] { if let lists = content[key] { content[key] = numbered(lists) } }
    return CodedRule(title: title, content: content)
  }

  fileprivate var withoutHolidays: CodedRule {
    var content = content
    content["holidays"] = []
    return CodedRule(title: title, content: content)
  }
}
