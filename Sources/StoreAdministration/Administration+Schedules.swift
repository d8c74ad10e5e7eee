import CivilTime
import SessionModel
import SessionStore
import StoreEngine

/// Business hours (§8).
extension Administration {
  /// Adds a schedule and gives its id; the draft's is not looked at. Nothing can name it yet.
  ///
  /// - Throws: `AdministrationRefusal`, or `InvalidSchedule` where nobody could say when it is open
  @discardableResult
  package func add(_ schedule: Schedule) throws -> Int64 {
    try refuseTakenName(of: schedule)
    _ = try BusinessHours(schedule)
    var stored = schedule
    stored.id = try writer.add(schedule)
    forgetEnvironment()
    try note(
      "created schedule \(stored.name) (\(stored.id))",
      [ManagedChange(stored.thing, after: reader.scheduleDocument(id: stored.id))])
    return stored.id
  }

  /// A schedule is named by its name, too.
  func refuseTakenName(of schedule: Schedule) throws {
    let name = schedule.name.lowercased()
    if let taken = try reader.schedules().first(where: { $0.name.lowercased() == name }) {
      throw AdministrationRefusal.nameTaken(taken.thing)
    }
  }

  /// Puts another schedule in the place of the one that has its id; queues that ask for it follow.
  ///
  /// - Throws: `AdministrationRefusal` where another one has its name, or `InvalidSchedule` where nobody could say when
  ///   it is open
  package func change(to schedule: Schedule) throws {
    if let taken = try reader.schedules().first(where: {
      $0.id != schedule.id && $0.name.lowercased() == schedule.name.lowercased()
    }) {
      throw AdministrationRefusal.nameTaken(taken.thing)
    }
    _ = try BusinessHours(schedule)
    let before = try reader.scheduleDocument(id: schedule.id)
    try writer.replace(schedule)
    forgetEnvironment()
    due.look(at: .hours)
    try note(
      "changed schedule \(schedule.name) (\(schedule.id))",
      [ManagedChange(schedule.thing, before: before, after: reader.scheduleDocument(id: schedule.id))])
  }

  /// Deletes a schedule.
  ///
  /// - Throws: `AdministrationRefusal` while it is the account's default, or something that is active names it
  package func delete(_ schedule: Schedule) throws {
    if try reader.defaultSchedule()?.id == schedule.id {
      throw AdministrationRefusal.isDefaultSchedule(schedule.name)
    }
    let dependents = try reader.active(needingSchedule: schedule.id, ruleEnvironment())
    guard dependents.isEmpty else {
      throw AdministrationRefusal.scheduleIsNamed(schedule.name, by: dependents)
    }
    let document = try reader.scheduleDocument(id: schedule.id)
    try writer.deleteSchedule(id: schedule.id)
    forgetEnvironment()
    try note(
      "deleted schedule \(schedule.name) (\(schedule.id))", [ManagedChange(schedule.thing, before: document)])
  }
}
