import JSONText

/// The one trigger in the account that ends the session of whatever ticket has the tag.
package struct EndingTrigger: Hashable, Sendable {
  /// What a push gives a ticket; the trigger takes it away again.
  package static let tag = "sessionctl_end"
  /// What the trigger leaves behind.
  package static let endedTag = "sessionctl_ended"
  /// How its description begins, by which it is known again under another title.
  private static let mark = "Made by sessionctl"
  /// By which it is known again.
  package static let title = "sessionctl: end the session of tagged tickets"

  /// The account's own words for what it does, which differ from account to account.
  package struct Action: Hashable, Sendable {
    /// The account's id of the action.
    package var field: String
    /// The account's id of what it does.
    package var value: String

    /// Takes both as they are.
    package init(field: String, value: String) {
      self.field = field
      self.value = value
    }
  }

  /// Ends the session, or sets the routing channel to email; never both.
  package var action: Action

  /// The trigger that does this.
  package init(_ action: Action) { self.action = action }

  // MARK: Writing

  /// The trigger as the account takes it.
  package func document(active: Bool, categoryID: String? = nil) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("title", .string(Self.title)),
      (
        "description",
        .string(
          "\(Self.mark): 'remote push' tags tickets, and this ends their sessions. 'remote setup --remove' takes it away."
        )
      ),
      ("active", .bool(active)),
      ("conditions", ["all": [condition], "any": []]),
      ("actions", .array(actions)),
    ]
    if let categoryID { members.append(("category_id", .string(categoryID))) }
    return ["trigger": .object(JSONObject(members))]
  }

  private var condition: JSONValue {
    ["field": "current_tags", "operator": "includes", "value": .string(Self.tag)]
  }

  private var actions: [JSONValue] {
    [
      ["field": .string(action.field), "value": .string(action.value)],
      ["field": "remove_tags", "value": .string(Self.tag)],
      ["field": "current_tags", "value": .string(Self.endedTag)],
    ]
  }

  // MARK: Knowing it again

  /// A trigger of the account's that is ours, or that the tag fires.
  package struct Found: Hashable, Sendable {
    /// Its id in the account.
    package var id: Int64
    /// Its title there.
    package var title: String
    /// Whether it is switched on.
    package var isActive: Bool
    /// Whether it fires on the tag.
    package var firesOnTag: Bool
    /// Whether it does what this one does, and nothing else.
    package var isSame: Bool
    /// Whether 'remote setup' made it, as its title or description says; else somebody made it by hand.
    package var isOwn: Bool
  }

  /// The account's trigger to take over: one that 'remote setup' made, else one that does exactly the same. What else
  /// somebody made to fire on the tag is theirs.
  package func find(in triggers: [JSONValue]) -> Found? {
    let all = triggers.compactMap(found)
    return all.first { $0.isOwn && $0.firesOnTag } ?? all.first(where: \.isOwn) ?? all.first(where: \.isSame)
  }

  /// The triggers that 'remote setup' made, and those of others that the tag fires too.
  package static func known(in triggers: [JSONValue]) -> (own: [Found], others: [Found]) {
    let all = triggers.compactMap(EndingTrigger(Action(field: "", value: "")).found)
    return (all.filter(\.isOwn), all.filter { !$0.isOwn })
  }

  /// nil where it is neither ours nor fired by the tag.
  package func found(_ trigger: JSONValue) -> Found? {
    guard let id = trigger["id"]?.integer, let title = trigger["title"]?.string else { return nil }
    let firesOnTag = Self.firesOnTag(trigger)
    let isOwn = title == Self.title || trigger["description"]?.string?.hasPrefix(Self.mark) == true
    guard firesOnTag || isOwn else { return nil }
    return Found(
      id: id, title: title, isActive: trigger["active"]?.bool ?? false, firesOnTag: firesOnTag,
      isSame: departure(in: trigger) == nil, isOwn: isOwn)
  }

  /// What is not as it was set up.
  package enum Departure: Hashable, Sendable {
    /// It does not fire on the tag, or asks for more than the tag.
    case conditions
    /// It does not end the session, or does something else beside.
    case actions
  }

  /// What a trigger of the account's does otherwise than this one; nil where it does the same.
  package func departure(in trigger: JSONValue) -> Departure? {
    guard
      Self.parts(trigger["conditions"]?["all"]) == Self.parts([condition]),
      (trigger["conditions"]?["any"]?.array ?? []).isEmpty
    else { return .conditions }
    return Self.parts(trigger["actions"]) == Self.parts(.array(actions)) ? nil : .actions
  }

  /// Whether a ticket with the tag meets its conditions, as far as tags are concerned.
  package static func firesOnTag(_ trigger: JSONValue) -> Bool {
    let all = trigger["conditions"]?["all"]?.array ?? []
    return all.contains { part in
      part["field"]?.string == "current_tags" && part["operator"]?.string == "includes"
        && part["value"]?.string?.split(separator: " ") == [Substring(tag)]
    }
  }

  /// Conditions or actions in an order of their own, for comparing.
  private static func parts(_ list: JSONValue?) -> [[String]] {
    (list?.array ?? []).map { part in
      ["field", "operator", "value"].map { key in part[key].map { $0.string ?? $0.text } ?? "" }
    }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  // MARK: The account's words

  /// Reads them off a trigger that somebody made by hand: the one action that is none of tags.
  package static func action(of trigger: JSONValue) -> Action? {
    let others = (trigger["actions"]?.array ?? []).filter {
      !["current_tags", "remove_tags", "set_tags"].contains($0["field"]?.string)
    }
    guard others.count == 1, let field = others[0]["field"]?.string, let value = others[0]["value"]?.string
    else { return nil }
    return Action(field: field, value: value)
  }
}
