import CommandGrammar
import SessionModel
import SessionStore
import Spelling
import StoreEngine

/// What the commands of recipes take.
enum RecipeOptions {
  static let operand = Operand<String>(
    "RECIPE", .oneOf(Recipe.all.map(\.name)), help: "The recipe's name")
  static let group = Option<String>(
    "group", "GROUP", .nonEmptyText, completion: .stored("group"),
    help: "The group that gets the tickets",
    details: [
      "For a surge, the group gets all tickets; by default it is `Surge`, which is created if needed. Out of hours, the group serves tickets without a group; by default, any group whose agents can take e-mail tickets does."
    ])
  static let schedule = Option<String>(
    "schedule", "SCHEDULE", .nonEmptyText, completion: .stored("schedule"),
    help: "The business hours; by default each ticket's own, or else the account's")
  static let tag = Option<String>(
    "tag", "TAG", .nonEmptyText, help: "Set this tag instead of the usual one")
  static let alsoWithoutAddress = Flag(
    "also-without-address", help: "Also end sessions of customers who have no e-mail address",
    details: ["Nobody can then tell or answer such a customer. By default, they stay in the session."])
  static let yes = Flag("yes", help: "Do not ask; required when not on a terminal")
  static let parameters: [any OptionDeclaring] = [group, schedule, tag, alsoWithoutAddress]

  /// The recipe that was named.
  static func recipe(_ context: CommandContext) throws -> Recipe {
    let name = context.arguments[required: operand]
    guard let recipe = Recipe.all.first(where: { $0.name == name }) else {
      throw Failure.notFound(
        "no recipe '\(name)' (see 'sessionctl recipe list')" + didYouMean(name, among: Recipe.all.map(\.name))
      )
    }
    return recipe
  }

  /// What the options say, where they say something to this recipe.
  static func values(
    _ context: CommandContext, _ recipe: Recipe, _ reader: StoreReader
  ) throws -> RecipeValues {
    let arguments = context.arguments
    let given: [(Recipe.Parameter, OptionSpec)] = [
      (.group, group.spec), (.schedule, schedule.spec), (.tag, tag.spec),
      (.withoutAddress, alsoWithoutAddress.spec),
    ]
    for (parameter, spec) in given where arguments.wasGiven(spec) && !recipe.parameters.contains(parameter) {
      throw CommandTable.toolkit.usageError(
        "\(spec.spelling) does not apply to \(recipe.name)", in: context.spec)
    }
    var values = try RecipeValues(reader, for: recipe)
    let naming = Naming(reader)
    if let word = arguments[group] {
      let group = try naming.group(word)
      (values.groupID, values.groupName, values.makesGroup) = (group.id, group.name, false)
      let isServed = values.servingGroups.contains(group.id)
      values.servingGroups = isServed ? [group.id] : []
      values.idleGroup = isServed ? nil : group.name
    }
    values.includesWithoutAddress = arguments[alsoWithoutAddress]
    values.schedule = try arguments[schedule].map { try naming.schedule($0) }
    if let word = arguments[tag] {
      guard word.isTag else { throw Failure.usage("--tag '\(word)' is not a tag: a tag has no spaces") }
      values.tag = word
    }
    return values
  }

  /// Asks on a terminal, unless `--yes` has said it already.
  static func confirm(_ question: String, _ context: CommandContext) throws -> Bool {
    if context.arguments[yes] { return true }
    return try context.hasConsent(
      to: question, refusal: "give --yes to do it, or run it on a terminal, where it asks")
  }
}

extension RecipeValues {
  /// What the account says, where no option does.
  init(_ reader: StoreReader, for recipe: Recipe) throws {
    self.init()
    isOmnichannel = try reader.isOmnichannel()
    autoroutingTag = try reader.setting("routing.autorouting_tag") ?? ""
    text = RecipeText.speaking(try reader.setting("account.locale"))
    servingGroups = try reader.groupsTakingEmail()
    if let known = try reader.groups().first(where: {
      $0.name.lowercased() == groupName.lowercased() && !$0.deleted
    }) {
      (groupID, groupName, makesGroup) = (known.id, known.name, false)
    }
    // A surge has a group of its own. What comes out of hours without one is anybody's, unless the admin says whose.
    idleGroup = recipe.mode == nil || servingGroups.contains(groupID) ? nil : groupName
  }
}
