/// The active triggers of an account in the order in which they run (T3), for what can only be found in several of them.
package struct RuleSequence {
  /// One of them, with what others ask about it.
  final class Member: Sendable {
    let trigger: Trigger
    let place: Int
    let demand: Circumstances.Demand
    /// What it is left with of each field that it sets.
    let settings: [String: String]
    let addedTags: Set<String>
    let removedTags: Set<String>
    /// Whether it leaves no tags but those that it adds.
    let replacesTags: Bool
    let sendsSurvey: Bool
    /// The tags that its conditions name, in whatever sense.
    let tagsAskedFor: Set<String>

    init(_ trigger: Trigger, at place: Int, _ environment: RuleEnvironment) {
      self.trigger = trigger
      self.place = place
      demand = Circumstances.Demand(trigger.conditions)
      tagsAskedFor = Set(
        (trigger.conditions.all + trigger.conditions.any).filter { $0.field == "current_tags" }
          .flatMap { $0.value.plainText.split(separator: " ").map(String.init) })
      var settings: [String: String] = [:]
      var added: Set<String> = []
      var removed: Set<String> = []
      var replacesTags = false
      var sendsSurvey = false
      for action in trigger.actions {
        let value = action.value.plainText
        let tags = Set(value.split { $0 == " " || $0 == "," }.map(String.init))
        switch ActionCatalogue.field(action.field)?.effect {
        // Who that is depends on the update, and whoever is barred gets nothing.
        case .assignee
        where value == "current_user" || Int64(value).map({ environment.barred[$0] != nil }) == true:
          settings[action.field] = nil
        // Nothing happens to a closed ticket afterwards.
        case .status where value == "closed": settings[action.field] = nil
        case .status, .group, .assignee, .customField, .set: settings[action.field] = value
        case .setTags: (added, removed, replacesTags) = (tags, [], true)
        case .addTags: (added, removed) = (added.union(tags), removed.subtracting(tags))
        case .removeTags: (added, removed) = (added.subtracting(tags), removed.union(tags))
        case .survey: sendsSurvey = true
        case .notifyUser:
          let parts = (action.value.array ?? []).map(\.plainText)
          if ["requester_id", "requester_and_ccs"].contains(parts.first),
            parts.contains(where: \.asksForRating)
          {
            sendsSurvey = true
          }
        default: break
        }
      }
      self.settings = settings
      (addedTags, removedTags) = (added, removed)
      (self.replacesTags, self.sendsSurvey) = (replacesTags, sendsSurvey)
    }
  }

  let members: [Member]
  /// Each by its trigger's id.
  let places: [Int64: Int]
  /// Those that set a field, by its name.
  private let setting: [String: Demands]
  /// Those that take a tag away, by the tag, and those that add it.
  private let removing: [String: [Member]]
  private let adding: [String: [Member]]
  /// Those that leave no tags but their own.
  private let replacing: [Member]
  /// Those that offer the survey or send a link for a rating.
  let surveying: [Member]

  /// - Parameters:
  ///   - triggers: all of them, in the order in which they run
  ///   - environment: what they may name; those that can't be evaluated do not run
  package init(_ triggers: [Trigger], _ environment: RuleEnvironment) {
    let compiler = RuleCompiler(environment)
    members = triggers.filter { $0.active && compiler.problems(of: $0).isEmpty }.enumerated().map {
      Member($1, at: $0, environment)
    }
    places = Dictionary(members.map { ($0.trigger.id, $0.place) }, uniquingKeysWith: { first, _ in first })
    var setting: [String: Demands] = [:]
    var (removing, adding): ([String: [Member]], [String: [Member]]) = ([:], [:])
    for member in members {
      for field in member.settings.keys { setting[field, default: Demands()].add(member) }
      for tag in member.removedTags { removing[tag, default: []].append(member) }
      for tag in member.addedTags { adding[tag, default: []].append(member) }
    }
    (self.setting, self.removing, self.adding) = (setting, removing, adding)
    replacing = members.filter(\.replacesTags)
    surveying = members.filter(\.sendsSurvey)
  }

  /// Those that set a field, in their order, without those that plainly need not fire in circumstances.
  func setting(_ field: String, in circumstances: Circumstances) -> [Member] {
    setting[field]?.members(in: circumstances) ?? []
  }

  /// Those that take one of some tags away, or add one of others, in their order.
  func taking(_ tags: Set<String>, adding others: Set<String>) -> [Member] {
    var found = tags.isEmpty ? [] : replacing
    for tag in tags { found += removing[tag] ?? [] }
    for tag in others { found += adding[tag] ?? [] }
    return found.sorted { $0.place < $1.place }
  }

  /// Rules by what they demand, so that one is not asked where nothing is known of that.
  private struct Demands {
    private var byValue: [ConditionReach.Subject: [String: [Member]]] = [:]
    private var byCondition:
      [ConditionReach.Subject: [RuleCondition: (reach: ConditionReach, members: [Member])]] =
        [:]
    /// Those that may be certain to fire wherever.
    private var other: [Member] = []

    mutating func add(_ member: Member) {
      guard let key = member.demand.key else {
        other.append(member)
        return
      }
      if let value = key.reach.demandedValue {
        byValue[key.subject, default: [:]][value, default: []].append(member)
      } else {
        byCondition[key.subject, default: [:]][key.condition, default: (key.reach, [])].members.append(member)
      }
    }

    func members(in circumstances: Circumstances) -> [Member] {
      var found = other
      for subject in circumstances.subjects {
        if let value = circumstances.value(of: subject) { found += byValue[subject]?[value] ?? [] }
        for (condition, demand) in byCondition[subject] ?? [:]
        where circumstances.holds(condition, demand.reach) == true {
          found += demand.members
        }
      }
      return found.sorted { $0.place < $1.place }
    }
  }
}

extension RuleSequence.Member {
  /// Which of these tags it takes away.
  func takesAway(of tags: Set<String>) -> Set<String> {
    tags.intersection(removedTags).union(replacesTags ? tags.subtracting(addedTags) : [])
  }
}

extension String {
  /// The placeholders for links of a rating, as rules of real accounts have them.
  fileprivate var asksForRating: Bool { contains("{{satisfaction.") || contains("{{ satisfaction.") }
}
