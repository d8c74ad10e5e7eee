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
  func administer<Result>(
    as find: ((StoreReader) throws -> Person)? = nil, isFile: Bool = false, logsTogether: Bool = false,
    _ body: (Administration) throws -> Result
  ) throws -> Result {
    do {
      return try store.write { writer in
        let actor = try (find ?? admin)(writer.reader)
        let administration = Administration(
          writer, by: actor, at: now, osUser: context.world.osUser, logsTogether: logsTogether
        ) { try writer.log(entry(by: actor, $0, before: $1, after: $2)) }
        let result = try body(administration)
        _ = try context.settle(administration)
        return result
      }
    } catch let refusal as AdministrationRefusal { throw Failure(refusal, isFile: isFile) }
  }
}

extension CommandContext {
  /// Lets follow what has to follow, and shows how far that has come.
  ///
  /// - Returns: how many tickets wait in another queue now
  func settle(_ administration: Administration) throws -> Int {
    try matchingAgain { try administration.settle(progress: $0) }
  }
}

extension AdministrationRefusal {
  /// What stands against it, with what can be done about the problems of a rule.
  var advised: String { sentence { $0.advised } }
}

extension Failure {
  /// What stands against it, and what to do about it.
  ///
  /// - Parameter isFile: whether what is wrong was written in a file, and not in options
  init(_ refusal: AdministrationRefusal, isFile: Bool = false) {
    let sentence = refusal.advised
    func wrong(_ message: String) -> Failure {
      isFile ? Failure(.badInput, "bad_input", message) : .usage(message)
    }
    switch refusal {
    case .problems(_, let problems):
      switch problems[0].code {
      case "feature", "plan": self = .notPermitted(sentence)
      case "reference": self = .notFound(sentence)
      default: self = wrong(sentence)
      }
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
      self = .refused(
        "\(sentence); disable \(triggers.count == 1 ? "it" : "them"), or give --deactivate-triggers")
    case .isDefaultSchedule:
      self = .refused(
        "\(sentence); set another first, or none with 'sessionctl settings set \(Setting.defaultSchedule) \"\"'"
      )
    case .runsAfter, .nameTaken, .standardQueueName, .notEveryQueue, .addressTaken, .staffAddress, .lastAdmin,
      .groupIsInUse, .scheduleIsNamed:
      self = .refused(sentence)
    }
  }
}
