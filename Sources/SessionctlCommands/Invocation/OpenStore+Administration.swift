import SessionModel
import SessionStore
import StoreAdministration
import StoreEngine

extension OpenStore {
  /// Manages the account in one transaction, as the admin who acts: nothing stays where something is refused.
  ///
  /// - Parameters:
  ///   - find: finds out who acts, where it need not be an admin
  ///   - isFile: whether what is managed was written in a file, and not in options
  ///   - logsTogether: whether the caller leaves one entry in the log for all that it does
  ///   - isTrial: whether everything is undone at the end, so that a dry run is the real one up to there
  func administer<Result>(
    as find: ((StoreReader) throws -> Person)? = nil, isFile: Bool = false, logsTogether: Bool = false,
    isTrial: Bool = false, _ body: (Administration) throws -> Result
  ) throws -> Result {
    var tried: Result?
    var leftRouting = RoutingExits()
    func told(_ result: Result) -> Result {
      let isOwnDryRun = isTrial && !context.isRehearsal
      for sentence in leftRouting.sentences { context.note(isOwnDryRun ? "dry run: \(sentence)" : sentence) }
      return result
    }
    do {
      let made = try store.write { writer in
        let actor = try (find ?? admin)(writer.reader)
        let administration = Administration(
          writer, by: actor, at: now, osUser: context.world.osUser, logsTogether: logsTogether
        ) { try writer.log(entry(by: actor, $0, changes: $1)) }
        let made = try body(administration)
        try context.settle(administration)
        leftRouting = administration.leftRouting
        tried = made
        if isTrial { throw Undone() }
        return made
      }
      return told(made)
    } catch let undone as Undone {
      guard let tried else { throw undone }
      return told(tried)
    } catch let refusal as AdministrationRefusal {
      throw Failure(
        refusal, isFile: isFile,
        deactivates: context.spec.options.contains { $0.name == FeatureOptions.deactivateTriggers.spec.name })
    }
  }
}

/// Rolls back what was only tried.
private struct Undone: Error {}

extension CommandContext {
  /// Lets follow what has to follow, and shows how far that has come.
  ///
  /// - Returns: how many tickets wait in another queue now
  @discardableResult
  func settle(_ administration: Administration) throws -> Int {
    try matchingAgain { try administration.settle(progress: $0).moved }
  }
}

extension AdministrationRefusal {
  /// What stands against it, with what can be done about the problems of a rule.
  var advised: String { sentence { $0.advised } }
}

extension Failure {
  /// What stands against it, and what to do about it.
  ///
  /// - Parameters:
  ///   - isFile: whether what is wrong was written in a file, and not in options
  ///   - deactivates: whether the command can deactivate the triggers that stand against it
  init(_ refusal: AdministrationRefusal, isFile: Bool = false, deactivates: Bool = false) {
    let sentence = refusal.advised
    func wrong(_ message: String) -> Failure {
      isFile ? Failure(.badInput, "bad_input", message) : .usage(message)
    }
    switch refusal {
    case .problems(let thing, let problems):
      let several = "\(thing.noun) '\(thing.name)' has \(problems.count) problems, and nothing was stored"
      let message = problems.count == 1 ? sentence : several
      switch problems[0].code {
      case "feature", "plan": self = .notPermitted(message)
      case "reference": self = .notFound(message)
      default: self = wrong(message)
      }
      if problems.count > 1 { details = problems.map(\.advised) }
    case .tooLarge: self = wrong(sentence)
    case .tooManyActive(let noun, _):
      self = .refused(
        "there are already \(Trigger.mostActive) active \(noun)s, the maximum; disable one first")
    case .tooManyQueues:
      self = .refused("there are already \(Queue.mostCustom) queues, the maximum; delete one first")
    case .isActive(let thing):
      self = .refused(
        "\(sentence); run 'sessionctl \(thing.noun.commandWord) disable \(thing.id)' first")
    case .planLacksSwitch: self = .notPermitted(sentence)
    case .switchIsNeeded(let triggers):
      let them = triggers.count == 1 ? "it" : "them"
      self = .refused(
        "\(sentence); disable \(them)\(deactivates ? ", or give --deactivate-triggers" : " first")")
    case .isDefaultSchedule:
      self = .refused(
        "\(sentence); set another first, or none with 'sessionctl settings set \(Setting.defaultSchedule) \"\"'"
      )
    case .changedSince(_, let entry):
      self = .refused(entry == nil ? sentence : "\(sentence); to undo that entry too, revert it first")
    case .personStays(let thing):
      self = .refused("\(sentence); suspend them with 'sessionctl agent edit \(thing.id) --suspended yes'")
    case .cannotUndo: self = .refused(sentence)
    case .isStaff(let thing):
      self = .refused(
        "\(sentence); remove them from the staff first with 'sessionctl agent delete \(thing.id)'")
    case .isBeingServed(let thing, let sessions, let withoutTicket, _):
      let end = "sessionctl session end --user \(thing.id)"
      let talks = withoutTicket > 0 ? " and '\(end) --without-ticket'" : ""
      self = .refused(
        "\(sentence); \(sessions > 0 ? "end the sessions with '\(end)'\(talks), and " : "")solve the tickets with 'sessionctl ticket update ID --status solved' first"
      )
    case .wasRedacted: self = .refused("\(sentence), and nothing about them can be stored again")
    case .hasTickets:
      self = .refused("\(sentence); say who takes them with --hand-over-to NAME, or 'none' for nobody")
    case .isNamed, .takesOverFromItself, .isActor, .runsAfter, .nameTaken, .standardQueueName, .notEveryQueue,
      .addressTaken, .staffAddress, .lastAdmin,
      .groupIsInUse, .scheduleIsNamed:
      self = .refused(sentence)
    }
  }
}
