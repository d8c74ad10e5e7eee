import CivilTime
import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

/// The clock and the zone of one run: `--now` and `--timezone`, else the world's and the account's.
struct RunClock {
  let now: Instant
  let zone: Zone
}

/// A store that a command has opened, with what nearly every command needs of it.
struct OpenStore {
  let store: Store
  let clock: RunClock
  let context: CommandContext

  var now: Instant { clock.now }
  var zone: Zone { clock.zone }

  fileprivate init(store: Store, clock: RunClock, context: CommandContext) {
    self.store = store
    self.clock = clock
    self.context = context
    context.journal.opened(store)
  }

  /// Who acts: `--as`, else `SESSIONCTL_ACTOR`, else the store's first admin. They must be staff and not suspended.
  ///
  /// - Parameter reader: of the transaction that writes, so that nobody acts who lost the right meanwhile
  func actor(_ reader: StoreReader) throws -> Person {
    let word = context.actorWord
    let person = try word.isEmpty ? reader.firstAdmin() : Naming(reader).staffOrAnyone(word)
    guard let person else {
      throw Failure.notFound("the store has no admin to act as; name somebody with --as")
    }
    guard person.role.isStaff else {
      throw Failure.notPermitted(
        "\(person.displayName) is an end user and can do nothing here; name an agent or admin with --as")
    }
    guard !person.suspended else {
      throw Failure.notPermitted("\(person.displayName) is suspended; name somebody else with --as")
    }
    guard person.bar != .gone else {
      throw Failure.notPermitted(
        "\(person.displayName) is no longer in the account; name somebody else with --as")
    }
    return person
  }

  /// Whom `--as` names where somebody is only supposed to act: a customer will do.
  func anybody(_ reader: StoreReader) throws -> Person {
    let person = try Naming(reader).staffOrAnyone(context.actorWord)
    guard !person.suspended else {
      throw Failure.notPermitted("\(person.displayName) is suspended; name somebody else with --as")
    }
    return person
  }

  /// Who acts, if they may change settings and rules.
  func admin(_ reader: StoreReader) throws -> Person {
    let person = try actor(reader)
    guard person.role == .admin else {
      throw Failure.notPermitted("\(person.displayName) is an agent; only admins may do this (see --as)")
    }
    return person
  }

  /// The clock once more, for what happens after a question has been answered.
  func clockNow(_ reader: StoreReader) throws -> RunClock { try context.clock(reader) }

  /// The log's entry for what this command did.
  func entry(by actor: Person, _ summary: String, changes: [ManagedChange] = []) -> LogEntry {
    entry(by: .user(id: actor.id), summary, changes: changes)
  }

  func entry(by actor: Actor, _ summary: String, changes: [ManagedChange] = []) -> LogEntry {
    context.journal.changing(summary, inSteps: false)
    return plainEntry(by: actor, summary, changes: changes)
  }

  /// The one entry of a command that works in several transactions: made in the first that changes something, and
  /// completed in each of the others.
  ///
  /// - Parameters:
  ///   - id: the entry's, once it was made
  ///   - summary: all that the command has done, with what this transaction does
  func noteStep(
    _ writer: StoreWriter, in id: Int64?, by actor: @autoclosure () throws -> Person, _ summary: String
  ) throws -> Int64 {
    context.journal.changing(summary, inSteps: true)
    guard let id else { return try writer.log(plainEntry(by: .user(id: actor().id), summary)) }
    try writer.amendLog(id, summary: summary)
    return id
  }

  private func plainEntry(by actor: Actor, _ summary: String, changes: [ManagedChange] = []) -> LogEntry {
    var entry = LogEntry(
      at: now, actorID: actor.id, osUser: context.world.osUser, command: context.spec.name,
      summary: summary)
    entry.changes = changes
    return entry
  }
}

extension CommandContext {
  var storePath: String { get throws { try StoreLocation.path(arguments, world.environment) } }

  /// Opens the store for reading or for changing.
  ///
  /// - Parameters:
  ///   - cacheMiB: page cache; bulk work asks for more than a look.
  ///   - actorMayBeAnybody: whether whoever is named need not be staff, because nobody acts
  ///   - toleratesZone: whether to go on in UTC when the account's zone can't be had, to look or to mend
  func open(
    readOnly: Bool = false, cacheMiB: Int = 8, actorMayBeAnybody: Bool = false, toleratesZone: Bool = false
  ) throws -> OpenStore {
    let store = try Store.open(storePath, storeOptions(readOnly: readOnly, cacheMiB: cacheMiB))
    let open = OpenStore(
      store: store, clock: try store.read { try clock($0, toleratesZone: toleratesZone) }, context: self)
    // Whoever is named must be there and may not be an end user, also where nothing is changed.
    if namesActor && !actorMayBeAnybody { _ = try store.read { try open.actor($0) } }
    return open
  }

  /// Reads a store that may be damaged before it is mended, as far as it can be read.
  ///
  /// - Parameters:
  ///   - asAdmin: whether whoever is named must be an admin, and not only staff. Of a store that has lost its last admin
  ///     anybody may be named: nobody in it could be named rightly.
  ///   - advice: what to do if whoever is named is unknown there
  /// - Returns: nil where it can't be read, or is of an earlier version: then nobody's role is known
  /// - Throws: `Failure` where whoever is named may not do that
  func readToMend<Result>(
    asAdmin: Bool, ifUnknown advice: String, _ body: (StoreReader) throws -> Result
  ) throws -> Result? {
    do {
      let open = try open(readOnly: true, actorMayBeAnybody: true, toleratesZone: true)
      defer { try? open.store.close() }
      return try open.store.read { reader in
        if namesActor, try reader.firstAdmin() != nil {
          _ = try asAdmin ? open.admin(reader) : open.actor(reader)
        }
        return try body(reader)
      }
    } catch {
      let failure = Failure(error)
      guard !(error is StoreError) else { return nil }
      switch failure.code {
      case .usage, .notPermitted: throw error
      case .no: throw Failure(.no, failure.word, "\(failure.message); \(advice)")
      default: return nil
      }
    }
  }

  /// The word that names who acts; empty for the store's first admin.
  fileprivate var actorWord: String {
    arguments[RunOptions.actor] ?? world.environment("SESSIONCTL_ACTOR") ?? ""
  }

  /// For commands that make a store: nobody is in it yet who could act.
  func refuseActor() throws {
    guard arguments.wasGiven(RunOptions.actor) else { return }
    throw CommandTable.toolkit.usageError(
      "--as makes no sense for '\(spec.name)': a new store has no users yet", in: spec)
  }

  /// Whether somebody else than the first admin may act.
  var namesActor: Bool { !actorWord.isEmpty }

  func storeOptions(readOnly: Bool = false, cacheMiB: Int = 8) -> Store.Options {
    var options = Store.Options(
      readOnly: readOnly, wait: arguments.wait, cacheKiB: cacheMiB * 1024,
      allowSharedWriting: world.environment("SESSIONCTL_ALLOW_SHARED_STORE") == "1")
    options.rehearses = isRehearsal && !readOnly
    options.worthTwoCores = world.worthTwoCores
    return options
  }

  /// Wraps a store that the command has just made.
  func adopt(_ store: Store) throws -> OpenStore {
    OpenStore(store: store, clock: try store.read { try clock($0) }, context: self)
  }

  fileprivate func clock(_ reader: StoreReader, toleratesZone: Bool = false) throws -> RunClock {
    if let name = arguments[RunOptions.timezone] { return try clock(zoneNamed: name) }
    do {
      return try clock(zoneNamed: reader.setting(Setting.timezone) ?? "UTC")
    } catch let error as ZoneError {
      if toleratesZone { return try clock(zoneNamed: "UTC") }
      throw Failure(
        .storeUnavailable, "store_unavailable",
        "the setting \(Setting.timezone) can't be used: \(error.message); set it with 'sessionctl settings set \(Setting.timezone) ZONE'"
      )
    }
  }

  /// The clock in a zone, for commands that have no store yet.
  func clock(zoneNamed name: String) throws -> RunClock {
    let zone: Zone
    do { zone = try name == "UTC" ? Zone.utc : Zone.named(name) } catch {
      if arguments.wasGiven(RunOptions.timezone) { throw Failure.usage("--timezone: \(error)") }
      throw error
    }
    guard let text = arguments[RunOptions.now] else { return RunClock(now: world.now(), zone: zone) }
    do throws(TimeTextError) {
      let now = try TimeExpression(parsing: text).resolve(now: world.now(), zone: zone)
      return RunClock(now: now, zone: zone)
    } catch {
      let reason = ValueError(error, in: text)
      throw Failure.usage(
        "\(RunOptions.now.spec.spelling) \(quoted(reason.part ?? text)) \(reason.predicate)")
    }
  }
}

/// Where the store is: `--store`, else `SESSIONCTL_STORE`, else the user's data folder.
enum StoreLocation {
  static func path(_ arguments: ParsedArguments, _ environment: (String) -> String?) throws -> String {
    if let path = arguments[RunOptions.store] { return path }
    if let path = try variable("SESSIONCTL_STORE", environment), !path.isEmpty { return path }
    if let folder = try variable("XDG_DATA_HOME", environment), folder.hasPrefix("/") {
      return folder + "/sessionctl/sessionctl.db"
    }
    return try (variable("HOME", environment) ?? "") + "/.local/share/sessionctl/sessionctl.db"
  }

  /// Bytes that are no UTF-8 have become U+FFFD: the path would be another one than was meant.
  private static func variable(_ name: String, _ environment: (String) -> String?) throws -> String? {
    guard let value = environment(name) else { return nil }
    guard !value.unicodeScalars.contains("\u{FFFD}") else {
      throw Failure.usage("\(name) is not valid UTF-8; name the store with --store PATH")
    }
    return value
  }
}
